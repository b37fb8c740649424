import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { collectGit, type CollectGitInput } from '@tickmark/connectors';
import { populationManifest } from '@tickmark/core';
import { all, kindOf } from '../kinds.ts';
import { plainFolder, TestRepository } from '@tickmark/testkit/repositories';

const march = { from: '2026-03-01', to: '2026-03-31', timeZone: 'UTC' } as const;

async function collect(path: string, more: Partial<CollectGitInput> = {}) {
  const found = await collectGit({ path, kind: 'code-changes', ...march, ...more });
  return { ...found, rows: await all(found.rows) };
}

test('GC1 each merge is one change and each commit on the branch itself is one; what a merge brought in is not', async () => {
  const repository = new TestRepository();
  const first = repository.add({ files: { 'a.txt': '1' }, message: 'First' });
  const side = repository.commit({
    parents: [first],
    email: 'bea@example.com',
    files: { 'a.txt': '1', 'b.txt': '2', 'c.txt': '3' },
  });
  const merge = repository.commit({
    parents: [first, side],
    message: 'Merge the side',
    email: 'Carl@Example.COM',
    author: 'Carl',
  });
  repository.point('main', merge);
  const { rows, expected, branch, head, source } = await collect(repository.path);
  assert.deepEqual(
    rows.map((r) => [r['id'], r['kind'], r['parents'], r['files']]),
    [
      [merge, 'merge', 2, 2],
      [first, 'commit', 0, 1],
    ],
  );
  assert.deepEqual([expected, branch, head], [2, 'main', merge]);
  const { id, author, author_name, committer, merged_at, authored_at, signature, branch: on, subject } = rows[0] ?? {};
  assert.deepEqual(
    { id, author, author_name, committer, merged_at, authored_at, signature, on, subject },
    {
      id: merge,
      author: 'carl@example.com',
      author_name: 'Carl',
      committer: 'carl@example.com',
      merged_at: '2026-03-04T10:00:00.000Z',
      authored_at: '2026-03-04T10:00:00.000Z',
      signature: 'none',
      on: 'main',
      subject: 'Merge the side',
    },
  );
  assert.deepEqual(
    Object.keys(rows[0] ?? {}),
    kindOf('code-changes').columns.map((c) => c.name),
  );
  populationManifest.shape.source.parse(source);
});

test('GC2 both days of the period count, in its time zone', async () => {
  const repository = new TestRepository();
  const at = ['2026-02-28T22:59:59Z', '2026-02-28T23:00:00Z', '2026-03-31T21:59:59Z', '2026-03-31T22:00:00Z'];
  for (const time of at) repository.add({ at: time, message: time });
  const { rows, expected } = await collect(repository.path, { timeZone: 'Europe/Berlin' });
  assert.deepEqual(
    rows.map((r) => r['subject']),
    ['2026-03-31T21:59:59Z', '2026-02-28T23:00:00Z'],
  );
  assert.deepEqual(
    rows.map((r) => r['files']),
    [0, 0],
    'a change may touch no file',
  );
  assert.equal(expected, 2);
});

test('GC3 dates that run backwards hide nothing', async () => {
  const repository = new TestRepository();
  const inside = repository.add({ at: '2026-03-10T00:00:00Z' });
  repository.add({ at: '2020-01-01T00:00:00Z' });
  for (let i = 0; i < 12; i += 1) repository.add({ at: `2019-01-${String(i + 10)}T00:00:00Z` });
  repository.add({ at: '2030-01-01T00:00:00Z' });
  const since = repository.git(['rev-list', '--first-parent', '--since=2026-03-01', 'main']);
  assert.ok(!since.includes(inside), 'git --since is expected to stop early here');
  const { rows, expected } = await collect(repository.path);
  assert.deepEqual([rows.map((r) => r['id']), expected], [[inside], 1]);
});

test('GC4 no change in the period is a counted zero', async () => {
  const repository = new TestRepository();
  repository.add({ at: '2025-01-01T00:00:00Z' });
  for (const kind of ['code-changes', 'code-reviews', 'releases'] as const)
    assert.deepEqual((await collect(repository.path, { kind })).rows, []);
  assert.equal((await collect(repository.path)).expected, 0);
});

