import assert from 'node:assert/strict';
import type { ChainedLog, LogEntry } from '@tickmark/core';
import { parseCheckpoint, verifyInclusion, verifyLogProof } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { sequence } from '../../src/log/index.ts';
import { record } from '../../src/platform/trail/index.ts';
import type { House, Person } from '../engagements/house.ts';

const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

/** What a person can ask of the chain of logs of their organization. */
export function chainIn(house: House) {
  const logs = async (as: Person): Promise<ChainedLog[]> => (await house.ok('log.chain', {}, { as })).items;
  const entries = async (as: Person): Promise<LogEntry[]> => {
    const all: LogEntry[] = [];
    for (let cursor: string | undefined; ;) {
      const given = cursor === undefined ? {} : { cursor };
      const page = await house.ok('log.entries', { sort: 'index', limit: 100, ...given }, { as });
      all.push(...page.items);
      if (page.nextCursor === null) return all;
      cursor = page.nextCursor;
    }
  };
  /** Every entry leads to the checkpoint of its own log, by its proof and by its receipt; returns the entries. */
  const provenEntries = async (as: Person): Promise<LogEntry[]> => {
    await sequence(house, as.organization);
    const found = await entries(as);
    const chain = await logs(as);
    assert.deepEqual(
      found.map(({ index }) => index),
      found.map((_, i) => i),
    );
    for (const { index, statement } of found) {
      const log = chain.findLast(({ first }) => first <= index);
      assert.ok(log);
      const { number, verifierKey } = log;
      const place = { number, verifierKey, index: index - log.first, newest: log === chain.at(-1) };
      const proof = await house.ok('log.proof', { index }, { as });
      assert.deepEqual([proof.log, proof.checkpoint], [place, log.checkpoint]);
      const { size, root, origin } = parseCheckpoint(proof.checkpoint);
      assert.equal(origin, log.origin);
      const inclusion = { size, index: BigInt(place.index), leafHash: bytes(proof.leafHash), root };
      assert.doesNotThrow(() => verifyInclusion(nodeCrypto, { ...inclusion, proof: proof.path.map(bytes) }));
      const receipt = await house.ok('receipts.get', { index }, { as });
      assert.deepEqual([receipt.state, receipt.log, JSON.parse(receipt.entry)], ['signed', place, statement]);
      const entry = new TextEncoder().encode(receipt.entry);
      const shown = verifyLogProof(nodeCrypto, receipt.proof ?? '', { entry }, { vkey: verifierKey });
      assert.equal(shown.index, BigInt(place.index));
    }
    return found;
  };
  const note = (as: Person): Promise<number> =>
    house.database.transaction({ role: 'app', organizationId: as.organization, userId: null }, (tx) =>
      record(tx, { organizationId: as.organization, op: 'notes.add', at: house.time.now, by: null, facts: {} }),
    );

  return { logs, entries, provenEntries, note };
}

export type Chain = ReturnType<typeof chainIn>;
