import {
  id,
  namedWitness,
  originOf,
  pack,
  rotation,
  seed,
  sha256,
  witnessOf,
  type Draft,
} from '../../../cli/test/bundles/builder.ts';
import {
  accountsPath,
  addDryRun,
  addEvidence,
  addPopulation,
  addReport,
  addResult,
  addSample,
  changesPath,
  exampleDraft,
  exampleResult,
  populationManifest,
  type Owner,
} from '../../../cli/test/bundles/example.ts';

export type Files = Map<string, Uint8Array>;

/** What one organization has honestly signed, in the order of time. */
export interface History {
  owner: Owner;
  /** Name of the newest log. */
  origin: string;
  /** Of the first log. */
  seed: Uint8Array;
  /** Of the newest log. */
  vkey: string;
  /** What `newer` is packed from, anew at each call. */
  draft: () => Draft;
  /** A bundle, cosigned by `auditor`. */
  older: Files;
  /** The next one of the same items, with more entries in the same log, cosigned by `auditor`. */
  newer: Files;
  /** Of the same size as `newer` and signed by the same key, with another entry after those of `older`; cosigned by nobody. */
  fork: Files;
}

/** Two organizations with the same controls, with items under the same paths and ids. */
export interface World {
  ours: History;
  theirs: History;
}

/** The witness that the verifier's policy asks for. Both logs name it. */
export const auditor = witnessOf('auditor.example/witness', 20);
/** Belongs to nobody whom anybody trusts. */
export const attackerSeed = new Uint8Array(32).fill(66);

/**
 * Seeds whose keys have one key id under the name of our log, found by making keys until two met (some 2^16):
 * an id has four bytes and names a key without proving it.
 */
export const collidingSeeds: readonly [Uint8Array, Uint8Array] = [seedOf(78_733), seedOf(81_758)];

function seedOf(number: number): Uint8Array {
  const bytes = Buffer.alloc(32);
  bytes.writeUInt32BE(number, 28);
  return Uint8Array.from(bytes);
}

const us: Owner = { organizationId: id(1), engagementId: id(2), name: 'Example Ltd' };
const them: Owner = { organizationId: id(901), engagementId: id(902), name: 'Other Ltd' };

export interface Worlds {
  small: World;
  /** Its logs have full tiles. */
  large: World;
  /** Our key shares its id with another. */
  colliding: World;
  /** Keys were rotated twice after the older bundle; the fork goes on with the first log as if they had not been. */
  rotated: World;
}

export async function allWorlds(): Promise<Worlds> {
  const theirSeed = new Uint8Array(32).fill(9);
  const [short, long] = [
    { before: 0, after: 3 },
    { before: 255, after: 20 },
  ];
  const of = async (ours: Uint8Array, notes: Notes): Promise<World> => ({
    ours: await historyOf(us, ours, notes),
    theirs: await historyOf(them, theirSeed, notes),
  });
  return {
    small: await of(seed, short),
    large: await of(seed, long),
    colliding: await of(collidingSeeds[0], short),
    rotated: await of(seed, { ...short, rotations: 2 }),
  };
}

/** Entries that say nothing about the bundle: before the older seal, and between it and the newer one. */
interface Notes {
  before: number;
  after: number;
  /** Of the key, between the later entries. */
  rotations?: number;
}

async function historyOf(owner: Owner, key: Uint8Array, { before, after, rotations = 0 }: Notes): Promise<History> {
  const begun = (): Draft => timed({ ...ownDraft(owner, before), seed: key });
  const older = await pack({ ...begun(), witnesses: [auditor] });
  const sealFacts = {
    bundleId: id(99),
    engagementId: owner.engagementId,
    manifestSha256: sha256(older.files.get('bundle.json') ?? ''),
  };
  const grown = (note: string, rotated: number): Draft => {
    const draft = begun();
    draft.entries.push({ key: 'older seal', op: 'bundles.create', facts: sealFacts });
    for (let i = 0; i < after; i += 1) {
      if (i < rotated) draft.entries.push(...rotation(i));
      draft.entries.push({ key: `later ${i}`, op: 'notes.add', facts: { note, i } });
    }
    draft.manifest.createdAt = '2027-01-16T12:00:00.000Z';
    return timed(draft);
  };
  const draft = (): Draft => grown('as it was', rotations);
  const newer = await pack({ ...draft(), witnesses: [auditor] });
  const fork = await pack(grown('as others are told', 0));
  return {
    owner,
    origin: originOf(draft(), rotations + 1),
    seed: key,
    vkey: newer.vkey,
    draft,
    older: older.files,
    newer: newer.files,
    fork: fork.files,
  };
}

/** The example with contents that only this organization has. */
function ownDraft(owner: Owner, notes: number): Draft {
  const draft = exampleDraft(owner);
  const of = (what: string): Uint8Array => Buffer.from(`${what} of ${owner.name}`);
  for (const [path, kind, shape, at] of [
    [changesPath, 'code-changes', 'events', '2027-01-10T09:00:00.000Z'],
    [accountsPath, 'accounts', 'state', '2026-12-30T09:00:00.000Z'],
  ] as const) {
    const bytes = of(kind);
    const manifest = { ...populationManifest(kind, shape, at), sha256: sha256(bytes), bytes: bytes.length };
    addPopulation(draft, path, manifest, bytes);
  }
  const deviations = of('deviations');
  const result = exampleResult(draft);
  addResult(draft, { ...result, deviationsFile: { sha256: sha256(deviations), rows: 0 } }, deviations);
  addSample(draft);
  addEvidence(draft, of('minutes'));
  addDryRun(draft);
  addReport(draft, of('report'));
  draft.entries.push(namedWitness(auditor, 60));
  for (let i = 0; i < notes; i += 1) draft.entries.push({ key: `note ${i}`, op: 'notes.add', facts: { i } });
  return draft;
}

/** Entries a second after one another, and the seal after the last. */
function timed(draft: Draft): Draft {
  const at = (second: number): string => new Date(Date.UTC(2027, 0, 15, 10, 0, second)).toISOString();
  return {
    ...draft,
    entries: draft.entries.map((entry, i) => ({ ...entry, at: at(i) })),
    sealedAt: at(draft.entries.length),
  };
}
