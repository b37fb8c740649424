import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogCheck } from '@tickmark/core';
import { verifyBundle } from '../../../cli/src/bundles/index.ts';
import { sourceOf } from '../../../verify-page/src/verify/source.ts';
import { verifyIntegrity } from '../../../verify-page/src/verify/verify.ts';
import { sequence } from '../../src/log/index.ts';
import { noteNewest } from '../../src/log/operator/note.ts';
import { instanceLogId, type OpenDatabase } from '../../src/platform/database/index.ts';
import type { House, Person } from '../engagements/house.ts';

/** Tables whose rows are evidence, or say what it means. Accounts, sessions and work in progress are not. */
export const evidenceTables = [
  'capture_links',
  'conclusions',
  'control_ownerships',
  'controls',
  'criterion_decisions',
  'description_approvals',
  'description_versions',
  'difference_resolutions',
  'dry_runs',
  'earlier_logs',
  'engagement_parties',
  'engagements',
  'evidence',
  'evidence_controls',
  'evidence_deletions',
  'evidence_decisions',
  'evidence_requests',
  'explanations',
  'increment_comparisons',
  'increment_files',
  'increments',
  'log_entries',
  'log_tiles',
  'logs',
  'nonce_commitments',
  'noted_checkpoints',
  'organizations',
  'phase_steps',
  'plan_changes',
  'plan_evidence',
  'plan_items',
  'plan_settings',
  'policies',
  'policy_acceptances',
  'policy_campaigns',
  'policy_pages',
  'policy_steps',
  'policy_values',
  'policy_versions',
  'populations',
  'procedure_run_ends',
  'procedure_run_steps',
  'procedure_runs',
  'procedure_versions',
  'procedures',
  'readiness_answers',
  'readiness_evidence',
  'readiness_report_copies',
  'readiness_reports',
  'reconciliations',
  'reports',
  'request_steps',
  'requests',
  'results',
  'retention_holds',
  'retention_schedules',
  'risks',
  'sample_steps',
  'sample_tables',
  'samples',
  'scope_versions',
  'tests',
] as const;
export type EvidenceTable = (typeof evidenceTables)[number];

/** What the server keeps of a log for itself, and signs or counts anew; the log is verified from its tiles. */
export const bookkeeping: { tables: readonly EvidenceTable[]; columns: readonly string[] } = {
  tables: ['earlier_logs', 'log_entries', 'log_tiles', 'logs', 'noted_checkpoints', 'sample_tables'],
  columns: ['logs.checkpoint', 'logs.created_at', 'logs.last_written_at'],
};

/** What an administrator does to one row. */
export interface Tampering {
  table: EvidenceTable;
  /** The column that gets another value; null where the row is deleted. */
  column: string | null;
}

export interface Noticed extends Tampering {
  /** `refused` by a constraint of the database; else what the check of records and the verifier of a bundle said. */
  refused: string | null;
  /** What the check of records told. */
  check: string[];
  /** What `tickmark verify`, or else the page, told of a bundle made then, or why none could be made; null where it holds, or none was asked for. */
  bundle: string | null;
}

interface Column {
  name: string;
  type: string;
}

const yaml = `id: CHG-02.done
control: CHG-02
title: Every deployment names its change
kind: items
population: deployments
attributes:
  A: { title: It names a change, pass: 'has(item.change_id)' }
`;
const changes = ['id,branch,merged_at', ...['c1', 'c2', 'c3'].map((id) => `${id},main,2025-05-20T10:00:00Z`)].join(
  '\n',
);
const deployments = [
  'id,environment,change_id,deployed_at',
  ...['c1', 'c3', 'c9', ''].map((id, n) => `d${n},production,${id},2025-05-2${n}T10:00:00Z`),
].join('\n');

export interface Furnished {
  house: House;
  owner: Person;
  engagementId: string;
}

