import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shortLived } from '../packages/testkit/src/processes/index.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

export interface Product {
  /** What the terminal printed: the address, with the one-time claim while there is no owner. */
  address: string;
  url: string;
  stop(): Promise<void>;
}

/** Tickmark as a process of its own on a data folder, as `npm start` leaves it running. */
export async function startProduct(data: string, ...args: string[]): Promise<Product> {
  const child = spawn(
    process.execPath,
    [
      ...shortLived,
      '--disable-warning=ExperimentalWarning',
      'packages/server/src/main.ts',
      '--data',
      data,
      '--port',
      '0',
      ...args,
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, DATABASE_URL: undefined } },
  );
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const address = await new Promise<string>((resolve, reject) => {
    let printed = '';
    const look = (chunk: Buffer): void => {
      printed += chunk.toString('utf8');
      const [found] = /http:\/\/\S+/.exec(printed) ?? [];
      if (found !== undefined && printed.endsWith('\n')) resolve(found);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    void ended.then((code) => reject(new Error(`it ended with ${code}:\n${printed}`)));
  });
  return {
    address,
    url: new URL(address).origin,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** One command line, as a person types it. */
export function tickmark(...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'packages', 'cli', 'bin', 'tickmark.mjs'), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ran: Ran = { code: null, stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (ran.stdout += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (ran.stderr += chunk.toString('utf8')));
    child.on('close', (code) => resolve({ ...ran, code }));
  });
}
