import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../../src/platform/database/index.ts';
import { embeddedDatabase } from '../../../../testkit/src/databases/index.ts';
import { shortLived } from '../../../../testkit/src/processes/index.ts';
import { addOrganization, addUser, organizationA, userA } from '../database/rows.ts';

const script = fileURLToPath(new URL('interrupted-worker.ts', import.meta.url));

function worker(dataFolder: string, mode: 'hang' | 'finish', id: string): ChildProcess {
  return spawn(process.execPath, [...shortLived, script, dataFolder, mode, id], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function linesUntil(child: ChildProcess, last: RegExp): Promise<string[]> {
  assert.ok(child.stdout);
  const seen: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    seen.push(line);
    if (last.test(line)) return seen;
  }
  return seen;
}

test('a job whose process was killed runs again at the next start, and after a second kill fails in words', async () => {
  const made = await embeddedDatabase();
  try {
    await addUser(made.database, userA);
    await addOrganization(made.database, organizationA);
    await made.database.close();
    const survivor = randomUUID();
    const twice = randomUUID();

    for (const [id, kills] of [
      [survivor, 1],
      [twice, 2],
    ] as const) {
      for (let kill = 0; kill < kills; kill++) {
        const child = worker(made.dataFolder, 'hang', id);
        const seen = await linesUntil(child, /^begun /);
        if (kill === 0) assert.ok(seen.includes('acknowledged'), seen.join('\n'));
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      const child = worker(made.dataFolder, 'finish', id);
      const exit = once(child, 'exit');
      const seen = await linesUntil(child, /^ended /);
      assert.equal(seen.at(-1), kills === 1 ? 'ended done after 2' : 'ended failed after 2', seen.join('\n'));
      await exit;
    }

    const again = await openDatabase({ dataFolder: made.dataFolder });
    const rows = await again.transaction({ role: 'app', organizationId: organizationA, userId: userA }, (tx) =>
      tx.selectFrom('jobRuns').select(['id', 'state', 'result']).orderBy('createdAt').execute(),
    );
    await again.close();
    assert.deepEqual(rows, [
      { id: survivor, state: 'done', result: { finished: true } },
      { id: twice, state: 'failed', result: null },
    ]);
  } finally {
    await made.close();
  }
});
