import { signNote } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { keyOf, originOf, pack, packLog, signerOf, type Draft } from '../../../cli/test/bundles/builder.ts';
import { exchanged, noteOf, statementsOf, withNote } from './edits.ts';
import { breaks, forgeriesOf } from './forgery.ts';
import { attackerSeed, auditor, type Files, type History } from './histories.ts';

const holds = /^holds$/;
const world = 'rotated';
const folder = (number: number): string => `earlier-logs/${number}/`;
const inFolder =
  (number: number) =>
  (path: string): boolean =>
    path.startsWith(folder(number));
const links = ['end of a log', 'beginning of a log', 'ends elsewhere', 'beginnings elsewhere'] as const;
/** What the seal or items are found by once nothing is said of the links: numbers of entries, or what they seal. */
const content = /^EL(7|9|12)$/;

/** Logs that don't follow one another as their keys were rotated. */
export const rotatedLogs = forgeriesOf('rotated log', [
  {
    name: 'the first log that of another organization',
    world,
    make: ({ ours, theirs }) => exchanged(ours.newer, theirs.newer, inFolder(1)),
    unnamed: breaks('EL96', undefined, /another log/),
    without: { checks: links, answer: content },
  },
  {
    name: 'an earlier log that ends one entry before its end',
    world,
    make: ({ ours }) => withStatements(ours, 1, (statements) => statements.slice(0, -1)),
    unnamed: breaks('EL96', undefined, /does not end/),
    without: { checks: links, answer: holds },
  },
  {
    name: 'an earlier log without an entry in its middle',
    world,
    make: ({ ours }, random) => withStatements(ours, random.pick([1, 2]), (statements) => statements.toSpliced(-2, 1)),
    unnamed: breaks('EL97'),
    without: { checks: links, answer: holds },
  },
  {
    name: 'an earlier log in which an entry was exchanged',
    world,
    make: ({ ours }, random) =>
      withStatements(ours, 1, (statements) => {
        const changed = textOf(statements.at(-2)).replace('"facts":{', `$&"a":${random.below(99)},`);
        return statements.toSpliced(-2, 1, Buffer.from(changed));
      }),
    unnamed: breaks('EL97', undefined, /another/),
    without: { checks: ['beginning of a log'], answer: holds },
  },
  {
    name: 'an entry after the rotation in the log that it ended',
    world,
    make: ({ ours }, random) => {
      const number = random.pick([1, 2]);
      return withStatements(ours, number, (statements) => [
        ...statements,
        Buffer.from(textOf(statements.at(-1)).replace('log.rotate', 'notes.add')),
      ]);
    },
    unnamed: breaks('EL96', undefined, /ended log|ends here/),
    without: { checks: links, answer: holds },
  },
  {
    name: 'the first log continued after its rotation and sealed, as its only log',
    world,
    make: async ({ ours }) => {
      const draft = ours.draft();
      draft.entries = draft.entries.flatMap((entry) =>
        entry.op === 'log.continue' ? [] : entry.op === 'log.rotate' ? [{ ...entry, facts: { next: 2 } }] : [entry],
      );
      return (await pack({ ...draft, witnesses: [auditor] })).files;
    },
    unnamed: breaks('EL96'),
    named: breaks('EL2', 'log/vkey'),
    without: { checks: ['ends elsewhere'], answer: holds },
  },
  {
    name: 'an entry that names another key as the next',
    world,
    make: ({ ours }) =>
      linked(ours, 'log.rotate', (facts) => ({
        ...facts,
        verifierKey: keyOf(attackerSeed, String(facts['origin'])),
      })),
    unnamed: breaks('EL96', undefined, /names another log/),
    without: { checks: ['end of a log'], answer: holds },
  },
  {
    name: 'an entry that names another number or name as the next',
    world,
    make: ({ ours }, random) =>
      linked(ours, 'log.rotate', (facts) => ({
        ...facts,
        ...random.pick<object>([{ next: 9 }, { next: null }, { origin: 'log.example/other' }, { origin: undefined }]),
      })),
    unnamed: breaks('EL96'),
    without: { checks: ['end of a log'], answer: holds },
  },
  {
    name: 'a log that begins with another checkpoint of the log before',
    world,
    make: ({ ours }, random) =>
      linked(ours, 'log.continue', (facts) => {
        const { text } = noteOf(ours.older);
        const other = signNote(nodeCrypto, text, { name: originOf(ours.draft()), seed: ours.seed });
        const checkpoint = String(facts['previousCheckpoint']);
        return {
          ...facts,
          ...random.pick<object>([
            { previousCheckpoint: other },
            { previousCheckpoint: '' },
            { previousCheckpoint: checkpoint.slice(0, -1) },
            { previousCheckpoint: undefined },
            { previousRoot: '0'.repeat(64) },
            { previousSize: Number(facts['previousSize']) - 1 },
          ]),
        };
      }),
    unnamed: breaks('EL97'),
    without: { checks: ['beginning of a log'], answer: holds },
  },
  {
    name: 'a log that begins with another key or number of the log before',
    world,
    make: ({ ours, theirs }, random) =>
      linked(ours, 'log.continue', (facts) => ({
        ...facts,
        ...random.pick<object>([{ previousKey: theirs.vkey }, { log: 7 }, { first: 0 }, { first: '9' }]),
      })),
    unnamed: breaks('EL97'),
    without: { checks: ['beginning of a log'], answer: holds },
  },
  {
    name: 'the newest log made up by somebody whom the one before does not name',
    world,
    make: ({ ours }) => withNewest(ours, { name: ours.origin, seed: attackerSeed }),
    unnamed: breaks('EL96', undefined, /names another log/),
    named: breaks('EL2', 'log/vkey'),
    without: { checks: ['end of a log'], answer: holds },
  },
  {
    name: 'a rotation to the key that there was before',
    world,
    make: ({ ours }) => withSeeds(ours, () => ours.seed),
    unnamed: breaks('EL96', undefined, /before/),
    named: breaks('EL2', 'log/vkey'),
    without: { checks: ['end of a log'], answer: holds },
  },
  {
    name: 'the newest log without those before it',
    world,
    make: ({ ours }) => {
      const { text, lines } = noteOf(ours.newer);
      const alone = exchanged(ours.newer, new Map(), (path) => path.startsWith('earlier-logs/'));
      // Who the witness is, the first log says.
      return withNote(alone, { text, lines: lines.slice(0, 1) });
    },
    unnamed: breaks('EL97', undefined, /not there|none does/),
    without: { checks: ['beginnings elsewhere'], answer: content },
  },
  {
    name: 'a chain without its first log',
    world,
    make: ({ ours }) => exchanged(ours.newer, new Map(), inFolder(1)),
    unnamed: breaks('EL94'),
    // The folder of the missing number has no key.
    without: { checks: ['numbers of logs'], answer: /^EL2$/ },
  },
  {
    name: 'a chain without its middle log',
    world,
    make: ({ ours }) => exchanged(ours.newer, new Map(), inFolder(2)),
    unnamed: breaks('EL96', undefined, /names another log/),
    without: { checks: links, answer: holds },
  },
  {
    name: 'a file that is of no log',
    world,
    make: ({ ours }, random) =>
      new Map([
        ...ours.newer,
        [random.pick(['earlier-logs/9/vkey', 'earlier-logs/note', 'earlier-logs/02/vkey']), Buffer.from('x')],
      ]),
    unnamed: breaks('EL94'),
    without: { checks: ['numbers of logs'], answer: /^EL2$/ },
  },
  {
    name: 'the signature of an earlier log by somebody else',
    world,
    make: ({ ours }, random) => {
      const number = random.pick([1, 2]);
      const { text, lines } = noteOf(ours.newer, folder(number));
      const name = originOf(ours.draft(), number);
      const forged = signNote(nodeCrypto, text, { name, seed: attackerSeed }).slice(text.length + 1, -1);
      return withNote(ours.newer, { text, lines: [forged, ...lines.slice(1)] }, folder(number));
    },
    unnamed: breaks('EL3'),
    // The entry that begins the next log has the line that was there.
    without: { checks: ['key of the bundle', 'lines by nobody at hand'], answer: /^EL97$/ },
  },
  {
    name: 'the cosignature of the newest checkpoint below an earlier one',
    world,
    make: ({ ours }) => {
      const { text, lines } = noteOf(ours.newer, folder(1));
      const cosigned = noteOf(ours.newer).lines.slice(1);
      return withNote(ours.newer, { text, lines: [...lines.slice(0, 1), ...cosigned] }, folder(1));
    },
    unnamed: breaks('EL3', `${folder(1)}checkpoint`, /auditor\.example/),
    without: { checks: ['signatures'], answer: holds },
  },
  {
    name: 'a thief of the first key goes on with the first log as if it had never been rotated',
    world,
    make: ({ ours }) => ours.fork,
    // Whoever trusts the newest key, or asks for a witness, is told; nothing in the bundle can tell.
    unnamed: 'holds',
    named: breaks('EL2', 'log/vkey'),
  },
  {
    name: 'a thief of the first key rotates it to one of their own',
    world,
    make: ({ ours }) => withSeeds(ours, (log) => (log === 1 ? ours.seed : attackerSeed.with(0, log))),
    unnamed: 'holds',
    named: breaks('EL2', 'log/vkey'),
  },
]);

