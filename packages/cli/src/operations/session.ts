import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Keeps the session cookie of each server. */
export interface Sessions {
  read(server: string): Promise<string | undefined>;
  write(server: string, cookie: string | undefined): Promise<void>;
}

/** Sessions of one run, gone when it ends. */
export function memorySessions(): Sessions {
  const cookies = new Map<string, string>();
  return {
    read: async (server) => cookies.get(server),
    write: async (server, cookie) => {
      if (cookie === undefined) cookies.delete(server);
      else cookies.set(server, cookie);
    },
  };
}

/** Where the command line keeps who is signed in: one cookie per server, readable by its owner only. */
function sessionFile(): string {
  const base = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  return process.env['TICKMARK_SESSION_FILE'] ?? join(base, 'tickmark', 'session.json');
}

async function readAll(): Promise<Record<string, string>> {
  try {
    return JSON.parse(await readFile(sessionFile(), 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}

/** Sessions that outlive the run, in the file above. */
export const fileSessions: Sessions = {
  read: async (server) => (await readAll())[server],
  write: async (server, cookie) => {
    const all = await readAll();
    if (cookie === undefined) delete all[server];
    else all[server] = cookie;
    if (Object.keys(all).length === 0) {
      await rm(sessionFile(), { force: true });
      return;
    }
    await mkdir(dirname(sessionFile()), { recursive: true, mode: 0o700 });
    await writeFile(sessionFile(), `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
  },
};
