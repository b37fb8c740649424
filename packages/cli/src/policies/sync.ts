import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError, type OperationName, type OperationNamed, type PolicyFileFront } from '@tickmark/core';
import {
  nobodyNamed,
  obligationsOf,
  withoutReview,
  parseTemplate,
  readBlocks,
  writeMarkdown,
  writeTemplate,
} from '@tickmark/policies';
import { z } from 'zod';
import { markdownIn } from './folder.ts';

type Input<N extends OperationName> = z.input<OperationNamed<N>['input']>;
type Output<N extends OperationName> = z.output<OperationNamed<N>['output']>;
/** Calls an operation of the server. */
export type Ask = <N extends OperationName>(name: N, input: Input<N>) => Promise<Output<N>>;

/** What became of a document. */
export const synced = {
  unchanged: 'says the same here and there',
  reviewed: 'says the same, and tells here now when it was reviewed, as it does there',
  pulled: 'was changed there, and is written here',
  pushed: 'was changed here, and is the draft there',
  begun: 'was written here, and is begun there',
  conflict: 'was changed here and there',
  faulty: 'cannot be read',
  gone: 'is deleted here, and stays there',
} as const;
export type Synced = keyof typeof synced;

export interface SyncedDocument {
  /** Name of the file. */
  file: string;
  outcome: Synced;
  /** What to do, where something is to be done. */
  message: string | null;
}

/** What both sides were when they agreed last: kept in the folder, with the documents. */
const stateFile = '.tickmark.json';
const known = z.object({
  documents: z.record(z.string(), z.object({ id: z.string(), revision: z.number(), sha256: z.string() })),
});
type State = z.infer<typeof known>;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const theirs = (code: string): string => `${code}.theirs.md`;

interface Options {
  folder: string;
  ask: Ask;
  /** Of the documents that are new here. */
  engagementId: string | undefined;
  /** Tells what would be done, and does none of it. */
  dryRun: boolean;
}

/**
 * Brings a folder of Markdown and the drafts of a server to say the same. What changed on one side goes to the other; where both
 * did, theirs is written beside, and nothing of either is lost. Errors: those of the server; bad_input for a folder that is none.
 */
