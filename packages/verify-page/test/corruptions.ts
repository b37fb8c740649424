import { formatCheckpoint, parseCheckpoint, signNote } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import {
  canonical,
  id,
  keyOf,
  pack,
  packEntries,
  packSealed,
  sha256,
  signerOf,
  tarOf,
  type Draft,
} from '../../cli/test/bundles/builder.ts';
import { addDeleted } from '../../cli/test/bundles/example.ts';
import { recordsDraft, type Base } from './bundles.ts';
import type { Random } from './random.ts';

const block = 512;
export const otherSeed = new Uint8Array(32).fill(4);

/** Makes a tar file that differs from the bundle; it may by chance be the bundle itself. */
type Corruption = (base: Base, random: Random) => Uint8Array | Promise<Uint8Array>;

/** Changes of the bytes alone: whoever makes them has no key, so a rule of EL1 to EL11 must tell. */
export const ofBytes: Record<string, Corruption> = {
  'one bit': ({ tar }, random) => flipped(tar, random, 1),
  'several bits': ({ tar }, random) => flipped(tar, random, 2 + random.below(20)),
  cut: ({ tar }, random) => tar.subarray(0, random.below(tar.length)),
  'cut at a block': ({ tar }, random) => tar.subarray(0, block * random.below(tar.length / block)),
  'bytes after the end': ({ tar }, random) => Buffer.concat([tar, Buffer.alloc(1 + random.below(2 * block))]),
  'block removed': ({ tar }, random) => {
    const at = blockOf(tar, random);
    return Buffer.concat([tar.subarray(0, at), tar.subarray(at + block)]);
  },
  'block twice': ({ tar }, random) => {
    const at = blockOf(tar, random);
    return Buffer.concat([tar.subarray(0, at + block), tar.subarray(at)]);
  },
  'blocks swapped': ({ tar }, random) => {
    const [a, b] = [blockOf(tar, random), blockOf(tar, random)];
    const copy = Buffer.from(tar);
    copy.set(tar.subarray(a, a + block), b);
    copy.set(tar.subarray(b, b + block), a);
    return copy;
  },
  'files in another order': ({ packed }, random) =>
    tarOf(packed.files, (a, b) => (a < b ? -1 : 1) * (random.below(8) === 0 ? -1 : 1)),
  'contents swapped': changedFiles((files, random) => {
    const [a, b] = [pathOf(files, random), pathOf(files, random)];
    const [first, second] = [contents(files, a), contents(files, b)];
    files.set(a, second).set(b, first);
  }),
  'file removed': changedFiles((files, random) => files.delete(pathOf(files, random))),
  'file renamed': changedFiles((files, random) => {
    const path = pathOf(files, random);
    const bytes = contents(files, path);
    files.delete(path);
    files.set(`${path}${random.pick(['x', '.p/3', '/000'])}`, bytes);
  }),
  'file added': changedFiles((files, random) => {
    const path = pathOf(files, random);
    files.set(`${path}${random.pick(['~', '.p/9', '/x'])}`, contents(files, path));
  }),
  'file among stamps': changedFiles((files, random) => {
    const path = random.pick(['timestamps/1/1/checkpoint', 'timestamps/notes', `timestamps/1/1/${'0'.repeat(64)}.tst`]);
    files.set(path, contents(files, pathOf(files, random)));
  }),
  'file beside a note': changedFiles((files, random) => {
    const path = random.pick(['operator/vkey', 'operator/notes', 'operator/entry.json', 'operator/salt/x']);
    files.set(path, contents(files, pathOf(files, random)));
  }),
  'bit in a file': changedFiles((files, random) => {
    const path = pathOf(files, random);
    files.set(path, flipped(contents(files, path), random, 1));
  }),
  'file longer or shorter': changedFiles((files, random) => {
    const path = pathOf(files, random);
    const bytes = contents(files, path);
    const shorter = bytes.subarray(0, random.below(bytes.length));
    files.set(path, random.below(2) === 0 ? shorter : Buffer.concat([bytes, Buffer.alloc(1 + random.below(9))]));
  }),
  'lines below the checkpoint': changedFiles((files, random) => {
    const path = random.pick(inLogs(files, 'checkpoint'));
    const note = Buffer.from(contents(files, path)).toString();
    const at = note.lastIndexOf('\n\n') + 2;
    const lines = note.slice(at, -1).split('\n');
    const [from, to] = [random.below(lines.length), random.below(lines.length)];
    const line = lines[from] ?? '';
    const last = line.length - 1 - random.below(60);
    const changed = random.pick([
      lines.toSpliced(from, 1),
      lines.toSpliced(from, 1).toSpliced(to, 0, line),
      lines.toSpliced(to, 0, line),
      lines.toSpliced(from, 1, line.slice(0, last) + random.pick(['A', 'B', '=', '/']) + line.slice(last + 1)),
      lines.toSpliced(from, 1, line.replace('witness', 'witless')),
      lines.toSpliced(from, 1, line.slice(0, -4)),
    ]);
    files.set(path, Buffer.from(`${note.slice(0, at)}${changed.join('\n')}\n`));
  }),
  'earlier log in another place': changedFiles((files, random) => {
    const [from, to] = [random.pick(['1', '2']), random.pick(['0', '1', '2', '3', '01', '1x', 'a'])];
    const [before, after] = [`earlier-logs/${from}/`, `earlier-logs/${to}/`];
    const moved = [...files].filter(([path]) => path.startsWith(before));
    for (const [path, bytes] of moved) {
      files.delete(path);
      if (random.below(12) > 0) files.set(path.replace(before, after), bytes);
    }
  }),
  'text of key or checkpoint': changedFiles((files, random) => {
    const path = random.pick([...inLogs(files, 'vkey'), ...inLogs(files, 'checkpoint')]);
    const text = Buffer.from(contents(files, path)).toString();
    const at = random.below(text.length);
    const put = random.pick(['', ' ', '\n', '\n\n', '\t', '\r', '+', '=', 'A', '0', '—', '\u00a0', '\ufeff', text]);
    files.set(path, Buffer.from(text.slice(0, at) + put + text.slice(at + random.below(2))));
  }),
};

