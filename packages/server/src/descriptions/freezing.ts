import { canonicalBytes, sha256Hex } from '@tickmark/control-testing';
import { TickmarkError } from '@tickmark/core';
import { namesOf } from '../members/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { oneVersionShown, standingOf, withoutPoints } from './shown.ts';
import {
  approvalsOf,
  insertApproval,
  insertVersion,
  lockDescription,
  wholeVersion,
  type ApprovalRecord,
  type VersionRecord,
} from './store.ts';
import { engagementOf } from '../engagements/index.ts';

/** How versions of a description are frozen, and taken by management as theirs. */
export const freezingHandlers: Pick<HandlersOf<'descriptions'>, 'descriptions.freeze' | 'descriptions.approve'> = {
  'descriptions.freeze': async (context, { engagementId, seen, changes }) => {
    const { tx, organizationId, now, userId } = context;
    await lockDescription(tx, engagementId);
    const { newest, document, points } = await standingOf(context, engagementId);
    if ((newest?.number ?? 0) !== seen)
      throw new TickmarkError(
        'conflict',
        newest === undefined
          ? 'No version is frozen yet.'
          : `Version ${newest.number} is the newest, and you have seen ${seen}. Nothing was frozen.`,
        { field: 'seen', action: `Look at it again, and send ${newest?.number ?? 0} as the version you have seen.` },
      );
    if (newest !== undefined && withoutPoints(newest.document) === withoutPoints(document))
      throw new TickmarkError('already_done', `Version ${newest.number} says all of that already.`, {
        field: 'engagementId',
      });
    const number = seen + 1;
    const version: Omit<VersionRecord, 'entryIndex'> = {
      organizationId,
      id: context.newId(),
      engagementId,
      number,
      document,
      sha256: sha256Hex(canonicalBytes({ engagementId, number, ...document })),
      changes: changes ?? null,
      frozenAt: now,
      frozenBy: userId,
    };
    const must = points.filter(({ severity }) => severity === 'must').length;
    const entryIndex = await context.record(
      { engagementId, versionId: version.id, number, sha256: version.sha256, open: must },
      seal('descriptionVersions', version),
    );
    await insertVersion(tx, version, entryIndex);
    return oneVersionShown(context, { ...version, entryIndex });
  },

  'descriptions.approve': async (context, { engagementId, number, sha256, position }) => {
    const { tx, organizationId, now, userId } = context;
    await lockDescription(tx, engagementId);
    const version = await versionNumbered(context, engagementId, number);
    if (version.sha256 !== sha256)
      throw new TickmarkError('conflict', 'That is not the hash of this version; nothing was approved.', {
        field: 'sha256',
        action: 'Read the version again, and send the hash that it shows.',
      });
    const newest = await wholeVersion(tx, organizationId, engagementId);
    if (newest !== undefined && newest.number > number)
      throw new TickmarkError('no_longer_possible', `Version ${newest.number} has taken its place.`, {
        field: 'number',
        action: `Read version ${newest.number}, and approve that one.`,
      });
    const earlier = await approvalsOf(tx, organizationId, [version.id]);
    if (earlier.some(({ by }) => by === userId))
      throw new TickmarkError('already_done', 'You have approved this version already.', { field: 'number' });
    const names = await namesOf(tx, [userId]);
    const approval: Omit<ApprovalRecord, 'entryIndex'> = {
      organizationId,
      id: context.newId(),
      versionId: version.id,
      by: userId,
      name: names.get(userId) ?? '',
      position,
      at: now,
    };
    const entryIndex = await context.record(
      { engagementId, versionId: version.id, number, sha256 },
      seal('descriptionApprovals', approval),
    );
    await insertApproval(tx, approval, entryIndex);
    return oneVersionShown(context, version);
  },
};

/** Errors: not_found. */
export async function versionNumbered(
  { tx, organizationId }: Pick<HandlerContext, 'tx' | 'organizationId'>,
  engagementId: string,
  number: number,
): Promise<VersionRecord> {
  await engagementOf(tx, organizationId, engagementId);
  const found = await wholeVersion(tx, organizationId, engagementId, number);
  if (found !== undefined) return found;
  throw new TickmarkError('not_found', `There is no version ${number} of this description.`, {
    field: 'number',
    action: 'Take a number from the list of versions.',
  });
}