/** An organization with at least one row in each of the tables; the key of its log was rotated on the way. */
export async function furnished(house: House): Promise<Furnished> {
  const { owner, engagementId } = await house.organization();
  const as = owner;
  const freeze = async (kind: string, file: string): Promise<unknown> => {
    const input = { engagementId, kind, name: kind, reading: { format: 'csv' } };
    const job = await house.run('populations.import', input, { as, file });
    if (job.state !== 'done') throw new Error(JSON.stringify(job.error));
    return job.result?.['populationId'];
  };
  await house.ok('controls.adopt', { codes: ['CHG-02'], effectiveFrom: '2025-03-01' }, { as });
  const nonce = 'a number that nobody else has';
  const nonceSha256 = createHash('sha256').update(nonce).digest('hex');
  await house.ok('samples.commit-nonce', { engagementId, control: 'CHG-02', nonceSha256 }, { as });
  await house.ok('tests.publish', { engagementId, yaml }, { as });
  await house.ok('log.rotate', { log: 1 }, { as });
  const id = await freeze('deployments', deployments);
  const secondId = await freeze('code-changes', changes);
  const reconciled = await house.run(
    'populations.reconcile',
    { id, secondId, on: [{ here: 'change_id', there: 'id' }] },
    { as },
  );
  const reconciliation = reconciled.result?.['reconciliationId'];
  const { items } = await house.ok('populations.differences', { id: reconciliation }, { as });
  const differences = items.map(({ number }) => number);
  const reason = 'Deployed after the list was taken';
  await house.ok('populations.resolve-difference', { id: reconciliation, differences, kind: 'timing', reason }, { as });
  const { items: published } = await house.ok('tests.list', {}, { as });
  const given = { engagementId, kind: 'deployments', reading: { format: 'csv' } };
  const { id: fileId } = await house.ok('increments.upload', given, { as, file: deployments });
  await house.run('increments.add', { testId: published[0]?.id, files: [fileId] }, { as });
  await house.run('tests.run', { engagementId }, { as });
  const cause = { causeKind: 'oversight', cause: 'The field was left empty.', designAtFault: false, extent: 'One.' };
  await house.ok('deviations.explain', { engagementId, test: 'CHG-02.done', items: ['d3'], ...cause }, { as });
  const sample = await house.ok(
    'samples.draw',
    { engagementId, populationId: id, control: 'CHG-02', size: 4, nonce },
    { as },
  );
  await house.ok('samples.record', { id: sample.id, key: sample.document.selected[0], outcome: 'pass' }, { as });
  const evidence = { title: 'Minutes', period: { from: '2025-09-01', to: '2025-09-01' }, controls: ['CHG-02'] };
  const first = await house.ok('evidence.upload', evidence, { as, file: 'minutes' });
  await house.ok('evidence.upload', { ...evidence, supersedes: first.id }, { as, file: 'minutes, signed' });
  const wrong = await house.ok('evidence.upload', { ...evidence, controls: [] }, { as, file: 'of another company' });
  const hold = await house.ok('retention.hold', { evidence: wrong.id, reason: 'other', words: 'Look first' }, { as });
  await house.ok('retention.release', { id: hold.id, words: 'Looked at' }, { as });
  await house.ok('retention.delete', { id: wrong.id, reason: 'wrong-file', words: 'Not ours' }, { as });
  await house.ok('retention.set-schedule', { schedule: { years: 7, supersededYears: 5, automatic: false } }, { as });
  const { secret: link } = await house.ok('capture-links.create', { ...evidence, forWhom: 'The secretary' }, { as });
  await house.ok('capture-links.give', { name: 'Sam' }, { link, file: 'minutes, by the secretary' });
  const { items: waiting } = await house.ok('evidence.list', { acceptance: 'received' }, { as });
  await house.ok('evidence.accept', { id: waiting[0]?.id }, { as });
  await house.ok('requests.add-from-catalogue', { engagementId, dueOn: '2026-03-31' }, { as });
  const { items: asked } = await house.ok('requests.list', { control: 'CHG-02' }, { as });
  await house.ok('requests.link-evidence', { ids: asked.map(({ id: each }) => each), evidence: [first.id] }, { as });
  await house.ok('requests.submit', { id: asked[0]?.id, answer: 'Minutes of the one meeting' }, { as });
  const answers = [{ question: 'RQ-076', answer: { kind: 'partial' }, note: 'All but one repository' }];
  await house.ok('readiness.answer', { engagementId, answers }, { as });
  await house.ok('readiness.attach', { engagementId, question: 'RQ-076', evidence: [first.id] }, { as });
  const { user } = await house.ok('sessions.current', {}, { as });
  const skills = [{ skill: 'Reads code', owner: true }];
  await house.ok('controls.assign', { assignments: [{ code: 'CHG-02', owner: user.id, skills }] }, { as });
  const mark = { engagementId, criterion: 'CC6.4', relevant: false, reason: 'Nobody has a room' };
  await house.ok('engagements.mark-criterion', mark, { as });
  const parties = [{ kind: 'management', name: 'Northwind' }];
  await house.ok('engagements.set-parties', { engagementId, parties }, { as });
  await house.ok('phases.pass', { engagementId, phase: 'understand' }, { as });
  await house.ok('phases.pass', { engagementId, phase: 'scope', reason: 'Next week', after: 1 }, { as });
  await house.ok('risks.write', { title: 'A change goes out unseen', controls: ['CHG-02'] }, { as });
  const [planned] = (
    await house.ok('plan.add-from-gaps', { engagementId, owner: user.id, dueOn: '2026-04-30' }, { as })
  ).items;
  const after = [{ id: planned?.id, lagDays: 2 }];
  await house.ok('plan.add', { engagementId, title: 'Tell the others', after }, { as });
  await house.ok('plan.attach', { id: planned?.id, evidence: [first.id] }, { as });
  const settings = { wishedOn: '2026-12-01', people: [{ person: user.id, daysPerWeek: 2.5 }] };
  await house.ok('plan.change-settings', { engagementId, revision: 0, ...settings }, { as });
  const scope = {
    items: [{ body: { kind: 'vendor', name: 'Cloud host', monitoring: [{ report: 'soc2-type2', to: '2025-12-31' }] } }],
    effectiveFrom: '2025-09-01',
    reason: 'Moved there',
  };
  await house.ok('scope.put', { engagementId, ...scope }, { as });
  await acceptedPolicy(house, as, engagementId);
  await endedRuns(house, as, first.id);
  await frozenDescription(house, as, engagementId);
  for (let n = 0; n < 2; n += 1) {
    const report = await house.ok('readiness-reports.make', { engagementId }, { as });
    await sequence(house, owner.organization);
    await house.ok('readiness-reports.issue', { id: report.id, recipient: 'The board' }, { as });
  }
  const dryRun = await house.ok('dry-runs.run', { engagementId }, { as });
  const decision = { on: 'control', subject: 'CHG-02', conclusion: 'not-effective' };
  await house.ok('conclusions.decide', { dryRunId: dryRun.id, decision }, { as });
  await house.run('reports.render', { dryRunId: dryRun.id }, { as });
  await sequence(house, owner.organization);
  await noteNewest({ ...house, now: () => house.time.now }, owner.organization);
  await sequence(house, instanceLogId);
  return { house, owner, engagementId };
}