export async function syncPolicies({ folder, ask, engagementId, dryRun }: Options): Promise<SyncedDocument[]> {
  const names = await markdownIn(folder);
  const state = await stateOf(folder);
  const remote = new Map(
    (await ask('policies.list', {})).items.filter((each) => each.state !== 'retired').map((each) => [each.code, each]),
  );
  const local = new Map<string, { text: string; front: PolicyFileFront }>();
  const done: SyncedDocument[] = [];
  for (const name of names.filter((each) => !each.endsWith('.theirs.md'))) {
    const text = await readFile(join(folder, name), 'utf8');
    try {
      local.set(name, { text, front: parseTemplate(text).front });
    } catch (error) {
      if (!(error instanceof TickmarkError)) throw error;
      done.push({ file: name, outcome: 'faulty', message: `${error.message} ${error.action ?? ''}`.trim() });
    }
  }
  const write = async (name: string, text: string): Promise<void> =>
    dryRun ? undefined : writeFile(join(folder, name), text);
  const remember = (code: string, id: string, revision: number, text: string): void => {
    state.documents[code] = { id, revision, sha256: sha256(withoutReview(text)) };
  };

  for (const [name, { text, front }] of local) {
    const code = front.id;
    const there = remote.get(code);
    if (there === undefined) {
      done.push(await begin({ name, text, code }));
      continue;
    }
    const last = state.documents[code];
    const { text: written, revision } = await writtenThere(ask, there.id, front.reviewedOn);
    const mine = last === undefined || sha256(withoutReview(text)) !== last.sha256;
    const other = last === undefined || revision !== last.revision;
    if (withoutReview(text) === withoutReview(written)) {
      if (text !== written) await write(name, written);
      remember(code, there.id, revision, written);
      done.push({ file: name, outcome: text === written ? 'unchanged' : 'reviewed', message: null });
    } else if (names.includes(theirs(code))) {
      done.push({
        file: name,
        outcome: 'conflict',
        message: `Take what you want of ${theirs(code)} into ${name}, delete it, and synchronize again.`,
      });
    } else if (mine && other) {
      await write(theirs(code), written);
      // From here on what stands here is written in the knowledge of theirs.
      state.documents[code] = { id: there.id, revision, sha256: last?.sha256 ?? '' };
      done.push({
        file: name,
        outcome: 'conflict',
        message: `Theirs is written to ${theirs(code)}. Take what you want of it into ${name}, delete it, and synchronize again.`,
      });
    } else if (mine) {
      if (!dryRun) {
        const now = await push(there.id, revision, text);
        remember(code, there.id, now.revision, now.text);
        await write(name, now.text);
      }
      done.push({ file: name, outcome: 'pushed', message: null });
    } else {
      await write(name, written);
      remember(code, there.id, revision, written);
      done.push({ file: name, outcome: 'pulled', message: null });
    }
  }

  const here = new Set([...local.values()].map(({ front }) => front.id));
  for (const { code, id } of remote.values()) {
    if (here.has(code)) continue;
    const name = `${code}.md`;
    if (done.some(({ file }) => file === name)) continue;
    if (state.documents[code] !== undefined) {
      done.push({ file: name, outcome: 'gone', message: 'Retire it in Tickmark where it is to hold no more.' });
      continue;
    }
    const { text, revision } = await writtenThere(ask, id);
    await write(name, text);
    remember(code, id, revision, text);
    done.push({ file: name, outcome: 'pulled', message: null });
  }
  await write(stateFile, `${JSON.stringify(state, null, 2)}\n`);
  return done.sort((a, b) => a.file.localeCompare(b.file, 'en', { numeric: true }));

  async function begin({ name, text, code }: { name: string; text: string; code: string }): Promise<SyncedDocument> {
    if (engagementId === undefined)
      return { file: name, outcome: 'faulty', message: 'It is new: give --engagement-id, whose scope fills its tags.' };
    if (!dryRun) {
      const { front, body } = parseTemplate(text);
      const { id } = await ask('policies.write', {
        engagementId,
        code,
        title: front.title,
        kind: front.kind,
        purpose: front.purpose,
        blocks: readBlocks(body),
      });
      const now = await writtenThere(ask, id, front.reviewedOn);
      await write(name, now.text);
      remember(code, id, now.revision, now.text);
    }
    return { file: name, outcome: 'begun', message: null };
  }

  /** Sends text and what stands before it; owner and approvers are people, and are named in the product. */
  async function push(id: string, revision: number, text: string): Promise<{ text: string; revision: number }> {
    const { front, body } = parseTemplate(text);
    const policy = await ask('policies.get', { id });
    const { title, kind, purpose, satisfies, reviewCadence } = front;
    const told = { title, kind, purpose, satisfies, reviewCadence };
    if (
      (Object.keys(told) as (keyof typeof told)[]).some(
        (key) => JSON.stringify(told[key]) !== JSON.stringify(policy[key]),
      )
    )
      await ask('policies.describe', { id, revision: policy.revision, ...told });
    await ask('policies.save', { id, revision, blocks: readBlocks(body) });
    return writtenThere(ask, id, front.reviewedOn);
  }
}

/**
 * A draft of the server in the form of the templates. `reviewedHere`: when the folder says that it was reviewed, which stays
 * while nothing is in force there.
 */
async function writtenThere(ask: Ask, id: string, reviewedHere?: string): Promise<{ text: string; revision: number }> {
  const policy = await ask('policies.get', { id });
  const { blocks, revision } = await ask('policies.draft', { id });
  const reviewed = policy.reviewedOn ?? reviewedHere;
  const front: PolicyFileFront = {
    id: policy.code,
    title: policy.title,
    kind: policy.kind,
    purpose: policy.purpose,
    satisfies: policy.satisfies,
    controls: [...new Set(obligationsOf(blocks).map(({ control }) => control))],
    owner: policy.owner?.name ?? nobodyNamed,
    reviewCadence: policy.reviewCadence,
    acknowledgement: policy.acceptedBy.length > 0,
    ...(reviewed === undefined ? {} : { reviewedOn: reviewed }),
  };
  return { text: writeTemplate({ front, body: writeMarkdown(blocks) }), revision };
}

async function stateOf(folder: string): Promise<State> {
  const text = await readFile(join(folder, stateFile), 'utf8').catch(() => null);
  if (text === null) return { documents: {} };
  try {
    return known.parse(JSON.parse(text));
  } catch (cause) {
    throw new TickmarkError('bad_input', `${stateFile} is not as it was written.`, {
      action: 'Restore it from the repository, or delete it: then each document that differs is a conflict.',
      cause,
    });
  }
}