/** Changes by someone who holds the key and seals anew: what the entries say is only partly for level 1. */
export const sealedAnew: Record<string, Corruption> = {
  'manifest changed': async (base, random) => {
    const manifest = manifestOf(base);
    mutate(manifest, random);
    return sealedWith(base, canonical(manifest));
  },
  'facts changed': async ({ draft }, random) => {
    const changed = draft();
    // Entries of notes say nothing about the bundle.
    const { facts } = random.pick(changed.entries.filter(({ op }) => !/^(notes\.add|log\..*)$/.test(op)));
    mutate(facts, random);
    return tarOf((await pack(changed)).files);
  },
  'deletions changed': async ({ draft }, random) => {
    const changed = draft();
    addDeleted(changed, 70);
    addDeleted(changed, 71);
    const { entries, manifest } = changed;
    const of = entries.flatMap(({ op }, i) => (/^(evidence|retention)\./.test(op) ? [i] : []));
    const [at, to] = [random.pick(of), random.pick(of)];
    const entry = entries[at];
    random.pick([
      () => entries.splice(at, 1),
      () => entry && entries.splice(at, 1) && entries.splice(to, 0, entry),
      () => entry && entries.splice(to, 0, structuredClone(entry)),
      () => mutate(entry?.facts ?? {}, random),
      () => manifest.deletedEvidence?.splice(random.below(2), 1),
      () => mutate(manifest.deletedEvidence?.at(-1) ?? {}, random),
      () => deleteBundled(changed),
      () => entries.push({ ...random.pick(entries.filter(({ op }) => op === 'retention.delete')), key: 'again' }),
    ])();
    return tarOf((await pack(changed)).files);
  },
  'records changed': async (_, random) => {
    const changed = recordsDraft();
    const member = random.pick(['relevance', 'scope'] as const);
    const path = `${member}.json`;
    const { items } = JSON.parse(Buffer.from(contents(changed.files, path)).toString()) as {
      items: { entry: number; record: Record<string, unknown> }[];
    };
    const at = random.below(items.length);
    const other = random.pick(items);
    const item = items[at];
    random.pick([
      () => items.splice(at, 1),
      () => items.push(structuredClone(other)),
      () => mutate(item?.record ?? {}, random),
      () => mutate(item ?? {}, random),
      () => item && (item.entry = other.entry),
      () => item && (item.record = { ...item.record, reason: 'Otherwise' }),
      () => item && (item.record = { ...item.record, id: id(130) }),
    ])();
    const bytes = canonical({ records: 1, items });
    changed.files.set(path, bytes);
    changed.manifest[member] = { path, sha256: sha256(bytes) };
    return tarOf((await pack(changed)).files);
  },
  'links between logs changed': async ({ draft }, random) => {
    const changed = draft();
    const at = random.below(4);
    let link = 0;
    changed.links = (_, facts) => {
      if (link++ === at) mutate(facts, random);
      return facts;
    };
    return tarOf((await pack(changed)).files);
  },
  'entries of rotations elsewhere': async ({ draft }, random) => {
    const changed = draft();
    const { entries } = changed;
    const links = entries.flatMap(({ op }, i) => (/^log\.(rotate|continue)$/.test(op) ? [i] : []));
    const at = links.length === 0 ? random.below(entries.length) : random.pick(links);
    const [entry] = random.below(2) === 0 ? entries.splice(at, 1) : entries.slice(at, at + 1);
    const facts = random.below(2) === 0 ? {} : { next: 2 };
    const op = random.pick(['log.rotate', 'log.continue', entry?.op ?? '']);
    if (entry !== undefined) entries.splice(random.below(entries.length + 1), 0, { ...entry, op, facts });
    return tarOf((await pack(changed)).files);
  },
  'file changed and listed': async ({ draft }, random) => {
    const changed = draft();
    const path = pathOf(changed.files, random);
    changed.files.set(path, flipped(contents(changed.files, path), random, 1));
    return tarOf((await pack(changed)).files);
  },
  'items exchanged': (base, random) => {
    const manifest = manifestOf(base);
    const items = Object.values(manifest)
      .flat()
      .filter((each): each is Record<string, unknown> => Object.hasOwn(Object(each), 'entry'));
    const name = random.pick(['id', 'entry', 'path', 'sha256', 'deviationsPath', 'salt', 'commitment']);
    const [to, from] = [random.pick(items), random.pick(items)];
    if (name in from) to[name] = from[name];
    return sealedWith(base, canonical(manifest));
  },
  'list in another order': (base, random) => {
    const manifest = manifestOf(base);
    const files = [manifest['files']].flat();
    const [listed] = files.splice(random.below(files.length), 1);
    files.splice(random.below(files.length + 1), random.below(2), listed);
    return sealedWith(base, canonical({ ...manifest, files }));
  },
  'owner changed': (base, random) => {
    const manifest = manifestOf(base);
    const name = random.pick(['organization', 'engagement']);
    manifest[name] = { ...Object(manifest[name]), id: id(3) };
    return sealedWith(base, canonical(manifest));
  },
  'manifest spelled otherwise': (base, random) => {
    const text = Buffer.from(contents(base.packed.files, 'bundle.json')).toString();
    return sealedWith(base, Buffer.from(respelled(text, random)));
  },
  'statements changed': async ({ draft, packed }, random) => {
    const manifest = contents(packed.files, 'bundle.json');
    const { entries, engagementId } = draft();
    const facts = { bundleId: id(99), engagementId, manifestSha256: sha256(manifest) };
    const statements = [...entries, { op: 'bundles.create', facts }].map(({ op, facts }) => ({
      v: 1,
      op,
      at: '2027-01-15T10:00:00.000Z',
      by: id(7),
      facts,
    }));
    const texts = statements.map((statement) => canonical(statement));
    const at = random.pick([0, random.below(texts.length), texts.length - 1]);
    const changed = structuredClone(statements[at]);
    if (random.below(2) === 0 && changed !== undefined) mutate(changed, random);
    const text = canonical(changed).toString();
    texts[at] = Buffer.from(random.below(2) === 0 ? text : respelled(text, random));
    if (random.below(8) === 0) texts.splice(random.below(texts.length), 1 + random.below(2));
    return tarOf((await packEntries(draft(), manifest, texts)).files);
  },
  'log signed otherwise': ({ draft, packed }, random) => {
    const files = new Map(packed.files);
    const { name, seed } = signerOf(draft(), packed.vkeys.length);
    const stated = parseCheckpoint(Buffer.from(contents(files, 'log/checkpoint')).toString());
    const checkpoint = formatCheckpoint({
      origin: random.pick([name, name, 'other.example/log']),
      size: random.pick([stated.size, stated.size, stated.size - 1n, stated.size + 1n, 0n, 256n, 2n ** 63n]),
      root: random.pick([stated.root, stated.root, Buffer.alloc(32, 7)]),
    });
    const own = signNote(nodeCrypto, checkpoint, { name, seed });
    const other = signNote(nodeCrypto, checkpoint, { name: random.pick([name, 'other.example']), seed: otherSeed });
    const lineOf = (note: string): string => note.slice(checkpoint.length + 1);
    const note = random.pick([own, other, own + lineOf(other), other + lineOf(own), own + lineOf(own)]);
    files.set('log/checkpoint', Buffer.from(note));
    if (random.below(3) === 0) files.set('log/vkey', Buffer.from(`${keyOf(otherSeed, name)}\n`));
    return tarOf(files);
  },
};

