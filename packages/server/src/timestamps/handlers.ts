import { createHash } from 'node:crypto';
import { sealedFacts, TickmarkError } from '@tickmark/core';
import type { Authority } from '@tickmark/timestamps';
import { chainOf } from '../log/index.ts';
import type { MasterKey } from '../platform/auth/index.ts';
import type { HandlersOf } from '../platform/handler.ts';
import type { Outgoing } from '../platform/http/outgoing.ts';
import { seal, sealRemoval } from '../platform/trail/index.ts';
import { stampedCheckpoint, stampedUpTo } from './stamped.ts';
import {
  authoritiesOf,
  deleteAuthority,
  findTimestamp,
  insertAuthority,
  keepCertificates,
  lockAuthorities,
  toAuthority,
  type AuthorityRow,
} from './store.ts';

/** Each is asked every hour, and each may make a bundle wait for some seconds. */
const mostAuthorities = 5;

export interface TimestampParts {
  outgoing: Outgoing;
  masterKey: MasterKey;
  /** Once the entry is under a checkpoint, that is stamped at once. */
  hurryTimestamps(organizationId: string, entryIndex: number): void;
}

export function timestampHandlers({ outgoing, masterKey, hurryTimestamps }: TimestampParts): HandlersOf<'timestamps'> {
  return {
    'timestamps.authorities': async ({ tx, organizationId }) => listed(await authoritiesOf(tx, organizationId)),

    'timestamps.add-authority': async (context, { url, certificates, policy }) => {
      const { tx, organizationId } = context;
      const { href } = outgoing.admit(url, 'url', 'https://timestamp.example/tsr');
      const { pem, roots } = await readCertificates(certificates);
      const certificatesSha256 = createHash('sha256').update(pem).digest('hex');
      await lockAuthorities(tx, organizationId);
      refuseTwice(await authoritiesOf(tx, organizationId), certificatesSha256);
      const row = {
        organizationId,
        id: context.newId(),
        name: roots[0]?.name ?? '',
        url: href,
        certificatesSha256,
        policy: policy ?? null,
        addedAt: context.now,
        addedBy: context.userId,
      };
      const facts = { authorityId: row.id, certificatesSha256, policy };
      const entryIndex = await context.record(
        sealedFacts['timestamps.add-authority'].parse(facts),
        seal('timestampAuthorities', row),
      );
      await keepCertificates(tx, { organizationId, sha256: certificatesSha256, pem });
      await insertAuthority(tx, { ...row, entryIndex });
      hurryTimestamps(organizationId, entryIndex);
      return listed(await authoritiesOf(tx, organizationId));
    },

    'timestamps.remove-authority': async (context, { id }) => {
      const { tx, organizationId } = context;
      await lockAuthorities(tx, organizationId);
      const authority = (await authoritiesOf(tx, organizationId)).find((each) => each.id === id);
      if (authority === undefined) {
        throw new TickmarkError('not_found', 'There is no such timestamp authority.', {
          field: 'id',
          action: 'Take an id from the list of authorities.',
        });
      }
      const { certificatesSha256 } = authority;
      await context.record({ authorityId: id, certificatesSha256 }, sealRemoval('timestampAuthorities', { id }));
      await deleteAuthority(tx, organizationId, id);
      return listed(await authoritiesOf(tx, organizationId));
    },

    'timestamps.request': async (context) => {
      const { tx, organizationId } = context;
      const authorities = await authoritiesOf(tx, organizationId);
      if (authorities.length === 0) {
        throw new TickmarkError('not_yet_possible', 'No timestamp authority is named yet.', {
          action: 'Name one first (timestamps.add-authority).',
        });
      }
      hurryTimestamps(organizationId, await context.record({ authorities: authorities.length }));
      return listed(authorities);
    },

    'timestamps.list': async ({ tx, organizationId }) => ({
      items: await stampedUpTo({ tx, organizationId, masterKey }),
    }),

    'timestamps.get': async ({ tx, organizationId }, { id }) => {
      const kept = await findTimestamp(tx, organizationId, id);
      if (kept === undefined) {
        throw new TickmarkError('not_found', 'There is no such timestamp.', {
          field: 'id',
          action: 'Take an id from the list of timestamps.',
        });
      }
      const log = (await chainOf(tx, organizationId)).find(({ number }) => number === kept.log);
      const subject = { tx, organizationId, masterKey };
      return {
        checkpoint: (log && (await stampedCheckpoint(subject, log, kept))) ?? null,
        token: Buffer.from(kept.token).toString('base64'),
        certificates: kept.pem,
      };
    },
  };
}

function listed(authorities: readonly AuthorityRow[]) {
  return { items: authorities.map(toAuthority) };
}

async function readCertificates(text: string): Promise<Authority> {
  const { readAuthority, TimestampError } = await import('@tickmark/timestamps');
  try {
    return readAuthority(text);
  } catch (error) {
    if (!(error instanceof TimestampError)) throw error;
    throw new TickmarkError('bad_input', error.message, {
      field: 'certificates',
      action: 'Give the root certificate of the authority in PEM, as it published it: -----BEGIN CERTIFICATE-----',
    });
  }
}

/** Stamps are filed under the certificates that they are checked by. */
function refuseTwice(before: readonly AuthorityRow[], certificatesSha256: string): void {
  const known = before.find((each) => each.certificatesSha256 === certificatesSha256);
  if (known !== undefined) {
    throw new TickmarkError('conflict', `These certificates are on the list already, as ${known.name}.`, {
      field: 'certificates',
      action: 'Remove that authority first to give it another address or policy.',
    });
  }
  if (before.length < mostAuthorities) return;
  throw new TickmarkError('bad_input', `An organization has ${mostAuthorities} timestamp authorities at most.`, {
    field: 'certificates',
    action: 'Remove one first.',
  });
}
