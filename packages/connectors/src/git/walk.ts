import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError } from '@tickmark/core';
import { addDays, type Zone } from '../time/zone.ts';
import { gitChunks, gitOutcome, gitText, type Repository } from './command.ts';
import { lines } from './fields.ts';

/** Instants of a period, in milliseconds: from the first to before `end`. */
export interface Span {
  start: number;
  end: number;
}

/** One commit of the branch's own line: a merge, or a commit made on the branch itself. */
export interface Change {
  hash: string;
  parents: string[];
}

export interface Walk {
  /** Changes within the period, newest first. */
  changes: Change[];
  /** The newest change of the period and the first parent of the oldest; null when there is none. */
  range: { newest: string; below: string | null } | null;
  /** Changes within the period by a second count, or null where this git can't count so. */
  expected: number | null;
}

/**
 * Walks the first-parent line of a branch to its very beginning and keeps what reached it within
 * the span by committer date. The dates decide nothing else: `--since` stops at the first old date,
 * and dates of commits are not always in order. Throws `history_incomplete` where a shallow clone
 * ends within the span or after it.
 */
export async function walkBranch(
  repository: Repository,
  head: string,
  span: Span,
  zone: Zone,
  onProgress?: (walked: number) => void,
): Promise<Walk> {
  const boundaries = await shallowBoundaries(repository);
  const changes: Change[] = [];
  let last = { hash: head, at: 0 };
  let walked = 0;
  const args = ['rev-list', '--first-parent', '--timestamp', '--parents', '--end-of-options', head, '--'];
  for await (const line of lines(gitChunks(repository, args))) {
    const [timestamp, hash = '', ...parents] = line.split(' ');
    const at = Number(timestamp) * 1000;
    last = { hash, at };
    if (at >= span.start && at < span.end) changes.push({ hash, parents });
    walked += 1;
    if (walked % 10_000 === 0) onProgress?.(walked);
  }
  onProgress?.(walked);
  if (boundaries.has(last.hash) && last.at >= span.start) throw incomplete(repository, zone.dateAt(last.at));
  const newest = changes[0];
  const oldest = changes.at(-1);
  return {
    changes,
    range:
      newest === undefined || oldest === undefined ? null : { newest: newest.hash, below: oldest.parents[0] ?? null },
    expected: await countAgain(repository, head, span),
  };
}

/** Commits whose parents a shallow clone left out. */
export async function shallowBoundaries(repository: Repository): Promise<Set<string>> {
  const shallow = await gitText(repository, ['rev-parse', '--is-shallow-repository']);
  if (shallow.trim() !== 'true') return new Set();
  const folder = (await gitText(repository, ['rev-parse', '--git-common-dir'])).replace(/\n$/, '');
  const text = await readFile(join(folder, 'shallow'), 'utf8').catch(() => '');
  return new Set(text.split('\n').filter(Boolean));
}

/** The error of a clone whose history ends too late; `cut` is the date of its last known commit. */
export function incomplete(repository: Repository, cut: string): TickmarkError {
  const covered = addDays(cut, 1);
  return new TickmarkError(
    'history_incomplete',
    `${repository.path} is a shallow clone: its history is whole only from ${covered} on, and the period begins before.`,
    {
      field: 'period.from',
      action: `Fetch the rest with: git fetch --unshallow. Or choose a period from ${covered} on.`,
    },
  );
}

/** Counts the changes of the span by git's own filter, as the second count of completeness. */
async function countAgain(repository: Repository, head: string, span: Span): Promise<number | null> {
  const since = `--since-as-filter=@${Math.max(0, Math.ceil(span.start / 1000))} +0000`;
  const until = `--min-age=${Math.max(0, Math.ceil(span.end / 1000) - 1)}`;
  const { code, stdout } = await gitOutcome(repository, [
    'rev-list',
    '--first-parent',
    '--count',
    since,
    until,
    '--end-of-options',
    head,
    '--',
  ]);
  // The filter came with git 2.37; an older git can't count so.
  return code === 0 && /^\d+\n$/.test(stdout) ? Number(stdout) : null;
}
