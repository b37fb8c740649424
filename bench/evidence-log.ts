/**
 * The evidence log at a million entries: what an append costs as it grows, how long proofs and an offline verification
 * take; and durable appends through both databases, each write a transaction of its own as operations make it, or a
 * thousand in one, until the sequencer has signed them. Figures: 1,000 appends a second one by one and 10,000 in
 * batches; proofs 5 ms at the 99th percentile; verification 10 s; the last appends at most 1.5 times the first.
 *
 * node bench/evidence-log.ts [entries]
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  formatCheckpoint,
  formatVerifierKey,
  inclusionProof,
  integrate,
  leafHash,
  signNote,
  verifyInclusion,
  verifyLog,
} from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { sequence } from '../packages/server/src/log/sequencer.ts';
import { createLog, recordAll } from '../packages/server/src/platform/trail/index.ts';
import { embeddedDatabase } from '../packages/testkit/src/databases/embedded.ts';
import { postgresDatabase } from '../packages/testkit/src/databases/postgres.ts';
import type { TestDatabase } from '../packages/testkit/src/databases/test-database.ts';

const entries = Number(process.argv[2] ?? 1_000_000);
const batch = 2_048;
const name = 'bench.example/log';
const seed = nodeCrypto.sha256(Buffer.from('the key of a benchmark'));
let missed = false;

const folder = await mkdtemp(join(tmpdir(), 'tickmark-bench-'));
try {
  await grownAndVerified(folder);
  console.log(
    `the disk by itself, 8 KiB written and synced: ${syncsPerSecond(folder)} a second, which no append passes`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
await appended('embedded database', await embeddedDatabase('durable'));
await appended('PostgreSQL server', await postgresDatabase('durable'));
process.exitCode = missed ? 1 : 0;

/** A statement as an operation leaves it, of some three hundred bytes. */
function statementOf(index: number): Uint8Array {
  const of = Buffer.from(nodeCrypto.sha256(Buffer.from(String(index)))).toString('hex');
  return Buffer.from(
    `{"at":"2026-01-01T00:00:00.000Z","by":"${of.slice(0, 36)}","facts":{"commitment":"${of}","evidenceId":"${of.slice(0, 36)}","index":${index}},"op":"evidence.upload","v":1}`,
  );
}

async function grownAndVerified(dir: string): Promise<void> {
  const pathOf = (path: string) => join(dir, ...path.split('/'));
  const readTile = (path: string) => readFile(pathOf(path)).catch(() => undefined);
  const perEntry: number[] = [];
  let size = 0n;
  let root: Uint8Array = new Uint8Array();
  while (size < entries) {
    const some = Array.from({ length: Math.min(batch, entries - Number(size)) }, (_, i) =>
      statementOf(Number(size) + i),
    );
    const began = performance.now();
    const grown = await integrate(nodeCrypto, { size, readTile }, some);
    perEntry.push((performance.now() - began) / some.length);
    for (const [path, bytes] of grown.tiles) {
      await mkdir(dirname(pathOf(path)), { recursive: true });
      await writeFile(pathOf(path), bytes);
    }
    for (const path of grown.obsolete) await rm(pathOf(path));
    ({ size, root } = grown);
  }
  const some = Math.ceil(perEntry.length / 10);
  const [first, last] = [median(perEntry.slice(0, some)), median(perEntry.slice(-some))];
  report(
    `integrating an entry: ${(last * 1000).toFixed(1)} µs at the end, ${(last / first).toFixed(2)} × the beginning`,
    last / first <= 1.5,
    '1.5',
  );

  const times: number[] = [];
  for (let n = 0; n < 2_000; n += 1) {
    const index = (n * 7_919 * 104_729) % entries;
    const began = performance.now();
    const proof = await inclusionProof(nodeCrypto, size, BigInt(index), readTile);
    times.push(performance.now() - began);
    verifyInclusion(nodeCrypto, {
      size,
      index: BigInt(index),
      leafHash: leafHash(nodeCrypto, statementOf(index)),
      proof,
      root,
    });
  }
  const p99 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN;
  report(
    `inclusion proof from files: ${p99.toFixed(2)} ms at the 99th percentile of ${times.length}`,
    p99 <= 5,
    '5 ms',
  );

  const checkpoint = signNote(nodeCrypto, formatCheckpoint({ origin: name, size, root }), { name, seed });
  const vkey = formatVerifierKey(nodeCrypto, name, nodeCrypto.ed25519PublicKey(seed));
  const began = performance.now();
  const verified = await verifyLog(nodeCrypto, { checkpoint, vkeys: [vkey], readTile });
  let read = 0;
  for await (const entry of verified.entries) read += entry.length > 0 ? 1 : 0;
  const seconds = (performance.now() - began) / 1000;
  if (read !== entries) throw new Error(`${read} of ${entries} entries were read.`);
  report(`${entries} entries verified and read in ${seconds.toFixed(1)} s`, seconds <= 10, '10 s');
}

/** What a durable append cannot do without: a page of the write-ahead log, written where the file is long enough, and synced. */
function syncsPerSecond(dir: string): number {
  const times = 1_000;
  const page = Buffer.alloc(8_192);
  const file = openSync(join(dir, 'synced'), 'w');
  try {
    for (let n = 0; n < times; n += 1) writeSync(file, page);
    fsyncSync(file);
    const began = performance.now();
    for (let n = 0; n < times; n += 1) {
      writeSync(file, page, 0, page.length, n * page.length);
      fsyncSync(file);
    }
    return Math.round(times / ((performance.now() - began) / 1000));
  } finally {
    closeSync(file);
  }
}

async function appended(what: string, { database, close }: TestDatabase): Promise<void> {
  const organizationId = randomUUID();
  const masterKey = randomBytes(32);
  const scope = { role: 'app', organizationId, userId: null } as const;
  await database.transaction(scope, (tx) => createLog(tx, organizationId, { masterKey, at: new Date() }));
  const write = (count: number) =>
    database.transaction(scope, (tx) =>
      recordAll(
        tx,
        { organizationId, at: new Date(), by: null },
        Array.from({ length: count }, (_, n) => ({ op: 'bench.append', facts: { n } })),
      ),
    );
  const rate = async (times: number, each: number) => {
    const began = performance.now();
    for (let n = 0; n < times; n += 1) await write(each);
    await sequence({ database, masterKey }, organizationId);
    return (times * each) / ((performance.now() - began) / 1000);
  };
  // As on a server that has run for a minute: until then its code is still being compiled.
  await rate(4_000, 1);
  const oneByOne = await rate(4_000, 1);
  report(`${what}: ${Math.round(oneByOne)} appends a second, each durable by itself`, oneByOne >= 1_000, '1,000');
  const together = await rate(20, 1_000);
  report(
    `${what}: ${Math.round(together)} appends a second, a thousand in a transaction`,
    together >= 10_000,
    '10,000',
  );
  await close();
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
}

function report(line: string, held: boolean, figure: string): void {
  if (!held) missed = true;
  console.log(`${line}   ${held ? 'holds' : 'MISSES'} ${figure}`);
}
