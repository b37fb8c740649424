import { Point } from '@noble/ed25519';
import { cosign, signNote } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { keyOf, namedWitness, pack, witnessOf } from '../../../cli/test/bundles/builder.ts';
import { addEvidence } from '../../../cli/test/bundles/example.ts';
import type { Random } from '../random.ts';
import { bytesOfLine, checkpointPath, lineOf, noteOf, vkeyOf, vkeyPath, withNote, withVkey } from './edits.ts';
import { breaks, forgeriesOf } from './forgery.ts';
import { attackerSeed, auditor, collidingSeeds, type Files, type History } from './histories.ts';

const { n, p } = Point.CURVE();
/** A point of order 8. */
const torsion = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');
/** As bytes: type of a log's key, and of a witness's (C2SP signed-note, tlog-cosignature). */
const [logType, witnessType] = [Uint8Array.of(1), Uint8Array.of(4)];
const holds = /^holds$/;
const notNamed = breaks('EL2', vkeyPath, /key that you|not signed with the key/);
const wrongLine = breaks('EL3', checkpointPath);

/** What somebody signs who does not have the key that it is said to be signed with. */
export const forgedKeys = forgeriesOf('forged key', [
  {
    name: 'a log made up and signed with the attacker’s key under our name',
    make: ({ ours }, random) => madeUp(ours, attackerSeed, random),
    // Whoever made up the bundle made up the key in it; nothing in the bundle can tell.
    unnamed: 'holds',
    named: notNamed,
  },
  {
    name: 'a log made up, with another key of the same key id',
    world: 'colliding',
    make: ({ ours }, random) => madeUp(ours, collidingSeeds[1], random),
    unnamed: 'holds',
    named: notNamed,
  },
  {
    name: 'a log made up, beside the key of the organization',
    make: async ({ ours }, random) => withVkey(await madeUp(ours, attackerSeed, random), ours.vkey),
    unnamed: wrongLine,
    without: { checks: ['key of the bundle', 'lines by nobody at hand'], answer: holds },
  },
  {
    name: 'a log made up, its signature under the id of the organization’s key',
    make: async ({ ours }, random) => {
      const files = withVkey(await madeUp(ours, attackerSeed, random), ours.vkey);
      return withFirstLine(files, (bytes) => [idOf(ours.vkey), bytes.subarray(4)]);
    },
    unnamed: breaks('EL3', checkpointPath, /log\.example/),
    without: { checks: ['signatures'], answer: holds },
  },
  {
    name: 'a log made up, its key under the id of the organization’s key',
    make: async ({ ours }, random) => {
      const id = ours.vkey.split('+')[1];
      const files = withVkey(
        await madeUp(ours, attackerSeed, random),
        vkeyOf(ours.origin, typed(logType, attackerSeed), id),
      );
      return withFirstLine(files, (bytes) => [idOf(ours.vkey), bytes.subarray(4)]);
    },
    unnamed: breaks('EL2', vkeyPath, /\bid\b/),
    without: { checks: ['form of the key’s id'], answer: holds },
  },
  {
    name: 'the key file alone replaced',
    make: ({ ours }) => withVkey(ours.newer, keyOf(attackerSeed, ours.origin)),
    unnamed: wrongLine,
    without: { checks: ['key of the bundle', 'lines by nobody at hand'], answer: holds },
  },
  {
    name: 'the key file replaced and the checkpoint signed by both',
    make: ({ ours }) => {
      const { text, lines } = noteOf(ours.newer);
      const forged = signNote(nodeCrypto, text, { name: ours.origin, seed: attackerSeed }).slice(text.length + 1, -1);
      return withVkey(withNote(ours.newer, { text, lines: [forged, ...lines] }), keyOf(attackerSeed, ours.origin));
    },
    unnamed: wrongLine,
    named: breaks('EL2', vkeyPath, /key that you|not the one/),
    without: { checks: ['lines by nobody at hand'], answer: holds },
  },
  {
    name: 'the key under another name',
    make: ({ ours }, random) =>
      withVkey(
        ours.newer,
        keyOf(ours.seed, random.pick(['log.example/other', `${ours.origin}/`, ours.origin.slice(0, -1)])),
      ),
    unnamed: wrongLine,
    without: { checks: ['key of the bundle', 'lines by nobody at hand'], answer: holds },
  },
  {
    name: 'a signature of the log under another name',
    make: ({ ours }, random) => {
      const name = random.pick(['log.example/other', ours.origin.toUpperCase(), `${ours.origin}\u200b`]);
      const { text, lines } = noteOf(ours.newer);
      const [own = '', ...more] = lines;
      return withNote(ours.newer, { text, lines: [lineOf(name, bytesOfLine(own)), ...more] });
    },
    unnamed: wrongLine,
    without: { checks: ['key of the bundle', 'lines by nobody at hand'], answer: holds },
  },
  {
    name: 'a key of low order, under which anyone can sign',
    make: ({ ours }, random) => {
      const key = torsion.multiply(BigInt(1 + random.below(7))).toBytes();
      if (random.below(2) === 0) key[31] = (key[31] ?? 0) ^ 0x80;
      return underWeakKey(ours, random.below(3) === 0 ? Point.ZERO.toBytes() : key);
    },
    unnamed: breaks('EL2', vkeyPath, /low order/),
  },
  {
    name: 'the neutral key, under which one signature fits every text',
    make: ({ ours }) => underWeakKey(ours, Point.ZERO.toBytes()),
    unnamed: breaks('EL2', vkeyPath, /low order/),
    // OpenSSL refuses such a key as well, from 3.5 on at least.
    without: { checks: ['order of the key', 'signatures'], answer: holds },
  },
  {
    name: 'a key in another than the canonical form',
    make: ({ ours }, random) => {
      const key = littleEndian(p + BigInt(random.below(19)));
      if (random.below(2) === 0) key[31] = (key[31] ?? 0) | 0x80;
      return underWeakKey(ours, key);
    },
    unnamed: breaks('EL2', vkeyPath, /canonical/),
  },
  {
    name: 'a key of another type',
    make: ({ ours }, random) => {
      const type = Uint8Array.of(random.pick([0, 2, 4, 5, 6, 0xff]));
      const vkey = vkeyOf(ours.origin, typed(type, ours.seed));
      return withFirstLine(withVkey(ours.newer, vkey), (bytes) => [idOf(vkey), bytes.subarray(4)]);
    },
    unnamed: breaks('EL2', vkeyPath),
  },
  {
    name: 'a signature under the key id of another type',
    make: ({ ours }, random) => {
      const type = Uint8Array.of(random.pick([0, 2, 4, 5, 6, 0xff]));
      return withFirstLine(ours.newer, (bytes) => [
        idOf(vkeyOf(ours.origin, typed(type, ours.seed))),
        bytes.subarray(4),
      ]);
    },
    unnamed: wrongLine,
    without: { checks: ['key of the bundle', 'lines by nobody at hand'], answer: holds },
  },
  {
    name: 'a second line of the log, as a witness of its own',
    make: ({ ours }) => {
      const { text, lines } = noteOf(ours.newer);
      const own = lastLine(cosign(nodeCrypto, noteFrom(text, lines), { name: ours.origin, seed: ours.seed }, 1n));
      return withNote(ours.newer, { text, lines: [...lines, own] });
    },
    unnamed: wrongLine,
    without: { checks: ['lines by nobody at hand'], answer: holds },
  },
  {
    name: 'a line that is there twice',
    make: ({ ours }, random) => {
      const { text, lines } = noteOf(ours.newer);
      return withNote(ours.newer, { text, lines: lines.toSpliced(random.below(3), 0, random.pick(lines)) });
    },
    unnamed: wrongLine,
    without: { checks: ['one line by each key'], answer: holds },
  },
  {
    name: 'S raised by the order of the group',
    make: ({ ours }, random) => {
      const at = random.below(2);
      const { text, lines } = noteOf(ours.newer);
      return withNote(ours.newer, { text, lines: lines.with(at, raised(lines[at] ?? '')) });
    },
    unnamed: wrongLine,
    without: { checks: ['signatures'], answer: holds },
  },
  {
    name: 'a signature that is longer or shorter',
    make: ({ ours }, random) => {
      const at = random.below(2);
      const { text, lines } = noteOf(ours.newer);
      const [, name = ''] = (lines[at] ?? '').split(' ');
      const bytes = bytesOfLine(lines[at] ?? '');
      const other = random.pick([
        bytes.subarray(0, -1),
        Buffer.concat([bytes, Buffer.alloc(1)]),
        bytes.subarray(0, 36),
      ]);
      return withNote(ours.newer, { text, lines: lines.with(at, lineOf(name, other)) });
    },
    unnamed: wrongLine,
  },
  {
    name: 'another time in the cosignature',
    make: ({ ours }, random) => {
      const { text, lines } = noteOf(ours.newer);
      const bytes = Buffer.from(bytesOfLine(lines[1] ?? ''));
      bytes.writeBigUInt64BE(random.pick([0n, 1n, 1_900_000_000n, 2n ** 63n]), 4);
      return withNote(ours.newer, { text, lines: lines.with(1, lineOf(auditor.name, bytes)) });
    },
    unnamed: breaks('EL3', checkpointPath, /auditor\.example/),
  },
  {
    name: 'a made-up witness of the auditor’s name, whom the log does not name',
    make: ({ ours }) => cosignedBy(ours, witnessOf(auditor.name, 67)),
    unnamed: wrongLine,
    without: { checks: ['lines by nobody at hand'], answer: holds },
  },
  {
    name: 'a made-up witness under the key id of the auditor',
    make: ({ ours }) => {
      const files = cosignedBy(ours, witnessOf(auditor.name, 67));
      const { text, lines } = noteOf(files);
      const forged = lineOf(auditor.name, idOf(auditor.vkey), bytesOfLine(lines[1] ?? '').subarray(4));
      return withNote(files, { text, lines: lines.with(1, forged) });
    },
    unnamed: breaks('EL3', checkpointPath, /auditor\.example/),
    without: { checks: ['signatures'], answer: holds },
  },
  {
    name: 'a made-up witness of the auditor’s name, whom the log names as well',
    make: async ({ ours }) => {
      const witness = witnessOf(auditor.name, 67);
      const draft = ours.draft();
      draft.entries.push({ ...namedWitness(witness, 61), ...when(draft.sealedAt) });
      return (await pack({ ...draft, witnesses: [witness] })).files;
    },
    // A log can name witnesses that it made up; the answer says who names them.
    unnamed: 'holds',
    policy: breaks('EL28', checkpointPath, /none did/),
  },
  {
    name: 'the auditor’s key used as that of a log',
    make: ({ ours }) => {
      const { text, lines } = noteOf(ours.newer);
      const note = signNote(nodeCrypto, text, { name: auditor.name, seed: auditor.seed });
      return withNote(ours.newer, { text, lines: [...lines.slice(0, 1), lastLine(note)] });
    },
    unnamed: wrongLine,
    without: { checks: ['lines by nobody at hand'], answer: holds },
  },
  {
    name: 'a witness with a key of low order, whom the log names',
    make: async ({ ours }) => {
      const key = Buffer.concat([witnessType, Point.ZERO.toBytes()]);
      const name = 'weak.example/witness';
      const vkey = vkeyOf(name, key);
      const draft = ours.draft();
      draft.entries.push({ key: name, op: 'witnesses.add', facts: { verifierKey: vkey }, ...when(draft.sealedAt) });
      const { files } = await pack({ ...draft, witnesses: [auditor] });
      const { text, lines } = noteOf(files);
      const time = Buffer.alloc(8);
      time.writeBigUInt64BE(1_800_000_000n);
      return withNote(files, { text, lines: [...lines, lineOf(name, idOf(vkey), time, neutralSignature())] });
    },
    unnamed: wrongLine,
    // OpenSSL refuses such a key as well, from 3.5 on at least.
    without: { checks: ['order of the key', 'signatures'], answer: holds },
  },
]);

