import type { Prepared } from './sources.ts';

/** The earliest moment at which one of the populations was taken: nothing after it was seen. */
export function through({ used }: Prepared): Date {
  return new Date(Math.min(...Object.values(used).map(({ manifest }) => Date.parse(manifest.extractedAt))));
}
