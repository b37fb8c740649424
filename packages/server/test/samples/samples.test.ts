import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { defaultSampleSizes, type OperationName, type Sample } from '@tickmark/core';
import { sampleTableSha256, selectKeys } from '@tickmark/control-testing';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

const nowhere = '00000000-0000-4000-8000-000000000000';
const keys = Array.from({ length: 60 }, (_, i) => `r${String(i).padStart(2, '0')}`);

/** Sixty access reviews over the period, two in three of them of the mail system. */
const reviews = [
  'id,system,reviewer,status,completed_at,accounts_reviewed,removals',
  ...keys.map((id, i) => {
    const at = new Date(Date.UTC(2025, 2, 2 + i * 6)).toISOString();
    return `${id},${i % 3 === 0 ? 'pay' : 'mail'},bob,completed,${at},12,1`;
  }),
].join('\n');

onPostgres('samples', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;
  let populationId: unknown;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
  });
  after(() => house.stop());

  const freeze = async (file = reviews, changes: Record<string, unknown> = {}) => {
    const input = { engagementId, kind: 'access-reviews', name: 'Reviews', reading: { format: 'csv' }, ...changes };
    const job = await house.run('populations.import', input, { as: owner, file });
    assert.equal(job.state, 'done', JSON.stringify(job.error));
    return job.result?.['populationId'];
  };
  /** A fresh organization with a frozen population. */
  const begin = async () => {
    ({ owner, engagementId } = await house.organization());
    populationId = await freeze();
  };
  const asking = (changes: Record<string, unknown> = {}) => ({
    engagementId,
    populationId,
    control: 'IAM-06',
    size: 10,
    ...changes,
  });
  const draw = (changes: Record<string, unknown> = {}) => house.ok('samples.draw', asking(changes), { as: owner });
  const refused = async (name: OperationName, input: Record<string, unknown>, as = owner) => {
    const { error } = await house.call(name, input, { as });
    return [error?.code, error?.field];
  };
  const entries = async (op: string) => (await house.ok('log.entries', { op }, { as: owner })).items;
  const sheet = (sample: Sample) => house.ok('samples.get', { id: sample.id }, { as: owner });

  test('CN33 CN34 a dry run weighs a sample as its outcomes stand, and a later one as they stand then', async () => {
    await begin();
    await house.ok('controls.adopt', { codes: ['IAM-06'], effectiveFrom: '2025-03-01' }, { as: owner });
    const sample = await draw();
    const weigh = async () => {
      const { document } = await house.ok('dry-runs.run', { engagementId }, { as: owner });
      const control = document.controls.find(({ code }) => code === 'IAM-06');
      return [control?.state, control?.samples?.[0]?.counts.examined, control?.samples?.[0]?.events];
    };
    const record = (key: string, outcome: string, note?: string) =>
      house.ok('samples.record', { id: sample.id, key, outcome, ...(note ? { note } : {}) }, { as: owner });
    assert.deepEqual(await weigh(), ['cannot-say', 0, 1]);
    for (const key of sample.document.selected) await record(key, 'pass');
    assert.deepEqual(await weigh(), ['effective', 10, 11]);
    await record(sample.document.selected[0] ?? '', 'deviation', 'The reviewer had left.');
    assert.deepEqual(await weigh(), ['not-effective', 10, 12]);
    const { items } = await house.ok('log.entries', { op: 'dry-runs.run' }, { as: owner });
    assert.ok(JSON.stringify(items).includes(sample.id), 'the entry names the sample');
  });

  test('CT77 the size that a table gives is said with its reason, and follows the adopted control', async () => {
    await begin();
    const asked = { populationId, control: 'IAM-06' };
    const before = await house.ok('samples.size', asked, { as: owner });
    assert.deepEqual(
      [before.size, before.frequency, before.by, before.items],
      [6, 'per_occurrence', 'number-of-items', 60],
    );
    assert.equal(before.tableSha256, sampleTableSha256(defaultSampleSizes));
    await house.ok('controls.adopt', { codes: ['IAM-06'], effectiveFrom: '2025-03-01' }, { as: owner });
    const adopted = await house.ok('samples.size', { ...asked, risk: 'higher' }, { as: owner });
    assert.equal(adopted.frequency, 'quarterly');
    assert.equal(adopted.by, 'number-of-items', 'sixty reviews are more than a quarterly control has');
    const table = { periodic: [], perOccurrence: [{ minN: 0, maxN: null, low: 40, high: 50 }] };
    const own = await house.ok('samples.size', { ...asked, table }, { as: owner });
    assert.deepEqual([own.size, own.tableSha256 === before.tableSha256], [40, false]);
    const [code, field] = await refused('samples.size', { ...asked, table: { periodic: [], perOccurrence: [] } });
    assert.equal(code, 'bad_input');
    assert.match(field ?? '', /^table/);
    assert.deepEqual(await refused('samples.size', { ...asked, populationId: nowhere }), ['not_found', 'populationId']);
  });

  test('CT78 fewer items than the table asks for need a reason; the document names the table and keeps it', async () => {
    await begin();
    assert.deepEqual(await refused('samples.draw', asking({ size: 5 })), ['bad_input', 'reason']);
    assert.equal((await entries('samples.draw')).length, 0, 'nothing is drawn and nothing is lost');
    const { document } = await draw({ size: 5, reason: 'The rest was tested whole' });
    assert.deepEqual(document.sizing, {
      tableSha256: sampleTableSha256(defaultSampleSizes),
      frequency: 'per_occurrence',
      risk: 'low',
      asked: 6,
      reason: 'The rest was tested whole',
    });
    const more = await draw({ control: 'IAM-05', size: 30 });
    assert.equal(more.document.sizing?.reason, null);
    assert.equal(more.document.selected.length, 30);
  });

  test('CT81 a control is sampled once from a population, and every extension goes on behind what was drawn', async () => {
    await begin();
    const first = await draw();
    const { seed } = first.document;
    assert.deepEqual(first.document.selected, selectKeys(seed, keys, 10));
    assert.deepEqual(await refused('samples.draw', asking()), ['already_done', 'control']);
    assert.deepEqual(await refused('samples.draw', asking({ skip: 9 })), ['conflict', 'skip']);
    assert.deepEqual(await refused('samples.draw', asking({ skip: 10, selection: 'time' })), ['conflict', 'selection']);
    assert.deepEqual(await refused('samples.draw', asking({ control: 'IAM-05', skip: 3 })), ['conflict', 'skip']);
    const more = await house.ok('samples.extend', { id: first.id, size: 5 }, { as: owner });
    const again = await draw({ size: 4, skip: 15 });
    assert.deepEqual([more.firstId, again.firstId], [first.id, first.id]);
    assert.deepEqual(more.document.selected, selectKeys(seed, keys, 5, 10));
    assert.deepEqual(again.document.selected, selectKeys(seed, keys, 4, 15));
    const whole = await house.ok('samples.get', { id: again.id }, { as: owner });
    assert.deepEqual([whole.sample.id, whole.extensions.length, whole.counts.items], [first.id, 2, 19]);
    const rest = await house.ok('samples.extend', { id: more.id, size: 100 }, { as: owner });
    assert.equal(rest.document.selected.length, 41);
    assert.deepEqual(await refused('samples.extend', { id: first.id, size: 1 }), ['population_invalid', 'skip']);
    const firsts = await house.ok('samples.list', { engagementId, extensions: false }, { as: owner });
    assert.deepEqual([firsts.total, firsts.items[0]?.counts?.items], [1, 60]);
    assert.equal((await house.ok('samples.list', { engagementId }, { as: owner })).total, 4);
  });

  test('CT81 two who draw at once make one sample', async () => {
    await begin();
    const replies = await Promise.all([1, 2].map(() => house.call('samples.draw', asking(), { as: owner })));
    assert.deepEqual(replies.map(({ error }) => error?.code ?? 'drawn').toSorted(), ['already_done', 'drawn']);
    assert.equal((await entries('samples.draw')).length, 1);
  });

  test('CT70 and CT71 a sample over time and in strata is drawn and extended in its own way', async () => {
    await begin();
    const time = await draw({ selection: 'time' });
    assert.deepEqual(time.document.method, { by: 'time', column: 'completed_at', before: [] });
    assert.deepEqual(time.document.selected, time.document.selected.toSorted(), 'these keys stand in order of time');
    const later = await house.ok('samples.extend', { id: time.id, size: 5 }, { as: owner });
    assert.equal(new Set([...time.document.selected, ...later.document.selected]).size, 15);

    const strata = { control: 'IAM-05', selection: 'strata', column: 'system' };
    assert.deepEqual(await refused('samples.draw', asking({ ...strata, column: undefined })), ['bad_input', 'column']);
    assert.deepEqual(await refused('samples.draw', asking({ ...strata, column: 'systm' })), ['bad_input', 'column']);
    assert.deepEqual(await refused('samples.draw', asking({ ...strata, allocation: { pay: 3 } })), [
      'bad_input',
      'allocation',
    ]);
    assert.deepEqual(await refused('samples.draw', asking({ allocation: { pay: 10 } })), ['bad_input', 'allocation']);
    const drawn = await draw({ ...strata, allocation: { pay: 7, mail: 3 } });
    const method = drawn.document.method;
    assert.deepEqual(method?.by === 'strata' ? method.strata.map(({ value, drawn: n }) => [value, n]) : null, [
      ['mail', 3],
      ['pay', 7],
    ]);
    const wider = await house.ok('samples.extend', { id: drawn.id, size: 4, allocation: { mail: 4 } }, { as: owner });
    assert.ok(wider.document.selected.every((key) => keys.indexOf(key) % 3 !== 0));
    const { rederive } = await sheet(time);
    assert.match(rederive[0] ?? '', /^tickmark sample --population access-reviews-v1\.parquet --key id --size 10 /);
    assert.match(rederive[1] ?? '', /--skip 10 --over-time completed_at/);
  });

  test('CT71 strata are told with their items and shares, which a draw in proportion gives', async () => {
    await begin();
    const ask = { populationId, column: 'system', size: 10 };
    const { strata } = await house.ok('samples.strata', ask, { as: owner });
    assert.deepEqual(
      strata.map(({ value, items }) => [value, items]),
      [
        ['mail', keys.filter((_, i) => i % 3 !== 0).length],
        ['pay', keys.filter((_, i) => i % 3 === 0).length],
      ],
    );
    const { document } = await draw({ selection: 'strata', column: 'system' });
    assert.deepEqual(
      document.method?.by === 'strata' ? document.method.strata.map(({ drawn }) => drawn) : null,
      strata.map(({ share }) => share),
    );
    assert.deepEqual(await refused('samples.strata', { ...ask, column: 'systm' }), ['bad_input', 'column']);
    assert.deepEqual(await refused('samples.strata', { ...ask, size: 0 }), ['bad_input', 'size']);
    const other = await house.organization();
    assert.deepEqual(await refused('samples.strata', ask, other.owner), ['not_found', 'populationId']);
  });

  test('CT73 a nonce committed to before the freeze is needed, must match, and is part of the seed', async () => {
    ({ owner, engagementId } = await house.organization());
    const nonce = 'b7c1f0de99a44c3c';
    const commit = async (text: string, control = 'IAM-06') =>
      house.ok(
        'samples.commit-nonce',
        { engagementId, control, nonceSha256: createHash('sha256').update(text).digest('hex') },
        { as: owner },
      );
    await commit('an earlier one');
    const commitment = await commit(nonce);
    populationId = await freeze();
    assert.equal(
      (await house.ok('samples.size', { populationId, control: 'IAM-06' }, { as: owner })).nonce?.commitmentId,
      commitment.id,
    );
    assert.deepEqual(await refused('samples.draw', asking()), ['bad_input', 'nonce']);
    for (const wrong of ['an earlier one', nonce.toUpperCase()])
      assert.deepEqual(await refused('samples.draw', asking({ nonce: wrong })), ['does_not_hold', 'nonce']);
    assert.deepEqual(await refused('samples.draw', asking({ control: 'IAM-05', nonce })), ['conflict', 'nonce']);
    await commit('too late', 'IAM-05');
    assert.deepEqual(await refused('samples.draw', asking({ control: 'IAM-05', nonce: 'too late' })), [
      'conflict',
      'nonce',
    ]);
    const sample = await draw({ nonce });
    assert.equal(sample.commitmentId, commitment.id);
    assert.ok(sample.document.seed.endsWith(`|${nonce}`));
    assert.deepEqual(sample.document.selected, selectKeys(sample.document.seed, keys, 10));
    const more = await house.ok('samples.extend', { id: sample.id, size: 2 }, { as: owner });
    assert.equal(more.document.seed, sample.document.seed);
    assert.ok(!JSON.stringify((await entries('samples.draw'))[0]).includes(nonce), 'the log holds its hash alone');
    assert.match((await sheet(sample)).rederive[0] ?? '', new RegExp(`--nonce ${nonce} --json$`));
    assert.deepEqual(
      await refused('samples.commit-nonce', { engagementId: nowhere, control: 'IAM-06', nonceSha256: 'f'.repeat(64) }),
      ['not_found', 'engagementId'],
    );
  });

  test('CT74 targeted items come with a reason, stand apart and must be in the population', async () => {
    await begin();
    const sample = await draw();
    const add = { id: sample.id, keys: [keys.find((key) => !sample.document.selected.includes(key))], reason: 'Large' };
    assert.deepEqual(await refused('samples.add-targeted', { ...add, reason: '' }), ['bad_input', 'reason']);
    assert.deepEqual(await refused('samples.add-targeted', { ...add, keys: ['nobody'] }), ['bad_input', 'keys']);
    assert.deepEqual(await refused('samples.add-targeted', { ...add, keys: sample.document.selected.slice(0, 1) }), [
      'already_done',
      'keys',
    ]);
    await house.ok('samples.add-targeted', add, { as: owner });
    const { counts, items } = await sheet(sample);
    assert.deepEqual([counts.items, counts.targeted], [10, 1]);
    assert.equal(items.at(-1)?.origin, 'targeted');
  });

  test('CT75 a void item is replaced by the next in order, once, and not after its outcome', async () => {
    await begin();
    const sample = await draw();
    const [first = '', second = ''] = sample.document.selected;
    const next = selectKeys(sample.document.seed, keys, 2, 10);
    const step = await house.ok('samples.replace-void', { id: sample.id, key: first, reason: 'A test' }, { as: owner });
    assert.equal(step.document.step === 'replaced' ? step.document.replacement : null, next[0]);
    const again = { id: sample.id, key: first, reason: 'A test' };
    assert.deepEqual(await refused('samples.replace-void', again), ['conflict', 'key']);
    assert.deepEqual(await refused('samples.replace-void', { ...again, key: 'nobody' }), ['not_found', 'key']);
    assert.deepEqual(await refused('samples.replace-void', { ...again, key: second, reason: ' ' }), [
      'bad_input',
      'reason',
    ]);
    await house.ok('samples.record', { id: sample.id, key: second, outcome: 'deviation', note: 'Late' }, { as: owner });
    assert.deepEqual(await refused('samples.replace-void', { ...again, key: second }), ['conflict', 'key']);
    assert.deepEqual(await refused('samples.record', { id: sample.id, key: first, outcome: 'pass' }), [
      'conflict',
      'key',
    ]);
    const more = await house.ok('samples.extend', { id: sample.id, size: 1 }, { as: owner });
    assert.deepEqual([more.document.skip, more.document.selected[0]], [11, next[1]]);
  });

  test('CT76 and CT80 outcomes are added and never changed; what cannot be examined is a deviation', async () => {
    await begin();
    const sample = await draw();
    const record = (key: string | undefined, outcome: string, more: Record<string, unknown> = {}) =>
      house.ok('samples.record', { id: sample.id, key, outcome, ...more }, { as: owner });
    const [first, second] = sample.document.selected;
    const asked = { id: sample.id, key: first, outcome: 'cannot-be-examined' };
    assert.deepEqual(await refused('samples.record', asked), ['bad_input', 'note']);
    assert.deepEqual(await refused('samples.record', { ...asked, outcome: 'good' }), ['bad_input', 'outcome']);
    assert.deepEqual(await refused('samples.record', { ...asked, outcome: 'pass', evidenceIds: [nowhere] }), [
      'not_found',
      'evidenceIds',
    ]);
    const evidence = await house.ok(
      'evidence.upload',
      { title: 'Screenshot', period: { from: '2025-09-01', to: '2025-09-01' } },
      { as: owner, file: 'seen', fileName: 'seen.txt' },
    );
    await record(first, 'cannot-be-examined', { note: 'The ticket is gone' });
    await record(second, 'pass', { evidenceIds: [evidence.id] });
    const why = { reason: 'wrong-file', words: 'Of another company' };
    await house.ok('retention.delete', { id: evidence.id, ...why }, { as: owner });
    assert.deepEqual(
      await refused('samples.record', { ...asked, outcome: 'pass', note: 'Again', evidenceIds: [evidence.id] }),
      ['not_found', 'evidenceIds'],
      'nothing rests on a file that is gone',
    );
    assert.deepEqual(await refused('samples.record', { ...asked, key: second, outcome: 'pass' }), [
      'bad_input',
      'note',
    ]);
    await record(second, 'deviation', { note: 'Looked again: it was late' });
    assert.match((await sheet(sample)).says.sentence, /^8 of 10 drawn items have no outcome yet/);
    for (const key of sample.document.selected.slice(2)) await record(key, 'pass');
    const { counts, steps, says, items } = await sheet(sample);
    assert.deepEqual([counts.examined, counts.deviations, counts.cannotBeExamined], [10, 2, 1]);
    assert.deepEqual([items[1]?.state, items[1]?.records], ['deviation', 2]);
    assert.equal(steps.length, 11);
    assert.equal(says.limits[0]?.deviations, 2);
    assert.match(says.sentence, /This is information, no conclusion/);
  });

  test('CT84 every write leaves one entry, which holds no key of an item', async () => {
    await begin();
    const writes = ['samples.draw', 'samples.extend', 'samples.add-targeted', 'samples.replace-void', 'samples.record'];
    const sample = await draw();
    const { id } = sample;
    const target = keys.find((key) => !sample.document.selected.includes(key));
    await house.ok('samples.add-targeted', { id, keys: [target], reason: 'Odd' }, { as: owner });
    await house.ok('samples.replace-void', { id, key: sample.document.selected[0], reason: 'A test' }, { as: owner });
    await house.ok('samples.record', { id, key: sample.document.selected[1], outcome: 'pass' }, { as: owner });
    await house.ok('samples.extend', { id, size: 1 }, { as: owner });
    for (const op of writes) {
      const found = await entries(op);
      assert.equal(found.length, 1, op);
      assert.doesNotMatch(JSON.stringify(found[0]?.statement.facts), /"r\d\d"/, op);
    }
    const { steps } = await sheet(sample);
    const logged = await Promise.all(
      writes.slice(2).map(async (op) => (await entries(op))[0]?.statement.facts['sha256']),
    );
    assert.deepEqual(steps.map(({ sha256 }) => sha256).toSorted(), logged.toSorted());
  });

  test('CT84 another organization, a reader and a control owner can do nothing to a sample', async () => {
    await begin();
    const { id, document } = await draw();
    const key = document.selected[0];
    const writes: [OperationName, Record<string, unknown>][] = [
      ['samples.extend', { id, size: 1 }],
      ['samples.add-targeted', { id, keys: ['r00'], reason: 'Odd' }],
      ['samples.replace-void', { id, key, reason: 'A test' }],
      ['samples.record', { id, key, outcome: 'pass' }],
    ];
    const { owner: other } = await house.organization('Southwind');
    for (const [name, input] of [...writes, ['samples.get', { id }] as const]) {
      const foreign = await house.call(name, input, { as: other });
      const unknown = await house.call(name, { ...input, id: nowhere }, { as: other });
      assert.equal(foreign.status, 404, name);
      assert.deepEqual(foreign.error, unknown.error, name);
    }
    assert.equal((await house.ok('samples.list', {}, { as: other })).total, 0);
    const hash = 'f'.repeat(64);
    for (const role of ['reader', 'control-owner'] as const) {
      const person = await house.member(owner, role);
      for (const [name, input] of [
        ...writes,
        ['samples.draw', asking()] as const,
        ['samples.commit-nonce', { engagementId, control: 'IAM-06', nonceSha256: hash }] as const,
      ]) {
        assert.equal((await refused(name, input, person))[0], 'not_permitted', `${role} ${name}`);
      }
      assert.equal((await house.call('samples.get', { id }, { as: person })).status, 200);
    }
    assert.equal((await house.ok('samples.get', { id }, { as: owner })).steps.length, 0);
  });
});
