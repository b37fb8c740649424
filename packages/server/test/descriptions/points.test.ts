import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { OperationName } from '@tickmark/core';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { accessReviews, accessReviewsImport, completedTest } from '../engagements/access-reviews.ts';
import type { House, Person } from '../engagements/house.ts';
import { startScoped, type Scoped } from '../scope/scoped.ts';
import { describedIn, refusal } from './described.ts';

onPostgres('what a description leaves open', (subject) => {
  let scoped: Scoped;
  let house: House;
  before(async () => {
    scoped = await startScoped(subject);
    ({ house } = scoped);
  });
  after(() => house.stop());

  const begun = (terms?: object) => describedIn(house, terms);
  const refused = (name: OperationName, input: Record<string, unknown>, as: Person) => refusal(house, name, input, as);
  const textOfBlocks = (blocks: unknown): string => JSON.stringify(blocks);

  test('DE3 what an incident does not tell is listed, and so is one of other days or of a control that is not described', async () => {
    const { save, codes, part } = await begun();
    const incident = { id: randomUUID(), title: 'The service was down' };
    await save({ part: 'dc4', none: null, incidents: [incident] });
    const [first, second] = (await part('dc4')).points;
    assert.deepEqual([first?.code, first?.severity], ['incident-incomplete', 'must']);
    assert.equal(
      first?.text,
      '“The service was down” does not say what happened, when, how far it went and what was done.',
    );
    assert.deepEqual(first?.place, { kind: 'part', entry: incident.id });
    assert.equal(second?.code, 'incident-without-cause');
    const whole = {
      ...incident,
      cause: 'commitment',
      nature: 'A release without review took it down.',
      from: '2025-05-03',
      to: '2025-05-03',
      effect: '212 customers, 94 minutes.',
      disposition: 'Taken back the same day.',
    };
    const filled = await save({ part: 'dc4', none: null, incidents: [whole] });
    assert.deepEqual(filled.points, []);
    assert.equal(filled.state, 'complete');
    assert.match(textOfBlocks(filled.filled), /94 minutes/);
    await save({ part: 'dc4', none: null, incidents: [{ ...whole, from: '2026-02-01', to: null }] });
    assert.deepEqual(await codes('dc4'), ['incident-outside']);
    await save({ part: 'dc4', none: null, incidents: [{ ...whole, controls: ['XYZ-99'] }] });
    assert.deepEqual(await codes('dc4'), ['unknown-control']);
  });

  test('DE15 each incident of the frozen population is told or set aside; what is not is listed, and its number stands in the text', async () => {
    const { as, id, part, save, read } = await begun();
    assert.equal((await read()).incidents, null);
    const csv = [
      'id,title,severity,customers_affected,detected_at,resolved_at',
      'INC-1,Service down,high,true,2025-05-03T22:30:00Z,2025-05-04T00:10:00Z',
      'INC-2,,low,false,2025-06-01T08:00:00Z,',
    ].join('\n');
    const { state } = await house.run(
      'populations.import',
      {
        engagementId: id,
        kind: 'incidents',
        name: 'Register',
        reading: { format: 'csv' },
      },
      { as, file: csv },
    );
    assert.equal(state, 'done');
    const { incidents } = await read();
    assert.deepEqual(incidents?.items, [
      // The clock of the engagement is two hours ahead in May.
      {
        record: 'INC-1',
        title: 'Service down',
        from: '2025-05-04',
        to: '2025-05-04',
        said: ['severity: high', 'customers affected: yes'],
      },
      {
        record: 'INC-2',
        title: 'INC-2',
        from: '2025-06-01',
        to: null,
        said: ['severity: low', 'customers affected: no'],
      },
    ]);
    const undecided = async () => (await part('dc4')).points.find(({ code }) => code === 'incident-undecided')?.text;
    assert.equal(await undecided(), '2 incidents on record are neither told nor set aside.');
    const none = { lookedAt: 'The register', lookedOn: '2025-12-31' };
    await save({ part: 'dc4', none, incidents: [], setAside: ['INC-2'] });
    assert.equal(await undecided(), '1 incident on record is neither told nor set aside.');
    assert.match(
      textOfBlocks((await part('dc4')).filled),
      /2 incidents on record: 0 told here, 1 of other kinds.*1 not looked at yet/,
    );
    const told = { id: randomUUID(), title: 'Service down', record: 'INC-1', from: '2025-05-04' };
    await save({ part: 'dc4', none: null, incidents: [told], setAside: ['INC-2'] });
    assert.equal(await undecided(), undefined);
    assert.match(textOfBlocks((await part('dc4')).filled), /2 incidents on record: 1 told here, 1 of other kinds\./);
  });

  test('DE4 silence is no statement; none is said after a search to the last day, and not beside what contradicts it', async () => {
    const { as, id, save, codes, part } = await begun();
    for (const each of ['dc4', 'dc6', 'dc7', 'dc9'] as const)
      assert.ok((await codes(each)).includes('nothing-stated'), each);
    await save({ part: 'dc4', incidents: [], none: { lookedAt: null, lookedOn: null } });
    assert.deepEqual(await codes('dc4'), ['none-without-search']);
    await save({ part: 'dc4', incidents: [], none: { lookedAt: 'Tickets', lookedOn: '2025-11-30' } });
    assert.deepEqual(await codes('dc4'), ['search-too-early']);
    const none = { lookedAt: 'Tickets and the status page', lookedOn: '2025-12-31' };
    const stated = await save({ part: 'dc4', incidents: [], none });
    assert.deepEqual(stated.points, []);
    assert.match(textOfBlocks(stated.filled), /No incident is known.*Tickets and the status page/);
    await save({ part: 'dc4', incidents: [{ id: randomUUID(), title: 'One' }], none });
    assert.ok((await codes('dc4')).includes('none-and-some'));
    const answer = { answer: 'yes', reason: 'So it is' };
    const test = { matters: answer, needed: answer, suffices: { answer: 'no', reason: 'It holds the keys' } };
    const theirControls = [
      { text: 'Customers choose who may sign in', controls: ['IAM-06'] },
      { text: 'Customers keep their keys' },
    ];
    const said = { lookedAt: null, lookedOn: null };
    await save({ part: 'dc7', none: said });
    assert.deepEqual((await part('dc7')).points, []);
    await scoped.put(
      [{ body: { kind: 'vendor', name: 'Cloud host', test, theirControls } }],
      { effectiveFrom: '2025-01-01', reason: 'x' },
      { as, id },
    );
    const { points, filled } = await part('dc7');
    assert.ok(points.some(({ code }) => code === 'none-and-some'));
    assert.ok(points.some(({ code, severity }) => code === 'subservice-without-controls' && severity === 'must'));
    assert.doesNotMatch(textOfBlocks(filled), /No subservice organization is used/);
    assert.match(textOfBlocks(filled), /Customers choose who may sign in: "\},\{"text":"\(IAM-06\)"/);
    assert.match(textOfBlocks(filled), /Customers keep their keys: "\},\{"text":"not written down","missing":true/);
  });

  test('DE5 each change of the period waits for a decision, with what it meant; a Type 1 has none', async () => {
    const { as, id, save, codes, read } = await begun();
    await scoped.put(
      [{ body: { kind: 'system', name: 'ledger-db' } }],
      { effectiveFrom: '2025-07-01', reason: 'Moved' },
      { as, id },
    );
    const { changes } = await read();
    assert.deepEqual(
      changes.map(({ day, name }) => [day, name]),
      [['2025-07-01', 'ledger-db']],
    );
    const [change] = changes;
    assert.deepEqual(await codes('dc9'), ['change-undecided', 'nothing-stated']);
    const decide = (decision: object, none: object | null = null, told: object[] = []) =>
      save({ part: 'dc9', none, told, decisions: [{ key: change?.key, ...decision }] });
    assert.deepEqual(
      (await decide({ significant: true })).points.map(({ code }) => code),
      ['change-without-effect'],
    );
    const decided = await decide({ significant: true, effect: 'Nothing changed for the commitments.' });
    assert.deepEqual(decided.points, []);
    assert.match(textOfBlocks(decided.filled), /ledger-db.*Nothing changed for the commitments/);
    const none = { lookedAt: 'The log of changes', lookedOn: '2025-12-31' };
    assert.deepEqual((await decide({ significant: false }, none)).points, []);
    await decide({ significant: false }, null, [{ id: randomUUID(), what: 'A new owner', day: '2024-12-31' }]);
    assert.deepEqual(await codes('dc9'), ['change-incomplete', 'change-outside']);
    const twice = [change, change].map((each) => ({ key: each?.key, significant: false }));
    const body = { part: 'dc9', blocks: [], none: null, told: [], decisions: twice };
    assert.deepEqual(await refused('descriptions.save', { engagementId: id, revision: 4, body }, as), [
      'bad_input',
      'body.decisions',
    ]);

    const one = await begun({ type: 'type1', asOf: '2025-06-30' });
    const shown = await one.read();
    assert.equal(shown.parts.find((each) => each.id === 'dc9')?.state, 'not-applicable');
    assert.deepEqual([shown.counts.applicable, shown.changes], [9, []]);
    const ofOne = {
      engagementId: one.id,
      revision: 0,
      body: { part: 'dc9', blocks: [], none: null, told: [], decisions: [] },
    };
    assert.deepEqual(await refused('descriptions.save', ofOne, one.as), ['no_longer_possible', 'body.part']);
  });

  test('DE6 a criterion without a control and a control of which nothing shows that it is there are listed', async () => {
    const { as, part } = await begun();
    assert.ok(
      (await part('dc5')).points.some(
        ({ code, place }) => code === 'criterion-without-control' && place.kind === 'criterion',
      ),
    );
    await house.ok('controls.adopt', { codes: ['IAM-06'], effectiveFrom: '2025-01-01' }, { as });
    const of = async () =>
      (await part('dc5')).points.filter(({ place }) => place.kind === 'control').map(({ code }) => code);
    assert.deepEqual(await of(), ['control-not-shown']);
    const piece = { title: 'Review', controls: ['IAM-06'] };
    await house.ok(
      'evidence.upload',
      { ...piece, period: { from: '2024-03-01', to: '2024-03-31' } },
      { as, file: 'early' },
    );
    assert.deepEqual(await of(), ['control-not-shown'], 'what lies before the period shows nothing of it');
    await house.ok(
      'evidence.upload',
      { ...piece, period: { from: '2025-03-01', to: '2025-03-31' } },
      { as, file: 'within' },
    );
    assert.deepEqual(await of(), []);
    const { filled, points } = await part('dc5');
    assert.match(textOfBlocks(filled), /IAM-06/);
    assert.ok(!points.some(({ place }) => place.kind === 'criterion' && place.id === 'CC6.2'));
  });

  test('DE6 a test that found its control effective shows that it was there, and one that failed throughout does not', async () => {
    const { as, id, part } = await begun();
    await house.ok('controls.adopt', { codes: ['IAM-06'], effectiveFrom: '2025-01-01' }, { as });
    await house.ok('tests.publish', { engagementId: id, yaml: completedTest() }, { as });
    const bring = (reviews: string, supersedes?: object) =>
      house.run('populations.import', { ...accessReviewsImport(id), supersedes }, { as, file: reviews });
    const shown = async (): Promise<boolean> => {
      await house.run('tests.run', { engagementId: id }, { as });
      return !(await part('dc5')).points.some(({ code }) => code === 'control-not-shown');
    };
    await bring(accessReviews(['r1', 'open', '2025-03-03'], ['r2', 'open', '2025-06-03']));
    assert.equal(await shown(), false);
    const [population] = (await house.ok('populations.list', { engagementId: id }, { as })).items;
    const reason = 'They were completed, and recorded later.';
    await bring(accessReviews(['r1', 'completed', '2025-03-03'], ['r2', 'completed', '2025-06-03']), {
      id: population?.id,
      reason,
    });
    assert.equal(await shown(), true);
  });

  test('DE6 a part in which something is not written down is never complete: without controls, nothing is known of the organization itself', async () => {
    const { as, part, read } = await begun();
    const none = await part('environment');
    assert.equal(none.state, 'open');
    assert.equal(none.points.filter(({ code }) => code === 'series-without-control').length, 5);
    const { parts, counts } = await read();
    assert.deepEqual(
      parts.filter(({ state }) => state === 'complete').map(({ id }) => id),
      ['dc8'],
    );
    assert.equal(counts.complete, 1);
    await house.ok('controls.adopt', { codes: ['GOV-01'], effectiveFrom: '2025-01-01' }, { as });
    const some = (await part('environment')).points.map(({ text }) => text);
    assert.ok(!some.includes('No control is about control environment (CC1).'));
    assert.ok(some.includes('No control is about risk assessment (CC3).'));
  });

  test('DE7 holes of the scope stand under the part that they leave open, with why, what settles it and where', async () => {
    const { as, id, part } = await begun();
    await scoped.put(
      [{ body: { kind: 'commitment', name: 'Available' } }],
      { effectiveFrom: '2025-01-01', reason: 'x' },
      { as, id },
    );
    const { points } = await part('dc2');
    const found = points.find(({ code }) => code === 'promise-without-source');
    assert.ok(found?.place.kind === 'scope' && found.place.item !== null);
    assert.deepEqual([found.severity, found.place.field], ['must', 'source']);
    assert.ok(found.why !== '' && found.action !== '');
  });
});
