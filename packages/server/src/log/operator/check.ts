import type { LogCheck } from '@tickmark/core';
import type { JobContext } from '../../platform/handler.ts';
import { asTheyStand } from './noted.ts';
import { countNoted, notedAfter } from './store.ts';

/** Of one transaction. */
const pageSize = 200;

type Fault = LogCheck['faults']['first'][number];

/**
 * Holds every checkpoint that was noted in the operator's log against the log, which has to begin with it, and against the
 * operator's log, which has to have the entry that commits to it. Returns how many hold: one whose entry is not signed yet is no
 * fault, and is not among them.
 */
export async function checkNoted(job: JobContext, tell: (fault: Fault) => void): Promise<number> {
  const { organizationId, requestedBy: userId } = job;
  const counted = (): Promise<number> => job.read((tx) => countNoted(tx, organizationId));
  // Before the rows are read, for more may be noted meanwhile.
  const count = await counted();
  const told = (number: number, what: Fault['what'], message: string): void =>
    tell({ record: `notedCheckpoints/${number}`, entry: null, what, message });
  let held = 0;
  let seen = 0;
  let before = 0;
  for (;;) {
    const noted = await job.read(async (tx) => {
      const rows = await notedAfter(tx, organizationId, before, pageSize);
      return asTheyStand({ tx, organizationId, userId }, rows);
    });
    for (const { number, log, size, operatorEntry, fits, committed } of noted) {
      for (let gone = before + 1; gone < number; gone += 1)
        told(gone, 'missing', `Noted checkpoint ${gone} is gone, and the operator’s log has an entry of it.`);
      before = number;
      if (committed === 'not-committed') {
        const message = `Noted checkpoint ${number} is not what entry ${operatorEntry} of the operator’s log commits to.`;
        told(number, 'changed', message);
      } else if (!fits) {
        const message = `Log ${log} no longer begins with noted checkpoint ${number}: its first ${size} entries, or its key, were others when entry ${operatorEntry} of the operator’s log committed to it.`;
        told(number, 'changed', message);
      } else if (committed === 'committed') {
        held += 1;
      }
    }
    seen += noted.length;
    await job.progress({ done: seen, note: 'Noted checkpoints' });
    if (noted.length < pageSize) break;
  }
  for (let gone = before + 1; gone <= count; gone += 1)
    told(gone, 'missing', `Noted checkpoint ${gone} is gone, and the operator’s log has an entry of it.`);
  if (before > (await counted()))
    told(before, 'unsealed', `Noted checkpoint ${before} is kept, and was not counted when it was noted.`);
  return held;
}
