import {
  procedureDueStates,
  proposedLists,
  TickmarkError,
  type ProcedureDueState,
  type RunSummary,
} from '@tickmark/core';
import { localDate, todayIn } from '../engagements/index.ts';
import { namesOf } from '../members/index.ts';
import type { HandlersOf } from '../platform/handler.ts';
import { documentNames, textInHand } from '../policies/index.ts';
import { downloadHandlers } from './download.ts';
import { livesOf, runShown, summaryOf } from './run-shown.ts';
import { runsOf } from './run-store.ts';
import { runningHandlers } from './running.ts';
import { inFull, procedureOf, summariesOf, versionShown } from './shown.ts';
import { wasUnderWay } from './period.ts';
import { writingHandlers } from './writing.ts';

export const procedureHandlers: HandlersOf<'procedures'> = {
  'procedures.list': async (context, { search, due, retired }) => {
    const all = await summariesOf(context);
    const words = (search ?? '')
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const items = all.filter((each) => {
      const text = [each.title, each.purpose, each.owner?.name, each.policy?.code, each.policy?.title, ...each.controls]
        .join(' ')
        .toLowerCase();
      return (
        words.every((word) => text.includes(word)) &&
        (due === undefined || each.due?.state === due) &&
        (retired || !each.retired)
      );
    });
    return {
      items,
      total: items.length,
      counts: {
        total: all.filter((each) => !each.retired).length,
        retired: all.filter((each) => each.retired).length,
        due: Object.fromEntries(
          procedureDueStates.map((state) => [state, all.filter((each) => each.due?.state === state).length]),
        ) as Record<ProcedureDueState, number>,
        underWay: all.reduce((sum, { underWay }) => sum + underWay, 0),
      },
    };
  },

  'procedures.get': (context, { id }) => inFull(context, id),

  'procedures.version': async (context, { id, number }) => {
    const { versions } = await procedureOf(context, id);
    const version = versions.find((each) => each.number === number);
    if (version === undefined)
      throw new TickmarkError('not_found', `There is no version ${number}.`, {
        field: 'number',
        action: 'Take a number from the versions of the procedure.',
      });
    const names = await namesOf(context.tx, [version.writtenBy]);
    return { ...versionShown(version, names), document: version.document };
  },

  'procedures.proposed': async (context, { policyId }) => {
    const policy = (await documentNames(context, [policyId])).get(policyId);
    const text = await textInHand(context, policyId);
    if (policy === undefined || text === undefined)
      throw new TickmarkError('not_found', 'There is no such document.', {
        field: 'policyId',
        action: 'Take an id from the list of documents.',
      });
    const own = (await summariesOf(context)).filter((each) => each.policy?.id === policyId && !each.retired);
    const items = proposedLists(text.title, text.blocks).map((list) => {
      const taken = own.find(({ title }) => title === list.title);
      return { ...list, taken: taken === undefined ? null : { id: taken.id, title: taken.title } };
    });
    return { policy, number: text.number, items, total: items.length };
  },

  'procedures.runs': async (context, { procedureId, state, from, to }) => {
    const { tx, organizationId } = context;
    if (procedureId !== undefined) await procedureOf(context, procedureId, 'procedureId');
    const { timeZone } = await todayIn(context);
    const lives = await livesOf(context, await runsOf(tx, organizationId, { procedureId }));
    const items = lives
      .filter((life) => wasUnderWay(life, { from, to }, (at) => localDate(at, timeZone)))
      .map(summaryOf)
      .filter((run: RunSummary) => state === undefined || run.state === state);
    return { items, total: items.length };
  },

  'procedures.show-run': (context, { id }) => runShown(context, id),

  ...writingHandlers,
  ...runningHandlers,
  ...downloadHandlers,
};
