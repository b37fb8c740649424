import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LogChange, OperationNamed } from '@tickmark/core';
import {
  formatCheckpoint,
  openCheckpoint,
  parseAddCheckpoint,
  parseCheckpoint,
  signNote,
  verifyConsistency,
} from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import type { z } from 'zod';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { sequence } from '../../src/log/index.ts';
import { openSigningKey, record } from '../../src/platform/trail/index.ts';
import {
  accessReviews,
  accessReviewsImport,
  causeOfOpenReview,
  completedTest,
  withTestedReviews,
} from '../engagements/access-reviews.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

type Changes = z.output<OperationNamed<'log.changes'>['output']>;

const reviews = accessReviews(
  ['r1', 'completed', '2025-05-20'],
  ['r2', 'open', '2025-08-21'],
  ['r3', 'open', '2025-11-21'],
  ['r4', 'completed', '2026-02-20'],
);

onPostgres('what changed in the log since a point', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;
  /** Entries at the visit of the auditor, and the checkpoint taken home. */
  let visit: { size: number; checkpoint: string };
  let bundleId: string;
  /** A member who joined after the visit, and the owner of another organization. */
  let mara: Person;
  let stranger: Person;

  const sign = (as = owner) => sequence(house, as.organization);
  const changes = async (input: Record<string, unknown>, as = owner): Promise<Changes> => {
    await sign(as);
    return house.ok('log.changes', { limit: 500, ...input }, { as });
  };
  const refused = async (input: Record<string, unknown>, as = owner) =>
    (await house.call('log.changes', input, { as })).error;
  const told = ({ items }: Changes, op: string): LogChange[] => items.filter((change) => change.op === op);
  const line = ({ text, before, now }: LogChange) => [text, before?.words ?? null, now?.words ?? null];

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder, { askEveryMs: 3_600_000 });
    ({ owner, engagementId } = await withTestedReviews(house, { controls: ['IAM-06', 'IAM-02'], reviews }));
    await house.ok('dry-runs.run', { engagementId }, { as: owner });
    const job = await house.run('bundles.create', { engagementId }, { as: owner });
    bundleId = String(job.result?.['bundleId']);
    await sign();
    const { size, checkpoint } = await house.ok('log.checkpoint', {}, { as: owner });
    visit = { size, checkpoint };
    house.time.now = new Date('2026-03-09T09:00:00.000Z');
    await workAfterTheVisit();
  });
  after(() => house.stop());

  /** One write of each kind, so that the words of every entry are looked at. */
  async function workAfterTheVisit(): Promise<void> {
    const as = owner;
    await house.ok('deviations.explain', causeOfOpenReview(engagementId), { as });
    const [population] = (await house.ok('populations.list', { engagementId }, { as })).items;
    const supersedes = { id: population?.id, reason: 'All of them were completed.' };
    const file = reviews.replaceAll(',open,', ',completed,');
    await house.run('populations.import', { ...accessReviewsImport(engagementId), supersedes }, { as, file });
    await house.run('tests.run', { engagementId }, { as });
    const { id: dryRunId } = await house.ok('dry-runs.run', { engagementId }, { as });
    const decide = (conclusion: string, reason?: string) =>
      house.ok(
        'conclusions.decide',
        { dryRunId, decision: { on: 'control', subject: 'IAM-02', conclusion }, reason },
        { as },
      );
    await decide('not-effective');
    await decide('cannot-say', 'Nothing of it was looked at, so nothing was found.');
    await house.ok(
      'tests.publish',
      { engagementId, yaml: completedTest({ title: 'All reviews are completed' }) },
      { as },
    );
    const evidence = {
      title: 'Minutes of March',
      source: 'Wiki',
      period: { from: '2026-01-01', to: '2026-02-28' },
      controls: [],
    };
    const { id: first } = await house.ok('evidence.upload', evidence, { as, file: 'one', fileName: 'minutes.txt' });
    await house.ok(
      'evidence.upload',
      { ...evidence, title: 'Minutes of March, signed', supersedes: first },
      { as, file: 'two', fileName: 'minutes.txt' },
    );
    const late = { from: '2026-03-01', to: '2026-03-05' };
    await house.ok('evidence.upload', { ...evidence, period: late }, { as, file: 'three', fileName: 'later.txt' });
    const { items: controls } = await house.ok('controls.list', { search: 'IAM-02' }, { as });
    await house.ok(
      'controls.revise',
      { id: controls[0]?.id, title: 'Two factors for all', effectiveFrom: '2026-02-01', reason: 'A wider scope.' },
      { as },
    );
    await house.ok('holidays.add', { holidays: [{ date: '2026-12-25', name: 'Christmas' }] }, { as });
    await house.ok('holidays.remove', { dates: ['2026-12-25'] }, { as });
    const sample = await house.ok(
      'samples.draw',
      { engagementId, populationId: population?.id, control: 'IAM-06', size: 2, skip: 0 },
      { as },
    );
    const [one = '', two = ''] = sample.document.selected;
    await house.ok(
      'samples.record',
      { id: sample.id, key: one, outcome: 'deviation', note: 'No sign-off.', evidenceIds: [] },
      { as },
    );
    await house.ok(
      'samples.record',
      { id: sample.id, key: one, outcome: 'pass', note: 'It was found.', evidenceIds: [] },
      { as },
    );
    await house.ok('samples.replace-void', { id: sample.id, key: two, reason: 'It is of another system.' }, { as });
    mara = await house.member(owner, 'reader');
    const { items: members } = await house.ok('members.list', {}, { as });
    await house.ok(
      'members.change-role',
      { userId: members.find(({ role }) => role === 'reader')?.userId, role: 'control-owner' },
      { as },
    );
    await house.ok(
      'engagements.create',
      {
        service: 'Another service.',
        categories: ['security'],
        terms: { type: 'type1', asOf: '2026-06-30' },
      },
      { as },
    );
  }

  test('EL105 everything since the visit is told in words, with entry, person, time, and what was before', async () => {
    const found = await changes({ since: `entry:${visit.size - 1}`, engagementId });
    assert.deepEqual([found.since.by, found.since.size], ['entry', visit.size]);
    const words = (op: string) => told(found, op).map(line).reverse();
    assert.deepEqual(words('deviations.explain'), [['1 deviation of IAM-06.done explained: Oversight.', null, null]]);
    assert.deepEqual(words('populations.freeze'), [
      ['New version of the population “Access reviews”.', 'Version 1, 4 rows', 'Version 2, 4 rows'],
    ]);
    assert.deepEqual(words('tests.result'), [
      [
        'IAM-06.done run again, with another result.',
        'Not effective: 4 items, 2 pass, 2 deviations',
        'Effective: 4 items, 4 pass',
      ],
    ]);
    assert.deepEqual(words('tests.publish'), [['New version of the test IAM-06.done.', 'Version 1', 'Version 2']]);
    assert.deepEqual(words('conclusions.decide'), [
      ['Control IAM-02 concluded.', 'Not tested, by the rules', 'Not effective'],
      ['Control IAM-02 concluded anew.', 'Not effective', 'Cannot say'],
    ]);
    const [first] = words('evidence.upload');
    assert.deepEqual(first, [
      'Evidence added: “Minutes of March”. It was brought after the days it speaks for.',
      null,
      '“Minutes of March”, for 2026-01-01 to 2026-02-28',
    ]);
    assert.match(words('evidence.upload')[1]?.[0] ?? '', /^Evidence superseded by “Minutes of March, signed”/);
    assert.match(
      words('controls.revise')[0]?.[0] ?? '',
      /^Control IAM-02 revised: version 2 from 2026-02-01 on, with another title/,
    );
    assert.match(words('controls.revise')[0]?.[2] ?? '', /^Title: Two factors for all$/);
    assert.deepEqual(words('holidays.add')[0]?.slice(0, 1), ['1 holiday added: 2026-12-25.']);
    assert.deepEqual(words('holidays.remove')[0]?.slice(1), ['1 on the list', '0 on the list']);
    assert.deepEqual(
      words('samples.record').map((each) => each.slice(1)),
      [
        [null, 'Deviation'],
        ['Deviation', 'Pass'],
      ],
    );
    assert.match(words('samples.replace-void')[0]?.[0] ?? '', /found void: It is of another system\./);
    assert.deepEqual(words('members.accept')[0], ['reader joined.', null, 'Reader']);
    assert.deepEqual(words('members.change-role')[0], ['reader was given another role.', 'Reader', 'Control owner']);

    const [result] = told(found, 'tests.result');
    assert.deepEqual([result?.before?.state, result?.now?.state], ['not-effective', 'effective']);
    assert.deepEqual([result?.by?.name, result?.at], ['Olga Owner', '2026-03-09T09:00:00.000Z']);
    assert.equal(result?.place?.kind, 'result');
    assert.ok(result.index >= visit.size);
  });

  test('EL105 no entry is left out: those that concern nothing in the engagement are counted, and can be listed', async () => {
    const input = { since: `entry:${visit.size - 1}`, engagementId };
    const own = await changes(input);
    const rest = await changes({ ...input, concerns: 'elsewhere' });
    const all = await changes({ ...input, concerns: 'all' });
    assert.deepEqual(rest.items.map(({ text }) => text.slice(0, 25)).sort(), [
      'An engagement was begun.',
      'Evidence added: “Minutes ',
    ]);
    assert.deepEqual([own.counts.concerning, own.counts.elsewhere], [own.items.length, rest.items.length]);
    const indexes = all.items.map(({ index }) => index).sort((a, b) => a - b);
    assert.deepEqual(
      indexes,
      Array.from({ length: all.growth.size - visit.size }, (_, i) => visit.size + i),
    );
    assert.equal(all.counts.entries, indexes.length);
    assert.equal(own.items.length + rest.items.length, all.items.length);
    assert.deepEqual(told(all, 'other'), []);
    const whole = await changes({ since: 'beginning', concerns: 'all' });
    assert.deepEqual(
      whole.items.filter(({ noun }) => noun === 'other').map(({ op }) => op),
      [],
    );
    assert.equal(
      whole.counts.nouns.reduce((sum, { count }) => sum + count, 0),
      whole.total,
    );
  });

  test('EL105 changes are filtered by kind, person and words, and read a page at a time', async () => {
    const since = { since: `entry:${visit.size - 1}`, engagementId };
    const samples = await changes({ ...since, noun: 'samples' });
    assert.deepEqual(new Set(samples.items.map(({ op }) => op.split('.')[0])), new Set(['samples']));
    const { counts } = await changes(since);
    assert.equal(counts.nouns.find(({ noun }) => noun === 'samples')?.count, samples.total);
    const other = counts.people.find(({ name }) => name === 'reader');
    assert.deepEqual(
      (await changes({ ...since, by: other?.id })).items.map(({ op }) => op),
      ['members.accept'],
    );
    assert.deepEqual(
      (await changes({ ...since, search: 'oversight iam-06' })).items.map(({ op }) => op),
      ['deviations.explain'],
    );
    const first = await changes({ ...since, limit: 3 });
    const second = await changes({ ...since, limit: 3, cursor: first.nextCursor });
    const whole = await changes(since);
    assert.deepEqual([...first.items, ...second.items], whole.items.slice(0, 6));
    assert.deepEqual([second.standings, second.total], [null, whole.total]);
  });

  test('EL105 what stands otherwise now is told once, whatever happened in between', async () => {
    const { standings } = await changes({ since: `bundle:${bundleId}`, engagementId });
    assert.deepEqual(
      standings?.tests.map(({ code, before, now }) => [code, before?.state, now.state]),
      [['IAM-06.done', 'not-effective', 'effective']],
    );
    assert.deepEqual(standings.conclusions?.controls, [
      { code: 'IAM-02', before: 'not-tested', now: 'cannot-say' },
      { code: 'IAM-06', before: 'not-effective', now: 'effective' },
    ]);
    const nothing = await changes({ since: `entry:${(await sign()) - 1}`, engagementId });
    assert.deepEqual([nothing.items, nothing.standings?.tests, nothing.standings?.conclusions?.controls], [[], [], []]);
    const { standings: fresh } = await changes({ since: 'beginning', engagementId });
    assert.deepEqual(
      fresh?.tests.map(({ before }) => before),
      [null],
    );
    assert.equal(fresh.conclusions?.before, null);
  });

  test('EL105 a point is an entry, a day, a bundle or the beginning, and any other is refused with what to do', async () => {
    const size = async (since: string) => (await changes({ since, engagementId })).since.size;
    assert.equal(await size('beginning'), 0);
    assert.equal(await size('date:2026-03-09'), visit.size);
    assert.equal(await size('date:2026-03-02'), 0);
    assert.equal(await size('date:2030-01-01'), await sign());
    const { entryIndex } = (await house.ok('bundles.list', {}, { as: owner })).items[0] ?? {};
    assert.equal(await size(`bundle:${bundleId}`), Number(entryIndex) + 1);
    for (const [since, code] of [
      ['entry:-1', 'bad_input'],
      ['entry:99999', 'not_found'],
      ['date:2026-02-30', 'bad_input'],
      ['yesterday', 'bad_input'],
      [`bundle:${engagementId}`, 'not_found'],
    ] as const) {
      const error = await refused({ since });
      assert.deepEqual([error?.code, error?.field], [code, 'since'], since);
      assert.ok(error?.message);
    }
    assert.equal((await refused({ since: 'seen' }))?.field, 'engagementId');
    assert.equal((await refused({ since: 'beginning', checkpoint: visit.checkpoint }))?.field, 'since');
    assert.equal((await refused({ since: 'beginning', engagementId: bundleId }))?.code, 'not_found');
  });

  test('EL106 the answer holds both checkpoints and the proof that the later log begins with the earlier', async () => {
    const { growth } = await changes({ since: `entry:${visit.size - 1}` });
    const [grown, ...others] = growth.logs;
    assert.ok(grown !== undefined);
    assert.deepEqual([growth.size, others], [grown.newer.size, []]);
    const { verifierKey } = await house.ok('log.checkpoint', {}, { as: owner });
    const keys = { logs: [verifierKey], witnesses: [] };
    const earlier = openCheckpoint(nodeCrypto, grown.earlier.checkpoint ?? '', keys);
    assert.deepEqual(earlier.root, parseCheckpoint(visit.checkpoint).root);
    const { oldSize, proof, checkpoint } = parseAddCheckpoint(grown.proof ?? '');
    const newer = openCheckpoint(nodeCrypto, checkpoint, keys);
    assert.equal(checkpoint, grown.newer.checkpoint);
    assert.doesNotThrow(() =>
      verifyConsistency(nodeCrypto, { oldSize, oldRoot: earlier.root, size: newer.size, root: newer.root, proof }),
    );
    const old = await house.ok('log.checkpoint', { size: visit.size }, { as: owner });
    assert.deepEqual([old.size, old.rootHash], [visit.size, grown.earlier.rootHash]);
    const tooMany = await house.call('log.checkpoint', { size: 9999 }, { as: owner });
    assert.equal(tooMany.error?.code, 'not_yet_possible');
    const [fromNothing] = (await changes({ since: 'beginning' })).growth.logs;
    assert.deepEqual([fromNothing?.earlier.checkpoint, fromNothing?.proof], [null, null]);
  });

  test('EL107 a checkpoint or proof that somebody holds is compared with this log', async () => {
    const { proof } = await house.ok('receipts.get', { index: 3 }, { as: owner });
    for (const held of [visit.checkpoint, visit.checkpoint.replaceAll('\n', '\r\n').trimEnd()]) {
      const { since } = await changes({ checkpoint: held, engagementId });
      assert.deepEqual([since.by, since.size], ['checkpoint', visit.size]);
    }
    assert.equal((await changes({ checkpoint: proof })).since.by, 'checkpoint');
    const bad = await refused({ checkpoint: 'These are notes.' });
    assert.deepEqual([bad?.code, bad?.field], ['bad_input', 'checkpoint']);

    ({ owner: stranger } = await house.organization('Southwind'));
    await sign(stranger);
    const foreign = await refused({ checkpoint: visit.checkpoint }, stranger);
    assert.deepEqual([foreign?.code, foreign?.field], ['conflict', 'checkpoint']);
    assert.match(foreign?.message ?? '', /of another log: tickmark\.local\/logs\//);

    const { origin, size, root } = parseCheckpoint(visit.checkpoint);
    const forged = signNote(nodeCrypto, formatCheckpoint({ origin, size, root }), {
      name: origin,
      seed: new Uint8Array(32).fill(9),
    });
    const notOurs = await refused({ checkpoint: forged });
    assert.equal(notOurs?.code, 'bad_input');
    assert.match(notOurs?.message ?? '', /the key of the log has not signed it/);
  });

  test('a person marks what was seen, for each engagement and themselves, without an entry in the log', async () => {
    const reader = mara;
    const size = await sign();
    const seen = (as: Person) => house.ok('log.seen', { engagementId }, { as });
    assert.deepEqual(await seen(reader), { seen: null, changes: null });
    const fromTheFirst = await changes({ engagementId }, reader);
    assert.deepEqual([fromTheFirst.since.by, fromTheFirst.since.size], ['beginning', 0]);
    assert.deepEqual(await house.ok('log.mark-seen', { engagementId, size: size - 2 }, { as: reader }), {
      size: size - 2,
      before: 0,
    });
    assert.deepEqual(await house.ok('log.mark-seen', { engagementId, size }, { as: reader }), {
      size,
      before: size - 2,
    });
    assert.deepEqual(await seen(reader), { seen: { size, at: house.time.now.toISOString() }, changes: 0 });
    assert.deepEqual([await sign(), (await seen(owner)).seen], [size, null]);
    await house.ok('controls.adopt', { codes: ['GOV-01'], effectiveFrom: '2025-03-01' }, { as: owner });
    const { since, items } = await changes({ engagementId }, reader);
    assert.deepEqual([since.by, since.size, items.map(({ op }) => op)], ['seen', size, ['controls.adopt']]);
    assert.equal((await seen(reader)).changes, 1);
    const { items: members } = await house.ok('members.list', {}, { as: owner });
    for (const { name, userId } of members) {
      const scope = { role: 'app', organizationId: owner.organization, userId } as const;
      const rows = await house.database.transaction(scope, (tx) =>
        tx.selectFrom('seenPoints').select('size').execute(),
      );
      assert.equal(rows.length, name === 'reader' ? 1 : 0, 'the second fence keeps marks of others out of sight');
    }
    for (const [input, code] of [
      [{ engagementId, size: 9999 }, 'not_found'],
      [{ engagementId: bundleId, size }, 'not_found'],
      [{ engagementId, size: -1 }, 'bad_input'],
    ] as const)
      assert.equal((await house.call('log.mark-seen', input, { as: reader })).error?.code, code);
    await house.ok('log.mark-seen', { engagementId, size: 0 }, { as: reader });
    assert.equal((await seen(reader)).seen, null);
    await house.ok('log.mark-seen', { engagementId, size }, { as: reader });
    assert.equal((await house.call('log.seen', { engagementId }, { as: stranger })).error?.code, 'not_found');
    assert.equal((await refused({ engagementId }, stranger))?.code, 'not_found');
  });

  test('EL105 an entry of an operation that nobody has words for is told by its name', async () => {
    const entry = { organizationId: owner.organization, op: 'notes.add', at: house.time.now, by: null, facts: {} };
    const scope = { role: 'app', organizationId: owner.organization, userId: null } as const;
    const index = await house.database.transaction(scope, (tx) => record(tx, entry));
    const { items } = await changes({ since: `entry:${index - 1}`, engagementId });
    const [{ noun, text, by, concerns }] = items as [LogChange];
    assert.deepEqual(
      { noun, text, by, concerns },
      { noun: 'other', text: 'An entry of notes.add.', by: null, concerns: true },
    );
  });

  test('EL106 an entry that was changed in the database is named, and no changes are told', async () => {
    const index = visit.size + 1;
    const tampered = `where organization_id = '${owner.organization}' and index = ${index}`;
    const set = (text: string) => administrator(`update tickmark.log_entries set statement = ${text} ${tampered}`);
    await set(`replace(statement, '"v":1', '"v":1,"x":1')`);
    const error = await refused({ since: `entry:${visit.size - 1}` });
    assert.deepEqual(
      [error?.code, error?.message],
      ['does_not_hold', `Entry ${index} in the database is not the one that was signed.`],
    );
    const later = await refused({ since: `entry:${index}` });
    assert.equal(later, undefined, 'what came after it is as it was signed');
    await set(`replace(statement, '"v":1,"x":1', '"v":1')`);
    assert.equal(await refused({ since: `entry:${visit.size - 1}` }), undefined);
  });

  test('EL105 EL106 EL107 a point before a rotation of the key leads on through the end of its log to the newest', async () => {
    const made = await house.organization('Turnwind');
    const turner = made.owner;
    const of = { engagementId: made.engagementId };
    const scope = { role: 'app', organizationId: turner.organization, userId: null } as const;
    const holiday = (date: string) =>
      house.ok('holidays.add', { holidays: [{ date, name: 'Holiday' }] }, { as: turner });
    await holiday('2026-05-01');
    await sign(turner);
    const kept = await house.ok('log.checkpoint', {}, { as: turner });
    await house.ok('log.mark-seen', { ...of, size: 2 }, { as: turner });
    await holiday('2026-06-01');
    const oldKey = await house.database.transaction(scope, (tx) =>
      openSigningKey(tx, turner.organization, house.masterKey),
    );
    const { items: logs } = await house.ok('log.rotate', { log: 1 }, { as: turner });
    await holiday('2026-07-01');
    await sign(turner);
    const since = (point: Record<string, unknown>) =>
      changes({ ...of, concerns: 'all', sort: 'index', ...point }, turner);
    const now = await house.ok('log.checkpoint', {}, { as: turner });
    const ended = logs[0]?.checkpoint ?? '';
    const steps = ({ growth }: Changes) =>
      growth.logs.map(({ number, first, earlier, newer }) => [number, first, earlier.size, newer.size]);

    // In the old log: from the point to its end, and the next one whole.
    const inOld = await since({ since: 'entry:1' });
    assert.deepEqual([inOld.since.size, inOld.growth.size, inOld.growth.pending], [2, 6, 0]);
    assert.deepEqual(
      inOld.items.map(({ index, op, noun, text }) => [index, op, noun, noun === 'keys' ? text : '']),
      [
        [2, 'holidays.add', 'holidays', ''],
        [
          3,
          'log.rotate',
          'keys',
          'The key of the log was rotated: log 1 ends with this entry, and log 2 continues it with a new key.',
        ],
        [4, 'log.continue', 'keys', 'Log 2 begins, with how log 1 ended: 4 entries and their root hash.'],
        [5, 'holidays.add', 'holidays', ''],
      ],
    );
    assert.deepEqual(steps(inOld), [
      [1, 0, 2, 4],
      [2, 4, 0, 2],
    ]);
    const [first, second] = inOld.growth.logs;
    assert.ok(first !== undefined && second !== undefined);
    assert.deepEqual([first.verifierKey, second.verifierKey], [kept.verifierKey, now.verifierKey]);
    assert.deepEqual(
      [first.earlier.checkpoint, first.newer.checkpoint],
      [null, ended],
      'the old key signs nothing more',
    );
    const held = openCheckpoint(nodeCrypto, kept.checkpoint, { logs: [first.verifierKey], witnesses: [] });
    const { oldSize, proof, checkpoint } = parseAddCheckpoint(first.proof ?? '');
    const end = openCheckpoint(nodeCrypto, checkpoint, { logs: [first.verifierKey], witnesses: [] });
    assert.doesNotThrow(() =>
      verifyConsistency(nodeCrypto, { oldSize, oldRoot: held.root, size: end.size, root: end.root, proof }),
    );
    assert.deepEqual([second.proof, second.newer.checkpoint], [null, now.checkpoint]);

    // At its end, in the new log, and from the beginning.
    const atEnd = await since({ since: 'entry:3' });
    assert.deepEqual(steps(atEnd), [
      [1, 0, 4, 4],
      [2, 4, 0, 2],
    ]);
    assert.equal(atEnd.growth.logs[0]?.earlier.checkpoint, ended);
    assert.deepEqual(
      atEnd.items.map(({ index }) => index),
      [4, 5],
    );
    assert.deepEqual(steps(await since({ since: 'entry:4' })), [[2, 4, 1, 2]]);
    const whole = await since({ since: 'beginning' });
    assert.deepEqual([whole.counts.entries, steps(whole)[0]], [6, [1, 0, 0, 4]]);

    // What the reader holds may be of any log of the chain.
    for (const [text, size] of [
      [kept.checkpoint, 2],
      [ended, 4],
      [now.checkpoint, 6],
    ] as const)
      assert.deepEqual((await since({ checkpoint: text })).since.size, size);
    const { origin, seed } = oldKey;
    const madeUp = (size: bigint) =>
      signNote(nodeCrypto, formatCheckpoint({ origin, size, root: end.root }), { name: origin, seed });
    for (const [size, message] of [
      [2n, /^The history you saw is not the beginning of this one: the first 2 entries of log 1 had/],
      [5n, /^You saw a log of 5 entries, and log 1 has 4: entries that you saw are gone/],
    ] as const) {
      const error = await refused({ checkpoint: madeUp(size) }, turner);
      assert.deepEqual([error?.code, error?.field], ['does_not_hold', 'checkpoint']);
      assert.match(error?.message ?? '', message);
    }

    // Marks are numbers of the chain, before the rotation as after it.
    const seen = async () => (await house.ok('log.seen', of, { as: turner })).changes;
    assert.deepEqual([(await since({ since: 'seen' })).since.size, await seen()], [2, 4]);
    for (const size of [3, 4, 5, 6]) {
      await house.ok('log.mark-seen', { ...of, size }, { as: turner });
      assert.deepEqual([(await since({ since: 'seen' })).since.size, await seen()], [size, 6 - size]);
    }
    const checkpointOf = async (size: number) => {
      const answer = await house.ok('log.checkpoint', { size }, { as: turner });
      return [answer.log, answer.first, answer.size, answer.checkpoint === ended];
    };
    assert.deepEqual(await checkpointOf(4), [1, 0, 4, true]);
    assert.deepEqual(await checkpointOf(5), [2, 4, 1, false]);
    const gone = await house.call('log.checkpoint', { size: 3 }, { as: turner });
    assert.deepEqual([gone.error?.code, gone.error?.field], ['no_longer_possible', 'size']);

    // An entry that was changed, the link between the logs, and a log that is gone.
    const mine = `where organization_id = '${turner.organization}'`;
    const set = (text: string) =>
      administrator(`update tickmark.log_entries set statement = ${text} ${mine} and index in (2, 5)`);
    for (const [point, changed] of [
      ['entry:1', 2],
      ['entry:3', 5],
    ] as const) {
      await set(`replace(statement, '"v":1', '"v":1,"x":1')`);
      const { message } = (await refused({ ...of, since: point }, turner)) ?? {};
      assert.equal(message, `Entry ${changed} in the database is not the one that was signed.`);
      await set(`replace(statement, '"v":1,"x":1', '"v":1')`);
    }
    const line = `— somebody ${Buffer.alloc(68, 7).toString('base64')}\n`;
    await administrator(`update tickmark.earlier_logs set checkpoint = checkpoint || '${line}' ${mine}`);
    const unlinked = await refused({ ...of, since: 'entry:1' }, turner);
    assert.equal(unlinked?.code, 'does_not_hold');
    assert.match(unlinked.message, /Entry 4 continues another log than the one that is there before it/);
    assert.equal(await refused({ ...of, since: 'entry:4' }, turner), undefined, 'what came after it is whole');
    await administrator(`update tickmark.earlier_logs set checkpoint = replace(checkpoint, '${line}', '') ${mine}`);
    assert.equal(await refused({ ...of, since: 'entry:1' }, turner), undefined);
    await administrator(`delete from tickmark.earlier_logs ${mine}`);
    const without = await refused({ ...of, since: 'beginning' }, turner);
    assert.deepEqual([without?.code, without?.message], ['does_not_hold', 'Log 1 is gone from the database.']);
  });

  test('EL107 a log that was rewritten since is told by the checkpoint of the visit, and by what was marked as seen', async () => {
    await house.ok('log.mark-seen', { engagementId, size: visit.size }, { as: owner });
    await administrator(
      `update tickmark.log_entries set statement = replace(statement, 'IAM-06', 'IAM-05') where organization_id = '${owner.organization}'`,
      `delete from tickmark.log_tiles where organization_id = '${owner.organization}'`,
      `update tickmark.logs set size = 0, checkpoint = null where organization_id = '${owner.organization}'`,
    );
    await sign();
    assert.equal(await refused({ since: 'beginning' }), undefined, 'by itself the new history is whole');
    for (const [input, field] of [
      [{ checkpoint: visit.checkpoint }, 'checkpoint'],
      [{ since: 'seen', engagementId }, 'since'],
    ] as const) {
      const error = await refused(input);
      assert.deepEqual([error?.code, error?.field], ['does_not_hold', field]);
      assert.match(error?.message ?? '', /^The history you saw is not the beginning of this one/);
    }
    assert.equal((await house.call('log.seen', { engagementId }, { as: owner })).error?.code, 'does_not_hold');
    await administrator(
      `delete from tickmark.log_entries where index >= 5 and organization_id = '${owner.organization}'`,
      `delete from tickmark.log_tiles where organization_id = '${owner.organization}'`,
      `update tickmark.logs set size = 0, next_index = 5, checkpoint = null where organization_id = '${owner.organization}'`,
    );
    await sign();
    const shorter = await refused({ checkpoint: visit.checkpoint });
    assert.match(shorter?.message ?? '', /and this one has 5: entries that you saw are gone/);
  });

  /** What somebody with the database could do. */
  async function administrator(...scripts: string[]): Promise<void> {
    await house.database.owner(async (connection) => {
      const tables = ['log_entries', 'logs', 'earlier_logs', 'log_tiles'];
      for (const table of tables) await connection.script(`alter table tickmark.${table} no force row level security`);
      for (const script of scripts) await connection.script(script);
      for (const table of tables) await connection.script(`alter table tickmark.${table} force row level security`);
    });
  }
});
