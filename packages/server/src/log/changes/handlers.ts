import {
  changeNoun,
  concernsEngagement,
  engagementPeriod,
  TickmarkError,
  tellChange,
  type ConcernedEngagement,
  type KnownRecords,
  type LogChange,
} from '@tickmark/core';
import { engagementOf, organizationFacts } from '../../engagements/index.ts';
import { namesOf } from '../../members/index.ts';
import type { MasterKey } from '../../platform/auth/index.ts';
import type { HandlerContext, HandlersOf } from '../../platform/handler.ts';
import { pageOf } from '../../platform/paging/index.ts';
import { rootAt } from '../checkpoint-at.ts';
import { logUpTo } from '../signed.ts';
import { readGrowth, signedHistory, type SignedEntry } from './growth.ts';
import { entriesAt, knownRecords } from './known-store.ts';
import { notYetSigned, pointOf } from './point.ts';
import { deleteSeen, findSeen, saveSeen } from './point-store.ts';
import { standingsBetween } from './standings.ts';
import { engagementsOfRecords } from './standings-store.ts';

type ChangeOperation = 'log.changes' | 'log.seen' | 'log.mark-seen';

/** What is kept of each entry while the others are read. */
interface Brief extends Pick<LogChange, 'index' | 'noun' | 'concerns'> {
  by: string | null;
  /** To search in; empty where nothing is searched for. */
  words: string;
}

const nothingKnown: KnownRecords = {
  names: new Map(),
  controls: new Map(),
  evidence: new Map(),
  requests: new Map(),
  planItems: new Map(),
  policies: new Map(),
  procedures: new Map(),
  scopeItems: new Map(),
  populations: new Map(),
  reconciliations: new Map(),
  tests: new Map(),
  results: new Map(),
  decisions: new Map(),
  samples: new Map(),
  steps: new Map(),
  causes: new Map(),
};

export function changeHandlers({ masterKey }: { masterKey: MasterKey }): Pick<HandlersOf<'log'>, ChangeOperation> {
  return {
    'log.changes': async (context, input) => {
      const { tx, organizationId, userId } = context;
      const { engagementId, search = '' } = input;
      const concerned = engagementId === undefined ? null : await concernedEngagement(context, engagementId);
      const signed = await signedHistory(tx, organizationId, masterKey);
      const since = await pointOf(signed, {
        since: input.since,
        checkpoint: input.checkpoint,
        mark: engagementId === undefined ? null : { userId, engagementId },
        timeZone: concerned?.timeZone ?? (await organizationFacts(tx, organizationId)).timeZone,
      });

      const all: Brief[] = [];
      const growth = await readGrowth(signed, since.size, async (entries) => {
        const known = search === '' ? nothingKnown : await knownRecords(tx, organizationId, entries);
        for (const entry of entries) all.push(briefOf(entry, known, concerned, search !== ''));
      });
      const concerning = all.filter(({ concerns }) => concerns);
      const elsewhere = all.filter(({ concerns }) => !concerns);
      const listed = input.concerns === 'all' ? all : input.concerns === 'elsewhere' ? elsewhere : concerning;
      const page = pageOf(
        listed.filter(
          ({ noun, by }) =>
            (input.noun === undefined || noun === input.noun) && (input.by === undefined || by === input.by),
        ),
        { sorts: { index: inOrder }, initial: '-index', id: inOrder, words: ({ words }) => words },
        input,
      );
      const people = Map.groupBy(listed, ({ by }) => by);
      const names = await namesOf(tx, [...people.keys()]);
      return {
        ...page,
        items: await changesOf(context, page.items),
        since,
        growth,
        counts: {
          entries: all.length,
          concerning: concerning.length,
          elsewhere: elsewhere.length,
          nouns: changeNoun.options
            .map((noun) => ({ noun, count: listed.filter((each) => each.noun === noun).length }))
            .filter(({ count }) => count > 0),
          people: [...people]
            .map(([id, own]) => ({ id, name: names.get(id ?? '') ?? null, count: own.length }))
            .sort((a, b) => b.count - a.count),
        },
        standings:
          engagementId === undefined || input.cursor !== undefined
            ? null
            : await standingsBetween({ tx, organizationId, engagementId, from: since.size, to: growth.size }),
      };
    },

    'log.seen': async (context, { engagementId }) => {
      const { tx, organizationId, userId } = context;
      await engagementOf(tx, organizationId, engagementId);
      const seen = await findSeen(tx, { organizationId, userId, engagementId });
      if (seen === undefined) return { seen: null, changes: null };
      const concerned = await concernedEngagement(context, engagementId);
      const signed = await signedHistory(tx, organizationId, masterKey);
      const since = await pointOf(signed, { mark: { userId, engagementId }, timeZone: concerned.timeZone });
      let changes = 0;
      await readGrowth(signed, since.size, async (entries) => {
        changes += entries.filter(({ statement }) => concernsEngagement(statement, concerned)).length;
      });
      return { seen: { size: seen.size, at: seen.seenAt.toISOString() }, changes };
    },

    'log.mark-seen': async (context, { engagementId, size }) => {
      const { tx, organizationId, userId, now } = context;
      await engagementOf(tx, organizationId, engagementId);
      const { chain } = await signedHistory(tx, organizationId, masterKey);
      if (size > chain.size) {
        if (size <= chain.written) throw notYetSigned(size - 1, 'size');
        throw new TickmarkError('not_found', `The log has ${chain.written} entries and not ${size}.`, {
          field: 'size',
          action: `Give ${chain.size} or less.`,
        });
      }
      const mark = { organizationId, userId, engagementId };
      const before = (await findSeen(tx, mark))?.size ?? 0;
      if (size === 0) await deleteSeen(tx, mark);
      else {
        const { number, first } = logUpTo(chain, size);
        const root = await rootAt(tx, organizationId, { number, size: size - first });
        await saveSeen(tx, mark, { size, root, seenAt: now });
      }
      return { size, before };
    },
  };
}