/** A document that was approved, published and accepted, and what all documents share. */
async function acceptedPolicy(house: House, as: Person, engagementId: string): Promise<void> {
  const manager = await house.member(as, 'compliance-manager');
  const [owner, approver] = await Promise.all(
    [as, manager].map(async (each) => (await house.ok('sessions.current', {}, { as: each })).user.id),
  );
  const blocks = [{ kind: 'paragraph', line: [{ text: 'Badges are worn.' }] }];
  const { id } = await house.ok('policies.write', { engagementId, title: 'Badges', blocks }, { as });
  const details = { owner, approvers: [approver], acceptedBy: ['owner'] };
  await house.ok('policies.describe', { id, revision: 1, ...details }, { as });
  const { versions } = await house.ok('policies.submit', { id, revision: 1, changes: 'All of it' }, { as });
  const version = { id, number: 1, sha256: versions[0]?.sha256 };
  await house.ok('policies.approve', { ...version, note: 'Good' }, { as: manager });
  await house.ok('policies.publish', { id, number: 1 }, { as });
  await house.ok('policies.make-public', { id }, { as });
  const asked = { title: 'Badges', policies: [id], roles: ['owner'], people: [approver], dueOn: '2027-01-31' };
  const { id: campaignId } = await house.ok('policies.ask', asked, { as });
  await house.ok('policies.accept', { campaignId, id, sha256: version.sha256 }, { as });
  await house.ok('policies.remind', { id: campaignId }, { as });
  const values = [
    { kind: 'setting', key: 'accessRemoval', value: 2, revision: 0 },
    { kind: 'role', key: 'ciso', value: 'Head of security', revision: 0 },
  ];
  await house.ok('policies.set-values', { values }, { as });
}

/** A description that was frozen and taken by management. */
async function frozenDescription(house: House, as: Person, engagementId: string): Promise<void> {
  const body = { part: 'dc1', blocks: [{ kind: 'paragraph', line: [{ text: 'We run a ledger.' }] }] };
  await house.ok('descriptions.save', { engagementId, revision: 0, body }, { as });
  const { sha256 } = await house.ok('descriptions.freeze', { engagementId, seen: 0, changes: 'All of it' }, { as });
  await house.ok('descriptions.approve', { engagementId, number: 1, sha256, position: 'Chief executive' }, { as });
}