test('GC5 reviews come from trailers of a change and of the commits it brought in', async () => {
  const repository = new TestRepository();
  const first = repository.add({ at: '2026-02-01T00:00:00Z' });
  const old = repository.commit({
    parents: [first],
    at: '2026-02-10T00:00:00Z',
    message: 'Old\n\nReviewed-by: Kim <Kim@Example.com>\n',
  });
  const side = repository.commit({
    parents: [old],
    at: '2026-03-02T00:00:00Z',
    message:
      'Side\r\n\r\nText\r\n\r\nreviewed-by: Kim <kim@example.com>\r\nReviewed-by: Kim <KIM@example.com>\r\nAcked-by: Lee <lee@example.com>\r\n',
  });
  const merge = repository.commit({
    parents: [first, side],
    at: '2026-03-03T00:00:00Z',
    message:
      'Merge\n\nReviewed-by: no body of trailers\n\nSigned-off-by: Ann\n <ann@example.com>\nApproved-by: Mo\nTested-by: X <x@example.com>\n',
  });
  repository.point('main', merge);
  const { rows } = await collect(repository.path, { kind: 'code-reviews' });
  const sorted = rows
    .map((r) => [r['change_id'], r['reviewer'], r['reviewer_name'], r['state'], r['at'], r['source']])
    .sort();
  assert.deepEqual(
    sorted,
    [
      [merge, 'kim@example.com', 'Kim', 'approved', '2026-02-10T00:00:00.000Z', 'trailer'],
      [merge, 'kim@example.com', 'Kim', 'approved', '2026-03-02T00:00:00.000Z', 'trailer'],
      [merge, 'lee@example.com', 'Lee', 'acknowledged', '2026-03-02T00:00:00.000Z', 'trailer'],
      [merge, null, 'Mo', 'approved', '2026-03-03T00:00:00.000Z', 'trailer'],
    ].sort(),
  );
  assert.equal(new Set(rows.map((r) => r['id'])).size, 4);
  const [change] = (await collect(repository.path)).rows;
  assert.deepEqual(change?.['reviewers'], ['kim@example.com']);
  assert.deepEqual(change?.['signed_off_by'], ['ann@example.com']);
  assert.deepEqual(change?.['trailers'], [
    'Signed-off-by: Ann <ann@example.com>',
    'Approved-by: Mo',
    'Tested-by: X <x@example.com>',
  ]);
});

test('GC5 a commit belongs to the oldest change that reaches it', async () => {
  const repository = new TestRepository();
  const first = repository.add({ at: '2026-03-01T00:00:00Z' });
  const side = repository.commit({ parents: [first], message: 'Side\n\nReviewed-by: Kim <kim@example.com>' });
  const earlier = repository.commit({ parents: [first, side], message: 'earlier' });
  const onward = repository.commit({ parents: [side], message: 'onward' });
  const later = repository.commit({ parents: [earlier, onward], message: 'later' });
  repository.point('main', later);
  const { rows } = await collect(repository.path, { kind: 'code-reviews' });
  assert.deepEqual(
    rows.map((r) => r['change_id']),
    [earlier],
  );
});

test('GC6 one person under two addresses is one person: mailmap counts for authors and for trailers', async () => {
  const repository = new TestRepository();
  repository.add({
    email: 'ann@old.example.com',
    message: 'Own\n\nReviewed-by: Ann <ann@home.example.com>',
    files: {
      '.mailmap':
        'Ann Smith <ann@example.com> <ann@old.example.com>\nAnn Smith <ann@example.com> <ann@home.example.com>\n',
    },
  });
  writeFileSync(join(repository.path, '.mailmap'), 'Someone Else <else@example.com> <ann@old.example.com>\n');
  const [change] = (await collect(repository.path)).rows;
  const [review] = (await collect(repository.path, { kind: 'code-reviews' })).rows;
  assert.equal(change?.['author'], 'ann@example.com', 'the committed mailmap counts, not the one of the working tree');
  assert.equal(review?.['reviewer'], change?.['author']);
  assert.equal(review?.['reviewer_name'], 'Ann Smith');
});

