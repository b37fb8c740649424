import { createHash } from 'node:crypto';
import { id, instant, sealedRecords, type BundleManifest, type LogStatement, type SealedRecord } from '@tickmark/core';
import { z } from 'zod';
import type { Archive } from './archive.ts';
import { canonicalText, readCanonical } from './canonical.ts';
import type { Bundle } from './compare.ts';
import { DoesNotHold } from './does-not-hold.ts';

/** Records that a bundle carries whole, each kind in a file of its own: what the log calls them, and what a reader does. */
const carried = [
  { member: 'relevance', kind: 'criterionDecisions', one: 'decision on a criterion' },
  { member: 'scope', kind: 'scopeVersions', one: 'version of the scope' },
] as const;

type Carried = (typeof carried)[number];

/** A decision on the relevance of a criterion, as its record is sealed. */
const decisionRecord = z.object({
  id,
  criterion: z.string(),
  version: z.number().int(),
  relevant: z.boolean(),
  reason: z.string(),
  decidedAt: instant,
  decidedBy: id,
});
export type DecisionRecord = z.infer<typeof decisionRecord> & { entry: number };

/** Whether an entry seals a record of these kinds. */
export function sealsCarried({ seals }: Pick<LogStatement, 'seals'>): boolean {
  return Object.keys(seals ?? {}).some((key) => carried.some(({ kind }) => key.startsWith(`${kind}/`)));
}

/**
 * Verifies that the bundle has every decision on a criterion and every version of the scope that the log seals for its
 * engagement (EL130), each as it was sealed (EL131), and none beside (EL132). Returns the decisions in the order of their
 * entries.
 */
export async function checkRecords(bundle: Bundle): Promise<DecisionRecord[]> {
  let decisions: DecisionRecord[] = [];
  for (const of of carried) {
    const items = await readRecords(bundle.archive, bundle.manifest, of);
    checkEach(bundle, of, items);
    if (of.member === 'relevance') decisions = items.map((item) => toDecision(item, of, bundle.manifest));
  }
  return decisions;
}

async function readRecords(archive: Archive, manifest: BundleManifest, { member }: Carried): Promise<SealedRecord[]> {
  const file = manifest[member];
  if (file === undefined) return [];
  const { path, sha256 } = file;
  const read = sealedRecords.safeParse(readCanonical((await archive.read(path)) ?? new Uint8Array()));
  if (read.success && archive.files.get(path)?.sha256 === sha256) return read.data.items;
  throw new DoesNotHold('EL13', `${path} is not the list of records that bundle.json names.`, { path });
}

function checkEach({ log, manifest }: Bundle, { member, kind, one }: Carried, items: readonly SealedRecord[]): void {
  const path = manifest[member]?.path ?? 'bundle.json';
  const there = new Set<string>();
  for (const { entry, record } of items) {
    const key = `${kind}/${String(record['id'])}`;
    const statement = log.sealing.get(entry);
    const sealed = statement?.seals?.[key];
    const ours =
      record['engagementId'] === manifest.engagement.id && record['organizationId'] === manifest.organization.id;
    if (typeof sealed !== 'string' || !ours || there.has(key)) {
      throw new DoesNotHold(
        'EL132',
        `The bundle has a ${one} that entry ${entry} does not seal for this engagement, or has it twice: ${key}.`,
        { entry, path },
      );
    }
    there.add(key);
    if (createHash('sha256').update(canonicalText(record)).digest('hex') === sealed) continue;
    throw new DoesNotHold('EL131', `The ${one} of entry ${entry} is not as that entry seals it: ${key}.`, {
      entry,
      path,
    });
  }
  for (const [entry, { facts, seals = {} }] of log.sealing) {
    if (facts['engagementId'] !== manifest.engagement.id) continue;
    const left = Object.keys(seals).find((key) => key.startsWith(`${kind}/`) && !there.has(key));
    if (left === undefined) continue;
    throw new DoesNotHold('EL130', `Entry ${entry} seals a ${one} that is not in the bundle: ${left}.`, { entry });
  }
}

function toDecision({ entry, record }: SealedRecord, { member }: Carried, manifest: BundleManifest): DecisionRecord {
  const parsed = decisionRecord.safeParse(record);
  if (parsed.success) return { ...parsed.data, entry };
  throw new DoesNotHold('EL13', `The record of entry ${entry} is no decision on a criterion that this version reads.`, {
    entry,
    path: manifest[member]?.path ?? 'bundle.json',
  });
}
