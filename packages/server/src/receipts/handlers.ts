import { logStatement } from '@tickmark/core';
import { leafHash } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { entryAt, findLog } from '../log/index.ts';
import type { MasterKey } from '../platform/auth/index.ts';
import type { HandlersOf } from '../platform/handler.ts';
import { proofThatHolds, type Subject } from './proof.ts';
import { nameOf } from './store.ts';
import { witnessesOn } from './witnesses-on.ts';

export function receiptHandlers({ masterKey }: { masterKey: MasterKey }): HandlersOf<'receipts'> {
  return {
    'receipts.get': async ({ tx, organizationId }, { index }) => {
      const { statement: entry } = await entryAt(tx, organizationId, index);
      const bytes = new TextEncoder().encode(entry);
      const { op, at, by } = logStatement.parse(JSON.parse(entry));
      const about = {
        index,
        leafHash: Buffer.from(leafHash(nodeCrypto, bytes)).toString('base64'),
        op,
        at,
        by: by === null ? null : { id: by, name: await nameOf(tx, by) },
        entry,
      };
      const log = await findLog(tx, organizationId);
      if (log === undefined || log.checkpoint === null || index >= log.size) {
        const { witnesses } = await witnessesOn(tx, organizationId, masterKey, index);
        return { ...about, state: 'pending', proof: null, witnesses };
      }
      const subject: Subject = { tx, organizationId, index, entry: bytes, verifierKey: log.verifierKey };
      const newest = await proofThatHolds(subject, log.checkpoint);
      if (newest === null) return { ...about, state: 'not-as-signed', proof: null, witnesses: [] };
      const { witnesses, checkpoint } = await witnessesOn(tx, organizationId, masterKey, index);
      const cosigned = checkpoint === null ? null : await proofThatHolds(subject, checkpoint);
      return { ...about, state: 'signed', proof: cosigned ?? newest, witnesses };
    },
  };
}