test('GC7 strange people, huge messages and octopus merges are read as they are', async () => {
  const repository = new TestRepository();
  const first = repository.add({
    author: 'Ünïcødé 名前 "q" <x',
    email: 'ü@example.com',
    message: `${'x'.repeat(3_000_000)}\n\n${'y\n'.repeat(500_000)}`,
  });
  const raw = (author: string) =>
    repository.git(['hash-object', '-t', 'commit', '-w', '--literally', '--stdin'], {
      input: `tree ${repository.git(['rev-parse', `${first}^{tree}`])}\nparent ${first}\nauthor ${author} 1772600000 +0000\ncommitter C <c@example.com> 1772600000 +0000\n\nraw\n`,
    });
  const [nameless, second] = [raw(' <>'), repository.commit({ parents: [first], message: '' })];
  const octopus = repository.commit({ parents: [first, nameless, second], message: 'Octopus' });
  repository.point('main', octopus);
  const direct = raw('<nobody@example.com>');
  repository.point('odd', direct);
  const { rows } = await collect(repository.path);
  assert.deepEqual(
    rows.map((r) => r['parents']),
    [3, 0],
  );
  assert.equal(rows[1]?.['author'], 'ü@example.com');
  assert.match(String(rows[1]?.['author_name']), /Ünïcødé 名前/);
  assert.equal(String(rows[1]?.['subject']).length, 500);
  const odd = await collect(repository.path, { branch: 'odd' });
  assert.deepEqual([odd.rows[0]?.['author'], odd.rows[0]?.['author_name']], ['nobody@example.com', null]);
});

test('GC12 a signature that can not be checked is never said to be absent', async () => {
  const repository = new TestRepository();
  repository.point('main', repository.signed(repository.commit()));
  const [row] = (await collect(repository.path)).rows;
  assert.notEqual(row?.['signature'], 'none');
  assert.ok(['unverified', 'unknown-key', 'bad'].includes(String(row?.['signature'])), String(row?.['signature']));
});

test('GC12 a signature has the state that the verifying program tells', async () => {
  const repository = new TestRepository();
  const signed = repository.signed(repository.commit());
  repository.point('main', repository.commit({ parents: [signed] }));
  const key = '0123456789ABCDEF0123456789ABCDEF01234567';
  const said: [string, string][] = [
    [`GOODSIG ${key} Ann\n[GNUPG:] VALIDSIG ${key}\n[GNUPG:] TRUST_FULLY`, 'good'],
    [`GOODSIG ${key} Ann\n[GNUPG:] VALIDSIG ${key}\n[GNUPG:] TRUST_UNDEFINED`, 'good-untrusted'],
    [`BADSIG ${key} Ann`, 'bad'],
    [`ERRSIG ${key} 1 8 00 1772600000 9`, 'unknown-key'],
    [`REVKEYSIG ${key} Ann\n[GNUPG:] VALIDSIG ${key}`, 'revoked-key'],
  ];
  const path = process.env['PATH'];
  for (const [status, state] of said) {
    const programs = plainFolder();
    writeFileSync(join(programs, 'gpg'), `#!/bin/sh\nprintf '[GNUPG:] %b\\n' '${status}'\n`, { mode: 0o755 });
    process.env['PATH'] = `${programs}:${path}`;
    try {
      const { rows } = await collect(repository.path);
      assert.deepEqual(
        rows.map((r) => r['signature']),
        ['none', state],
      );
    } finally {
      process.env['PATH'] = path;
    }
  }
});

test('GC13 releases are the tags made in the period', async () => {
  const repository = new TestRepository();
  const head = repository.add({ message: 'Release it' });
  const env = {
    GIT_COMMITTER_NAME: 'Rel',
    GIT_COMMITTER_EMAIL: 'Rel@Example.com',
    GIT_COMMITTER_DATE: '2026-03-05T00:00:00Z',
  };
  repository.git(['tag', '-a', 'v1', '-m', 'Version 1\n\nlonger'], { env });
  repository.git(['tag', '-a', 'v2', '-m', 'Version 2'], {
    env: { ...env, GIT_COMMITTER_DATE: '2026-04-05T00:00:00Z' },
  });
  repository.git(['tag', 'plain']);
  const off = repository.commit({ message: 'elsewhere' });
  repository.git(['tag', 'elsewhere', off]);
  repository.git(['tag', 'tree', repository.git(['rev-parse', 'main^{tree}'])]);
  const { rows } = await collect(repository.path, { kind: 'releases' });
  assert.deepEqual(
    rows.map((r) => [r['id'], r['commit'], r['tagger'], r['tagged_at'], r['annotated'], r['on_branch'], r['subject']]),
    [
      ['elsewhere', off, null, '2026-03-04T10:00:00.000Z', false, false, 'elsewhere'],
      ['plain', head, null, '2026-03-04T10:00:00.000Z', false, true, 'Release it'],
      ['tree', null, null, null, false, false, null],
      ['v1', head, 'rel@example.com', '2026-03-05T00:00:00.000Z', true, true, 'Version 1'],
    ],
  );
  assert.deepEqual(
    Object.keys(rows[0] ?? {}),
    kindOf('releases').columns.map((c) => c.name),
  );
});
