import { gitChunks, type Repository } from './command.ts';
import { nulFields } from './fields.ts';
import type { Change } from './walk.ts';

/** For each change in order: whether its commit object carries a signature. */
export async function* signedFlags(repository: Repository, changes: Change[]): AsyncGenerator<boolean> {
  const chunks = gitChunks(repository, ['cat-file', '--batch'], { input: hashes(changes) });
  let buffer: Buffer = Buffer.alloc(0);
  let skip = 0;
  for await (const chunk of chunks) {
    buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
    for (;;) {
      if (skip > 0) {
        const dropped = Math.min(skip, buffer.length);
        buffer = buffer.subarray(dropped);
        skip -= dropped;
        if (skip > 0) break;
      }
      const newline = buffer.indexOf(10);
      if (newline === -1) break;
      const [, type, size] = buffer.toString('latin1', 0, newline).split(' ');
      if (type !== 'commit') throw new Error(`git cat-file answered ${type ?? 'nothing'} where a commit was asked for`);
      const body = newline + 1;
      const end = buffer.indexOf('\n\n', body);
      const whole = buffer.length >= body + Number(size);
      if (!whole && end === -1) break;
      const headers = buffer.toString('latin1', body, end === -1 ? body + Number(size) : end);
      yield /(^|\n)gpgsig(-sha256)? /.test(headers);
      skip = body + Number(size) + 1;
    }
  }
}

/**
 * For each change in order: how many files differ from its first parent (all files for the first
 * commit). Renames count as two. Reads trees only, never contents.
 */
export async function* fileCounts(repository: Repository, changes: Change[]): AsyncGenerator<number> {
  const args = ['diff-tree', '--stdin', '--root', '-r', '--raw', '--no-renames', '--no-ext-diff', '--always', '-z'];
  const input = (function* () {
    for (const { hash, parents } of changes) yield parents[0] === undefined ? `${hash}\n` : `${hash} ${parents[0]}\n`;
  })();
  let count = -1;
  let nameFollows = false;
  for await (const field of nulFields(gitChunks(repository, args, { input }))) {
    if (nameFollows) {
      nameFollows = false;
    } else if (field.startsWith(':')) {
      count += 1;
      nameFollows = true;
    } else {
      if (count >= 0) yield count;
      count = 0;
    }
  }
  if (count >= 0) yield count;
}

/** Hashes, one a line, for commands that read them from standard input. */
export function* hashes(changes: Change[]): Generator<string> {
  for (const { hash } of changes) yield `${hash}\n`;
}
