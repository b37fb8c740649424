import { TickmarkError, type PopulationManifest, type Row } from '@tickmark/core';
import { Zone } from '../time/zone.ts';
import { changeRows } from './changes.ts';
import { gitOutcome } from './command.ts';
import { readMessages } from './messages.ts';
import { releaseRows } from './releases.ts';
import { openRepository, resolveBranch } from './repository.ts';
import { reviewRows } from './reviews.ts';
import { walkBranch, type Span } from './walk.ts';

export type GitKind = 'code-changes' | 'code-reviews' | 'releases';

export interface CollectGitInput {
  /** Folder of a clone or of a bare repository. */
  path: string;
  /** Defaults to the branch HEAD names. */
  branch?: string | undefined;
  kind: GitKind;
  /** First and last day, both included, in `timeZone`. */
  from: string;
  to: string;
  timeZone: string;
  signal?: AbortSignal | undefined;
  /** Commits of the branch walked so far. */
  onProgress?: ((walked: number) => void) | undefined;
}

export interface CollectedGit {
  /** To be drained once. */
  rows: AsyncIterable<Row>;
  source: PopulationManifest['source'];
  /** Rows by a second, independent count; null where there is none. */
  expected: number | null;
  branch: string;
  /** Commit the branch pointed at when it was read. */
  head: string;
}

/**
 * Reads the history of a branch as a population. A change is what reached the branch: a merge with
 * all it brought in, or a commit made on the branch itself, at its committer date. Throws
 * `source_unreadable` (no git, no repository, no commits, partial clone, detached HEAD), `not_found`
 * (no such branch), `history_incomplete` (shallow clone that does not cover the period) and
 * `bad_input`, all before the first row.
 */
export async function collectGit(input: CollectGitInput): Promise<CollectedGit> {
  const { kind, from, to, timeZone } = input;
  if (from > to)
    throw new TickmarkError('bad_input', `The period ends on ${to}, before it begins on ${from}.`, {
      field: 'period.to',
    });
  const repository = await openRepository(input.path, input.signal);
  const branch = await resolveBranch(repository, input.branch);
  const zone = new Zone(timeZone);
  const span: Span = { start: zone.startOfDay(from), end: zone.endOfDay(to) };
  const walk = await walkBranch(repository, branch.head, span, zone, input.onProgress);
  if (walk.expected !== null && walk.expected !== walk.changes.length) {
    throw new TickmarkError(
      'source_unreadable',
      `git gave ${walk.changes.length} changes and counts ${walk.expected} for the same period of ${branch.name}.`,
      { field: 'path', action: 'Check the repository with: git fsck' },
    );
  }
  const source = {
    system: 'git',
    query: query(kind, branch.head),
    parameters: {
      path: input.path,
      repository: repository.name,
      branch: branch.name,
      head: branch.head,
      from,
      to,
      timeZone,
      start: new Date(span.start).toISOString(),
      end: new Date(span.end).toISOString(),
      git: (await gitOutcome(null, ['version'])).stdout.trim(),
    },
    inputSha256: null,
  };
  const found = { source, expected: null, branch: branch.name, head: branch.head };
  if (kind === 'releases') return { ...found, rows: releaseRows(repository, branch, span) };
  const messages = await readMessages(repository, branch.head, walk, zone);
  if (kind === 'code-reviews') return { ...found, rows: reviewRows(walk, messages) };
  return { ...found, expected: walk.expected, rows: changeRows(repository, branch, walk, messages) };
}

/** The request in git's own words; the span is applied to committer dates afterwards. */
function query(kind: GitKind, head: string): string {
  if (kind === 'releases') return 'git for-each-ref refs/tags';
  const walk = `git rev-list --first-parent --timestamp --parents ${head}`;
  return kind === 'code-changes'
    ? walk
    : `${walk}; trailers Reviewed-by, Approved-by and Acked-by of each change and of what it brought in`;
}
