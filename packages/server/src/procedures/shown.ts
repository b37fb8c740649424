import {
  dueOf,
  TickmarkError,
  type ProcedureInFull,
  type ProcedureSummary,
  type ProcedureVersion,
} from '@tickmark/core';
import { localDate, todayIn } from '../engagements/index.ts';
import { namesOf } from '../members/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { documentNames } from '../policies/index.ts';
import { endsOf, runsOf } from './run-store.ts';
import { livesOf, summaryOf } from './run-shown.ts';
import { proceduresOf, versionsOf, type ProcedureRecord, type VersionRecord } from './store.ts';

type Reading = Pick<HandlerContext, 'tx' | 'organizationId' | 'now'>;

/** A procedure with its versions, the oldest first. */
export interface HeldProcedure {
  procedure: ProcedureRecord;
  versions: VersionRecord[];
  newest: VersionRecord;
}

/** Errors: not_found; foreign ids get the same answer as unknown ones. */
export async function procedureOf(
  { tx, organizationId }: Pick<HandlerContext, 'tx' | 'organizationId'>,
  id: string,
  field = 'id',
): Promise<HeldProcedure> {
  const procedure = (await proceduresOf(tx, organizationId, [id])).get(id);
  const versions = await versionsOf(tx, organizationId, [id]);
  const newest = versions.at(-1);
  if (procedure === undefined || newest === undefined)
    throw new TickmarkError('not_found', 'There is no such procedure.', {
      field,
      action: 'Take an id from the list of procedures.',
    });
  return { procedure, versions, newest };
}

/** Procedures as the list tells them, by title; all of them where no ids are named. */
export async function summariesOf(context: Reading, ids?: readonly string[]): Promise<ProcedureSummary[]> {
  const { tx, organizationId } = context;
  const { today, timeZone } = await todayIn(context);
  const procedures = await proceduresOf(tx, organizationId, ids);
  const newest = new Map((await versionsOf(tx, organizationId, ids)).map((version) => [version.procedureId, version]));
  const [only] = ids ?? [];
  const all = await runsOf(tx, organizationId, ids?.length === 1 ? { procedureId: only } : {});
  const ends = await endsOf(
    tx,
    organizationId,
    all.map(({ id }) => id),
  );
  const runs = Map.groupBy(all, ({ procedureId }) => procedureId);
  const documents = [...newest.values()].map(({ document }) => document);
  const names = await namesOf(
    tx,
    documents.map(({ ownerId }) => ownerId),
  );
  const policies = await documentNames(
    context,
    documents.flatMap(({ policyId }) => policyId ?? []),
  );
  const summaries = [...newest.values()].flatMap(({ procedureId, number, document }): ProcedureSummary[] => {
    const procedure = procedures.get(procedureId);
    if (procedure === undefined) return [];
    const own = runs.get(procedureId) ?? [];
    const finished = own.flatMap(({ id }) => {
      const end = ends.get(id);
      return end?.outcome === 'finished' ? [localDate(end.at, timeZone)] : [];
    });
    const lastFinishedOn = finished.toSorted().at(-1) ?? null;
    const { title, purpose, controls, frequency, ownerId, policyId, steps } = document;
    const retired = procedure.retiredOn !== null;
    return [
      {
        id: procedureId,
        number,
        title,
        purpose,
        policy: policies.get(policyId ?? '') ?? null,
        controls,
        frequency,
        owner: ownerId === null ? null : { id: ownerId, name: names.get(ownerId) ?? null },
        steps: steps.length,
        underWay: own.filter(({ id }) => !ends.has(id)).length,
        finished: finished.length,
        lastFinishedOn,
        due: retired ? null : dueOf(frequency, lastFinishedOn, today),
        retired,
      },
    ];
  });
  return summaries.toSorted((a, b) => a.title.localeCompare(b.title, 'en', { numeric: true }));
}

/** One procedure with its versions and runs. Errors: not_found. */
export async function inFull(context: Reading, id: string): Promise<ProcedureInFull> {
  const { tx, organizationId } = context;
  const { procedure, versions, newest } = await procedureOf(context, id);
  const [summary] = await summariesOf(context, [id]);
  if (summary === undefined) throw new Error('A procedure that was found is not told.');
  const { retiredOn, retiredReason, retiredBy } = procedure;
  const names = await namesOf(tx, [retiredBy, ...versions.map(({ writtenBy }) => writtenBy)]);
  const runs = await livesOf(context, await runsOf(tx, organizationId, { procedureId: id }));
  return {
    ...summary,
    document: newest.document,
    versions: versions.map((version) => versionShown(version, names)).toReversed(),
    runs: runs.map(summaryOf),
    retirement:
      retiredOn === null || retiredBy === null
        ? null
        : { on: retiredOn, reason: retiredReason ?? '', by: { id: retiredBy, name: names.get(retiredBy) ?? null } },
  };
}

export function versionShown(version: VersionRecord, names: ReadonlyMap<string, string>): ProcedureVersion {
  const { number, sha256, changes, writtenAt, writtenBy, entryIndex } = version;
  return {
    number,
    sha256,
    changes,
    writtenAt: writtenAt.toISOString(),
    writtenBy: { id: writtenBy, name: names.get(writtenBy) ?? null },
    entryIndex: Number(entryIndex),
  };
}
