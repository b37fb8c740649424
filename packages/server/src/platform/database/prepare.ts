import { createHash } from 'node:crypto';
import type { ClientBase, QueryResult } from 'pg';

/** What one session remembers of the statements it was sent. */
interface Seen {
  times: Map<string, number>;
  names: Map<string, string>;
}

const sessions = new WeakMap<ClientBase, Seen>();

/** As in PostgreSQL's JDBC driver (`prepareThreshold`). */
const timesBefore = 5;
/** Each plan takes memory of the session as long as it lasts. */
const mostPrepared = 128;
const mostCounted = 1_024;

/**
 * Sends a statement by name from the fifth time on that a session is sent it, so that PostgreSQL reads and plans it once:
 * for the short statements of a request that is most of the work.
 */
export function ask(client: ClientBase, text: string, values: readonly unknown[]): Promise<QueryResult> {
  if (values.length === 0) return client.query(text);
  const name = nameOf(client, text);
  return client.query({ text, values: [...values], ...(name === undefined ? {} : { name }) });
}

function nameOf(client: ClientBase, text: string): string | undefined {
  const seen = sessions.get(client) ?? { times: new Map<string, number>(), names: new Map<string, string>() };
  sessions.set(client, seen);
  const known = seen.names.get(text);
  if (known !== undefined || seen.names.size >= mostPrepared) return known;
  const times = (seen.times.get(text) ?? 0) + 1;
  if (times < timesBefore) {
    if (seen.times.size >= mostCounted) seen.times.clear();
    seen.times.set(text, times);
    return undefined;
  }
  seen.times.delete(text);
  // A name has at most 63 bytes.
  const name = createHash('sha256').update(text).digest('hex').slice(0, 32);
  seen.names.set(text, name);
  return name;
}