/** One log of `newer` with other statements, signed by its own key; the others are as they were. */
async function withStatements(
  { newer, draft }: History,
  number: number,
  change: (statements: Uint8Array[]) => Uint8Array[],
): Promise<Files> {
  const files: Files = new Map([...newer].filter(([path]) => !inFolder(number)(path)));
  const signing = { signer: signerOf(draft(), number), witnesses: [auditor] };
  await packLog(files, folder(number), change(statementsOf(newer, folder(number))), signing);
  return files;
}

/** The newest log with the same statements, signed by somebody else. */
async function withNewest({ newer }: History, signer: { name: string; seed: Uint8Array }): Promise<Files> {
  const files: Files = new Map([...newer].filter(([path]) => !path.startsWith('log/')));
  await packLog(files, 'log/', statementsOf(newer), { signer, witnesses: [auditor] });
  return files;
}

/** The whole chain with other keys in place of those that its logs have. */
async function withSeeds({ draft }: History, seeds: (log: number) => Uint8Array): Promise<Files> {
  return (await pack({ ...draft(), seeds, witnesses: [auditor] })).files;
}

/** What the entries of one kind between logs say, with all that follows signed anew. */
async function linked(
  { draft }: History,
  which: string,
  change: (facts: Record<string, unknown>) => Record<string, unknown>,
): Promise<Files> {
  const forged: Draft = { ...draft(), witnesses: [auditor] };
  return (await pack({ ...forged, links: (op, facts) => (op === which ? change(facts) : facts) })).files;
}

function textOf(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? '').toString();
}
