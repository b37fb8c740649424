import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { shortLived } from '../packages/testkit/src/processes/index.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Asked for by its address: it is written against the types of Node, and what runs in a page against those of a browser. */
const server = pathToFileURL(join(root, 'packages', 'server', 'src', 'index.ts')).href;

interface Server {
  startTickmark(options: { data: string; port: number; allowLoopback: boolean }): Promise<{
    url: string;
    claimUrl: string | null;
    close(): Promise<void>;
  }>;
}

export interface Product {
  /** What the terminal prints: the address, with the one-time claim while there is no owner. */
  address: string;
  url: string;
  stop(): Promise<void>;
}

/** Tickmark in this process on a data folder: what one journey made ready to run fast serves the next. */
export async function startProduct(data: string, { allowLoopback = false } = {}): Promise<Product> {
  const { startTickmark } = (await import(server)) as Server;
  const { url, claimUrl, close } = await startTickmark({ data, port: 0, allowLoopback });
  return { address: claimUrl ?? url, url, stop: close };
}

/** Tickmark as a process of its own on a data folder, as `npm start` leaves it running. */
export async function startProcess(data: string): Promise<Product> {
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
