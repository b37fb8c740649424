import { TickmarkError, type Party } from '@tickmark/core';
import type { HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { engagementOf } from './engagement-of.ts';
import { insertParties, lockParties, newestParties, type NewParties } from './parties-store.ts';

export const partyHandlers: Pick<HandlersOf<'engagements'>, 'engagements.parties' | 'engagements.set-parties'> = {
  'engagements.parties': async ({ tx, organizationId }, { engagementId }) => {
    await engagementOf(tx, organizationId, engagementId);
    return newestParties(tx, organizationId, engagementId);
  },

  'engagements.set-parties': async (context, { engagementId, parties, after }) => {
    const { tx, organizationId, now, userId } = context;
    await engagementOf(tx, organizationId, engagementId);
    refuseDoubled(parties);
    await lockParties(tx, engagementId);
    const before = await newestParties(tx, organizationId, engagementId);
    if (before.version !== after) {
      throw new TickmarkError(
        'conflict',
        `${before.by?.name ?? 'Somebody'} changed the parties since you looked. Nothing of what you sent was kept.`,
        {
          field: 'after',
          action: `Look at them again. To change them, send ${before.version} as the version you have seen.`,
        },
      );
    }
    if (asText(before.items) === asText(parties)) {
      throw new TickmarkError('already_done', 'These are the parties already.', { field: 'parties' });
    }
    const row: NewParties = {
      organizationId,
      id: context.newId(),
      engagementId,
      version: before.version + 1,
      parties,
      namedAt: now,
      namedBy: userId,
    };
    const entryIndex = await context.record(
      { engagementId, version: row.version, parties: parties.length },
      seal('engagementParties', row),
    );
    await insertParties(tx, row, entryIndex);
    return newestParties(tx, organizationId, engagementId);
  },
};

function asText(parties: readonly Party[]): string {
  return JSON.stringify(parties.map(({ kind, name, contact, email, note }) => [kind, name, contact, email, note]));
}

/** Errors: bad_input. */
function refuseDoubled(parties: readonly Party[]): void {
  const auditors = parties.flatMap(({ kind }, place) => (kind === 'service-auditor' ? [place] : []));
  if (auditors.length > 1) {
    throw new TickmarkError('bad_input', 'An engagement has one service auditor: one firm signs the opinion.', {
      field: `parties.${auditors[1]}.kind`,
      action: 'Name the firm that signs, and others as specialists.',
    });
  }
  const doubled = parties.findIndex(
    ({ kind, name }, place) => parties.findIndex((each) => each.kind === kind && each.name === name) !== place,
  );
  if (doubled === -1) return;
  throw new TickmarkError('bad_input', `${parties[doubled]?.name} stands here twice.`, {
    field: `parties.${doubled}.name`,
    action: 'Name each party once.',
  });
}
