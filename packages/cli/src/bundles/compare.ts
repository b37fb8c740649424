import type { BundleManifest } from '@tickmark/core';
import type { z } from 'zod';
import type { Archive } from './archive.ts';
import { canonicalText, readCanonical } from './canonical.ts';
import { DoesNotHold } from './does-not-hold.ts';
import type { BundledLog } from './log.ts';

export interface Bundle {
  archive: Archive;
  log: BundledLog;
  manifest: BundleManifest;
}

/** Sealed facts and what the bundle says of an item, name by name; the first that differs is told. */
export function compare(
  what: string,
  entry: number,
  path: string,
  pairs: Record<string, [sealed: unknown, bundled: unknown]>,
): void {
  for (const [name, [sealed, bundled]] of Object.entries(pairs)) {
    if (canonicalText(sealed) !== canonicalText(bundled)) {
      throw new DoesNotHold('EL12', `The ${name} of ${what} is not the one that entry ${entry} seals.`, {
        entry,
        path,
      });
    }
  }
}

/** A document of the bundle in its shape; anything else does not hold (EL13). */
export async function readDocument<Shape extends z.ZodType>(
  archive: Archive,
  path: string,
  entry: number,
  shape: Shape,
): Promise<z.infer<Shape>> {
  const parsed = shape.safeParse(readCanonical((await archive.read(path)) ?? new Uint8Array()));
  if (!parsed.success)
    throw new DoesNotHold('EL13', `${path} is not a document in canonical JSON that this version reads.`, {
      entry,
      path,
    });
  return parsed.data;
}

/** What a document says of what it rests on, name by name, holds (EL13). */
export function agree(path: string, entry: number, points: Record<string, boolean>): void {
  for (const [name, holds] of Object.entries(points)) {
    if (!holds)
      throw new DoesNotHold('EL13', `The ${name} in ${path} is not the one that entry ${entry} seals.`, {
        entry,
        path,
      });
  }
}
