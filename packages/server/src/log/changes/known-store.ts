import {
  logStatement,
  sealedFacts,
  type BriefResult,
  type CauseKind,
  type ConclusionState,
  type KnownRecords,
  type SampleOutcome,
  type SampleStep,
} from '@tickmark/core';
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { controlsWithIds } from '../../controls/index.ts';
import { namesOf } from '../../members/index.ts';
import { itemNames } from '../../plan/index.ts';
import { procedureTitles } from '../../procedures/index.ts';
import { statementsAt } from '../store.ts';
import type { SignedEntry } from './growth.ts';

/** The parts of a result document that tell in short what it says. */
export function briefResult(document: RawBuilder<unknown>): RawBuilder<BriefResult> {
  return sql<BriefResult>`jsonb_strip_nulls(jsonb_build_object(
    'proposal', ${document}->'proposal', 'items', ${document}->'items',
    'occurrences', (${document}->'occurrences') - 'list',
    'days', (${document}->'days') - 'intervals' - 'unobservedList'))`;
}

/** Entries by their index. */
export async function entriesAt(
  tx: Tx,
  organizationId: string,
  indexes: readonly number[],
): Promise<Map<number, SignedEntry>> {
  const statements = await statementsAt(tx, organizationId, indexes);
  return new Map(
    Array.from(statements, ([index, text]) => [index, { index, statement: logStatement.parse(JSON.parse(text)) }]),
  );
}

/** What the records say of what these entries name, each kind by one statement where an entry names any. */
export async function knownRecords(
  tx: Tx,
  organizationId: string,
  entries: readonly SignedEntry[],
): Promise<KnownRecords> {
  /** Ids that entries of these operations have under these names. */
  const ids = (ops: string, ...names: string[]): string[] => {
    const found = entries
      .filter(({ statement: { op } }) => op.startsWith(ops))
      .flatMap(({ statement: { facts } }) => names.map((name) => facts[name]));
    return [...new Set(found.filter((each) => typeof each === 'string'))];
  };
  /** Ids in lists that entries of these operations have under this name, where the list has one alone. */
  const listed = (ops: string, name: string): string[] =>
    entries
      .filter(({ statement: { op } }) => op.startsWith(ops))
      .flatMap(({ statement: { facts } }) => {
        const list = facts[name];
        return Array.isArray(list) && list.length === 1 && typeof list[0] === 'string' ? [list[0]] : [];
      });
  const names = await namesOf(tx, [...entries.map(({ statement: { by } }) => by), ...ids('members.', 'userId')]);
  const controls = await byId(ids('controls.revise', 'controlId', 'supersedes'), async (wanted) =>
    (await controlsWithIds(tx, organizationId, wanted)).map((control) => [control.id, control]),
  );
  const pieces = [
    ...ids('evidence.', 'evidenceId', 'supersedes'),
    ...ids('capture-links.', 'evidenceId'),
    ...ids('retention.', 'evidenceId'),
    ...deletedAlone(entries),
    ...listed('readiness.', 'evidence'),
    ...listed('requests.', 'evidence'),
    ...listed('plan.', 'evidence'),
  ];
  const evidence = await byId(pieces, async (wanted) =>
    (
      await tx
        .selectFrom('evidence')
        .select(['id', 'title', 'periodFrom', 'periodTo'])
        .where('organizationId', '=', organizationId)
        .where('id', 'in', wanted)
        .execute()
    ).map(({ id, title, periodFrom, periodTo }) => [id, { title, from: periodFrom, to: periodTo }]),
  );
  const requests = await byId(
    [...ids('requests.', 'requestId', 'by'), ...listed('requests.', 'requests')],
    async (wanted) =>
      (
        await tx
          .selectFrom('requests')
          .select(['id', 'code', 'title'])
          .where('organizationId', '=', organizationId)
          .where('id', 'in', wanted)
          .execute()
      ).map(({ id, code, title }) => [id, { code, title }]),
  );
  const planItems = await byId(listed('plan.', 'items'), (wanted) => itemNames(tx, organizationId, wanted));
  const policies = await byId([...ids('policies.', 'policyId'), ...listed('policies.', 'policies')], async (wanted) =>
    (
      await tx
        .selectFrom('policies')
        .select(['id', 'code', 'title'])
        .where('organizationId', '=', organizationId)
        .where('id', 'in', wanted)
        .execute()
    ).map(({ id, code, title }) => [id, { code, title }]),
  );
  const frozen = [
    ...ids('populations.freeze', 'populationId', 'supersedes'),
    ...ids('populations.reconciled', 'populationId', 'secondId'),
    ...ids('samples.', 'populationId'),
  ];
  const populations = await byId(frozen, async (wanted) =>
    (
      await tx
        .selectFrom('populations')
        .select(['id', 'name', sql<number>`(manifest->>'rows')::integer`.as('rows')])
        .where('organizationId', '=', organizationId)
        .where('id', 'in', wanted)
        .execute()
    ).map(({ id, name, rows }) => [id, { name, rows }]),
  );
  const reconciliations = await byId(ids('populations.reconciled', 'supersedes'), async (wanted) =>
    (
      await tx
        .selectFrom('reconciliations')
        .select(['id', sql<number>`(document->'differencesFile'->>'rows')::integer`.as('rows')])
        .where('organizationId', '=', organizationId)
        .where('id', 'in', wanted)
        .execute()
    ).map(({ id, rows }) => [id, rows]),
  );
  const tests = await byId(ids('increments.', 'testId'), async (wanted) =>
    (
      await tx
        .selectFrom('tests')
        .select(['id', 'code', 'title'])
        .where('organizationId', '=', organizationId)
        .where('id', 'in', wanted)
        .execute()
    ).map(({ id, code, title }) => [id, { code, title }]),
  );
  return {
    names,
    controls,
    evidence,
    requests,
    planItems,
    policies,
    procedures: await byId(ids('procedures.', 'procedureId'), (wanted) => procedureTitles(tx, organizationId, wanted)),
    scopeItems: await byId(ids('scope.', 'item'), async (wanted) =>
      (
        await tx
          .selectFrom('scopeVersions')
          .distinctOn('itemId')
          .select(['itemId', sql<string>`body->>'name'`.as('name')])
          .where('organizationId', '=', organizationId)
          .where('itemId', 'in', wanted)
          .orderBy('itemId')
          .orderBy('version', 'desc')
          .execute()
      ).map(({ itemId, name }) => [itemId, name]),
    ),
    populations,
    reconciliations,
    tests,
    results: await byId([...ids('tests.result', 'resultId'), ...ids('increments.', 'resultId')], (wanted) =>
      knownResults(tx, organizationId, wanted),
    ),
    decisions: await byId(ids('conclusions.', 'decisionId'), (wanted) => earlierDecisions(tx, organizationId, wanted)),
    samples: await byId(ids('samples.', 'sampleId'), async (wanted) =>
      (
        await tx
          .selectFrom('samples')
          .select(['id', 'control'])
          .where('organizationId', '=', organizationId)
          .where('id', 'in', wanted)
          .execute()
      ).map(({ id, control }) => [id, { control }]),
    ),
    steps: await byId(ids('samples.', 'stepId'), (wanted) => knownSteps(tx, organizationId, wanted)),
    causes: await byId(ids('deviations.', 'explanationId'), async (wanted) =>
      (
        await tx
          .selectFrom('explanations')
          .select(['id', 'causeKind', 'correction'])
          .where('organizationId', '=', organizationId)
          .where('id', 'in', wanted)
          .execute()
      ).map(({ id, causeKind, correction }) => [id, { kind: causeKind as CauseKind, corrects: correction !== null }]),
    ),
  };
}

