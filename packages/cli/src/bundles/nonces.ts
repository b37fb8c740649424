import { createHash } from 'node:crypto';
import type { BundleManifest } from '@tickmark/core';
import { DoesNotHold } from './does-not-hold.ts';
import { factsAt, type BundledLog } from './log.ts';

/**
 * Verifies that a seed is engagement, control and hash of the frozen population (EL18), with the nonce
 * that was committed to last before the freeze, where one was (CT73).
 */
export function checkSeed(
  log: BundledLog,
  manifest: BundleManifest,
  sample: BundleManifest['samples'][number],
  population: BundleManifest['populations'][number],
  seed: string,
): void {
  const plain = `${sample.engagement}|${sample.control}|${population.manifest.sha256}`;
  const nonce = seed.startsWith(`${plain}|`) ? seed.slice(plain.length + 1) : null;
  const { inTime, late } = commitmentsOf(log, manifest, sample, population.entry);
  if (inTime !== undefined) {
    const { commitmentId } = factsAt(log, operationOf(log, sample), sample.entry, sample.path);
    if (nonce !== null && sha256(nonce) === inTime.nonceSha256 && commitmentId === inTime.commitmentId) return;
    throw new DoesNotHold(
      'CT73',
      `The seed of ${sample.path} does not have the nonce that entry ${inTime.entry} committed to before the population was frozen.`,
      sample,
    );
  }
  if (seed === plain) return;
  const after = nonce === null ? undefined : late.find(({ nonceSha256 }) => nonceSha256 === sha256(nonce));
  if (after !== undefined) {
    throw new DoesNotHold(
      'CT73',
      `The nonce of ${sample.path} was committed to in entry ${after.entry}, after the population had been frozen in entry ${population.entry}.`,
      sample,
    );
  }
  throw new DoesNotHold(
    'EL18',
    `The seed of ${sample.path} does not follow from engagement, control and population; it should be ${plain}.`,
    sample,
  );
}

interface Committed {
  entry: number;
  commitmentId: string;
  nonceSha256: string;
}

/** Commitments for the control of a sample: the last one before the freeze, and those after it. */
function commitmentsOf(
  log: BundledLog,
  manifest: BundleManifest,
  { control }: { control: string },
  frozen: number,
): { inTime: Committed | undefined; late: Committed[] } {
  const made: Committed[] = [];
  for (const [entry, { op }] of log.sealed) {
    if (op !== 'samples.commit-nonce') continue;
    const facts = factsAt(log, op, entry, 'a commitment');
    if (facts.engagementId === manifest.engagement.id && facts.control === control) made.push({ entry, ...facts });
  }
  return {
    inTime: made.findLast(({ entry }) => entry < frozen),
    late: made.filter(({ entry }) => entry > frozen),
  };
}

function operationOf(log: BundledLog, { entry }: { entry: number }): 'samples.draw' | 'samples.extend' {
  return log.sealed.get(entry)?.op === 'samples.extend' ? 'samples.extend' : 'samples.draw';
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
