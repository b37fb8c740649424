import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import type { OperationName } from '@tickmark/core';
import { readBlocks } from '@tickmark/policies';
import canonicalize from 'canonicalize';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { squeezed, textOf } from '../documents/pdf-text.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';
import { sequence } from '../../src/log/index.ts';

const step = (what: string, more: object = {}) => ({
  what,
  performer: 'Manager',
  evidence: 'none',
  leaves: null,
  optional: false,
  ...more,
});

onPostgres('procedures and their runs', (subject) => {
  let house: House;
  let owner: Person;
  let runner: Person;
  let engagementId: string;
  const idOf = async (as: Person): Promise<string> => (await house.ok('sessions.current', {}, { as })).user.id;
  const fails = async (name: OperationName, input: Record<string, unknown>, as: Person) => {
    const { error } = await house.call(name, input, { as });
    assert.ok(
      error === undefined || ['not_permitted', 'already_done'].includes(error.code) || error.action !== undefined,
    );
    return [error?.code, error?.field] as const;
  };
  const base = {
    title: 'Exit',
    purpose: 'Ends access on the last day.',
    policyId: null,
    controls: [] as string[],
    frequency: 'per_occurrence',
    ownerId: null as string | null,
    inOrder: false,
    seen: 0,
  };
  const written = (steps: object[] = [step('Take the badge back'), step('Tell payroll')], more: object = {}) =>
    house.ok('procedures.write', { ...base, steps, ...more }, { as: owner });
  const started = async (id: string, about = 'Sam leaves') => {
    const { number } = await house.ok('procedures.get', { id }, { as: runner });
    return house.ok('procedures.start', { id, seen: number, about }, { as: runner });
  };
  const tell = (id: string, stepId: string | undefined, more: object = {}) =>
    house.ok('procedures.step', { id, step: stepId, outcome: 'done', ...more }, { as: runner });
  const piece = async (file = 'a badge'): Promise<string> => {
    const input = { title: 'Badge', period: { from: '2025-09-01', to: '2025-09-01' }, controls: [] };
    return (await house.ok('evidence.upload', input, { as: owner, file })).id;
  };
  const finished = async (id: string): Promise<string> => {
    const run = await started(id);
    for (const each of run.document.steps) await tell(run.id, each.id);
    await house.ok('procedures.finish', { id: run.id }, { as: runner });
    return run.id;
  };
  /** Some days later; whoever is signed in looks in now and then, for a session that nobody uses ends. */
  const pass = async (days: number): Promise<void> => {
    for (let left = days; left > 0; left -= 4) {
      house.time.now = new Date(house.time.now.getTime() + Math.min(4, left) * 86_400_000);
      for (const as of [owner, runner]) await house.call('sessions.current', {}, { as });
    }
  };

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
  });
  beforeEach(async () => {
    ({ owner, engagementId } = await house.organization());
    runner = await house.member(owner, 'control-owner');
  });
  after(() => house.stop());

  test('PO70 changing steps makes a further version with its hash; earlier ones stay, and of two who write at once the second is told', async () => {
    const first = await written();
    assert.deepEqual([first.number, first.due, first.underWay], [1, null, 0]);
    const [badge] = first.document.steps;
    const next = { ...base, id: first.id, seen: 1, steps: [{ ...badge, what: 'Take badge and keys back' }] };
    const second = await house.ok('procedures.write', { ...next, changes: 'Keys too.' }, { as: owner });
    assert.deepEqual([second.number, second.document.steps[0]?.id], [2, badge?.id]);
    assert.deepEqual(
      second.versions.map(({ number, changes }) => [number, changes]),
      [
        [2, 'Keys too.'],
        [1, null],
      ],
    );
    const before = await house.ok('procedures.version', { id: first.id, number: 1 }, { as: runner });
    assert.deepEqual(before.document, first.document);
    const said = canonicalize({ procedureId: first.id, number: 1, ...before.document });
    assert.equal(createHash('sha256').update(String(said)).digest('hex'), before.sha256);
    assert.deepEqual(await fails('procedures.write', next, owner), ['conflict', 'seen']);
    assert.deepEqual(await fails('procedures.write', { ...next, seen: 2 }, owner), ['already_done', 'id']);
    assert.deepEqual(await fails('procedures.version', { id: first.id, number: 3 }, owner), ['not_found', 'number']);
  });

  test('PO70 what a procedure names is there, and bad input is told by its field', async () => {
    const employee = await idOf(await house.member(owner, 'employee'));
    const steps = [step('Ask')];
    const refused = (more: object) => fails('procedures.write', { ...base, steps, ...more }, owner);
    assert.deepEqual(await refused({ ownerId: employee }), ['bad_input', 'ownerId']);
    assert.deepEqual(await refused({ ownerId: engagementId }), ['not_found', 'ownerId']);
    assert.deepEqual(await refused({ policyId: engagementId }), ['not_found', 'policyId']);
    assert.deepEqual(await refused({ controls: ['HR-99'] }), ['not_found', 'controls']);
    assert.deepEqual(await refused({ steps: [] }), ['bad_input', 'steps']);
    assert.deepEqual(await refused({ steps: [step(' ')] }), ['bad_input', 'steps.0.what']);
    assert.deepEqual(await refused({ steps: [step('Ask', { id: engagementId })] }), ['bad_input', 'steps.0.id']);
    assert.deepEqual(await refused({ seen: 1 }), ['conflict', 'seen']);
    assert.deepEqual(await refused({ id: engagementId }), ['not_found', 'id']);
    const { items, counts } = await house.ok('procedures.list', {}, { as: owner });
    assert.deepEqual([items, counts.total], [[], 0], 'nothing was kept');
  });

  test('PO71 lists of a document are proposed from the version in force, else the draft, and nothing is made of them', async () => {
    const manager = await house.member(owner, 'compliance-manager');
    const text = '## Exit\n\n1. The HR lead ends access. Record: ticket. {HR-02}\n2. Somebody takes the badge.';
    const blocks = readBlocks(text);
    const input = { engagementId, title: 'People', blocks };
    const { id: policyId } = await house.ok('policies.write', input, { as: owner });
    const proposed = () => house.ok('procedures.proposed', { policyId }, { as: runner });
    const draft = await proposed();
    assert.deepEqual([draft.number, draft.total, draft.items[0]?.taken], [null, 1, null]);
    assert.deepEqual(draft.items[0]?.controls, ['HR-02']);
    assert.deepEqual(draft.items[0]?.steps[0], {
      what: 'The HR lead ends access.',
      performer: 'HR lead',
      evidence: 'note',
      leaves: 'ticket',
    });
    const people = { owner: await idOf(owner), approvers: [await idOf(manager)] };
    await house.ok('policies.describe', { id: policyId, revision: 1, ...people }, { as: owner });
    const { versions } = await house.ok('policies.submit', { id: policyId, revision: 1 }, { as: owner });
    await house.ok('policies.approve', { id: policyId, number: 1, sha256: versions[0]?.sha256 }, { as: manager });
    await house.ok('policies.publish', { id: policyId, number: 1 }, { as: owner });
    await house.ok('policies.save', { id: policyId, revision: 1, blocks: [] }, { as: owner });
    const { number, items } = await proposed();
    assert.deepEqual([number, items.length], [1, 1], 'of the version in force, whatever the draft says since');
    assert.equal((await house.ok('procedures.list', {}, { as: owner })).total, 0);
    const { id } = await written(undefined, { policyId });
    assert.equal((await proposed()).items[0]?.taken?.id, id);
    assert.deepEqual(await fails('procedures.proposed', { policyId: engagementId }, runner), ['not_found', 'policyId']);
  });

  test('PO71 steps of the templates of the catalogue are proposed as they stand', async () => {
    const { items } = await house.ok(
      'policies.begin',
      { engagementId, templates: ['POL-04', 'POL-01'] },
      { as: owner },
    );
    const [first, second] = await Promise.all(
      ['POL-04', 'POL-01'].map((code) => {
        const policyId = items.find((each) => each.code === code)?.id;
        return house.ok('procedures.proposed', { policyId }, { as: runner });
      }),
    );
    assert.deepEqual(
      first?.items.map(({ title, steps }) => [title, steps.length]),
      [
        ['Hiring', 3],
        ['Onboarding', 6],
        ['Transfers', 5],
        ['Exit', 5],
        ['Sanctions', 5],
      ],
    );
    assert.deepEqual(first?.items[0]?.controls, ['HR-05']);
    assert.deepEqual(second?.items, []);
  });

  test('PO72 steps are told in any order with what they leave, and a correction keeps what was told before', async () => {
    const procedure = await written([
      step('Take the badge back', { evidence: 'file', leaves: 'badge' }),
      step('Tell payroll', { evidence: 'note' }),
      step('Forward mail', { optional: true }),
    ]);
    const run = await started(procedure.id);
    const [badge, payroll, mail] = run.document.steps.map(({ id }) => id);
    const refused = (stepId: string | undefined, more: object = {}) =>
      fails('procedures.step', { id: run.id, step: stepId, outcome: 'done', ...more }, runner);
    assert.deepEqual(await refused(badge), ['bad_input', 'evidence']);
    assert.deepEqual(await refused(badge, { evidence: [engagementId] }), ['not_found', 'evidence.0']);
    assert.deepEqual(await refused(payroll), ['bad_input', 'note']);
    assert.deepEqual(await refused(payroll, { outcome: 'skipped', note: 'Why' }), ['bad_input', 'outcome']);
    assert.deepEqual(await refused(mail, { outcome: 'skipped' }), ['bad_input', 'note']);
    assert.deepEqual(await refused(engagementId), ['not_found', 'step']);
    assert.deepEqual(await refused(mail, { corrects: engagementId }), ['conflict', 'corrects']);
    await tell(run.id, mail, { outcome: 'skipped', note: 'Had none' });
    const evidence = [await piece()];
    const { tellings, done, skipped, left } = await tell(run.id, badge, { evidence });
    assert.deepEqual([done, skipped, left.map((each) => each.step)], [1, 1, [2]]);
    const [told] = tellings[0]?.counts?.evidence ?? [];
    assert.deepEqual([told?.id, told?.title, told?.deleted], [evidence[0], 'Badge', false]);
    assert.deepEqual(await refused(badge, { evidence }), ['conflict', 'corrects'], 'somebody told of it already');
    const corrects = tellings[0]?.counts?.id;
    const corrected = await tell(run.id, badge, { evidence, note: 'The spare one', corrects });
    assert.equal(corrected.tellings[0]?.counts?.note, 'The spare one');
    assert.deepEqual(
      corrected.tellings[0]?.earlier.map(({ id }) => id),
      [corrects],
    );
    assert.equal(corrected.done, 1);
    // A later version changes nothing of a run.
    await house.ok('procedures.write', { ...base, id: procedure.id, seen: 1, steps: [step('Ask')] }, { as: owner });
    const { version, document } = await house.ok('procedures.show-run', { id: run.id }, { as: owner });
    assert.deepEqual([version, document.steps.length], [1, 3]);
    assert.deepEqual(await fails('procedures.start', { id: procedure.id, seen: 1, about: 'Kim' }, runner), [
      'conflict',
      'seen',
    ]);
    assert.deepEqual(await fails('procedures.start', { id: procedure.id, seen: 2, about: ' ' }, runner), [
      'bad_input',
      'about',
    ]);
  });

  test('PO72 a procedure that has an order keeps it, and only what counts as evidence is linked', async () => {
    const { id } = await written([step('Ask'), step('Do', { evidence: 'file' })], { inOrder: true });
    const run = await started(id);
    const [ask, act] = run.document.steps.map((each) => each.id);
    const evidence = [await piece()];
    const input = { id: run.id, step: act, outcome: 'done', evidence };
    assert.deepEqual(await fails('procedures.step', input, runner), ['not_yet_possible', 'step']);
    assert.deepEqual(run.tellings[1]?.waitsFor, [1]);
    await tell(run.id, ask);
    await house.ok('retention.delete', { id: evidence[0], reason: 'wrong-file', words: 'Not ours' }, { as: owner });
    assert.deepEqual(await fails('procedures.step', input, runner), ['no_longer_possible', 'evidence.0']);
    const asked = { title: 'Badge', period: { from: '2025-09-01', to: '2025-09-01' }, controls: [], forWhom: 'Sam' };
    const { secret: link } = await house.ok('capture-links.create', asked, { as: owner });
    await house.ok('capture-links.give', { name: 'Sam' }, { link, file: 'a badge, by Sam' });
    const { items } = await house.ok('evidence.list', { acceptance: 'received' }, { as: owner });
    assert.deepEqual(await fails('procedures.step', { ...input, evidence: [items[0]?.id] }, runner), [
      'conflict',
      'evidence.0',
    ]);
  });

  test('PO73 a run is finished once each step is told, and its record never changes, whoever asks for it', async () => {
    const { id } = await written([step('Take the badge back', { evidence: 'file' }), step('Tell payroll')]);
    const run = await started(id);
    const [badge, payroll] = run.document.steps.map((each) => each.id);
    assert.deepEqual(await fails('procedures.finish', { id: run.id }, runner), ['not_yet_possible', 'id']);
    await tell(run.id, badge, { evidence: [await piece()] });
    assert.deepEqual(await fails('procedures.finish', { id: run.id }, runner), ['not_yet_possible', 'id']);
    await tell(run.id, payroll, { note: 'By mail' });
    const ended = await house.ok('procedures.finish', { id: run.id }, { as: owner });
    assert.deepEqual([ended.state, ended.ended?.by.name, ended.left], ['finished', 'Olga Owner', []]);
    for (const [name, more] of [
      ['procedures.step', { step: payroll, outcome: 'done' }],
      ['procedures.finish', {}],
      ['procedures.abandon', { reason: 'Late' }],
    ] as const)
      assert.deepEqual(await fails(name, { id: run.id, ...more }, runner), ['no_longer_possible', 'id']);
    const tables = ['procedures', 'procedure_versions', 'procedure_runs', 'procedure_run_steps', 'procedure_run_ends'];
    const rows = await subject.database.owner(async ({ query }) =>
      query(
        `select table_name from information_schema.role_table_grants where grantee = 'tickmark_app'
         and table_schema = 'tickmark' and table_name = any ($1) and privilege_type in ('UPDATE', 'DELETE')`,
        [tables],
      ),
    );
    const changed = rows.map((row) => row['table_name']);
    assert.deepEqual(changed, ['procedures'], 'the product has no right to change the others');
  });

  test('PO73 what is abandoned stays on record with its reason, and counts as no run', async () => {
    const { id } = await written(undefined, { frequency: 'annual' });
    const run = await started(id);
    await tell(run.id, run.document.steps[0]?.id);
    assert.deepEqual(await fails('procedures.abandon', { id: run.id, reason: ' ' }, runner), ['bad_input', 'reason']);
    const ended = await house.ok('procedures.abandon', { id: run.id, reason: 'Stays' }, { as: runner });
    assert.deepEqual([ended.state, ended.ended?.reason, ended.done], ['abandoned', 'Stays', 1]);
    const procedure = await house.ok('procedures.get', { id }, { as: runner });
    assert.deepEqual(
      [procedure.due?.state, procedure.finished, procedure.underWay, procedure.runs[0]?.state],
      ['never-run', 0, 0, 'abandoned'],
    );
  });

  test('PO74 when it is due follows from the run that was finished last', async () => {
    const { id, due } = await written(undefined, { frequency: 'monthly' });
    assert.deepEqual(due, { state: 'never-run', on: null });
    await started(id);
    const state = async () => (await house.ok('procedures.get', { id }, { as: owner })).due?.state;
    assert.equal(await state(), 'never-run', 'one that is under way is none that was run');
    await finished(id);
    assert.equal(await state(), 'not-due');
    await pass(26);
    assert.equal(await state(), 'due');
    await pass(8);
    assert.equal(await state(), 'overdue');
    const { items, counts } = await house.ok('procedures.list', { due: 'overdue' }, { as: owner });
    assert.deepEqual([items.map((each) => each.id), counts.due.overdue], [[id], 1]);
    await finished(id);
    assert.equal(await state(), 'not-due');
  });

  test('PO75 evidence is kept while a run rests on it, and longer where an engagement in progress looks at its days', async () => {
    const { id } = await written([step('Take the badge back', { evidence: 'file' })]);
    const kinds = async (evidence: string) =>
      (await house.ok('retention.piece', { id: evidence }, { as: owner })).obstacles.map(({ kind }) => kind);
    const run = await started(id);
    const own = run.document.steps[0]?.id;
    const [wrong, right] = [await piece('another badge'), await piece()];
    const { tellings } = await tell(run.id, own, { evidence: [wrong] });
    assert.deepEqual(await kinds(wrong), ['procedure']);
    const early = { id: wrong, reason: 'wrong-file', words: 'Not ours' };
    assert.deepEqual((await fails('retention.delete', early, owner))[0], 'conflict');
    await tell(run.id, own, { evidence: [right], corrects: tellings[0]?.counts?.id });
    assert.deepEqual([await kinds(wrong), await kinds(right)], [[], ['procedure']]);
    await house.ok('procedures.finish', { id: run.id }, { as: runner });
    assert.deepEqual(await kinds(right), [], 'no engagement looks at the day on which it was finished');
    const period = { from: '2026-03-01', to: '2027-02-28' };
    const next = { title: 'Next', service: 'Keeps books', categories: ['security'], terms: { type: 'type2', period } };
    await house.ok('engagements.create', next, { as: owner });
    assert.deepEqual(await kinds(right), ['procedure']);
    const other = await started(id);
    await tell(other.id, own, { evidence: [wrong] });
    await house.ok('procedures.abandon', { id: other.id, reason: 'Stays' }, { as: runner });
    assert.deepEqual(await kinds(wrong), []);
  });

  test('PO76 the record of a run is a PDF that says when it has not ended, and the runs of a period are a workbook', async () => {
    const { id } = await written();
    const run = await started(id, 'Sam leaves 2026-12-01');
    const pdf = async () => {
      const { bytes, status } = await house.call('procedures.download', { id: run.id, format: 'pdf' }, { as: runner });
      assert.equal(status, 200);
      return squeezed(await textOf(bytes));
    };
    assert.match(await pdf(), /NOT ?ENDED/);
    for (const each of run.document.steps) await tell(run.id, each.id, { note: 'By hand' });
    const { ended } = await house.ok('procedures.finish', { id: run.id }, { as: runner });
    const text = await pdf();
    assert.doesNotMatch(text, /NOT ?ENDED/);
    for (const words of ['Sam leaves 2026-12-01', 'Take the badge back', 'By hand', ended?.sha256 ?? '-'])
      assert.ok(text.includes(squeezed(words)), words);
    const sheet = (days: object) => house.call('procedures.export', { ...days, format: 'xlsx' }, { as: runner });
    const { bytes, status } = await sheet({ procedureId: id, from: '2026-01-01', to: '2026-12-31' });
    assert.deepEqual([status, bytes.subarray(0, 2).toString()], [200, 'PK']);
    const today = house.time.now.toISOString().slice(0, 10);
    const runs = (days: object) => house.ok('procedures.runs', { procedureId: id, ...days }, { as: runner });
    assert.equal((await runs({ from: today, to: today })).total, 1);
    assert.equal((await runs({ to: '2026-01-01' })).total, 0);
    assert.equal((await runs({ from: '2030-01-01' })).total, 0);
    assert.equal((await runs({ state: 'abandoned' })).total, 0);
    assert.deepEqual(await fails('procedures.export', { procedureId: engagementId, format: 'xlsx' }, runner), [
      'not_found',
      'procedureId',
    ]);
  });

  test('PO77 the log tells in words what was done, and nothing of what people wrote or whom it is about', async () => {
    const procedure = await written([step('Secret step', { optional: true })]);
    const run = await started(procedure.id, 'Ada Lovelace leaves');
    const own = run.document.steps[0]?.id;
    const { tellings } = await tell(run.id, own, { outcome: 'skipped', note: 'Secret reason' });
    const evidence = [await piece()];
    await tell(run.id, own, { evidence, corrects: tellings[0]?.counts?.id });
    await house.ok('procedures.finish', { id: run.id }, { as: runner });
    const other = await started(procedure.id, 'Ada again');
    await house.ok('procedures.abandon', { id: other.id, reason: 'Secret end' }, { as: runner });
    await house.ok('procedures.write', { ...base, id: procedure.id, seen: 1, steps: [step('Ask')] }, { as: owner });
    await house.ok('procedures.retire', { id: procedure.id, seen: 2, reason: 'Secret why' }, { as: owner });
    await sequence(house, owner.organization);
    const { items } = await house.ok(
      'log.changes',
      { since: 'beginning', limit: 100, noun: 'procedures' },
      { as: owner },
    );
    assert.deepEqual(items.map(({ text }) => text).toReversed(), [
      'The procedure “Exit” written.',
      'Run 1 of the procedure “Exit” begun, by version 1 of it.',
      'Run 1 of the procedure “Exit” has step 1 skipped, with a reason.',
      'Run 1 of the procedure “Exit” has step 1 done, with 1 piece of evidence, which corrects what was told before.',
      'Run 1 of the procedure “Exit” finished; its record is fixed by its hash.',
      'Run 2 of the procedure “Exit” begun, by version 1 of it.',
      'Run 2 of the procedure “Exit” abandoned, with a reason.',
      'Version 2 of the procedure “Exit” written.',
      'The procedure “Exit” retired, with a reason.',
    ]);
    assert.deepEqual(items.at(1)?.place, { kind: 'procedure', key: procedure.id });
    const { items: entries } = await house.ok('log.entries', { sort: '-index', limit: 20 }, { as: owner });
    assert.doesNotMatch(JSON.stringify(entries), /Secret|Ada|Olga/);
    const checked = await house.run('log.check', {}, { as: owner });
    assert.deepEqual(checked.result?.['faults'], { count: 0, first: [] });
  });

  test('PO78 staff reads, managers write, contributors run; another organization sees nothing, and a retired procedure begins no run', async () => {
    const { id } = await written();
    const run = await started(id);
    const own = { id: run.id, step: run.document.steps[0]?.id, outcome: 'done' };
    const reader = await house.member(owner, 'reader');
    const employee = await house.member(owner, 'employee');
    const stranger = (await house.organization('Southwind')).owner;
    const retire = { id, seen: 1, reason: 'Another one' };
    assert.equal((await house.ok('procedures.get', { id }, { as: reader })).runs.length, 1);
    assert.deepEqual(await fails('procedures.list', {}, employee), ['not_permitted', undefined]);
    for (const [name, input] of [
      ['procedures.start', { id, seen: 1, about: 'Kim' }],
      ['procedures.step', own],
      ['procedures.finish', { id: run.id }],
      ['procedures.abandon', { id: run.id, reason: 'No' }],
    ] as const)
      assert.deepEqual(await fails(name, input, reader), ['not_permitted', undefined]);
    assert.deepEqual(await fails('procedures.retire', retire, runner), ['not_permitted', undefined]);
    assert.deepEqual(await fails('procedures.write', { ...base, steps: [step('Ask')] }, runner), [
      'not_permitted',
      undefined,
    ]);
    for (const [name, input] of [
      ['procedures.get', { id }],
      ['procedures.version', { id, number: 1 }],
      ['procedures.retire', retire],
      ['procedures.show-run', { id: run.id }],
      ['procedures.start', { id, seen: 1, about: 'Kim' }],
      ['procedures.step', own],
      ['procedures.finish', { id: run.id }],
      ['procedures.abandon', { id: run.id, reason: 'No' }],
      ['procedures.download', { id: run.id, format: 'pdf' }],
    ] as const)
      assert.deepEqual(await fails(name, input, stranger), ['not_found', 'id']);
    assert.deepEqual(await fails('procedures.retire', { ...retire, seen: 2 }, owner), ['conflict', 'seen']);
    const gone = await house.ok('procedures.retire', retire, { as: owner });
    assert.deepEqual([gone.retired, gone.retirement?.reason], [true, 'Another one']);
    assert.deepEqual(await fails('procedures.retire', retire, owner), ['already_done', 'id']);
    assert.deepEqual(await fails('procedures.start', { id, seen: 1, about: 'Kim' }, runner), [
      'no_longer_possible',
      'id',
    ]);
    assert.equal((await house.ok('procedures.list', {}, { as: owner })).total, 0);
    assert.equal((await house.ok('procedures.list', { retired: true }, { as: owner })).total, 1);
    for (const each of run.document.steps) await tell(run.id, each.id);
    await house.ok('procedures.finish', { id: run.id }, { as: runner });
  });
});