/** A procedure of two versions, retired, with a run that was finished and one that was abandoned. */
async function endedRuns(house: House, as: Person, evidence: string): Promise<void> {
  const step = { what: 'Take the badge back', performer: 'Manager', evidence: 'file', leaves: 'Badge', optional: true };
  const told = { title: 'Exit', purpose: 'Ends access', policyId: null, controls: ['CHG-02'], ownerId: null };
  const procedure = { ...told, frequency: 'per_occurrence', inOrder: false, steps: [step] };
  const { id, document } = await house.ok('procedures.write', { ...procedure, seen: 0 }, { as });
  const steps = document.steps.map((each) => ({ ...each, what: 'Take badge and keys back' }));
  await house.ok('procedures.write', { ...procedure, id, seen: 1, steps, changes: 'Keys too' }, { as });
  const run = await house.ok('procedures.start', { id, seen: 2, about: 'Sam leaves' }, { as });
  const own = { id: run.id, step: document.steps[0]?.id };
  const { tellings } = await house.ok('procedures.step', { ...own, outcome: 'skipped', note: 'Had none' }, { as });
  const corrects = tellings[0]?.counts?.id;
  await house.ok('procedures.step', { ...own, outcome: 'done', note: 'Found', evidence: [evidence], corrects }, { as });
  await house.ok('procedures.finish', { id: run.id }, { as });
  const other = await house.ok('procedures.start', { id, seen: 2, about: 'Kim leaves' }, { as });
  await house.ok('procedures.abandon', { id: other.id, reason: 'Stays after all' }, { as });
  await house.ok('procedures.retire', { id, seen: 2, reason: 'Another one takes its place' }, { as });
}

/** Every tampering there is: each column of each table that is no part of its key, and the deletion of a row. */
export async function tamperings(database: OpenDatabase): Promise<Tampering[]> {
  const all: Tampering[] = [];
  for (const table of evidenceTables) {
    for (const { name } of await columnsOf(database, table)) all.push({ table, column: name });
    all.push({ table, column: null });
  }
  return all;
}

/** Whether a bundle is made and verified as well; it takes a second, and an answer that is there already needs none. */
type Asked = boolean | 'where nothing is told';

/** Does it to a row, as `random` has it, asks what is told of it, and puts the row back as it was. */
export async function noticed(
  at: Furnished,
  { table, column }: Tampering,
  random: () => number,
  bundle: Asked = false,
): Promise<Noticed> {
  const { house, owner } = at;
  const rows = await asAdministrator(house.database, table, (query) =>
    query(`select to_jsonb(t) as row from tickmark.${table} t where ${ownerOf(table)} = $1 order by 1`, [
      owner.organization,
    ]),
  );
  const row = rows[Math.floor(random() * rows.length)]?.['row'] as Record<string, unknown> | undefined;
  if (row === undefined) throw new Error(`${table} has no row.`);
  const put = await tamper(house.database, table, column, row, random);
  if (typeof put === 'string') return { table, column, refused: put, check: [], bundle: null };
  try {
    return { table, column, refused: null, ...(await told(at, bundle)) };
  } catch (error) {
    // Without its log an organization can write nothing more.
    return { table, column, refused: null, check: [`${String(error).split('\n')[0]}`], bundle: null };
  } finally {
    await put.back();
  }
}

/** What is told of the records, and of a bundle made of them now. */
export async function told(
  { house, owner, engagementId }: Furnished,
  bundle: Asked = false,
): Promise<Pick<Noticed, 'check' | 'bundle'>> {
  const checked = await house.run('log.check', {}, { as: owner });
  if (checked.state !== 'done') throw new Error(JSON.stringify(checked.error));
  const { faults } = checked.result as unknown as LogCheck;
  const check = faults.first.map(({ message }) => message);
  if (bundle === false || (bundle === 'where nothing is told' && check.length > 0)) return { check, bundle: null };
  const job = await house.run('bundles.create', { engagementId }, { as: owner });
  if (job.state !== 'done') return { check, bundle: `no bundle: ${job.error?.message}` };
  const { bytes } = await house.call('bundles.download', { id: job.result?.['bundleId'] }, { as: owner });
  const folder = await mkdtemp(join(tmpdir(), 'tickmark-tampered-'));
  try {
    await writeFile(join(folder, 'bundle.tar'), bytes);
    const { failure } = await verifyBundle(join(folder, 'bundle.tar'));
    const { broken } = await verifyIntegrity(sourceOf(bytes));
    const fault = failure ?? broken;
    return { check, bundle: fault && `${fault.rule} ${fault.message}` };
  } finally {
    await rm(folder, { recursive: true });
  }
}

type Query = (text: string, parameters: unknown[]) => Promise<Record<string, unknown>[]>;

