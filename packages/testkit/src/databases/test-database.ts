import type { OpenDatabase } from '../../../server/src/platform/database/index.ts';

/** A migrated, empty database of its own. */
export interface TestDatabase {
  database: OpenDatabase;
  /** A data folder for blobs and job files; on the embedded database also the database's. */
  dataFolder: string;
  /** Closes the database and removes all of it. */
  close(): Promise<void>;
}
