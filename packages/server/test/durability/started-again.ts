import { join } from 'node:path';
import type { PostgresFiles } from '../../../testkit/src/databases/index.ts';
import { openBlobs } from '../../src/platform/blobs/index.ts';
import { openDatabase } from '../../src/platform/database/index.ts';
import { startHouse, type Person } from '../engagements/house.ts';
import { faultsOf } from './held.ts';
import type { Upload } from './load.ts';

/** A data folder after a mishap, and what had been acknowledged before it. */
export interface Left {
  folder: string;
  acknowledged: Upload[];
  /** Where the database is not in the folder. */
  postgres?: PostgresFiles | undefined;
}

/** Starts a server on what is left, and tells what of it does not hold; nothing where all does. */
export async function startedAgain(
  { folder, acknowledged, postgres }: Left,
  { masterKey, as }: { masterKey: Uint8Array; as: Person },
): Promise<string[]> {
  const server = await postgres?.start();
  try {
    const database = await openDatabase(postgres ?? { dataFolder: folder });
    try {
      const blobs = openBlobs(join(folder, 'blobs'));
      const house = await startHouse(database, folder, { after: { masterKey, blobs } });
      // As a first visit does.
      house.sequencer.notify(as.organization);
      try {
        return await faultsOf(house.call, as, acknowledged);
      } finally {
        await house.stop();
      }
    } finally {
      await database.close();
    }
  } finally {
    await server?.stop();
  }
}
