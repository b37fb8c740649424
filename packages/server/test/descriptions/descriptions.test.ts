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
import { describedIn, refusal, words } from './described.ts';

onPostgres('the description of the system', (subject) => {
  let scoped: Scoped;
  let house: House;
  before(async () => {
    scoped = await startScoped(subject);
    ({ house } = scoped);
  });
  after(() => house.stop());

  const begun = () => describedIn(house);
  const refused = (name: OperationName, input: Record<string, unknown>, as: Person) => refusal(house, name, input, as);
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