/** A bundle of the same organization with other evidence, whole and consistent, in a log signed with this key. */
async function madeUp({ draft }: History, seed: Uint8Array, random: Random): Promise<Files> {
  const changed = draft();
  addEvidence(changed, Buffer.from(`minutes that nobody took, ${random.below(1000)}`));
  return (await pack({ ...changed, seed, witnesses: [] })).files;
}

/** The bundle under a key of which nobody needs the secret. */
function underWeakKey({ newer, origin }: History, key: Uint8Array): Files {
  const vkey = vkeyOf(origin, Buffer.concat([logType, key]));
  return withFirstLine(withVkey(newer, vkey), () => [idOf(vkey), neutralSignature()]);
}

/** R is the neutral point and S zero: it fits every text under the neutral key. */
function neutralSignature(): Uint8Array {
  return Buffer.concat([Point.ZERO.toBytes(), Buffer.alloc(32)]);
}

function cosignedBy({ newer }: History, witness: typeof auditor): Files {
  const { text, lines } = noteOf(newer);
  const note = cosign(nodeCrypto, noteFrom(text, lines.slice(0, 1)), witness, 1_800_000_000n);
  return withNote(newer, { text, lines: [...lines.slice(0, 1), lastLine(note)] });
}

function withFirstLine(files: Files, change: (bytes: Uint8Array) => Uint8Array[]): Files {
  const { text, lines } = noteOf(files);
  const [, name = ''] = (lines[0] ?? '').split(' ');
  return withNote(files, { text, lines: lines.with(0, lineOf(name, ...change(bytesOfLine(lines[0] ?? '')))) });
}

/** The same signature with S + L for S (RFC 8032, section 5.1.7, refuses it). */
function raised(line: string): string {
  const [, name = ''] = line.split(' ');
  const bytes = bytesOfLine(line);
  const s = BigInt(`0x${Buffer.from(bytes.subarray(-32)).reverse().toString('hex')}`);
  return lineOf(name, bytes.subarray(0, -32), littleEndian(s + n));
}

function littleEndian(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}

function typed(type: Uint8Array, seed: Uint8Array): Uint8Array {
  return Buffer.concat([type, nodeCrypto.ed25519PublicKey(seed)]);
}

function idOf(vkey: string): Uint8Array {
  return Buffer.from(vkey.split('+')[1] ?? '', 'hex');
}

function noteFrom(text: string, lines: readonly string[]): string {
  return `${text}\n${lines.map((line) => `${line}\n`).join('')}`;
}

function lastLine(note: string): string {
  return note.split('\n').at(-2) ?? '';
}

function when(at: string | undefined): { at?: string } {
  return at === undefined ? {} : { at };
}
