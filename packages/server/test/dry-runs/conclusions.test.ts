import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { DryRun } from '@tickmark/core';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { accessReviews, causeOfOpenReview, withTestedReviews } from '../engagements/access-reviews.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

/** Two of four reviews were left open, which is not effective: it recurs. */
const reviews = accessReviews(
  ['r1', 'completed', '2025-05-20'],
  ['r2', 'open', '2025-08-21'],
  ['r3', 'open', '2025-11-21'],
  ['r4', 'completed', '2026-02-20'],
);

const reason = 'Both were done on paper and seen by the lead.';

onPostgres('conclusions', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;
  let dryRun: DryRun;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner, engagementId } = await withTestedReviews(house, { controls: ['IAM-06', 'IAM-02'], reviews }));
    dryRun = await house.ok('dry-runs.run', { engagementId }, { as: owner });
  });
  after(() => house.stop());

  const entries = async (op: string) => (await house.ok('log.entries', { op }, { as: owner })).items;
  const decide = (decision: Record<string, unknown>, why?: string, as = owner, dryRunId = dryRun.id) =>
    house.call('conclusions.decide', { dryRunId, decision, ...(why === undefined ? {} : { reason: why }) }, { as });
  const onControl = (conclusion: string, subjectCode = 'IAM-06') => ({
    on: 'control',
    subject: subjectCode,
    conclusion,
  });
  const explain = (changes: Record<string, unknown> = {}, as = owner) =>
    house.call('deviations.explain', { ...causeOfOpenReview(engagementId), ...changes }, { as });

  test('CN25 nothing is decided at first, and every subject has its proposal, floor and coded reasons', async () => {
    const { items } = await house.ok('conclusions.list', { dryRunId: dryRun.id }, { as: owner });
    assert.ok(items.every((s) => s.decisions.length === 0 && s.concluded === s.proposal));
    const control = items.find((s) => s.on === 'control' && s.subject === 'IAM-06');
    assert.deepEqual([control?.proposal, control?.floor], ['not-effective', 'effective-with-isolated-deviations']);
    const recurring = await house.ok('conclusions.list', { dryRunId: dryRun.id, reason: 'recurs' }, { as: owner });
    assert.deepEqual(
      recurring.items.map((s) => s.subject),
      ['IAM-06'],
    );
  });

  test('CN25 softer without a reason is refused by its field and leaves nothing', async () => {
    for (const why of [undefined, '', '                         ', 'fine']) {
      const reply = await decide(onControl('effective-with-isolated-deviations'), why);
      assert.deepEqual([reply.status, reply.error?.field], [400, 'reason']);
    }
    const tooSoft = await decide(onControl('effective'), reason);
    assert.deepEqual([tooSoft.status, tooSoft.error?.field], [400, 'decision.conclusion']);
    const untested = await decide(onControl('effective', 'IAM-02'), reason);
    assert.equal(untested.error?.field, 'decision.conclusion');
    assert.equal((await entries('conclusions.decide')).length, 0);
  });

  test('CN25 what a dry run says nothing of, and words that no subject can be, are refused', async () => {
    assert.equal((await decide(onControl('not-effective', 'ZZZ-99'))).error?.code, 'not_found');
    assert.equal((await decide(onControl('achieved'))).error?.code, 'bad_input');
    assert.equal((await decide({ on: 'part', subject: 'opinion', conclusion: 'cannot-say' })).error?.code, 'bad_input');
    const unknown = await decide(onControl('not-effective'), undefined, owner, '00000000-0000-4000-8000-000000000000');
    assert.equal(unknown.error?.code, 'not_found');
  });

  test('CN25 CN27 a softer decision with a reason is recorded once, by whom, when, and with the hash of why', async () => {
    const reply = await decide(onControl('effective-with-isolated-deviations'), reason);
    assert.equal(reply.status, 200, reply.bytes.toString());
    const [entry] = await entries('conclusions.decide');
    assert.equal(entry?.statement.facts['conclusion'], 'effective-with-isolated-deviations');
    assert.equal(entry?.statement.facts['reasonSha256'], createHash('sha256').update(reason).digest('hex'));
    const { items } = await house.ok('conclusions.list', { dryRunId: dryRun.id, on: 'control' }, { as: owner });
    const [made] = items.find((s) => s.subject === 'IAM-06')?.decisions ?? [];
    assert.deepEqual(
      [made?.softer, made?.against, made?.reason, made?.decidedBy.name, made?.decidedAt],
      [true, 'not-effective', reason, 'Olga Owner', '2026-03-02T09:00:00.000Z'],
    );
  });

  test('CN27 a later, harsher decision needs no reason and supersedes; both stay visible and one entry each', async () => {
    assert.equal((await decide(onControl('not-effective'))).status, 200);
    const { items } = await house.ok('conclusions.list', { dryRunId: dryRun.id, on: 'control' }, { as: owner });
    const standing = items.find((s) => s.subject === 'IAM-06');
    assert.equal(standing?.concluded, 'not-effective');
    assert.deepEqual(
      standing?.decisions.map((d) => d.conclusion),
      ['not-effective', 'effective-with-isolated-deviations'],
    );
    assert.equal((await entries('conclusions.decide')).length, 2);
  });

  test('CN26 criteria and parts are decided too', async () => {
    const criterion = { on: 'criterion', subject: 'CC6.1', conclusion: 'not-achieved' };
    assert.equal((await decide(criterion)).status, 200);
    const part = { on: 'part', subject: 'operation', conclusion: 'at-risk-of-adverse' };
    assert.equal((await decide(part)).status, 200);
    const { items } = await house.ok(
      'conclusions.list',
      { dryRunId: dryRun.id, concluded: 'at-risk-of-adverse' },
      { as: owner },
    );
    assert.ok(items.some((s) => s.subject === 'operation' && s.decisions.length === 1));
  });

  test('CN28 only what deviates is explained, in the past, and never twice in silence', async () => {
    const faults: [Record<string, unknown>, string, string][] = [
      [{ items: ['r1'] }, 'not_found', 'items.0'],
      [{ items: ['r2', 'nowhere'] }, 'not_found', 'items.1'],
      [{ test: 'IAM-06.other' }, 'not_found', 'test'],
      [{ causeKind: 'weather' }, 'bad_input', 'causeKind'],
      [{ cause: '   ' }, 'bad_input', 'cause'],
      [{ remediation: { fixedOn: '2026-03-03', text: 'New mailbox' } }, 'not_yet_possible', 'remediation.fixedOn'],
    ];
    for (const [changes, code, field] of faults) {
      const { error } = await explain(changes);
      assert.deepEqual([error?.code, error?.field], [code, field], JSON.stringify(changes));
    }
    assert.equal((await entries('deviations.explain')).length, 0);
    const remediation = { fixedOn: '2026-03-01', text: 'New mailbox' };
    assert.equal((await explain({ remediation })).status, 200);
    assert.deepEqual([(await explain()).error?.code, (await explain()).error?.field], ['bad_input', 'correction']);
    const correction = 'The mailbox was open; nobody looked.';
    assert.equal((await explain({ correction, causeKind: 'workload' })).status, 200);
    const { items } = await house.ok('deviations.explanations', { engagementId, control: 'IAM-06' }, { as: owner });
    assert.deepEqual(items.map((e) => e.causeKind).sort(), ['oversight', 'workload'], 'both stay visible');
    const logged = JSON.stringify(await entries('deviations.explain'));
    assert.ok(!logged.includes('mailbox'), 'what a person wrote stands in no log entry');
  });

  test('CN19 CN20 a cause in the design counts in the next dry run, and a fix changes nothing', async () => {
    const fixed = { fixedOn: '2026-03-01', text: 'A second reminder' };
    const faulty = { items: ['r3'], designAtFault: true, cause: 'No deputy is named.', remediation: fixed };
    assert.equal((await explain(faulty)).status, 200);
    const steps = await house.ok('steps.list', { engagementId }, { as: owner });
    assert.match(steps.items.find((s) => s.id === 'dry-run')?.summary ?? '', /has changed/);
    house.time.now = new Date(house.time.now.getTime() + 60_000);
    const next = await house.ok('dry-runs.run', { engagementId }, { as: owner });
    const control = next.document.controls.find((c) => c.code === 'IAM-06');
    const codes = control?.because?.map(({ reason: r }) => r.code) ?? [];
    assert.ok(codes.includes('cause-in-design') && codes.includes('fixed-later'), codes.join());
    assert.deepEqual([control?.state, control?.floor, control?.deviations], ['not-effective', 'not-effective', 2]);
    const late = await decide(onControl('not-effective'));
    assert.equal(late.error?.code, 'no_longer_possible', 'the first dry run was replaced');
    const former = await house.ok('conclusions.list', { dryRunId: dryRun.id, on: 'control' }, { as: owner });
    assert.equal(former.items.find((s) => s.subject === 'IAM-06')?.decisions.length, 2);
    dryRun = next;
    assert.equal((await decide(onControl('effective-with-isolated-deviations'), reason)).status, 400);
  });

  test('CN27 who recorded the cause and decides is marked', async () => {
    const reply = await decide(onControl('not-effective'));
    assert.equal((reply.body as { explainedToo: boolean }).explainedToo, true);
    const manager = await house.member(owner, 'compliance-manager');
    const other = await decide(onControl('not-effective'), undefined, manager);
    assert.equal((other.body as { explainedToo: boolean }).explainedToo, false);
  });

  test('CN25 a control owner explains deviations and decides nothing; a reader does neither', async () => {
    const controlOwner = await house.member(owner, 'control-owner');
    assert.equal((await decide(onControl('not-effective'), undefined, controlOwner)).error?.code, 'not_permitted');
    assert.equal((await explain({ correction: 'More is known now.' }, controlOwner)).status, 200);
    const reader = await house.member(owner, 'reader');
    assert.equal((await decide(onControl('not-effective'), undefined, reader)).error?.code, 'not_permitted');
    assert.equal((await explain({}, reader)).error?.code, 'not_permitted');
    assert.equal((await house.call('conclusions.list', { dryRunId: dryRun.id }, { as: reader })).status, 200);
  });

  test('CN27 another organization neither sees nor decides nor explains', async () => {
    const { owner: other, engagementId: otherEngagement } = await house.organization('Southwind');
    const replies = [
      await decide(onControl('not-effective'), undefined, other),
      await house.call('conclusions.list', { dryRunId: dryRun.id }, { as: other }),
      await explain({}, other),
      await explain({ engagementId: otherEngagement }, other),
    ];
    assert.deepEqual(
      replies.map((r) => r.status),
      [404, 404, 404, 404],
    );
    assert.equal((await house.ok('deviations.explanations', {}, { as: other })).total, 0);
  });

  test('CN27 dry runs are listed newest first without their documents, which are read one at a time', async () => {
    const { items } = await house.ok('dry-runs.list', { engagementId }, { as: owner });
    assert.deepEqual([items.length, items[0]?.id], [2, dryRun.id]);
    assert.ok(items.every((row) => !('document' in row)));
    const read = await house.ok('dry-runs.get', { id: dryRun.id }, { as: owner });
    assert.deepEqual(read, dryRun);
    const { owner: other } = await house.organization('Eastwind');
    assert.equal((await house.ok('dry-runs.list', {}, { as: other })).total, 0);
    assert.equal((await house.call('dry-runs.get', { id: dryRun.id }, { as: other })).status, 404);
    const employee = await house.member(owner, 'employee');
    assert.equal((await house.call('dry-runs.list', {}, { as: employee })).error?.code, 'not_permitted');
  });

  test('CN27 two who decide at once are both kept, in the order of the log', async () => {
    const before = (await entries('conclusions.decide')).length;
    const replies = await Promise.all([decide(onControl('not-effective')), decide(onControl('not-effective'))]);
    assert.deepEqual(
      replies.map((r) => r.status),
      [200, 200],
    );
    assert.equal((await entries('conclusions.decide')).length, before + 2);
    const { items } = await house.ok('conclusions.list', { dryRunId: dryRun.id, on: 'control' }, { as: owner });
    const order = items.find((s) => s.subject === 'IAM-06')?.decisions.map((d) => d.entryIndex) ?? [];
    assert.deepEqual(
      order,
      order.toSorted((a, b) => b - a),
    );
  });
});
