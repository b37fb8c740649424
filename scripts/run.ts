import { spawn } from 'node:child_process';

export interface Outcome {
  ok: boolean;
  output: string;
}

/** Runs a command to its end and keeps what it printed. */
export function run(file: string, args: string[], options: { cwd: string; stdoutOnly?: boolean }): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: options.cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      if (!options.stdoutOnly) chunks.push(chunk);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ ok: code === 0, output: Buffer.concat(chunks).toString('utf8').trim() }));
  });
}