/** The evidence in the bundle was deleted, says an entry. */
function deleteBundled({ entries, manifest }: Draft): void {
  const pieces = manifest.evidence.map(({ id: evidenceId, commitment }) => ({ evidenceId, commitment }));
  entries.push({ key: 'deletion', op: 'retention.delete-due', facts: { reason: 'schedule', pieces } });
}

/** Files of this name in the folders of logs. */
function inLogs(files: ReadonlyMap<string, Uint8Array>, name: string): string[] {
  return [...files.keys()].filter((path) => new RegExp(`^(log|earlier-logs/[^/]+)/${name}$`).test(path));
}

function manifestOf({ packed }: Base): Record<string, unknown> {
  return JSON.parse(Buffer.from(contents(packed.files, 'bundle.json')).toString());
}

/** The bundle with other bytes as bundle.json, sealed by the last entry. */
async function sealedWith({ draft }: Base, manifest: Uint8Array): Promise<Uint8Array> {
  const { entries, engagementId, ...rest } = draft();
  const facts = { bundleId: id(99), engagementId, manifestSha256: sha256(manifest) };
  const sealed = [...entries, { key: 'bundle.json', op: 'bundles.create', facts }];
  return tarOf((await packSealed({ entries, engagementId, ...rest }, manifest, sealed)).files);
}