/** With the one fence lifted that an owner of tables can lift. */
async function asAdministrator<T>(
  database: OpenDatabase,
  table: EvidenceTable,
  work: (query: Query) => Promise<T>,
): Promise<T> {
  return database.owner(async ({ query, script }) => {
    await script(`alter table tickmark.${table} no force row level security`);
    try {
      return await work((text, parameters) => query(text, parameters));
    } finally {
      await script(`alter table tickmark.${table} force row level security`);
    }
  });
}

async function columnsOf(database: OpenDatabase, table: EvidenceTable): Promise<Column[]> {
  const rows = await database.owner(({ query }) =>
    query<{ name: string; type: string }>(
      `select a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type from pg_attribute a
       where a.attrelid = ('tickmark.' || $1)::regclass and a.attnum > 0 and not a.attisdropped
         and not exists (select from pg_index i where i.indrelid = a.attrelid and i.indisprimary and a.attnum = any (i.indkey))
       order by a.attnum`,
      [table],
    ),
  );
  return rows;
}

async function keyOf(database: OpenDatabase, table: EvidenceTable): Promise<string[]> {
  const rows = await database.owner(({ query }) =>
    query<{ name: string }>(
      `select a.attname::text as name from pg_attribute a join pg_index i on i.indrelid = a.attrelid and i.indisprimary
         and a.attnum = any (i.indkey) where a.attrelid = ('tickmark.' || $1)::regclass`,
      [table],
    ),
  );
  return rows.map(({ name }) => name);
}

/** Returns how to put the row back, or why the database refused. */
async function tamper(
  database: OpenDatabase,
  table: EvidenceTable,
  column: string | null,
  row: Record<string, unknown>,
  random: () => number,
): Promise<string | { back: () => Promise<void> }> {
  const key = await keyOf(database, table);
  const columns = await columnsOf(database, table);
  const here = key.map((name) => `t.${name} = r.${name}`).join(' and ');
  const of = `jsonb_populate_record(null::tickmark.${table}, $1) r`;
  const json = JSON.stringify(row);
  const run = (text: string, value: string): Promise<unknown> =>
    asAdministrator(database, table, (query) => query(text, [value]));
  try {
    if (column === null) {
      await run(`delete from tickmark.${table} t using ${of} where ${here}`, json);
      return { back: async () => void (await run(`insert into tickmark.${table} select r.* from ${of}`, json)) };
    }
    const type = columns.find(({ name }) => name === column)?.type ?? '';
    const changed = JSON.stringify({ ...row, [column]: another(row[column], type, random) });
    const set = `update tickmark.${table} t set ${column} = r.${column} from ${of} where ${here}`;
    await run(set, changed);
    return { back: async () => void (await run(set, json)) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A value that is another one, and as near as can be. */
function another(value: unknown, type: string, random: () => number): unknown {
  const day = 86_400_000;
  if (value === null) {
    if (type === 'uuid') return '00000000-0000-4000-8000-000000000000';
    if (type === 'date' || type.startsWith('timestamp')) return '2025-06-01';
    return type === 'bigint' || type === 'integer' ? 1 : 'something';
  }
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (Array.isArray(value) && type.endsWith('[]'))
    return [...value, type === 'uuid[]' ? '00000000-0000-4000-8000-000000000000' : 'X1.1'];
  if (type === 'date') return new Date(Date.parse(String(value)) + day).toISOString().slice(0, 10);
  if (type.startsWith('timestamp')) return new Date(Date.parse(String(value)) + day).toISOString();
  if (type === 'jsonb') return anotherLeaf(value, random);
  const text = String(value);
  // A digit of what is written in hex, a letter of anything else.
  const places = [...text].flatMap((c, at) => (/[0-9a-f]/.test(c) ? [at] : []));
  const at = places[Math.floor(random() * places.length)] ?? 0;
  return `${text.slice(0, at)}${text[at] === 'a' ? 'b' : 'a'}${text.slice(at + 1)}`;
}

function anotherLeaf(value: unknown, random: () => number): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return `${value}x`;
  if (value === null) return 'something';
  if (Array.isArray(value)) {
    if (value.length === 0) return ['something'];
    const at = Math.floor(random() * value.length);
    return value.map((one: unknown, n) => (n === at ? anotherLeaf(one, random) : one));
  }
  const entries = Object.entries(value as object);
  if (entries.length === 0) return { something: true };
  const at = Math.floor(random() * entries.length);
  return Object.fromEntries(entries.map(([name, one], n) => [name, n === at ? anotherLeaf(one, random) : one]));
}

function ownerOf(table: EvidenceTable): string {
  return table === 'organizations' ? 'id' : 'organization_id';
}
