import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { collectGit, type CollectGitInput } from '@tickmark/connectors';
import { all } from '../kinds.ts';
import { plainFolder, TestRepository } from '@tickmark/testkit/repositories';

const march = { from: '2026-03-01', to: '2026-03-31', timeZone: 'UTC' } as const;

async function collect(path: string, more: Partial<CollectGitInput> = {}) {
  const found = await collectGit({ path, kind: 'code-changes', ...march, ...more });
  return { ...found, rows: await all(found.rows) };
}

test('GC8 bare repositories, linked working trees and branches known only from a remote are read', async () => {
  const repository = new TestRepository();
  const head = repository.add();
  const bare = repository.clone('--bare');
  assert.equal((await collect(bare)).head, head);
  const linked = join(plainFolder(), 'linked');
  repository.git(['worktree', 'add', '--quiet', '-b', 'other', linked, 'main']);
  assert.deepEqual([(await collect(linked)).branch, (await collect(linked)).rows.length], ['other', 1]);
  const clone = repository.clone();
  assert.equal((await collect(clone, { branch: 'origin/other' })).branch, 'origin/other');
});

test('GC9 what can not be read is an error that says what to do', async () => {
  const repository = new TestRepository();
  repository.add({ files: { 'a.txt': '1' } });
  repository.point('release-2026', String(repository.tip('main')));
  const inner = join(repository.path, 'inner');
  mkdirSync(inner);
  const detached = repository.clone();
  repository.git(['checkout', '--quiet', '--detach'], { cwd: detached });
  const file = join(repository.path, 'file');
  writeFileSync(file, '');
  const faults: [string, Partial<CollectGitInput>, string, RegExp][] = [
    [plainFolder(), {}, 'source_unreadable', /not a git repository/],
    [inner, {}, 'source_unreadable', /not a git repository/],
    [join(inner, 'none'), {}, 'source_unreadable', /can't be opened/],
    [file, {}, 'source_unreadable', /is a file/],
    [new TestRepository().path, {}, 'source_unreadable', /no commits yet/],
    [new TestRepository({ bare: true }).path, { branch: 'main' }, 'source_unreadable', /no commits yet/],
    [detached, {}, 'source_unreadable', /detached/],
    [repository.path, { branch: 'relaese-2026' }, 'not_found', /Did you mean "release-2026"/],
    [repository.path, { branch: '--all' }, 'bad_input', /hyphen/],
    [repository.path, { branch: 'main~0' }, 'not_found', /no branch "main~0"/],
    [repository.path, { from: '2026-04-01' }, 'bad_input', /ends on 2026-03-31/],
    [repository.clone('--filter=blob:none', '--bare'), {}, 'source_unreadable', /partial clone/],
  ];
  for (const [path, more, code, message] of faults) {
    await assert.rejects(collectGit({ path, kind: 'code-changes', ...march, ...more }), {
      name: 'TickmarkError',
      code,
      message,
    });
  }
});

test('GC9 a missing git command is said so', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = plainFolder();
  try {
    await assert.rejects(collectGit({ path: plainFolder(), kind: 'releases', ...march }), {
      code: 'source_unreadable',
      message: /not installed/,
    });
  } finally {
    process.env['PATH'] = path;
  }
});

test('GC10 a shallow clone is refused for days it does not cover, and read for those it does', async () => {
  const repository = new TestRepository();
  for (let day = 1; day <= 20; day += 1) repository.add({ at: `2026-03-${String(day).padStart(2, '0')}T12:00:00Z` });
  const shallow = repository.clone('--depth=5');
  await assert.rejects(collect(shallow), {
    code: 'history_incomplete',
    field: 'period.from',
    message: /only from 2026-03-17 on/,
    action: /git fetch --unshallow/,
  });
  await assert.rejects(collect(shallow, { from: '2026-03-16' }), { code: 'history_incomplete' });
  await assert.rejects(collect(shallow, { from: '2026-01-01', to: '2026-02-01' }), { code: 'history_incomplete' });
  assert.equal((await collect(shallow, { from: '2026-03-17' })).rows.length, 4);
  assert.equal((await collect(repository.clone(), {})).rows.length, 20, 'control: the whole clone covers all');
});

test('GC10 a shallow clone that cuts off what a merge brought in is refused', async () => {
  const repository = new TestRepository();
  const first = repository.add({ at: '2026-02-01T00:00:00Z' });
  let side = first;
  for (let i = 1; i <= 9; i += 1) side = repository.commit({ parents: [side], at: `2026-03-0${i}T00:00:00Z` });
  let main = first;
  for (let i = 1; i <= 2; i += 1) main = repository.commit({ parents: [main], at: `2026-02-1${i}T00:00:00Z` });
  repository.point('main', repository.commit({ parents: [main, side], at: '2026-03-10T00:00:00Z' }));
  await assert.rejects(collect(repository.clone('--depth=4')), {
    code: 'history_incomplete',
    message: /only from 2026-03-11 on/,
  });
});

test('GC11 a repository can not make the connector run programs, replace objects or be steered by GIT_ variables', async () => {
  const repository = new TestRepository();
  const original = repository.signed(repository.commit({ message: 'original' }));
  repository.point('main', original);
  const replacement = repository.commit({ message: 'replaced' });
  repository.git(['replace', original, replacement]);
  const trap = join(plainFolder(), 'ran');
  const program = join(plainFolder(), 'program');
  writeFileSync(program, `#!/bin/sh\ntouch ${trap}\n`, { mode: 0o755 });
  for (const key of [
    'core.fsmonitor',
    'core.pager',
    'core.sshCommand',
    'gpg.program',
    'diff.external',
    'core.alternateRefsCommand',
  ]) {
    repository.git(['config', key, program]);
  }
  repository.git(['config', 'log.showSignature', 'true']);
  process.env['GIT_DIR'] = plainFolder();
  try {
    const { rows } = await collect(repository.path);
    assert.deepEqual(
      rows.map((r) => r['subject']),
      ['original'],
    );
  } finally {
    delete process.env['GIT_DIR'];
  }
  await assert.rejects(async () => (await import('node:fs/promises')).access(trap), { code: 'ENOENT' });
});

test('a reader who stops early leaves no git process behind, and an aborted run ends', async () => {
  const repository = new TestRepository();
  for (let i = 0; i < 30; i += 1) repository.add();
  const found = await collectGit({ path: repository.path, kind: 'code-changes', ...march });
  for await (const row of found.rows) {
    assert.ok(row['id']);
    break;
  }
  await assert.rejects(collect(repository.path, { signal: AbortSignal.abort() }), { name: 'AbortError' });
});
