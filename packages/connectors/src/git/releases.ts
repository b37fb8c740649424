import type { Row } from '@tickmark/core';
import { instantOf, textOrNull } from './changes.ts';
import { gitChunks, gitOutcome, gitText, type Repository } from './command.ts';
import { nulRecords } from './fields.ts';
import type { Branch } from './repository.ts';
import { tagSignatureState } from './signatures.ts';
import type { Span } from './walk.ts';

const fields = [
  '%(refname:strip=2)',
  '%(objecttype)',
  '%(objectname)',
  '%(*objecttype)',
  '%(*objectname)',
  '%(taggeremail:trim)',
  '%(taggername)',
  '%(taggerdate:unix)',
  '%(committerdate:unix)',
  '%(contents:subject)',
  '%(contents:signature)',
];

/**
 * Rows of `releases`: the tags of the repository made within the span. A tag whose time can't be
 * told (one that points at no commit) is kept, without a time.
 */
export async function* releaseRows(repository: Repository, branch: Branch, span: Span): AsyncGenerator<Row> {
  const merged = await gitText(repository, [
    'for-each-ref',
    '--format=%(refname:strip=2)',
    `--merged=${branch.head}`,
    'refs/tags',
  ]);
  const onBranch = new Set(merged.split('\n'));
  const args = ['for-each-ref', `--format=${fields.join('%00')}%00`, 'refs/tags'];
  for await (const record of nulRecords(withoutLineEnds(gitChunks(repository, args)), fields.length)) {
    const [name = '', type, hash = '', peeledType, peeled = '', email = '', tagger = '', ...others] = record;
    const [taggedAt = '', committedAt = '', subject = '', signature] = others;
    const annotated = type === 'tag';
    const target = annotated ? peeledType : type;
    const at = instantOf(annotated ? taggedAt : committedAt);
    if (at !== null && (Date.parse(at) < span.start || Date.parse(at) >= span.end)) continue;
    yield {
      id: name,
      repository: repository.name,
      commit: target === 'commit' ? (annotated ? peeled : hash) : null,
      tagger: textOrNull(email.toLowerCase()),
      tagger_name: textOrNull(tagger),
      tagged_at: at,
      annotated,
      signature: annotated && signature !== '' ? await checkTag(repository, name) : 'none',
      subject: textOrNull(subject),
      on_branch: onBranch.has(name),
    };
  }
}

/** Each record ends with NUL and a line end; names of refs hold neither. */
async function* withoutLineEnds(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let afterRecord = false;
  let field = 0;
  for await (const chunk of chunks) {
    const kept: number[] = [];
    for (const byte of chunk) {
      if (afterRecord && byte === 10) {
        afterRecord = false;
        continue;
      }
      afterRecord = false;
      kept.push(byte);
      if (byte === 0) {
        field = (field + 1) % fields.length;
        afterRecord = field === 0;
      }
    }
    yield Buffer.from(kept);
  }
}

async function checkTag(repository: Repository, name: string): Promise<string> {
  const { code, stderr } = await gitOutcome(repository, [
    'verify-tag',
    '--raw',
    '--end-of-options',
    `refs/tags/${name}`,
  ]);
  return tagSignatureState(stderr, code === 0);
}
