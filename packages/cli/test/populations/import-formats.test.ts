import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { fileFormat, type FileFormat } from '@tickmark/core';
import { accountsZone, faultyAccountRows, writeAccounts } from '@tickmark/testkit/files';
import { runLine } from '../run-line.ts';

const folder = await mkdtemp(join(tmpdir(), 'tickmark-cli-formats-'));
after(() => rm(folder, { recursive: true }));

/** Arguments that import so many accounts, written as a file of a format. */
async function importing(format: FileFormat, count: number): Promise<string[]> {
  const file = join(folder, `${count}.${format}`);
  await writeAccounts(file, format, count);
  const line = ['import', file, '--kind', 'accounts', '--local-time', accountsZone, '--out', `${file}.out.parquet`];
  return [...line, '--accept-rejected', String(faultyAccountRows(count)), '--json'];
}

test('FC21 the same rows freeze to the same bytes from every format, and the same rows are rejected', async () => {
  const hashes = new Set<string>();
  for (const format of fileFormat.options) {
    const ran = await runLine(...(await importing(format, 2600)));
    assert.equal(ran.code, 0, ran.stderr);
    const { rows, rejected, sha256 } = JSON.parse(ran.stdout);
    assert.equal(rows, 2597, format);
    assert.deepEqual(
      rejected.first.map(({ row, column }: { row: number; column: string }) => `${row} ${column}`),
      ['501 account', '1501 mfa', '2501 account'],
    );
    hashes.add(sha256);
  }
  assert.equal(hashes.size, 1);
});

test('FC21 a file whose rows would not fit into the memory of the process is imported', async () => {
  const command = fileURLToPath(new URL('../../bin/tickmark.mjs', import.meta.url));
  const line = await importing('json', 80_000);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--max-old-space-size=64', command, ...line], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  assert.equal(JSON.parse(stdout).rows, 80_000 - faultyAccountRows(80_000));
});