async function concernedEngagement(
  { tx, organizationId }: HandlerContext,
  engagementId: string,
): Promise<ConcernedEngagement & { timeZone: string }> {
  const { id, terms, timeZone } = await engagementOf(tx, organizationId, engagementId);
  return {
    id,
    period: engagementPeriod(terms),
    timeZone,
    engagementOf: await engagementsOfRecords(tx, organizationId),
  };
}

function briefOf(
  entry: SignedEntry,
  known: KnownRecords,
  concerned: ConcernedEngagement | null,
  searched: boolean,
): Brief {
  const { index, statement } = entry;
  const { noun, text, before, now } = tellChange(statement, known);
  const name = statement.by === null ? '' : (known.names.get(statement.by) ?? '');
  return {
    index,
    noun,
    concerns: concerned === null || concernsEngagement(statement, concerned),
    by: statement.by,
    words: searched ? [index, statement.op, name, text, before?.words, now?.words].join(' ') : '',
  };
}

/** Entries of one page in words, in its order. */
async function changesOf({ tx, organizationId }: HandlerContext, page: readonly Brief[]): Promise<LogChange[]> {
  const entries = await entriesAt(
    tx,
    organizationId,
    page.map(({ index }) => index),
  );
  const known = await knownRecords(tx, organizationId, [...entries.values()]);
  return page.flatMap(({ index, concerns }): LogChange[] => {
    const statement = entries.get(index)?.statement;
    if (statement === undefined) return [];
    const { at, by, op, link = null } = statement;
    const { noun, text, before = null, now = null, place = null } = tellChange(statement, known);
    const person = by === null ? null : { id: by, name: known.names.get(by) ?? null };
    return [{ index, at, by: person, link, noun, op, text, before, now, place, concerns }];
  });
}

/** Digits of one length, so that text is in the order of numbers. */
function inOrder({ index }: { index: number }): string {
  return String(index).padStart(16, '0');
}
