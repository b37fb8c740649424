import { sealedFacts, TickmarkError } from '@tickmark/core';
import { LogError, openVerifierKey } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { chainOf, logWith, rootAt } from '../log/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import type { Outgoing } from '../platform/http/outgoing.ts';
import {
  deleteWitness,
  furthestCosignatures,
  insertWitness,
  lockWitnesses,
  toWitness,
  witnessesOf,
  type WitnessRow,
} from './store.ts';

/** Each is asked after each checkpoint, and each may make one wait. */
const mostWitnesses = 20;

export interface WitnessParts {
  outgoing: Outgoing;
  /** Once the entry is under a checkpoint, the witnesses of this log are asked at once. */
  hurryWitnesses(organizationId: string, entryIndex: number): void;
}

export function witnessHandlers({ outgoing, hurryWitnesses }: WitnessParts): HandlersOf<'witnesses'> {
  return {
    'witnesses.list': async ({ tx, organizationId }) => listed(await witnessesOf(tx, organizationId)),

    'witnesses.add': async (context, { verifierKey, url }) => {
      const { tx, organizationId } = context;
      const name = nameIn(verifierKey);
      const address = addressOf(outgoing, url);
      await lockWitnesses(tx, organizationId);
      const before = await witnessesOf(tx, organizationId);
      refuseTwice(before, verifierKey);
      const id = context.newId();
      const entryIndex = await context.record(sealedFacts['witnesses.add'].parse({ witnessId: id, verifierKey }));
      await insertWitness(tx, {
        organizationId,
        id,
        name,
        verifierKey,
        url: address,
        addedAt: context.now,
        addedBy: context.userId,
        entryIndex,
        logNumber: (await logWith(tx, organizationId, entryIndex)).number,
      });
      hurryWitnesses(organizationId, entryIndex);
      return listed(await witnessesOf(tx, organizationId));
    },

    'witnesses.remove': async (context, { id }) => {
      const { tx, organizationId } = context;
      await lockWitnesses(tx, organizationId);
      const witness = (await witnessesOf(tx, organizationId)).find((each) => each.id === id);
      if (witness === undefined) {
        throw new TickmarkError('not_found', 'There is no such witness.', {
          field: 'id',
          action: 'Take an id from the list of witnesses.',
        });
      }
      await context.record({ witnessId: id, verifierKey: witness.verifierKey });
      await deleteWitness(tx, organizationId, id);
      return listed(await witnessesOf(tx, organizationId));
    },

    'witnesses.ask': async (context) => {
      const { tx, organizationId } = context;
      const witnesses = await witnessesOf(tx, organizationId);
      if (witnesses.length === 0) {
        throw new TickmarkError('not_yet_possible', 'No witness is named yet.', {
          action: 'Name one first (witnesses.add).',
        });
      }
      hurryWitnesses(organizationId, await context.record({ witnesses: witnesses.length }));
      return listed(witnesses);
    },

    'witnesses.vouched': async (context) => ({ items: await vouchedFor(context) }),
  };
}

function listed(witnesses: readonly WitnessRow[]) {
  return { items: witnesses.map(toWitness) };
}

/** A cosignature is of the tree as it was; whether that is how its log begins now is computed anew. */
async function vouchedFor({ tx, organizationId }: HandlerContext) {
  const chain = await chainOf(tx, organizationId);
  const found = await furthestCosignatures(tx, organizationId);
  return Promise.all(
    found.map(async ({ size: upTo, root, ...rest }) => {
      const log = chain.find(({ number }) => number === rest.log);
      const at = { number: rest.log, size: upTo };
      const within = log !== undefined && upTo <= log.size;
      const fits = within && Buffer.from(await rootAt(tx, organizationId, at)).equals(root);
      const ended = log !== chain.at(-1) && upTo === log?.size;
      return { ...rest, entry: (log?.first ?? 0) + upTo - 1, ended, fits };
    }),
  );
}

function nameIn(verifierKey: string): string {
  try {
    return openVerifierKey(nodeCrypto, verifierKey, 'witness').name;
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    throw new TickmarkError('bad_input', error.message, {
      field: 'verifierKey',
      action: 'Give the key as the operator of the witness published it for cosignatures (type 4): name+id+key.',
    });
  }
}

function addressOf(outgoing: Outgoing, text: string): string {
  const url = outgoing.admit(text, 'url', 'https://witness.example/add-checkpoint');
  if (url.pathname.endsWith('/add-checkpoint') && url.search === '' && url.hash === '') return url.href;
  throw new TickmarkError('bad_input', 'The address does not end in /add-checkpoint.', {
    field: 'url',
    action: 'Give the submission prefix of the witness with /add-checkpoint after it.',
  });
}

/** One public key counts once, whatever name it goes by. */
function refuseTwice(before: readonly WitnessRow[], verifierKey: string): void {
  const publicKeyOf = (vkey: string): string =>
    Buffer.from(openVerifierKey(nodeCrypto, vkey, 'witness').publicKey).toString('hex');
  const known = before.find((each) => publicKeyOf(each.verifierKey) === publicKeyOf(verifierKey));
  if (known !== undefined) {
    throw new TickmarkError('conflict', `This key is on the list already, as ${known.name}.`, {
      field: 'verifierKey',
      action: 'Remove it first to give it another address.',
    });
  }
  if (before.length < mostWitnesses) return;
  throw new TickmarkError('bad_input', `An organization has ${mostWitnesses} witnesses at most.`, {
    field: 'verifierKey',
    action: 'Remove one first.',
  });
}
