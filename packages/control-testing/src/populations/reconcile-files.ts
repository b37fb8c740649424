import { join } from 'node:path';
import type { SideSql } from './reconcile-sides.ts';

/** Files of one reconciliation while it runs. */
export interface ReconcileFiles {
  here: string;
  there: string;
  work: string;
  differences: string;
}

/** One row a key that was set aside: how many rows each side has of it, and the place of the first. */
export function keysFile(work: string): string {
  return join(work, 'keys.parquet');
}

/** One row a key that was set aside and value of a pair of columns: which sides have it. */
export function valuesFile(work: string, pair: number): string {
  return join(work, `values-${pair}.parquet`);
}

/** Names of the columns that hold the values of a key. */
export function keyColumns({ keys }: SideSql): string[] {
  return keys.map((_, i) => `k${i}`);
}

/** One row a matched key that was set aside: whether the values of a pair of columns differ. */
export function agreementFile(work: string, pair: number): string {
  return join(work, `agreement-${pair}.parquet`);
}
