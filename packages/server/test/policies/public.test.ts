import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import type { TextBlock } from '@tickmark/core';
import { readBlocks } from '@tickmark/policies';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { sequence } from '../../src/log/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

onPostgres('documents that anybody may read', (subject) => {
  let house: House;
  let owner: Person;
  let manager: Person;
  let engagementId: string;
  let approver: string;
  const get = (id: string) => house.ok('policies.get', { id }, { as: owner });
  const fails = async (name: Parameters<House['call']>[0], input: Record<string, unknown>, as: Person) => {
    const { error } = await house.call(name, input, { as });
    return [error?.code, error?.field] as const;
  };
  const read = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
    const response = await house.fetch(new Request(`http://localhost${path}`, { headers, method }));
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const begun = async (text: string | readonly TextBlock[], details: object = {}): Promise<string> => {
    const blocks = typeof text === 'string' ? readBlocks(text) : text;
    const { id } = await house.ok('policies.write', { engagementId, title: 'Badges', blocks }, { as: owner });
    const { user } = await house.ok('sessions.current', {}, { as: owner });
    const told = { owner: user.id, approvers: [approver], ...details };
    await house.ok('policies.describe', { id, revision: 1, ...told }, { as: owner });
    return id;
  };
  const submitted = async (id: string) => {
    const { draft } = await get(id);
    const { versions } = await house.ok('policies.submit', { id, revision: draft.revision }, { as: owner });
    return { id, number: versions[0]?.number ?? 0, sha256: versions[0]?.sha256 };
  };
  const published = async (id: string, effectiveFrom?: string): Promise<string> => {
    const version = await submitted(id);
    await house.ok('policies.approve', { ...version, note: 'Quietly noted' }, { as: manager });
    await house.ok('policies.publish', { id, number: version.number, effectiveFrom }, { as: owner });
    return id;
  };
  const rewritten = async (id: string, text: string): Promise<void> => {
    const { draft } = await get(id);
    await house.ok('policies.save', { id, revision: draft.revision, blocks: readBlocks(text) }, { as: owner });
  };
  const madePublic = async (id: string, searchable = false): Promise<string> => {
    const { publicPage } = await house.ok('policies.make-public', { id, searchable }, { as: owner });
    assert.ok(publicPage);
    return publicPage.path;
  };

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
  });
  beforeEach(async () => {
    house.time.now = new Date('2026-03-02T09:00:00.000Z');
    ({ owner, engagementId } = await house.organization());
    manager = await house.member(owner, 'compliance-manager');
    approver = (await house.ok('sessions.current', {}, { as: manager })).user.id;
  });
  after(() => house.stop());

  test('PO83 whoever manages documents makes one public and takes it back; that is sealed, and told with who and when', async () => {
    const id = await published(await begun('Badges are worn.'));
    assert.equal((await get(id)).publicPage, null);
    const { publicPage } = await house.ok('policies.make-public', { id }, { as: manager });
    assert.deepEqual(
      [publicPage?.searchable, publicPage?.changedBy.id, publicPage?.changedAt],
      [false, approver, house.time.now.toISOString()],
    );
    const { items } = await house.ok('policies.list', {}, { as: owner });
    assert.deepEqual(items[0]?.publicPage, publicPage);
    assert.deepEqual(await fails('policies.make-public', { id }, owner), ['already_done', 'id']);
    await madePublic(id, true);
    assert.equal((await house.ok('policies.make-internal', { id }, { as: owner })).publicPage, null);
    assert.deepEqual(await fails('policies.make-internal', { id }, owner), ['already_done', 'id']);
    await sequence(house, owner.organization);
    const { items: told } = await house.ok('log.changes', { since: 'beginning', limit: 100 }, { as: owner });
    assert.deepEqual(
      told
        .map(({ text }) => text)
        .filter((text) => text.includes('public'))
        .toReversed(),
      [
        'POL-31 “Badges” made public: anybody may read the version in force, and search engines may not list it.',
        'POL-31 “Badges” made public: anybody may read the version in force, and search engines may list it.',
        'The public page of POL-31 “Badges” taken back.',
      ],
    );
    const checked = (await house.run('log.check', {}, { as: owner })).result as { faults: { count: number } };
    assert.equal(checked.faults.count, 0);
    await house.database.owner(({ script }) =>
      script(`alter table tickmark.policy_pages no force row level security;
        update tickmark.policy_pages set is_public = true where id = '${id}';
        alter table tickmark.policy_pages force row level security`),
    );
    const again = (await house.run('log.check', {}, { as: owner })).result as {
      faults: { first: { message: string }[] };
    };
    assert.match(again.faults.first[0]?.message ?? '', /^The public page of the document .* is not what entry/);
  });

  test('PO83 nobody else makes a document public, and neither an unknown, a foreign nor a retired one becomes it', async () => {
    const id = await published(await begun('Badges are worn.'));
    for (const role of ['control-owner', 'employee', 'reader'] as const) {
      const other = await house.member(owner, role);
      assert.deepEqual(await fails('policies.make-public', { id }, other), ['not_permitted', undefined]);
      assert.deepEqual(await fails('policies.make-internal', { id }, other), ['not_permitted', undefined]);
    }
    const elsewhere = await house.organization('Elsewhere');
    for (const name of ['policies.make-public', 'policies.make-internal'] as const) {
      assert.deepEqual(await fails(name, { id }, elsewhere.owner), ['not_found', 'id']);
      assert.deepEqual(await fails(name, { id: engagementId }, owner), ['not_found', 'id']);
      assert.deepEqual(await fails(name, { id: 'x' }, owner), ['bad_input', 'id']);
    }
    assert.deepEqual(await fails('policies.make-public', { id, searchable: 'perhaps' }, owner), [
      'bad_input',
      'searchable',
    ]);
    await house.ok('policies.retire', { id, reason: 'Gone' }, { as: owner });
    assert.deepEqual(await fails('policies.make-public', { id }, owner), ['no_longer_possible', 'id']);
  });

  test('PO84 anybody reads the version in force, and nothing of a draft, one in review, one of a later day, a superseded or a retired one', async () => {
    const id = await begun('The first text.');
    const path = await madePublic(id);
    const unknown = await read('/public/aaaaaaaaaaaaaaaaaaaa');
    assert.equal(unknown.status, 404);
    const nothing = async (): Promise<void> => {
      const { status, text } = await read(path);
      assert.deepEqual([status, text], [404, unknown.text]);
    };
    await nothing();
    const version = await submitted(id);
    await nothing();
    await house.ok('policies.approve', version, { as: manager });
    await nothing();
    await house.ok('policies.publish', { id, number: 1, effectiveFrom: '2026-03-04' }, { as: owner });
    await nothing();
    house.time.now = new Date('2026-03-04T09:00:00.000Z');
    const first = await read(path);
    assert.equal(first.status, 200);
    assert.match(first.text, /<dt>Version<\/dt><dd>1<\/dd>.*<time datetime="2026-03-04">.*<p>The first text\.<\/p>/);
    await rewritten(id, 'The second text.');
    assert.equal((await read(path)).text, first.text);
    await published(id, '2026-03-06');
    assert.equal((await read(path)).text, first.text);
    house.time.now = new Date('2026-03-06T09:00:00.000Z');
    const second = await read(path);
    assert.match(second.text, /<dd>2<\/dd>.*The second text\./);
    assert.doesNotMatch(second.text, /first/);
    await house.ok('policies.retire', { id, reason: 'Another one', on: '2026-03-08' }, { as: owner });
    assert.equal((await read(path)).status, 200);
    house.time.now = new Date('2026-03-08T09:00:00.000Z');
    await nothing();
  });

  test('PO85 an address is random and says nothing of the organization, is kept when the page is taken back, and leads to no other', async () => {
    const id = await published(await begun('Badges are worn.'));
    const other = await published(await begun('Keys are counted.'));
    const path = await madePublic(id);
    const second = await madePublic(other);
    assert.match(path, /^\/public\/[a-z2-9]{20}$/);
    assert.notEqual(path, second);
    await house.ok('policies.make-internal', { id }, { as: owner });
    const gone = await read(path);
    assert.deepEqual([gone.status, gone.headers.get('cache-control')], [404, 'no-store']);
    assert.equal((await read(second)).status, 200);
    assert.equal(await madePublic(id), path);
    assert.equal((await read(path)).status, 200);
    const elsewhere = await house.organization('Elsewhere');
    assert.equal((await read(path, { 'tickmark-organization': elsewhere.owner.organization })).status, 200);
    for (const wrong of [owner.organization, id, 'POL-31', '..%2F..%2Fetc', '%ff', path.slice(8).toUpperCase()])
      assert.equal((await read(`/public/${wrong}`)).status, 404, wrong);
    // Of the one table that tells whose a page is, whoever belongs to nobody sees public ones alone, and no more than that.
    await house.ok('policies.make-internal', { id }, { as: owner });
    const seen = await house.database.owner(async ({ query, script }) => {
      await script('begin; set local role tickmark_identity');
      const rows = await query<{ slug: string }>('select slug from tickmark.policy_pages', []);
      await assert.rejects(query('select id from tickmark.policy_pages', []), /permission denied/);
      await script('rollback');
      return rows.map(({ slug }) => slug);
    });
    assert.equal(seen.includes(second.slice(8)), true);
    assert.equal(seen.includes(path.slice(8)), false);
  });

  test('PO86 a page has the organization, its logo and colour, the version and its days, and no person, mark or comment', async () => {
    const text = [
      '## Who wears what',
      'Everybody **always** wears *a badge*. {PHY-01 monthly}',
      '1. First\n2. Second\n   - Below',
      '| Who | When |\n| --- | --- |\n| Guests | At *once* |',
      '### And more',
    ].join('\n\n');
    const id = await published(await begun(text));
    await house.ok('policies.comment', { id, text: 'Is that so?' }, { as: manager });
    const path = await madePublic(id);
    const plain = await read(path);
    for (const part of [
      '<title>Badges: Northwind</title>',
      '<h1>Badges</h1>',
      '<h2>Who wears what</h2><p>Everybody <strong>always</strong> wears <em>a badge</em>.</p>',
      '<ol><li>First</li><li>Second<ul><li>Below</li></ul></li></ol>',
      '<thead><tr><th scope="col">Who</th><th scope="col">When</th></tr></thead><tbody><tr><td>Guests</td><td>At <em>once</em></td></tr></tbody>',
      '<dt>Next review by</dt><dd><time datetime="2027-03-02">',
    ])
      assert.ok(plain.text.includes(part), part);
    assert.doesNotMatch(plain.text, /PHY-01|Olga|compliance-manager|Is that so|Quietly|<img|example\./);
    await house.ok('policies.set-colour', { colour: '#7a1f5c' }, { as: owner });
    const logo = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    await house.ok('policies.set-logo', {}, { as: owner, file: logo, fileName: 'logo.png' });
    const branded = await read(path);
    assert.match(branded.text, /--accent:#7a1f5c/);
    assert.ok(
      branded.text.includes(`<img src="data:image/png;base64,${logo.toString('base64')}" alt="Logo of Northwind">`),
    );
  });

  test('PO86 whatever people called or wrote something, it is shown as it is written and makes nothing of its own', async () => {
    const hostile = `<script>alert(1)</script> "quoted" & <img src=x onerror='y'> {{organization}}`;
    ({ owner, engagementId } = await house.organization(`"><script>x</script>`));
    manager = await house.member(owner, 'compliance-manager');
    approver = (await house.ok('sessions.current', {}, { as: manager })).user.id;
    const line = [{ text: hostile }];
    const id = await begun(
      [
        { kind: 'heading', level: 2, line },
        { kind: 'paragraph', line },
        { kind: 'list', ordered: false, items: [{ line, below: null }] },
        { kind: 'table', head: [line, line], rows: [[line, line]] },
      ],
      { title: `Badges</title>${hostile}` },
    );
    const { text, status } = await read(await madePublic(await published(id)));
    assert.equal(status, 200);
    assert.doesNotMatch(text, /<script|<img|<\/title>(?!<meta)/);
    assert.equal(
      text.split('&lt;script&gt;alert(1)&lt;/script&gt; &quot;quoted&quot; &amp; &lt;img').length - 1 >= 8,
      true,
    );
    assert.match(text, /aria-label="Table: &lt;script&gt;/);
  });

  test('PO87 a page runs nothing, loads nothing and sets no cookie; it is kept until it changes, and listed only where that is wished', async () => {
    const id = await published(await begun('Badges are worn.'));
    const path = await madePublic(id);
    const { headers, text } = await read(path, { cookie: 'tickmark_session=whatever' });
    const policy = headers.get('content-security-policy') ?? '';
    const style = /<style>(.*)<\/style>/.exec(text)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    assert.equal(
      policy,
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    assert.equal(headers.get('set-cookie'), null);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('content-type'), 'text/html; charset=utf-8');
    assert.equal(headers.get('cache-control'), 'public, no-cache');
    assert.equal(headers.get('x-robots-tag'), 'noindex');
    assert.match(text, /<meta name="robots" content="noindex">/);
    const etag = headers.get('etag') ?? '';
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const kept = await read(path, { 'if-none-match': known });
      assert.deepEqual([kept.status, kept.text, kept.headers.get('etag')], [304, '', etag]);
    }
    const head = await read(path, {}, 'HEAD');
    assert.deepEqual([head.status, head.text, head.headers.get('etag')], [200, '', etag]);
    assert.equal((await read(path, {}, 'POST')).status, 404);
    await madePublic(id, true);
    const listed = await read(path, { 'if-none-match': etag });
    assert.deepEqual([listed.status, listed.headers.get('x-robots-tag')], [200, null]);
    assert.doesNotMatch(listed.text, /noindex/);
    await house.ok('policies.make-internal', { id }, { as: owner });
    assert.equal((await read(path, { 'if-none-match': listed.headers.get('etag') ?? '' })).status, 404);
  });

  test('PO87 who tries addresses that lead nowhere is stopped, and pages that are there are read all the same', async () => {
    const path = await madePublic(await published(await begun('Badges are worn.')));
    // Later than whatever was tried before.
    house.time.now = new Date('2026-03-08T15:00:00.000Z');
    const letters = 'abcdefghijkmnpqrstuvwxyz';
    const tries = Array.from(
      { length: 101 },
      (_, n) => `${letters[n % 24]}${letters[Math.floor(n / 24)]}${'b'.repeat(18)}`,
    );
    const answers: number[] = [];
    for (const slug of tries) answers.push((await read(`/public/${slug}`)).status);
    assert.deepEqual([answers.slice(0, 100).every((each) => each === 404), answers.at(-1)], [true, 429]);
    assert.equal((await read(path)).status, 200);
    // They are no tries at a password.
    assert.equal(
      (
        await house.call('sessions.sign-in', {
          email: 'olga@northwind.example',
          password: 'four words make a password',
        })
      ).status,
      200,
    );
    house.time.now = new Date('2026-03-08T15:16:00.000Z');
    assert.equal((await read(`/public/${tries[0]}`)).status, 404);
  });
});