/** Evidence that an entry deletes by itself, and is called by its title for that. */
function deletedAlone(entries: readonly SignedEntry[]): string[] {
  return entries.flatMap(({ statement: { op, facts } }) => {
    if (op !== 'retention.delete' && op !== 'retention.delete-due') return [];
    const read = sealedFacts[op].safeParse(facts);
    return read.success && read.data.pieces.length === 1 ? read.data.pieces.map(({ evidenceId }) => evidenceId) : [];
  });
}

/** By id what is read of these; nothing is asked for none. */
async function byId<Known>(
  ids: readonly string[],
  read: (ids: string[]) => Promise<(readonly [string, Known])[]>,
): Promise<Map<string, Known>> {
  return new Map(ids.length === 0 ? [] : await read([...new Set(ids)]));
}

/** Results, each with the one of the same test, and the same version of the control, that came before it. */
async function knownResults(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<(readonly [string, { code: string; document: BriefResult; before: BriefResult | null }])[]> {
  const rows = await tx
    .selectFrom('results')
    .innerJoin('tests', (join) =>
      join.onRef('tests.organizationId', '=', 'results.organizationId').onRef('tests.id', '=', 'results.testId'),
    )
    .select([
      'results.id',
      'tests.code',
      briefResult(sql.ref('results.document')).as('document'),
      sql<BriefResult | null>`(
        select ${briefResult(sql.ref('earlier.document'))} from results earlier
        join tests other on other.organization_id = earlier.organization_id and other.id = earlier.test_id
        where earlier.organization_id = results.organization_id and earlier.engagement_id = results.engagement_id
          and other.code = tests.code and earlier.control_id is not distinct from results.control_id
          and earlier.entry_index < results.entry_index
        order by earlier.entry_index desc limit 1)`.as('before'),
    ])
    .where('results.organizationId', '=', organizationId)
    .where('results.id', 'in', [...ids])
    .execute();
  return rows.map(({ id, ...known }) => [id, known]);
}

/** What was concluded of the same subject of the same dry run before each of these decisions. */
async function earlierDecisions(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<(readonly [string, ConclusionState | null])[]> {
  const rows = await tx
    .selectFrom('conclusions')
    .select([
      'id',
      sql<ConclusionState | null>`(
        select earlier.conclusion from conclusions earlier
        where earlier.organization_id = conclusions.organization_id and earlier.dry_run_id = conclusions.dry_run_id
          and earlier.subject_kind = conclusions.subject_kind and earlier.subject = conclusions.subject
          and earlier.entry_index < conclusions.entry_index
        order by earlier.entry_index desc limit 1)`.as('before'),
    ])
    .where('organizationId', '=', organizationId)
    .where('id', 'in', [...ids])
    .execute();
  return rows.map(({ id, before }) => [id, before]);
}

/** Steps of samples, each with what was recorded of the same item before. */
async function knownSteps(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<(readonly [string, { document: SampleStep; before: SampleOutcome | null }])[]> {
  const rows = await tx
    .selectFrom('sampleSteps')
    .select([
      'id',
      'document',
      sql<SampleOutcome | null>`(
        select earlier.document->>'outcome' from sample_steps earlier
        where earlier.organization_id = sample_steps.organization_id and earlier.sample_id = sample_steps.sample_id
          and earlier.document->>'step' = 'recorded' and earlier.document->>'key' = sample_steps.document->>'key'
          and earlier.entry_index < sample_steps.entry_index
        order by earlier.entry_index desc limit 1)`.as('before'),
    ])
    .where('organizationId', '=', organizationId)
    .where('id', 'in', [...ids])
    .execute();
  return rows.map(({ id, document, before }) => [id, { document: document as SampleStep, before }]);
}
