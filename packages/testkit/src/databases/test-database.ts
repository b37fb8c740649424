import type { OpenDatabase } from '../../../server/src/platform/database/index.ts';

/** A migrated, empty database of its own. */
export interface TestDatabase {
  database: OpenDatabase;
  /** A data folder for blobs and job files; on the embedded database also the database's. */
  dataFolder: string;
  /** Closes the database and removes all of it. */
  close(): Promise<void>;
}

/** Whether a write is on the disk before it is acknowledged. Few tests ask for that, and the others run faster without. */
export type Durability = 'durable' | 'fast';
