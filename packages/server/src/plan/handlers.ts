import { bySeverity, isUnsettled, planCode, stateOn, type PlanItem } from '@tickmark/core';
import { engagementOf } from '../engagements/index.ts';
import type { HandlersOf } from '../platform/handler.ts';
import { pageOf } from '../platform/paging/index.ts';
import { exportHandlers } from './exports.ts';
import { itemOfGap, manageHandlers } from './manage.ts';
import { movingHandlers } from './moving.ts';
import { noItem, todayOf } from './records.ts';
import { roadmapOf } from './roadmap.ts';
import { settingsHandlers } from './settings.ts';
import {
  assessedIn,
  countItems,
  gapMoved,
  historyOf,
  itemShown,
  piecesShown,
  severityRank,
  shownItems,
} from './shown.ts';
import { itemsOf, itemsWithIds } from './store.ts';

export const planHandlers: HandlersOf<'plan'> = {
  'plan.list': async (context, { engagementId, ...input }) => {
    const engagement = await engagementOf(context.tx, context.organizationId, engagementId);
    const all = await shownItems(context, engagement);
    const fitting = all.filter(
      (item) =>
        (input.state === undefined || item.state === input.state) &&
        (!input.unsettled || isUnsettled(item.state)) &&
        (input.owner === undefined || item.owner?.id === input.owner) &&
        (input.verifier === undefined || item.verifier?.id === input.verifier) &&
        (!input.unowned || item.owner === null) &&
        (input.severity === undefined || item.severity === input.severity) &&
        (input.control === undefined || item.controls.includes(input.control)) &&
        (input.criterion === undefined || item.criteria.includes(input.criterion)) &&
        (!input.overdue || item.overdue) &&
        (!input.gapMoved || gapMoved(item)),
    );
    return { ...pageOf(fitting, order, input), counts: countItems(all) };
  },

  'plan.get': async (context, { id }) => {
    const { tx, organizationId } = context;
    const record = (await itemsWithIds(tx, organizationId, [id])).get(id);
    if (record === undefined) throw noItem('id');
    const today = await todayOf(context);
    const all = await itemsOf(tx, organizationId, record.engagementId);
    return {
      ...(await itemShown(context, record.engagementId, id)),
      pieces: await piecesShown(context, id),
      followers: all
        .filter(({ after }) => after.some((each) => each.id === id))
        .map((item) => ({ id: item.id, code: planCode(item.number), title: item.title, state: stateOn(item, today) })),
      history: await historyOf(context, id),
    };
  },

  'plan.gaps': async (context, { engagementId }) => {
    const { tx, organizationId } = context;
    const engagement = await engagementOf(tx, organizationId, engagementId);
    const today = await todayOf(context);
    const records = await itemsOf(tx, organizationId, engagementId);
    const items = [...(await assessedIn(context, engagement)).values()]
      .flatMap(({ gap, given, relevant }) =>
        gap === null || given === null ? [] : [{ ...gap, answerVersion: given.version, relevant }],
      )
      .toSorted((a, b) => Number(b.relevant) - Number(a.relevant) || bySeverity(a, b))
      .map((gap) => {
        const item = itemOfGap(records, gap.id, gap.answerVersion);
        return {
          ...gap,
          item: item === undefined ? null : { id: item.id, code: planCode(item.number), state: stateOn(item, today) },
        };
      });
    return {
      items,
      total: items.length,
      without: items.filter(({ item, relevant }) => item === null && relevant).length,
    };
  },

  'plan.roadmap': async (context, { engagementId, ...tried }) => {
    const engagement = await engagementOf(context.tx, context.organizationId, engagementId);
    const { roadmap, ...told } = await roadmapOf(context, engagement, tried);
    return { ...roadmap, ...told };
  },

  ...manageHandlers,
  ...movingHandlers,
  ...settingsHandlers,
  ...exportHandlers,
};

const states = ['open', 'in-progress', 'done', 'verified', 'accepted', 'dropped'];
/** Sorts by text; what is not known comes last, but the severity, which may be any. */
const last = '\uffff';
const padded = (n: number): string => String(n).padStart(8, '0');

const order = {
  sorts: {
    number: (item: PlanItem) => padded(item.number),
    title: (item: PlanItem) => item.title.toLowerCase(),
    severity: (item: PlanItem) => padded(severityRank(item)),
    owner: (item: PlanItem) => item.owner?.name?.toLowerCase() ?? last,
    dueOn: (item: PlanItem) => item.dueOn ?? last,
    effortDays: (item: PlanItem) => (item.effortDays === null ? last : padded(item.effortDays * 2)),
    state: (item: PlanItem) => padded(states.indexOf(item.state)),
  },
  initial: 'number',
  id: (item: PlanItem) => padded(item.number),
  words: ({
    code,
    title,
    description,
    criteria,
    controls,
    owner,
    deputy,
    verifier,
    gap,
    deliverable,
    note,
  }: PlanItem) =>
    [
      code,
      title,
      description,
      ...criteria,
      ...controls,
      owner?.name,
      deputy?.name,
      verifier?.name,
      gap?.id,
      deliverable,
      note,
    ].join(' '),
};
