import type { Row } from '@tickmark/core';
import { gitChunks, type Repository } from './command.ts';
import { nulRecords } from './fields.ts';
import { mailmapSetting } from './mailmap.ts';
import type { Messages } from './messages.ts';
import { fileCounts, hashes, signedFlags } from './objects.ts';
import { isSignOff, parseIdentity, parseTrailers } from './trailers.ts';
import { signatureState } from './signatures.ts';
import type { Branch } from './repository.ts';
import type { Walk } from './walk.ts';

const format = ['%H', '%P', '%aE', '%aN', '%cE', '%at', '%ct', '%G?', '%s', '%(trailers:only,unfold)'];
const subjectLength = 500;

/** Rows of `code-changes`: each merge and each direct commit of the walk, newest first. */
export async function* changeRows(
  repository: Repository,
  branch: Branch,
  walk: Walk,
  messages: Messages,
): AsyncGenerator<Row> {
  if (walk.changes.length === 0) return;
  const args = ['log', '--no-walk=unsorted', '--stdin', '-z', `--format=${format.join('%x00')}`];
  const commits = nulRecords(
    gitChunks(repository, args, { input: hashes(walk.changes), config: [mailmapSetting(branch.head)] }),
    format.length,
  );
  const signed = signedFlags(repository, walk.changes);
  const files = fileCounts(repository, walk.changes);
  try {
    for await (const fields of commits) {
      const isSigned = await signed.next();
      const fileCount = await files.next();
      yield changeRow(repository, branch, messages, fields, isSigned.value === true, fileCount.value ?? null);
    }
  } finally {
    await Promise.all([signed.return(undefined), files.return(undefined)]);
  }
}

function changeRow(
  repository: Repository,
  branch: Branch,
  messages: Messages,
  fields: string[],
  isSigned: boolean,
  files: number | null,
): Row {
  const [hash = '', parentText = '', author = '', authorName = '', committer = '', ...others] = fields;
  const [authoredAt = '', mergedAt = '', grade = '', subject = '', trailerText = ''] = others;
  const parents = parentText.split(' ').filter(Boolean);
  const trailers = parseTrailers(trailerText);
  const signOffs = trailers.filter(isSignOff).map((t) => messages.mailmap(parseIdentity(t.value)).email);
  const reviewers = (messages.reviews.get(hash) ?? []).filter((r) => r.state === 'approved').map((r) => r.by.email);
  return {
    id: hash,
    repository: repository.name,
    branch: branch.name,
    subject: subject.length > subjectLength ? `${subject.slice(0, subjectLength - 1)}…` : subject,
    author: textOrNull(author.toLowerCase()),
    author_name: textOrNull(authorName),
    committer: textOrNull(committer.toLowerCase()),
    authored_at: instantOf(authoredAt),
    merged_at: instantOf(mergedAt),
    kind: parents.length > 1 ? 'merge' : 'commit',
    parents: parents.length,
    signature: isSigned ? signatureState(grade) : 'none',
    files,
    reviewers: distinct(reviewers),
    signed_off_by: distinct(signOffs),
    trailers: trailers.map((t) => `${t.key}: ${t.value}`),
  };
}

/** ISO instant of a number of seconds, or null where git could not read the date. */
export function instantOf(seconds: string): string | null {
  if (!/^-?\d+$/.test(seconds)) return null;
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

export function textOrNull(text: string): string | null {
  return text === '' ? null : text;
}

function distinct(values: (string | null)[]): string[] {
  return [...new Set(values.filter((v) => v !== null))].sort();
}