function changedFiles(change: (files: Map<string, Uint8Array>, random: Random) => void): Corruption {
  return ({ packed }, random) => {
    const files = new Map(packed.files);
    change(files, random);
    return tarOf(files);
  };
}

function flipped(bytes: Uint8Array, random: Random, bits: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let i = 0; i < bits; i += 1) {
    const at = random.below(copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
  }
  return copy;
}

function blockOf(tar: Uint8Array, random: Random): number {
  return block * random.below(tar.length / block);
}

function pathOf(files: ReadonlyMap<string, Uint8Array>, random: Random): string {
  return random.pick([...files.keys()]);
}

function contents(files: ReadonlyMap<string, Uint8Array>, path: string): Uint8Array {
  return files.get(path) ?? new Uint8Array(0);
}

/** The same JSON in other bytes, or no JSON. */
function respelled(text: string, random: Random): string {
  const colon = text.indexOf(':', random.below(text.length));
  return random.pick([
    `${text}\n`,
    ` ${text}`,
    `\ufeff${text}`,
    text.slice(0, -1),
    text.replace(':1', ':1.0'),
    text.replace('{', '{"0":0,"0":0,'),
    text.replace('a', String.raw`\u0061`),
    text.replace('{', '{"!":"é",'),
    text.replace('{', String.raw`{"!":"\ud800",`),
    text.replace('{', '{"!":1e400,'),
    text.replace('{', '{"!":-0,'),
    text.replace('{', '{"~":0,'),
    `${text.slice(0, colon)} ${text.slice(colon)}`,
  ]);
}

/** Changes one value somewhere below, or removes or adds one. */
function mutate(value: object, random: Random): void {
  const holders: [Record<string, unknown>, string][] = [];
  const walk = (each: object): void => {
    for (const [name, below] of Object.entries(each)) {
      holders.push([each as Record<string, unknown>, name]);
      if (typeof below === 'object' && below !== null) walk(below);
    }
  };
  walk(value);
  const [holder, name] = random.pick(holders);
  const before = holder[name];
  const [otherHolder, otherName] = random.pick(holders);
  const others: unknown[] = [
    null,
    '',
    0,
    1,
    -1,
    1.5,
    true,
    [],
    {},
    id(random.below(80)),
    '0'.repeat(64),
    '2026-02-30',
    '2028-02-29',
    '2027-01-15T10:00:00Z',
    '2027-01-15T24:00:00.000Z',
    'Europe/Nowhere',
    ' spaced ',
    structuredClone(otherHolder[otherName]),
    typeof before === 'string' ? before.slice(0, -1) : before,
    typeof before === 'string' ? before.toUpperCase() : before,
    typeof before === 'number' ? before + 1 : before,
  ];
  const kind = random.below(10);
  if (kind === 0 && Array.isArray(holder)) holder.splice(Number(name), 1);
  else if (kind === 0) delete holder[name];
  else if (kind === 1 && Array.isArray(before)) before.push(structuredClone(before[0] ?? 'more'));
  else if (kind === 1) holder['more'] = before;
  else holder[name] = random.pick(others);
}
