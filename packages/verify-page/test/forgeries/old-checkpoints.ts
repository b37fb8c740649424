import { cosign, formatCheckpoint, parseCheckpoint, signNote } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import {
  checkpointPath,
  exchanged,
  isTile,
  listed,
  noteOf,
  statementsOf,
  logged,
  withLogOf,
  withNote,
} from './edits.ts';
import { breaks, forgeriesOf } from './forgery.ts';
import { auditor, type History } from './histories.ts';

const isCheckpoint = (path: string): boolean => path === checkpointPath;

const holds = /^holds$/;

/** What the organization itself signed at another time, or told others. */
export const oldCheckpoints = forgeriesOf('old checkpoint', [
  {
    name: 'the older checkpoint over the newer log',
    make: ({ ours }) => exchanged(ours.newer, ours.older, isCheckpoint),
    unnamed: breaks('EL4'),
    // The tiles of that size are not there to be read.
    without: { checks: ['files of the log'], answer: /^EL[45]$/ },
  },
  {
    name: 'the older checkpoint with its tiles beside the newer ones',
    make: ({ ours }) => new Map([...ours.newer, ...withLogOf(ours.newer, ours.older)]),
    unnamed: breaks('EL4'),
    without: { checks: ['files of the log', 'seal'], answer: holds },
  },
  {
    name: 'the older log under newer content',
    make: ({ ours }) => withLogOf(ours.newer, ours.older),
    unnamed: breaks('EL7', 'bundle.json'),
    without: { checks: ['seal'], answer: holds },
  },
  {
    name: 'the older log with content that was listed anew',
    make: ({ ours }, random) =>
      listed(ours.older, ({ engagement }) => void (engagement.title = `SOC 2, ${2000 + random.below(50)}`)),
    unnamed: breaks('EL7', 'bundle.json'),
    without: { checks: ['seal'], answer: holds },
  },
  {
    name: 'the older checkpoint with the cosignature of the newer one',
    make: ({ ours }) => {
      const { text, lines } = noteOf(ours.older);
      return withNote(ours.older, { text, lines: [...lines.slice(0, 1), ...noteOf(ours.newer).lines.slice(1)] });
    },
    unnamed: breaks('EL3', checkpointPath, /auditor\.example/),
    without: { checks: ['signatures'], answer: holds },
  },
  {
    name: 'the older checkpoint with all lines of the newer one',
    make: ({ ours }) => withNote(ours.older, { ...noteOf(ours.older), lines: noteOf(ours.newer).lines }),
    unnamed: breaks('EL3', checkpointPath, /log\.example/),
    without: { checks: ['signatures'], answer: holds },
  },
  {
    name: 'the size and root hash of the older checkpoint between the newer ones',
    make: ({ ours }, random) => {
      const [newer, older] = [ours.newer, ours.older].map((files) => parseCheckpoint(`${noteOf(files).text}`));
      if (newer === undefined || older === undefined) throw new RangeError('There are two checkpoints.');
      const mixed = random.below(2) === 0 ? { ...newer, root: older.root } : { ...older, root: newer.root };
      const size = mixed.size === newer.size ? ours.newer : ours.older;
      return withNote(size, { text: formatCheckpoint(mixed), lines: noteOf(size).lines });
    },
    unnamed: breaks('EL3', checkpointPath),
    without: { checks: ['signatures', 'root hash'], answer: holds },
  },
  {
    name: 'a fork: the checkpoint of another branch of the same size',
    make: ({ ours }) => exchanged(ours.newer, ours.fork, isCheckpoint),
    unnamed: breaks('EL5', checkpointPath, /root hash/),
    without: { checks: ['root hash'], answer: holds },
  },
  {
    name: 'a fork: the tiles of the other branch under the cosigned checkpoint',
    make: ({ ours }) => exchanged(ours.newer, ours.fork, isTile),
    unnamed: breaks('EL5', checkpointPath, /root hash/),
    without: { checks: ['root hash', 'seal'], answer: holds },
  },
  {
    name: 'a fork: the log of the other branch under this content',
    make: ({ ours }) =>
      withLogOf(
        listed(ours.newer, ({ engagement }) => void (engagement.title += '.')),
        ours.fork,
      ),
    unnamed: breaks('EL7', 'bundle.json'),
    policy: breaks('EL28', checkpointPath, /none did/),
    without: { checks: ['seal'], answer: holds },
  },
  {
    name: 'a fork: the other branch with the cosignature of this one',
    make: ({ ours }) => {
      const { text, lines } = noteOf(ours.fork);
      return withNote(ours.fork, { text, lines: [...lines, ...noteOf(ours.newer).lines.slice(1)] });
    },
    unnamed: breaks('EL3', checkpointPath, /auditor\.example/),
    without: { checks: ['signatures'], answer: holds },
  },
  {
    name: 'a fork: the whole other branch, which the witness has not seen',
    make: ({ ours }) => ours.fork,
    // One bundle shows one branch. That there is another only somebody outside can have seen.
    unnamed: 'holds',
    policy: breaks('EL28', checkpointPath, /none did/),
  },
  {
    name: 'a fork that was made anew from the first entry',
    make: async ({ ours }, random) => {
      const statements = statementsOf(ours.newer);
      const at = statements.findIndex((each) => Buffer.from(each).includes('"op":"notes.add"'));
      const note = JSON.parse(Buffer.from(statements[at] ?? '').toString()) as { facts: object };
      statements[at] = Buffer.from(JSON.stringify(note).replace('"facts":{', `"facts":{"a":${random.below(1000)},`));
      return logged(ours.newer, ours, statements, { seed: ours.seed, witnesses: [] });
    },
    unnamed: 'holds',
    policy: breaks('EL28', checkpointPath, /none did/),
  },
  {
    name: 'a size beyond the tiles, signed by the log',
    make: ({ ours }, random) => {
      const size = BigInt(statementsOf(ours.newer).length) + BigInt(1 + random.below(300));
      return withNote(ours.newer, signedAt(ours, random.pick([size, size, 2n ** 63n, 2n ** 64n - 1n])));
    },
    unnamed: breaks('EL4'),
  },
  {
    name: 'a size beyond the tiles, under the names of tiles of that size',
    make: ({ ours }, random) => {
      const size = statementsOf(ours.newer).length;
      const more = 1 + random.below(256 - (size % 256) - 1);
      const renamed = [...ours.newer].map(
        ([path, bytes]) => [path.replace(`.p/${size % 256}`, `.p/${(size % 256) + more}`), bytes] as const,
      );
      return withNote(new Map(renamed), signedAt(ours, BigInt(size + more)));
    },
    unnamed: breaks('EL5'),
  },
  {
    name: 'a later size with its tiles, whose last entry seals nothing',
    make: ({ ours }, random) => {
      const statements = statementsOf(ours.newer);
      const last = statements.at(-2) ?? new Uint8Array();
      const text = Buffer.from(last)
        .toString()
        .replace(/"at":"[^"]*"/, `"at":"2027-01-15T12:00:00.00${random.below(10)}Z"`);
      return logged(ours.newer, ours, [...statements, Buffer.from(text)], ours);
    },
    unnamed: breaks('EL7', undefined, /seal/),
    without: { checks: ['last entry', 'seal'], answer: /^EL12$/ },
  },
  {
    name: 'the older bundle whole',
    make: ({ ours }) => ours.older,
    // It was true at its time; the answer tells its size and up to when a witness vouches.
    unnamed: 'holds',
  },
]);

/** A checkpoint of this size with the root hash of `newer`, signed by the log and cosigned as that one was. */
function signedAt({ newer, origin, seed }: History, size: bigint): { text: string; lines: string[] } {
  const text = formatCheckpoint({ origin, size, root: parseCheckpoint(noteOf(newer).text).root });
  const signed = cosign(nodeCrypto, signNote(nodeCrypto, text, { name: origin, seed }), auditor, 1_800_000_000n);
  return { text, lines: signed.slice(text.length + 1, -1).split('\n') };
}
