import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Description, DescriptionPartId, OperationName } from '@tickmark/core';
import canonicalize from 'canonicalize';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { sequence } from '../../src/log/index.ts';
import { textOf } from '../documents/pdf-text.ts';
import type { House, Person } from '../engagements/house.ts';
import { startScoped, type Scoped } from '../scope/scoped.ts';

const year = { type: 'type2', period: { from: '2025-01-01', to: '2025-12-31' } };
const words = (text: string) => [{ kind: 'paragraph', line: [{ text }] }];

onPostgres('the description of the system', (subject) => {
  let scoped: Scoped;
  let house: House;
  before(async () => {
    scoped = await startScoped(subject);
    ({ house } = scoped);
  });
  after(() => house.stop());

  const begun = async (terms: object = year) => {
    const { owner: as, engagementId: id } = await house.organization(`Described ${randomUUID()}`, { terms });
    const read = () => house.ok('descriptions.get', { engagementId: id }, { as });
    const part = async (which: DescriptionPartId) => {
      const found = (await read()).parts.find((each) => each.id === which);
      assert.ok(found !== undefined);
      return found;
    };
    const save = async (body: { part: DescriptionPartId } & Record<string, unknown>, by: Person = as) => {
      const { revision } = await part(body.part);
      return house.ok('descriptions.save', { engagementId: id, revision, body: { blocks: [], ...body } }, { as: by });
    };
    const codes = async (which: DescriptionPartId) => (await part(which)).points.map(({ code }) => code);
    return { as, id, read, part, save, codes };
  };
  const refused = async (name: OperationName, input: Record<string, unknown>, as: Person) => {
    const { error } = await house.call(name, input, { as });
    assert.ok(error !== undefined, `${name} was not refused`);
    return [error.code, error.field];
  };
  const textOfBlocks = (blocks: unknown): string => JSON.stringify(blocks);

  test('DE1 a part has own words as text alone, and below them what the records hold; what is not written down is marked, and nobody is named', async () => {
    const { as, id, part, save } = await begun();
    const person = randomUUID();
    await scoped.put(
      [
        { id: person, body: { kind: 'person', name: 'Ada Example', role: 'Head of platform' } },
        {
          body: { kind: 'system', name: 'ledger-db', description: 'PostgreSQL 16', type: 'data-store', owner: person },
        },
        { body: { kind: 'system', name: 'old-wiki', inScope: false, why: 'Holds nothing of customers' } },
      ],
      { effectiveFrom: '2025-01-01', reason: 'From the beginning' },
      { as, id },
    );
    const blocks = [
      { kind: 'heading', level: 2, line: [{ text: 'How it runs' }] },
      {
        kind: 'paragraph',
        line: [
          { text: 'In two zones', strong: true, tag: 'settings.x' },
          { text: '', obligation: { control: 'IAM-06', frequency: null } },
        ],
      },
    ];
    const { own } = await save({ part: 'dc3', blocks });
    assert.deepEqual(own.blocks, [
      { kind: 'heading', level: 3, line: [{ text: 'How it runs' }] },
      { kind: 'paragraph', line: [{ text: 'In two zones', strong: true }] },
    ]);
    const { filled } = await part('dc3');
    const text = textOfBlocks(filled);
    for (const said of ['ledger-db', 'PostgreSQL 16', 'Head of platform', 'old-wiki', 'Holds nothing of customers'])
      assert.match(text, new RegExp(said), said);
    assert.doesNotMatch(text, /Ada Example/);
    assert.match(text, /"text":"not written down","missing":true/, 'it is in no environment');
  });

  test('DE2 of two who save at once the second is told, the same once more is nothing new, and the log has nothing of it', async () => {
    const { as, id, part, save } = await begun();
    const other = await house.member(as, 'control-owner');
    const { revision } = await save({ part: 'dc1', blocks: words('We run a ledger.') });
    assert.equal(revision, 1);
    const body = { part: 'dc1', blocks: words('Something else.') };
    assert.deepEqual(await refused('descriptions.save', { engagementId: id, revision: 0, body }, other), [
      'conflict',
      'revision',
    ]);
    assert.deepEqual((await part('dc1')).own.blocks, words('We run a ledger.'));
    const again = { engagementId: id, revision: 0, body: { part: 'dc1', blocks: words('We run a ledger.') } };
    assert.equal((await house.ok('descriptions.save', again, { as: other })).revision, 1);
    const racing = await Promise.all(
      ['a', 'b'].map((text) =>
        house.call(
          'descriptions.save',
          { engagementId: id, revision: 1, body: { part: 'dc1', blocks: words(text) } },
          { as },
        ),
      ),
    );
    assert.deepEqual(racing.map(({ status }) => status).sort(), [200, 409]);
    await sequence(house, as.organization);
    const { items } = await house.ok('log.entries', {}, { as });
    assert.ok(items.every(({ statement }) => !statement.op.startsWith('descriptions.')));
  });

  test('DE2 what cannot be is refused with its field, and loses nothing', async () => {
    const { as, id, save, part } = await begun();
    const incident = { id: randomUUID(), title: 'Down', from: '2025-05-03', to: '2025-05-01' };
    const of = (body: object) => refused('descriptions.save', { engagementId: id, revision: 0, body }, as);
    const dc4 = { part: 'dc4', blocks: [], none: null };
    assert.deepEqual(await of({ ...dc4, incidents: [incident] }), ['bad_input', 'body.incidents.0.to']);
    const twice = [incident, incident].map((each) => ({ ...each, to: null }));
    assert.deepEqual(await of({ ...dc4, incidents: twice }), ['bad_input', 'body.incidents']);
    assert.equal((await of({ part: 'dc1', blocks: [{ kind: 'picture' }] }))[0], 'bad_input');
    assert.equal((await of({ part: 'dc1', blocks: words('x'.repeat(1_000_001)) }))[0], 'bad_input');
    assert.equal((await of({ part: 'dc10', blocks: [] }))[0], 'bad_input');
    assert.equal((await part('dc4')).revision, 0);
    await save({ part: 'dc4', none: null, incidents: [] });
    assert.equal((await part('dc4')).revision, 0, 'nothing is nothing new');
  });

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

  test('DE8 words are taken over from the engagement before; incidents and statements stay there', async () => {
    const { as, id, save } = await begun();
    await save({ part: 'dc1', blocks: words('We run a ledger.') });
    await save({
      part: 'dc4',
      blocks: words('How we look.'),
      none: null,
      incidents: [{ id: randomUUID(), title: 'Down' }],
    });
    await save({ part: 'dc3', blocks: words('Two zones.') });
    const next = {
      service: 'The same',
      categories: ['security'],
      terms: { type: 'type2', period: { from: '2026-01-01', to: '2026-12-31' } },
      previousId: id,
    };
    const { id: later } = await house.ok('engagements.create', next, { as });
    const read = () => house.ok('descriptions.get', { engagementId: later }, { as });
    const own = (shown: Description, which: DescriptionPartId) => shown.parts.find((each) => each.id === which)?.own;
    assert.deepEqual((await read()).previous?.parts, ['dc1', 'dc3', 'dc4']);
    const body = { part: 'dc3', blocks: words('Three zones now.') };
    await house.ok('descriptions.save', { engagementId: later, revision: 0, body }, { as });
    const { taken } = await house.ok(
      'descriptions.take-over',
      { engagementId: later, parts: ['dc1', 'dc3', 'dc4', 'dc5'] },
      { as },
    );
    assert.deepEqual(taken, ['dc1', 'dc4']);
    const shown = await read();
    assert.deepEqual(own(shown, 'dc3')?.blocks, words('Three zones now.'));
    assert.deepEqual(own(shown, 'dc4'), {
      part: 'dc4',
      blocks: words('How we look.'),
      none: null,
      incidents: [],
      setAside: [],
    });
    assert.equal(shown.previous, null);
    assert.deepEqual(await refused('descriptions.take-over', { engagementId: id, parts: ['dc1'] }, as), [
      'not_yet_possible',
      'engagementId',
    ]);
  });

  test('DE9 a version is frozen with its hash and what was open, never changes, and is not frozen again for nothing', async () => {
    const { as, id, save, read } = await begun();
    await save({ part: 'dc1', blocks: words('We run a ledger.') });
    const freeze = (seen: number) => ({ engagementId: id, seen, changes: 'The first one' });
    assert.deepEqual(await refused('descriptions.freeze', freeze(1), as), ['conflict', 'seen']);
    const first = await house.ok('descriptions.freeze', freeze(0), { as });
    const { document } = await house.ok('descriptions.version', { engagementId: id, number: 1 }, { as });
    const canonical = canonicalize({ engagementId: id, number: 1, ...document });
    assert.equal(
      first.sha256,
      createHash('sha256')
        .update(canonical ?? '')
        .digest('hex'),
    );
    assert.ok(first.open.must > 0);
    assert.equal(document.points.filter(({ severity }) => severity === 'must').length, first.open.must);
    assert.equal((await read()).unfrozen, false);
    assert.deepEqual(await refused('descriptions.freeze', freeze(1), as), ['already_done', 'engagementId']);
    await save({ part: 'dc1', blocks: words('We run two ledgers.') });
    assert.equal((await read()).unfrozen, true);
    await house.ok('descriptions.freeze', freeze(1), { as });
    const again = await house.ok('descriptions.version', { engagementId: id, number: 1 }, { as });
    assert.deepEqual(again.document, document);
    assert.deepEqual(
      (await read()).versions.map(({ number }) => number),
      [2, 1],
    );
    assert.deepEqual(await refused('descriptions.version', { engagementId: id, number: 3 }, as), [
      'not_found',
      'number',
    ]);
  });

  test('DE10 management takes the newest version by its hash, each once; days that are changed later are told', async () => {
    const { as, id, save, codes } = await begun();
    const manager = await house.member(as, 'compliance-manager');
    await save({ part: 'dc1', blocks: words('We run a ledger.') });
    const { sha256 } = await house.ok('descriptions.freeze', { engagementId: id, seen: 0 }, { as });
    const approve = { engagementId: id, number: 1, sha256, position: 'Chief executive' };
    assert.deepEqual(await refused('descriptions.approve', { ...approve, sha256: '0'.repeat(64) }, as), [
      'conflict',
      'sha256',
    ]);
    await house.ok('descriptions.approve', approve, { as });
    assert.deepEqual(await refused('descriptions.approve', approve, as), ['already_done', 'number']);
    const { approvals } = await house.ok('descriptions.approve', { ...approve, position: 'Security' }, { as: manager });
    assert.deepEqual(
      approvals.map(({ position }) => position),
      ['Chief executive', 'Security'],
    );
    const { revision } = await house.ok('engagements.get', { id }, { as });
    const terms = { type: 'type2', period: { from: '2025-01-01', to: '2025-11-30' } };
    const changed = { id, title: 'Shorter', service: 'A ledger', categories: ['security'], terms, revision };
    await house.ok('engagements.update', changed, { as });
    assert.ok((await codes('dc1')).includes('frozen-for-other-days'));
    const second = await house.ok('descriptions.freeze', { engagementId: id, seen: 1 }, { as });
    assert.ok(!(await codes('dc1')).includes('frozen-for-other-days'));
    assert.deepEqual(second.approvals, []);
    assert.deepEqual(await refused('descriptions.approve', { ...approve, position: 'Again' }, manager), [
      'no_longer_possible',
      'number',
    ]);
  });

  test('DE11 versions are compared, and the log tells of them in words without what people wrote; files say how they stand', async () => {
    const { as, id, save } = await begun();
    await save({ part: 'dc1', blocks: words('We run a secretledger.') });
    const { sha256 } = await house.ok(
      'descriptions.freeze',
      { engagementId: id, seen: 0, changes: 'Newsecret' },
      { as },
    );
    await save({ part: 'dc1', blocks: words('We run a publicledger.') });
    const { words: count } = await house.ok('descriptions.compare', { engagementId: id, from: 1 }, { as });
    assert.deepEqual(count, { added: 1, removed: 1 });
    await house.ok('descriptions.approve', { engagementId: id, number: 1, sha256, position: 'Chiefsecret' }, { as });
    await sequence(house, as.organization);
    const { items } = await house.ok(
      'log.changes',
      { since: 'beginning', engagementId: id, noun: 'descriptions' },
      { as },
    );
    assert.deepEqual(
      items.map(({ place }) => [place?.kind, place?.key]),
      [
        ['description', id],
        ['description', id],
      ],
    );
    assert.match(
      items.map(({ text }) => text).join(),
      /^Version 1 of the description of the system taken as that of management\.,Version 1 of the description of the system frozen, with \d+ points that would have to be settled\.$/,
    );
    const entries = await house.ok('log.entries', {}, { as });
    assert.doesNotMatch(JSON.stringify(entries), /secret/i);
    assert.deepEqual(await scoped.faults(as), []);
    const pdf = async (number?: number) => {
      const input = { engagementId: id, format: 'pdf', ...(number === undefined ? {} : { number }) };
      return textOf((await house.call('descriptions.download', input, { as })).bytes);
    };
    assert.match(await pdf(), /DRAFT/);
    assert.match(await pdf(), /publicledger/);
    assert.doesNotMatch(await pdf(1), /DRAFT|NOT APPROVED/);
    const markdown = await house.call(
      'descriptions.download',
      { engagementId: id, format: 'markdown', number: 1 },
      { as },
    );
    assert.match(markdown.bytes.toString(), /## DC 1 – Services provided\n\nWe run a secretledger\./);
    const docx = await house.call('descriptions.download', { engagementId: id, format: 'docx' }, { as });
    assert.equal(docx.bytes.subarray(0, 2).toString(), 'PK');
  });

  test('DE12 who may not is refused, and another organization sees nothing', async () => {
    const { as, id, save } = await begun();
    await save({ part: 'dc1', blocks: words('Ours.') });
    const [reader, employee, contributor] = await Promise.all(
      (['reader', 'employee', 'control-owner'] as const).map((role) => house.member(as, role)),
    );
    assert.ok(reader !== undefined && employee !== undefined && contributor !== undefined);
    const body = { part: 'dc1', blocks: words('x') };
    const ofSave = { engagementId: id, revision: 1, body };
    await house.ok('descriptions.get', { engagementId: id }, { as: reader });
    await house.ok('descriptions.save', ofSave, { as: contributor });
    const freeze = { engagementId: id, seen: 0 };
    const denied = async (name: OperationName, input: Record<string, unknown>, by: Person) =>
      assert.equal((await refused(name, input, by))[0], 'not_permitted', name);
    await denied('descriptions.get', { engagementId: id }, employee);
    await denied('descriptions.save', ofSave, reader);
    await denied('descriptions.freeze', freeze, contributor);
    const { sha256 } = await house.ok('descriptions.freeze', freeze, { as });
    await denied('descriptions.approve', { engagementId: id, number: 1, sha256, position: 'x' }, contributor);
    const { as: stranger } = await begun();
    for (const [name, input] of [
      ['descriptions.get', {}],
      ['descriptions.save', { revision: 0, body }],
      ['descriptions.take-over', { parts: ['dc1'] }],
      ['descriptions.freeze', { seen: 0 }],
      ['descriptions.approve', { number: 1, sha256, position: 'x' }],
      ['descriptions.version', { number: 1 }],
      ['descriptions.compare', { from: 1 }],
      ['descriptions.download', { format: 'pdf' }],
    ] as const)
      assert.deepEqual(
        await refused(name, { engagementId: id, ...input }, stranger),
        ['not_found', 'engagementId'],
        name,
      );
  });
});
