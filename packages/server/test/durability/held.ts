import { createHash } from 'node:crypto';
import { integrate, leafHash, openCheckpoint } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import type { LogEntry } from '@tickmark/core';
import canonicalize from 'canonicalize';
import type { Person } from '../engagements/house.ts';
import { signed, type Call, type Upload } from './load.ts';

interface Page<T> {
  items: T[];
  total: number;
  nextCursor: string | null;
}

/**
 * What does not hold of a server that was started again, one line for each thing: acknowledged evidence that is
 * not there with its bytes and its entry, and a log that is not what the database says it is. Nothing where all holds.
 */
export async function faultsOf(call: Call, as: Person, acknowledged: readonly Upload[]): Promise<string[]> {
  const faults: string[] = [];
  const { checkpoint, verifierKey } = await signed(call, as);
  const entries = await all<LogEntry>(call, as, 'log.entries', 'index');
  const statements = entries.map(({ index, statement, leafHash: stated }, n) => {
    const bytes = new TextEncoder().encode(canonicalize(statement));
    if (index !== n) faults.push(`entry ${index} stands where entry ${n} should`);
    const hash = Buffer.from(leafHash(nodeCrypto, bytes)).toString('base64');
    if (hash !== stated) faults.push(`entry ${index} has another hash than its statement`);
    return bytes;
  });
  const grown = await integrate(nodeCrypto, { size: 0n, readTile: async () => undefined }, statements);
  const opened = openCheckpoint(nodeCrypto, checkpoint, { logs: [verifierKey], witnesses: [] });
  if (opened.size !== grown.size) faults.push(`the checkpoint is of ${opened.size} entries, not of ${grown.size}`);
  else if (!Buffer.from(opened.root).equals(grown.root)) faults.push('the root of the log is not that of the database');

  const told = new Set(
    entries
      .filter(({ statement }) => statement.op === 'evidence.upload')
      .map(({ statement }) => statement.facts['evidenceId']),
  );
  const kept = new Set((await all<Upload>(call, as, 'evidence.list', 'title')).map(({ id }) => id));
  for (const id of kept) if (!told.has(id)) faults.push(`evidence ${id} has no entry`);
  for (const id of told) if (!kept.has(String(id))) faults.push(`evidence ${String(id)} has an entry and is not there`);
  for (const { id, sha256 } of acknowledged) {
    if (!kept.has(id)) faults.push(`acknowledged evidence ${id} is lost`);
    const { status, bytes } = await call('evidence.download', { id }, { as });
    const found = createHash('sha256').update(bytes).digest('hex');
    if (status !== 200 || found !== sha256) faults.push(`the bytes of evidence ${id} are lost (${status})`);
  }
  return faults;
}

async function all<T>(call: Call, as: Person, name: 'log.entries' | 'evidence.list', sort: string): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const reply = await call(name, { sort, limit: 500, ...(cursor === '' ? {} : { cursor }) }, { as });
    if (reply.status !== 200) throw new Error(`${name}: ${reply.status} ${reply.bytes.toString()}`);
    const page = reply.body as Page<T>;
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}
