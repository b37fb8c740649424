// How long npm start takes after the dependencies are there: the first time (web app built, database
// made) and later. Figures: 15 s and 3 s.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const data = await mkdtemp(join(tmpdir(), 'tickmark-bench-start-'));

/** Seconds until the address is printed; stops the server again. */
async function startOnce(): Promise<number> {
  const began = performance.now();
  const child = spawn('npm', ['start', '--', '--data', data, '--port', '0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const seconds = await new Promise<number>((resolve, reject) => {
    let output = '';
    const look = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      if (/http:\/\/[^\s]+/.test(output)) resolve((performance.now() - began) / 1000);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.on('close', (code) => reject(new Error(`npm start ended with ${code}:\n${output}`)));
  });
  child.removeAllListeners('close');
  const ended = new Promise((resolve) => child.on('close', resolve));
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  await ended;
  return seconds;
}

try {
  await rm(join(root, 'packages', 'web', 'dist'), { recursive: true, force: true });
  const first = await startOnce();
  const later = Math.min(await startOnce(), await startOnce());
  console.log(`first start  ${first.toFixed(2)} s   ${(first / 15).toFixed(2)} of the 15 s allowed`);
  console.log(`later start  ${later.toFixed(2)} s   ${(later / 3).toFixed(2)} of the 3 s allowed`);
  process.exitCode = first <= 15 && later <= 3 ? 0 : 1;
} finally {
  await rm(data, { recursive: true, force: true });
}
