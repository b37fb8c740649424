import { logStatement } from '@tickmark/core';
import { leafHash } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { entryAt, logWith, proofThatHolds, readTileAt, type ProofSubject } from '../log/index.ts';
import type { MasterKey } from '../platform/auth/index.ts';
import type { HandlersOf } from '../platform/handler.ts';
import { stampsOver } from '../timestamps/index.ts';
import { nameOf } from './store.ts';
import { witnessesOn } from './witnesses-on.ts';

export function receiptHandlers({ masterKey }: { masterKey: MasterKey }): HandlersOf<'receipts'> {
  return {
    'receipts.get': async ({ tx, organizationId }, { index }) => {
      const { statement: entry } = await entryAt(tx, organizationId, index);
      const bytes = new TextEncoder().encode(entry);
      const { op, at, by, link = null } = logStatement.parse(JSON.parse(entry));
      const { newest, ...log } = await logWith(tx, organizationId, index);
      const { number, first, size, verifierKey, checkpoint } = log;
      const about = {
        index,
        log: { number, verifierKey, index: index - first, newest },
        leafHash: Buffer.from(leafHash(nodeCrypto, bytes)).toString('base64'),
        op,
        at,
        by: by === null ? null : { id: by, name: await nameOf(tx, by) },
        link,
        entry,
      };
      if (checkpoint === null || index >= first + size) {
        const { witnesses } = await witnessesOn(tx, organizationId, masterKey, { log, index });
        return { ...about, state: 'pending', proof: null, witnesses, timestamps: [] };
      }
      const readTile = readTileAt(tx, organizationId, number);
      const subject: ProofSubject = { readTile, verifierKey, index: index - first, entry: bytes };
      const own = await proofThatHolds(subject, checkpoint);
      if (own === null) return { ...about, state: 'not-as-signed', proof: null, witnesses: [], timestamps: [] };
      const { witnesses, checkpoint: best } = await witnessesOn(tx, organizationId, masterKey, { log, index });
      const cosigned = best === null ? null : await proofThatHolds(subject, best);
      const timestamps = await stampsOver({ tx, organizationId, masterKey }, { log, index });
      return { ...about, state: 'signed', proof: cosigned ?? own, witnesses, timestamps };
    },
  };
}
