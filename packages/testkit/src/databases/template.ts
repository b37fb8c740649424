import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { readMigrations } from '../../../server/src/platform/database/index.ts';

/**
 * A folder that is slow to make, made once per machine, user and state of the migrations. Several test
 * processes may make it at once; the first to finish names it, the others drop theirs.
 */
export async function template(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const migrations = await readMigrations();
  const state = createHash('sha256')
    .update(migrations.map((migration) => migration.sha256).join())
    .digest('hex');
  const root = join(tmpdir(), `tickmark-testkit-${userInfo().uid}`);
  const place = join(root, `${name}-${state.slice(0, 16)}`);
  if (existsSync(place)) return place;
  await mkdir(root, { recursive: true, mode: 0o755 });
  const draft = await mkdtemp(join(root, 'draft-'));
  try {
    await make(draft);
    await rename(draft, place);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(place)) throw error;
  }
  return place;
}
