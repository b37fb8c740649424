import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { LogCheck } from '@tickmark/core';
import { verifyBundle, type Verification } from '../../../cli/src/bundles/index.ts';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { sourceOf } from '../../../verify-page/src/verify/source.ts';
import { verifyIntegrity } from '../../../verify-page/src/verify/verify.ts';
import { dailyDeletion, removalLeft } from '../../src/retention/index.ts';
import type { JobContext } from '../../src/platform/handler.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

const period = { from: '2025-03-01', to: '2026-02-28' };
const long = { from: '2018-01-01', to: '2018-12-31' };

onPostgres('retention of evidence', (subject) => {
  let house: House;
  /** What a test puts around one job. */
  let around: { kind: string; work: (job: JobContext, run: () => Promise<Record<string, unknown>>) => unknown } | null =
    null;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder, {
      wrap: (handlers) =>
        Object.fromEntries(
          Object.entries(handlers).map(([kind, handler]) => [
            kind,
            async (job: JobContext, input: Record<string, unknown>) => {
              const now = around?.kind === kind ? around : null;
              return (await (now?.work(job, () => handler(job, input)) ?? handler(job, input))) as Record<
                string,
                unknown
              >;
            },
          ]),
        ) as typeof handlers,
    });
  });
  after(() => house.stop());

  const scopeOf = ({ organization }: Person) => ({ role: 'app', organizationId: organization, userId: null }) as const;
  const upload = (as: Person, title: string, file = title, more: Record<string, unknown> = {}) =>
    house.ok('evidence.upload', { title, period, ...more }, { as, file, fileName: `${title}.txt` });
  const remove = (as: Person, id: string, more: Record<string, unknown> = {}) =>
    house.call(
      'retention.delete',
      { id, reason: 'wrong-file', words: 'It belongs to another company.', ...more },
      { as },
    );
  const gone = async (as: Person): Promise<void> => {
    for (const kind of ['remove-files', 'read-evidence']) {
      const { items } = await house.ok('jobs.list', { kind }, { as });
      for (const { id } of items) assert.equal((await house.finished(id, as)).state, 'done', house.logged.join(''));
    }
  };
  const faults = async (as: Person): Promise<string[]> => {
    const { result } = await house.run('log.check', {}, { as });
    return (result as unknown as LogCheck).faults.first.map(({ message }) => message);
  };
  const errorOf = async (reply: ReturnType<House['call']>) => {
    const { error } = await reply;
    return [error?.code, error?.field];
  };
  const bundle = async (as: Person, engagementId: string): Promise<{ full: Verification; bytes: Buffer }> => {
    const job = await house.run('bundles.create', { engagementId }, { as });
    assert.equal(job.state, 'done', JSON.stringify(job.error) + house.logged.join(''));
    const { bytes } = await house.call('bundles.download', { id: job.result?.['bundleId'] }, { as });
    const folder = await mkdtemp(join(tmpdir(), 'tickmark-kept-'));
    await writeFile(join(folder, 'bundle.tar'), bytes);
    const full = await verifyBundle(join(folder, 'bundle.tar'));
    await rm(folder, { recursive: true });
    const page = await verifyIntegrity(sourceOf(bytes));
    assert.deepEqual([full.failure, page.broken], [null, null]);
    return { full, bytes };
  };

  test('EV50 a deletion takes bytes, salt, hash, name and text, and leaves the record and an entry without any words', async () => {
    const { owner } = await house.organization('Keepwind');
    const { id, sha256, commitment } = await upload(owner, 'Payroll', 'Zebediah earns much', { tags: ['pay'] });
    await gone(owner);
    const list = (more: Record<string, unknown>) => house.ok('evidence.list', more, { as: owner });
    assert.equal((await list({ search: 'zebediah' })).total, 1);
    const reply = await remove(owner, id, { reason: 'personal-data', words: 'Names of people', title: 'List of pay' });
    assert.equal(reply.status, 200, reply.bytes.toString());
    await gone(owner);

    const piece = await house.ok('evidence.get', { id }, { as: owner });
    const { deleted, title, fileName, content, renewal } = piece;
    assert.deepEqual(
      [title, fileName, piece.sha256, piece.commitment, content.state, renewal],
      ['List of pay', null, null, commitment, 'nothing', 'none'],
    );
    assert.deepEqual(
      [deleted?.reason, deleted?.words, deleted?.by.name, deleted?.removed],
      ['personal-data', 'Names of people', 'Olga Owner', true],
    );
    assert.equal(await house.blobs.has(owner.organization, String(sha256)), false);
    const left = await subject.database.transaction(scopeOf(owner), async (tx) => ({
      row: await tx.selectFrom('evidence').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
      passages: await tx.selectFrom('evidencePassages').selectAll().execute(),
      removals: await tx.selectFrom('fileRemovals').selectAll().execute(),
    }));
    assert.deepEqual([left.row.salt, left.row.fileName, left.passages, left.removals], [null, null, [], []]);
    for (const name of ['evidence.download', 'evidence.preview'] as const) {
      const { status, error } = await house.call(name, { id }, { as: owner });
      assert.deepEqual([status, error?.code], [410, 'gone']);
      assert.match(error?.message ?? '', /deleted on 2026-03-02 by Olga Owner: Personal data/);
    }
    const { items: entries } = await house.ok('log.entries', { op: 'retention.delete' }, { as: owner });
    assert.equal(entries[0]?.index, deleted?.entryIndex);
    assert.deepEqual(entries[0]?.statement.facts, {
      reason: 'personal-data',
      pieces: [{ evidenceId: id, commitment }],
    });
    assert.deepEqual(Object.keys(entries[0]?.statement.seals ?? {}), [`evidence/${id}`, `evidenceDeletions/${id}`]);
    assert.deepEqual(
      [(await list({})).total, (await list({ deleted: 'with' })).total, (await list({ deleted: 'only' })).total],
      [0, 1, 1],
    );
    assert.equal((await list({ search: 'zebediah', deleted: 'with' })).total, 0);
    assert.equal((await house.ok('evidence.counts', {}, { as: owner })).newest, 0);
    const organized = house.call('evidence.tag', { ids: [id], add: ['x'] }, { as: owner });
    assert.deepEqual(await errorOf(organized), ['no_longer_possible', 'ids.0']);
    assert.deepEqual(await errorOf(remove(owner, id)), ['already_done', 'id']);
    assert.deepEqual(await faults(owner), []);
  });

  test('EV50 text that is read while its file is deleted is not kept, and a version before the deleted one counts again', async () => {
    const { owner } = await house.organization('Readwind');
    const first = await upload(owner, 'First');
    await gone(owner);
    let begun = (): void => {};
    const reading = new Promise<void>((resolve) => (begun = resolve));
    let go = (): void => {};
    const deleted = new Promise<void>((resolve) => (go = resolve));
    around = {
      kind: 'read-evidence',
      work: async (job, run) => {
        const { derive } = job;
        job.derive = async (work) => {
          begun();
          await deleted;
          return derive(work);
        };
        return run();
      },
    };
    const second = await upload(owner, 'Second', 'Hidden words', { supersedes: first.id });
    await reading;
    around = null;
    assert.equal((await remove(owner, second.id)).status, 200);
    go();
    await gone(owner);
    assert.equal((await house.ok('evidence.list', { search: 'hidden', deleted: 'with' }, { as: owner })).total, 0);
    assert.equal((await house.ok('evidence.get', { id: first.id }, { as: owner })).supersededBy, null);
    const third = await upload(owner, 'Third', 'Third', { supersedes: first.id });
    assert.equal((await house.ok('evidence.get', { id: first.id }, { as: owner })).supersededBy, third.id);
  });

  test('EV51 bytes stay as long as another record needs them, and the same bytes that come again are another piece', async () => {
    const { owner } = await house.organization('Twinwind');
    const [one, two] = [await upload(owner, 'One', 'the same'), await upload(owner, 'Two', 'the same')];
    const { owner: other } = await house.organization('Otherwind');
    const theirs = await upload(other, 'Theirs', 'the same');
    const has = (as = owner) => house.blobs.has(as.organization, String(one.sha256));
    assert.equal((await remove(owner, one.id)).status, 200);
    await gone(owner);
    assert.equal(await has(), true);
    assert.equal((await house.call('evidence.download', { id: two.id }, { as: owner })).bytes.toString(), 'the same');
    assert.equal((await remove(owner, two.id)).status, 200);
    await gone(owner);
    assert.deepEqual([await has(), await has(other)], [false, true]);
    assert.equal((await house.call('evidence.download', { id: theirs.id }, { as: other })).status, 200);
    assert.deepEqual([await faults(owner), await faults(other)], [[], []]);
    // Equal bytes that come again are another piece.
    const again = await upload(owner, 'Again', 'the same');
    assert.equal((await house.call('evidence.download', { id: again.id }, { as: owner })).bytes.toString(), 'the same');
  });

  test('EV51 bytes that come again while they are removed are there afterwards', async () => {
    const { owner } = await house.organization('Racewind');
    const file = 'bytes that come and go';
    const read = async ({ id }: { id: string }) =>
      (await house.call('evidence.download', { id }, { as: owner })).bytes.toString();
    // Whoever is told that the bytes went with others sends them again.
    const send = async (title: string): Promise<{ id: string }> => {
      const { status, body, error } = await house.call(
        'evidence.upload',
        { title, period },
        { as: owner, file, fileName: 'again.txt' },
      );
      if (error?.code === 'conflict') return send(title);
      assert.equal(status, 200, JSON.stringify(error));
      return body as { id: string };
    };
    let last = await send('First');
    for (let round = 0; round < 12; round += 1) {
      // The removal of the round before may still be at work.
      const [deleted, ...beside] = await Promise.all([
        remove(owner, last.id),
        ...[1, 2].map((n) => send(`Round ${round}, ${n}`)),
      ]);
      assert.equal(deleted.status, 200);
      for (const piece of beside) assert.equal(await read(piece), file);
      const [first, second] = beside;
      assert.equal((await remove(owner, String(first?.id))).status, 200);
      assert.ok(second);
      last = second;
    }
    await gone(owner);
    assert.equal(await read(last), file);
    assert.deepEqual(await faults(owner), []);
  });

  test('EV52 only owners delete, in their own organization, and who brought a piece not alone where there is another owner', async () => {
    const { owner } = await house.organization('Rolewind');
    const { owner: stranger } = await house.organization('Strangewind');
    const { id } = await upload(owner, 'Minutes');
    for (const role of ['compliance-manager', 'control-owner', 'reader'] as const) {
      const person = await house.member(owner, role);
      assert.deepEqual(await errorOf(remove(person, id)), ['not_permitted', undefined]);
      const hold = house.call('retention.hold', { reason: 'other', words: 'x' }, { as: person });
      assert.deepEqual(await errorOf(hold), ['not_permitted', undefined]);
      const schedule = { schedule: { years: 7, supersededYears: null, automatic: false } };
      const set = house.call('retention.set-schedule', schedule, { as: person });
      assert.deepEqual(await errorOf(set), ['not_permitted', undefined]);
      assert.equal((await house.call('retention.due', {}, { as: person })).status, 200);
    }
    assert.deepEqual(await errorOf(remove(stranger, id)), ['not_found', 'id']);
    assert.deepEqual(await errorOf(house.call('retention.piece', { id }, { as: stranger })), ['not_found', 'id']);
    assert.deepEqual(await errorOf(remove(owner, id, { words: ' ' })), ['bad_input', 'words']);
    assert.deepEqual(await errorOf(remove(owner, id, { reason: 'schedule' })), ['bad_input', 'reason']);
    const second = await house.member(owner, 'owner');
    const reply = await remove(owner, id);
    assert.deepEqual([reply.error?.code, reply.error?.field], ['conflict', 'id']);
    assert.match(reply.error?.action ?? '', /Ask another owner: owner/);
    const { early } = await house.ok('retention.piece', { id }, { as: owner });
    assert.deepEqual(
      early.map(({ obstacles }) => obstacles.map(({ kind }) => kind)),
      [['uploader'], ['uploader'], ['uploader'], ['uploader']],
    );
    const { total } = await house.ok('log.entries', {}, { as: owner });
    assert.equal((await remove(second, id)).status, 200);
    assert.equal((await house.ok('log.entries', {}, { as: owner })).total, total + 1);
  });

  test('EV53 what an engagement in progress rests on is not deleted, until its controls were taken off or it has a newer version', async () => {
    const { owner } = await house.organization('Restwind');
    await house.ok('controls.adopt', { codes: ['GOV-01'], effectiveFrom: '2025-03-01' }, { as: owner });
    const { id } = await upload(owner, 'Minutes', 'Minutes', { controls: ['GOV-01'] });
    const reply = await remove(owner, id);
    assert.equal(reply.error?.code, 'conflict');
    assert.match(reply.error?.message ?? '', /in progress and rests on it, by GOV-01/);
    assert.match(reply.error?.action ?? '', /until 2027-02-28/);
    const newer = await upload(owner, 'Minutes, signed', 'signed', { controls: ['GOV-01'], supersedes: id });
    assert.equal((await remove(owner, id)).status, 200);
    await house.ok('evidence.assign', { ids: [newer.id], remove: ['GOV-01'] }, { as: owner });
    assert.equal((await remove(owner, newer.id)).status, 200);
    // In progress for a year after its last day, the same day of the next year included.
    for (const [name, asOf, status] of [
      ['Endwind', '2025-03-02', 409],
      ['Pastwind', '2025-03-01', 200],
    ] as const) {
      const { owner: keeper } = await house.organization(name, { terms: { type: 'type1', asOf } });
      await house.ok('controls.adopt', { codes: ['GOV-01'], effectiveFrom: '2025-01-01' }, { as: keeper });
      const old = await upload(keeper, 'Old', 'Old', { controls: ['GOV-01'], period: { from: asOf, to: asOf } });
      assert.equal((await remove(keeper, old.id)).status, status, name);
    }
  });

  test('EV53 PL40 what an item of the plan was said to be done, verified or accepted with is kept until it is taken off', async () => {
    const { owner, engagementId } = await house.organization('Proofwind');
    const other = await house.member(owner, 'compliance-manager');
    const me = (await house.ok('sessions.current', {}, { as: owner })).user.id;
    const { id } = await upload(owner, 'Settings');
    const against = async () => {
      const { obstacles } = await house.ok('retention.piece', { id }, { as: owner });
      const { error } = await remove(owner, id, { reason: 'law' });
      return [error?.code, error?.message.replace(/^.* now\. /, ''), obstacles.map(({ kind }) => kind).join()];
    };
    const held = (what: string) => [
      'conflict',
      `PA-1 of the plan of “SOC 2 Type 2, 2025-03-01 to 2026-02-28” ${what} with it.`,
      'plan',
    ];
    const item = await house.ok('plan.add', { engagementId, title: 'Encrypt', owner: me }, { as: owner });
    const attached = await house.ok('plan.attach', { id: item.id, evidence: [id] }, { as: owner });
    const free = await house.ok('retention.piece', { id }, { as: owner });
    assert.deepEqual(free.obstacles, [], 'the control arm: attached to work that is left, it holds nothing back');
    let revision = attached.revision;
    const call = async (
      name: 'plan.move' | 'plan.verify' | 'plan.accept',
      more: Record<string, unknown>,
      as = owner,
    ) => {
      const { items } = await house.ok(name, { items: [{ id: item.id, revision }], ...more }, { as });
      revision = items[0]?.revision ?? 0;
    };
    const detach = () => house.call('plan.detach', { id: item.id, evidence: [id] }, { as: owner });
    await call('plan.move', { to: 'done' });
    assert.deepEqual(await against(), held('was said to be done'));
    assert.deepEqual(await errorOf(detach()), ['no_longer_possible', 'evidence'], 'nothing else shows it');
    await call('plan.verify', { outcome: 'verified' }, other);
    assert.deepEqual(await against(), held('was verified'));
    // A newer version takes the place of nothing: this one is what was looked at.
    await upload(owner, 'Settings, newer', 'newer', { supersedes: id });
    assert.deepEqual(await against(), held('was verified'));
    assert.deepEqual(await errorOf(detach()), ['no_longer_possible', 'id']);
    await call('plan.move', { to: 'open', note: 'Not so' });
    await call('plan.accept', { until: '2026-03-05', reason: 'Rarely' });
    assert.deepEqual(await against(), held('was accepted as a risk'));
    const today = house.time.now;
    house.time.now = new Date('2026-03-06T09:00:00Z');
    assert.deepEqual(
      (await house.ok('retention.piece', { id }, { as: owner })).obstacles,
      [],
      'the acceptance has ended',
    );
    house.time.now = today;
    assert.deepEqual(await against(), held('was accepted as a risk'));
    await house.ok('plan.detach', { id: item.id, evidence: [id] }, { as: owner });
    assert.equal((await remove(owner, id, { reason: 'law' })).status, 200);
    assert.deepEqual(await faults(owner), []);

    // A year after its last day an engagement is over, and nothing rests on what it had.
    const long = await house.organization('Overwind', { terms: { type: 'type1', asOf: '2025-03-01' } });
    const next = { service: 'Books', categories: ['security'], terms: { type: 'type2', period } };
    await house.ok('engagements.create', next, { as: long.owner });
    const done = await house.ok('plan.add', { engagementId: long.engagementId, title: 'Done' }, { as: long.owner });
    const shown = await upload(long.owner, 'Shown');
    const { revision: seen } = await house.ok('plan.attach', { id: done.id, evidence: [shown.id] }, { as: long.owner });
    await house.ok('plan.move', { items: [{ id: done.id, revision: seen }], to: 'done' }, { as: long.owner });
    assert.equal((await remove(long.owner, shown.id)).status, 200);
  });

  test('EV53 RD46 what a question is answered with is kept until it is taken off the question or the answer is taken back', async () => {
    const { owner, engagementId } = await house.organization('Answerwind');
    const { id } = await upload(owner, 'Directory');
    const answer = (kind: string, after: number) =>
      house.ok(
        'readiness.answer',
        { engagementId, answers: [{ question: 'RQ-046', answer: { kind }, after }] },
        { as: owner },
      );
    const kinds = async () =>
      (await house.ok('retention.piece', { id }, { as: owner })).obstacles.map(({ kind }) => kind);
    await house.ok('readiness.attach', { engagementId, question: 'RQ-046', evidence: [id] }, { as: owner });
    assert.deepEqual(await kinds(), [], 'the control arm: without an answer it holds nothing back');
    await answer('yes', 0);
    assert.deepEqual(await kinds(), ['answer']);
    const reply = await remove(owner, id);
    assert.deepEqual([reply.error?.code, reply.error?.field], ['conflict', 'id']);
    assert.match(reply.error?.message ?? '', /RQ-046 of the readiness assessment of “.*” is answered with it attached/);
    await answer('unknown', 1);
    assert.deepEqual(await kinds(), [], 'who does not know rests on nothing');
    await answer('no', 2);
    assert.deepEqual(await kinds(), ['answer']);
    await answer('withdrawn', 3);
    assert.deepEqual(await kinds(), []);
    await answer('yes', 4);
    await house.ok('readiness.detach', { engagementId, question: 'RQ-046', evidence: [id] }, { as: owner });
    assert.equal((await remove(owner, id)).status, 200);
    assert.deepEqual(await faults(owner), []);
  });

  test('EV54 a hold on a piece, or on all, stops every deletion until it is released; both leave entries without words', async () => {
    const { owner } = await house.organization('Holdwind');
    const one = await upload(owner, 'One', 'One', { period: long });
    const two = await upload(owner, 'Two', 'Two', { period: long });
    const schedule = { years: 7, supersededYears: null, automatic: false };
    await house.ok('retention.set-schedule', { schedule }, { as: owner });
    const place = (more: Record<string, unknown>) =>
      house.call('retention.hold', { reason: 'litigation', words: 'Smith against us', ...more }, { as: owner });
    const hold = (await place({ evidence: one.id })).body as { id: string };
    assert.deepEqual(await errorOf(place({ evidence: one.id })), ['already_done', 'reason']);
    const due = (ids: string[]) => house.call('retention.delete-due', { ids }, { as: owner });
    assert.deepEqual(await errorOf(due([two.id, one.id])), ['conflict', 'ids.1']);
    assert.deepEqual(await errorOf(remove(owner, one.id, { reason: 'law' })), ['conflict', 'id']);
    const all = (await place({ reason: 'investigation' })).body as { id: string };
    assert.deepEqual(await errorOf(due([two.id])), ['conflict', 'ids.0']);
    assert.deepEqual(await errorOf(remove(owner, two.id)), ['conflict', 'id']);
    const { items } = await house.ok('retention.due', {}, { as: owner });
    assert.deepEqual(items.map(({ title, due: now, obstacles }) => [title, now, obstacles.length]).toSorted(), [
      ['One', true, 2],
      ['Two', true, 1],
    ]);
    const release = (id: string) => house.call('retention.release', { id, words: 'Settled' }, { as: owner });
    assert.equal((await release(all.id)).status, 200);
    assert.deepEqual(await errorOf(release(all.id)), ['already_done', 'id']);
    assert.equal((await due([two.id])).status, 200);
    assert.equal((await house.ok('retention.holds', {}, { as: owner })).total, 1);
    assert.equal((await house.ok('retention.holds', { standing: false }, { as: owner })).total, 2);
    assert.equal((await release(hold.id)).status, 200);
    assert.equal((await due([one.id])).status, 200);
    assert.deepEqual(await errorOf(place({ evidence: one.id })), ['no_longer_possible', 'evidence']);
    const { items: entries } = await house.ok('log.entries', {}, { as: owner });
    assert.doesNotMatch(JSON.stringify(entries), /Smith|Settled/);
    await gone(owner);
    assert.deepEqual(await faults(owner), []);
  });

  test('EV55 the schedule tells what is due thirty days ahead, and deletes nothing before its day or by itself', async () => {
    const { owner } = await house.organization('Duewind');
    const today = house.time.now;
    const at = (day: string): void => void (house.time.now = new Date(`${day}T12:00:00.000Z`));
    const speaks = (to: string) => ({ period: { from: to, to } });
    const first = await upload(owner, 'First', 'First', speaks('2019-03-31'));
    await upload(owner, 'Second', 'Second', { ...speaks('2019-03-31'), supersedes: first.id });
    await upload(owner, 'Leap', 'Leap', speaks('2020-02-29'));
    const due = async (more: Record<string, unknown> = {}) =>
      (await house.ok('retention.due', { sort: 'dueOn', ...more }, { as: owner })).items.map((each) => [
        each.title,
        each.dueOn,
        each.due,
      ]);
    assert.deepEqual(await due(), [], 'no schedule: nothing is ever due');
    const set = (years: number, supersededYears: number | null = null, automatic = false) =>
      house.call('retention.set-schedule', { schedule: { years, supersededYears, automatic } }, { as: owner });
    assert.deepEqual(await errorOf(set(0)), ['bad_input', 'schedule.years']);
    assert.deepEqual(await errorOf(set(31)), ['bad_input', 'schedule.years']);
    assert.deepEqual(await errorOf(set(3, 4)), ['bad_input', 'schedule.supersededYears']);
    assert.equal((await set(7)).status, 200);
    assert.deepEqual(await errorOf(set(7)), ['already_done', 'schedule']);
    at('2026-03-01');
    assert.deepEqual(await due(), []);
    at('2026-03-02');
    assert.deepEqual((await due()).toSorted(), [
      ['First', '2026-04-01', false],
      ['Second', '2026-04-01', false],
    ]);
    assert.deepEqual(await errorOf(house.call('retention.delete-due', { ids: [first.id] }, { as: owner })), [
      'not_yet_possible',
      'ids.0',
    ]);
    assert.deepEqual(await due({ within: 366, search: 'leap' }), [['Leap', '2027-03-01', false]]);
    assert.equal((await set(7, 1)).status, 200);
    assert.deepEqual(await due({ within: 0 }), [['First', '2020-04-01', true]]);
    assert.equal((await house.ok('retention.piece', { id: first.id }, { as: owner })).dueOn, '2020-04-01');
    const { items } = await house.ok('retention.delete-due', { ids: [first.id, first.id] }, { as: owner });
    assert.deepEqual(
      items.map(({ title }) => title),
      ['First'],
    );
    assert.equal((await house.ok('evidence.get', { id: first.id }, { as: owner })).deleted?.reason, 'schedule');
    const taken = await house.ok('retention.set-schedule', { schedule: null }, { as: owner });
    assert.equal(taken.schedule, null);
    assert.deepEqual(await due({ within: 3660 }), []);
    await gone(owner);
    assert.deepEqual(await faults(owner), []);
    house.time.now = today;
  });

  test('EV56 a schedule that was told to deletes each day what is due and nothing stands against, in the name of an owner', async () => {
    const { owner } = await house.organization('Dailywind');
    const second = await house.member(owner, 'owner');
    const ids = [];
    for (const title of ['One', 'Two', 'Held']) ids.push((await upload(owner, title, title, { period: long })).id);
    await house.ok('retention.hold', { evidence: ids[2], reason: 'other', words: 'Wait' }, { as: owner });
    const next = () =>
      subject.database.transaction(scopeOf(owner), (tx) => dailyDeletion(tx, owner.organization, house.time.now));
    const schedule = { years: 7, supersededYears: null, automatic: true };
    await house.ok('retention.set-schedule', { schedule: { ...schedule, automatic: false } }, { as: second });
    assert.equal(await next(), undefined);
    await house.ok('retention.set-schedule', { schedule }, { as: second });
    const request = await next();
    assert.ok(request);
    const jobId = await subject.database.transaction(scopeOf(owner), (tx) =>
      house.jobs.enqueue(tx, {
        ...request,
        id: crypto.randomUUID(),
        organizationId: owner.organization,
        now: house.time.now,
      }),
    );
    house.jobs.notify();
    const job = await house.finished(jobId, owner);
    assert.deepEqual([job.state, job.result], ['done', { deleted: 2 }], house.logged.join(''));
    assert.equal(await next(), undefined, 'once a day');
    const { items } = await house.ok('evidence.list', { deleted: 'only' }, { as: owner });
    assert.deepEqual(items.map(({ title, deleted }) => [title, deleted?.by.name, deleted?.removed]).toSorted(), [
      ['One', 'owner', true],
      ['Two', 'owner', true],
    ]);
    assert.equal((await house.ok('log.entries', { op: 'retention.delete-due' }, { as: owner })).total, 1);
    const today = house.time.now;
    house.time.now = new Date(today.getTime() + 25 * 3_600_000);
    assert.ok(await next(), 'the one that is held is due still');
    const { items: members } = await house.ok('members.list', {}, { as: owner });
    const member = members.find(({ userId }) => userId === request.requestedBy);
    await house.ok('members.change-role', { userId: member?.userId, role: 'reader' }, { as: owner });
    assert.equal(await next(), undefined);
    assert.match((await house.ok('retention.schedule', {}, { as: owner })).schedule?.rests ?? '', /no owner any more/);
    house.time.now = today;
    assert.deepEqual(await faults(owner), []);
  });

  test('EV57 a stop between the deletion and its file leaves the entry, and the next start removes the file; without an entry it is named', async () => {
    const { owner } = await house.organization('Crashwind');
    const { id, sha256 } = await upload(owner, 'Lost', 'lost bytes');
    const kept = await upload(owner, 'Kept', 'kept bytes');
    await gone(owner);
    const has = (): Promise<boolean> => house.blobs.has(owner.organization, String(sha256));
    around = { kind: 'remove-files', work: () => Promise.reject(new Error('The server stops here.')) };
    assert.equal((await remove(owner, id)).status, 200);
    const [stopped] = (await house.ok('jobs.list', { kind: 'remove-files' }, { as: owner })).items;
    assert.equal((await house.finished(String(stopped?.id), owner)).state, 'failed');
    around = null;
    assert.equal(await has(), true);
    assert.equal((await house.ok('evidence.get', { id }, { as: owner })).deleted?.removed, false);
    assert.equal((await house.call('evidence.download', { id }, { as: owner })).status, 410);
    const request = await subject.database.transaction(scopeOf(owner), (tx) => removalLeft(tx, owner.organization));
    assert.ok(request);
    const jobId = await subject.database.transaction(scopeOf(owner), async (tx) => {
      const { userId } = await tx.selectFrom('members').select('userId').executeTakeFirstOrThrow();
      const now = { organizationId: owner.organization, requestedBy: userId, now: house.time.now };
      return house.jobs.enqueue(tx, { ...request, ...now, id: crypto.randomUUID() });
    });
    house.jobs.notify();
    assert.equal((await house.finished(jobId, owner)).state, 'done');
    assert.equal(await has(), false);
    assert.equal((await house.ok('evidence.get', { id }, { as: owner })).deleted?.removed, true);
    assert.deepEqual(await faults(owner), []);
    // Control arm: bytes that went before anything was committed.
    await house.blobs.remove(owner.organization, String(kept.sha256));
    assert.deepEqual(await faults(owner), [
      `The file with the SHA-256 ${kept.sha256} is gone, and no entry says that it was deleted.`,
    ]);
  });

  test('EV58 a bundle lists what was deleted, keeps what it holds for five years, and holds though evidence comes and goes while it is made', async () => {
    const { owner, engagementId } = await house.organization('Packwind');
    await house.ok('dry-runs.run', { engagementId }, { as: owner });
    const [one, two, three] = [await upload(owner, 'One'), await upload(owner, 'Two'), await upload(owner, 'Three')];
    const plain = await bundle(owner, engagementId);
    assert.equal(plain.full.checked.evidence, 3);
    assert.doesNotMatch(plain.bytes.toString('latin1'), /deletedEvidence/);
    const reply = await remove(owner, one.id);
    assert.deepEqual([reply.error?.code, reply.error?.field], ['conflict', 'reason']);
    assert.match(reply.error?.message ?? '', /in a sealed bundle, so it is kept until 2031-03-02/);
    assert.equal((await house.ok('retention.piece', { id: one.id }, { as: owner })).bundles, 1);
    assert.equal((await remove(owner, one.id, { reason: 'personal-data' })).status, 200);
    const listed = await bundle(owner, engagementId);
    assert.match(listed.full.warnings.join(' '), /The file of 1 piece of evidence of this period was deleted/);
    assert.equal(listed.full.checked.evidence, 2);
    // One comes and one goes between what is read and what is sealed.
    let times = 0;
    around = {
      kind: 'create-bundle',
      work: (job, run) => {
        const { write } = job;
        job.write = async (op, work) => {
          if (op === 'bundles.create' && (times += 1) === 1) {
            await upload(owner, 'Four');
            assert.equal((await remove(owner, two.id, { reason: 'law' })).status, 200);
          }
          return write(op, work);
        };
        return run();
      },
    };
    const overtaken = await bundle(owner, engagementId);
    around = null;
    assert.equal(times, 2);
    assert.equal(overtaken.full.checked.evidence, 2);
    // One goes after the seal: its bytes wait for the bundle.
    around = {
      kind: 'create-bundle',
      work: async (job, run) => {
        const { write } = job;
        job.write = async (op, work) => {
          const done = await write(op, work);
          if (op === 'bundles.create') assert.equal((await remove(owner, three.id, { reason: 'law' })).status, 200);
          return done;
        };
        return run();
      },
    };
    assert.equal((await bundle(owner, engagementId)).full.checked.evidence, 2);
    around = null;
    await gone(owner);
    assert.equal(await house.blobs.has(owner.organization, String(three.sha256)), false);
    assert.equal((await bundle(owner, engagementId)).full.checked.evidence, 1);
    const four = (await house.ok('evidence.list', {}, { as: owner })).items[0];
    const made = (day: string): Promise<unknown> =>
      subject.database.owner(({ script }) =>
        script(`alter table tickmark.bundles no force row level security;
          update tickmark.bundles set created_at = '${day}T12:00:00Z' where organization_id = '${owner.organization}';
          alter table tickmark.bundles force row level security`),
      );
    await made('2021-03-02');
    assert.deepEqual(await errorOf(remove(owner, String(four?.id))), ['conflict', 'reason']);
    const schedule = { years: 1, supersededYears: null, automatic: false };
    await house.ok('retention.set-schedule', { schedule }, { as: owner });
    assert.equal((await house.ok('retention.piece', { id: four?.id }, { as: owner })).dueOn, '2027-03-01');
    await made('2022-03-02');
    assert.equal((await house.ok('retention.piece', { id: four?.id }, { as: owner })).dueOn, '2027-03-03');
    await made('2021-03-01');
    assert.equal((await remove(owner, String(four?.id))).status, 200);
    assert.deepEqual(await faults(owner), []);
  });

  test('EV58 what came through a capture link is missed in a bundle once it was accepted, and is deleted either way', async () => {
    const { owner, engagementId } = await house.organization('Gatewind');
    const other = await house.member(owner, 'owner');
    await house.ok('controls.adopt', { codes: ['GOV-01'], effectiveFrom: '2025-03-01' }, { as: owner });
    await house.ok('dry-runs.run', { engagementId }, { as: owner });
    const give = async (title: string) => {
      const { secret: link } = await house.ok(
        'capture-links.create',
        { title, period, forWhom: 'The front desk', controls: title === 'Waiting' ? ['GOV-01'] : [] },
        { as: owner },
      );
      await house.ok('capture-links.give', { name: 'Greta', note: 'As asked' }, { link, file: title });
      const { items } = await house.ok('evidence.list', { acceptance: 'received', search: title }, { as: owner });
      return { id: String(items[0]?.id), link };
    };
    const [waiting, accepted, kept] = [await give('Waiting'), await give('Accepted'), await give('Kept')];
    for (const { id } of [accepted, kept]) await house.ok('evidence.accept', { id }, { as: owner });
    assert.equal((await bundle(owner, engagementId)).full.checked.evidence, 2);

    const [inOne] = await errorOf(remove(owner, accepted.id, { reason: 'law' }));
    assert.equal(inOne, 'conflict', 'who accepted it does not delete it alone');
    const counted = async () => (await house.ok('evidence.counts', {}, { as: owner })).received;
    assert.equal(await counted(), 1);
    for (const { id } of [waiting, accepted]) assert.equal((await remove(other, id, { reason: 'law' })).status, 200);
    assert.equal(await counted(), 0, 'what the list leaves out is not counted');
    const { full } = await bundle(owner, engagementId);
    assert.equal(full.checked.evidence, 1);
    assert.match(full.warnings.join(' '), /The file of 1 piece of evidence of this period was deleted/);
    assert.deepEqual(await errorOf(house.call('evidence.accept', { id: waiting.id }, { as: owner })), [
      'no_longer_possible',
      'id',
    ]);
    const { given } = await house.ok('evidence.get', { id: accepted.id }, { as: owner });
    assert.deepEqual([given?.by, given?.note], ['Greta', null]);
    assert.equal((await house.ok('capture-links.open', {}, { link: accepted.link })).state, 'deleted');
    assert.deepEqual(await faults(owner), []);
  });

  test('EV59 after any uploads, versions, holds and deletions both verifiers hold and the check of records finds nothing', async (t) => {
    const { owner, engagementId } = await house.organization('Anywind');
    await house.ok('dry-runs.run', { engagementId }, { as: owner });
    await house.ok(
      'retention.set-schedule',
      { schedule: { years: 1, supersededYears: null, automatic: false } },
      { as: owner },
    );
    const pick = <T>(some: readonly T[]): T | undefined => some[Math.floor(Math.random() * some.length)];
    const done: string[] = [];
    for (let n = 0; n < 40; n += 1) {
      const { items } = await house.ok('evidence.list', {}, { as: owner });
      const { items: holds } = await house.ok('retention.holds', {}, { as: owner });
      const piece = pick(items);
      const days = pick([period, long]);
      const calls = [
        () => house.call('evidence.upload', { title: `${n}`, period: days }, { as: owner, file: `${n % 5}` }),
        () => house.call('evidence.upload', { title: `${n}`, period: days }, { as: owner, file: `${n % 5}` }),
        () =>
          house.call('evidence.upload', { title: `${n}`, period, supersedes: piece?.id }, { as: owner, file: `${n}` }),
        () => remove(owner, String(piece?.id), { reason: pick(['wrong-file', 'law']) }),
        () => house.call('retention.delete-due', { ids: items.slice(0, 3).map(({ id }) => id) }, { as: owner }),
        () =>
          house.call(
            'retention.hold',
            { evidence: pick([piece?.id, undefined]), reason: 'other', words: 'x' },
            { as: owner },
          ),
        () => house.call('retention.release', { id: pick(holds)?.id, words: 'x' }, { as: owner }),
        () => house.call('retention.release', { id: pick(holds)?.id, words: 'x' }, { as: owner }),
      ];
      const place = Math.floor(Math.random() * calls.length);
      const { status } = (await calls[place]?.()) ?? {};
      assert.ok(status !== undefined && status < 500, house.logged.join(''));
      done.push(`${place}:${status}`);
      if (n % 20 === 19) await bundle(owner, engagementId);
    }
    t.diagnostic(done.join(' '));
    await gone(owner);
    assert.deepEqual(await faults(owner), [], done.join(' '));
  });
});
