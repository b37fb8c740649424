import { canonicalBytes, sha256Hex } from '@tickmark/control-testing';
import { holds, TickmarkError, type ProcedureDocument } from '@tickmark/core';
import { todayIn } from '../engagements/index.ts';
import { refuseUnknown } from '../evidence/index.ts';
import { everyMember } from '../members/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { documentNames } from '../policies/index.ts';
import { inFull, procedureOf, type HeldProcedure } from './shown.ts';
import {
  insertProcedure,
  insertVersion,
  lockProcedures,
  updateProcedure,
  type ProcedureRecord,
  type VersionRecord,
} from './store.ts';

/** How procedures are written, version after version, and retired. */
export const writingHandlers: Pick<HandlersOf<'procedures'>, 'procedures.write' | 'procedures.retire'> = {
  'procedures.write': async (context, { id, seen, changes, ...told }) => {
    const { tx, organizationId, now, userId } = context;
    await lockProcedures(tx, organizationId);
    const before = id === undefined ? undefined : await procedureOf(context, id);
    if (before !== undefined) refuseRetired(before);
    refuseUnseen(before, seen);
    await refuseStrangers(context, told);
    const document: ProcedureDocument = {
      ...told,
      controls: [...new Set(told.controls)].sort(),
      steps: stepsWithIds(context, told.steps, before),
    };
    if (
      before !== undefined &&
      sha256Hex(canonicalBytes(document)) === sha256Hex(canonicalBytes(before.newest.document))
    )
      throw new TickmarkError('already_done', `Version ${before.newest.number} says all of that already.`, {
        field: 'id',
      });
    const procedure: ProcedureRecord = before?.procedure ?? {
      organizationId,
      id: context.newId(),
      createdAt: now,
      createdBy: userId,
      retiredOn: null,
      retiredReason: null,
      retiredBy: null,
    };
    const number = (before?.newest.number ?? 0) + 1;
    const version: Omit<VersionRecord, 'entryIndex'> = {
      organizationId,
      id: context.newId(),
      procedureId: procedure.id,
      number,
      document,
      sha256: sha256Hex(canonicalBytes({ procedureId: procedure.id, number, ...document })),
      changes: changes ?? null,
      writtenAt: now,
      writtenBy: userId,
    };
    const entryIndex = await context.record(
      { procedureId: procedure.id, versionId: version.id, number, sha256: version.sha256 },
      { ...(before === undefined ? seal('procedures', procedure) : {}), ...seal('procedureVersions', version) },
    );
    if (before === undefined) await insertProcedure(tx, procedure, entryIndex);
    await insertVersion(tx, version, entryIndex);
    return inFull(context, procedure.id);
  },

  'procedures.retire': async (context, { id, seen, reason }) => {
    const { tx, organizationId, userId } = context;
    await lockProcedures(tx, organizationId);
    const held = await procedureOf(context, id);
    if (held.procedure.retiredOn !== null)
      throw new TickmarkError('already_done', `It is retired since ${held.procedure.retiredOn}.`, { field: 'id' });
    refuseUnseen(held, seen);
    const { today } = await todayIn(context);
    const next = { ...held.procedure, retiredOn: today, retiredReason: reason, retiredBy: userId };
    await context.record({ procedureId: id, number: held.newest.number }, seal('procedures', next));
    await updateProcedure(tx, next);
    return inFull(context, id);
  },
};

/** Errors: no_longer_possible. */
export function refuseRetired({ procedure }: HeldProcedure): void {
  if (procedure.retiredOn === null) return;
  throw new TickmarkError('no_longer_possible', `It is retired since ${procedure.retiredOn}, so it stays as it is.`, {
    field: 'id',
    action: 'Write another procedure in its place.',
  });
}

/** Nobody writes over, retires or runs what they have not seen. Errors: conflict. */
export function refuseUnseen(held: HeldProcedure | undefined, seen: number): void {
  const number = held?.newest.number ?? 0;
  if (number === seen) return;
  throw new TickmarkError(
    'conflict',
    held === undefined
      ? 'A new procedure has no version yet.'
      : `Version ${number} is the newest, and you have seen ${seen}. Nothing of what you sent was kept.`,
    { field: 'seen', action: `Look at it again, and send ${number} as the version you have seen.` },
  );
}

/** Steps that stay keep their ids, so that versions can be held against each other. Errors: bad_input. */
function stepsWithIds(
  { newId }: HandlerContext,
  steps: readonly (Omit<ProcedureDocument['steps'][number], 'id'> & { id?: string | undefined })[],
  before: HeldProcedure | undefined,
): ProcedureDocument['steps'] {
  const known = new Set(before?.versions.flatMap(({ document }) => document.steps.map(({ id }) => id)));
  const taken = new Set<string>();
  return steps.map(({ id, ...step }, place) => {
    if (id === undefined) return { id: newId(), ...step };
    if (!known.has(id) || taken.has(id))
      throw new TickmarkError('bad_input', taken.has(id) ? 'This step is given twice.' : 'There is no such step.', {
        field: `steps.${place}.id`,
        action: 'Leave the id out for a new step.',
      });
    taken.add(id);
    return { id, ...step };
  });
}

/** Whatever it names is there. Errors: not_found, bad_input. */
async function refuseStrangers(
  context: HandlerContext,
  { policyId, ownerId, controls }: Pick<ProcedureDocument, 'policyId' | 'ownerId' | 'controls'>,
): Promise<void> {
  await refuseUnknown(context, controls, 'controls');
  if (policyId !== null && !(await documentNames(context, [policyId])).has(policyId))
    throw new TickmarkError('not_found', 'There is no such document.', {
      field: 'policyId',
      action: 'Take an id from the list of documents.',
    });
  if (ownerId === null) return;
  const owner = (await everyMember(context.tx, context.organizationId)).get(ownerId);
  if (owner === undefined)
    throw new TickmarkError('not_found', 'There is no such member.', {
      field: 'ownerId',
      action: 'Take an id from the list of members.',
    });
  if (!holds(owner.role, 'procedures.run'))
    throw new TickmarkError('bad_input', `${owner.name} may not run procedures, and so not answer for one.`, {
      field: 'ownerId',
      action: 'Give them a role that may, or name somebody else.',
    });
}
