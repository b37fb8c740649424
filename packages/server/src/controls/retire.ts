import { TickmarkError } from '@tickmark/core';
import type { HandlersOf } from '../platform/handler.ts';
import { sealStored } from '../platform/trail/index.ts';
import { refuseOverlap } from './adopt.ts';
import { controlOf } from './control-of.ts';
import { checkEndsAfterDeviations } from './deviations.ts';
import { heldControl } from './held.ts';
import { insertVersion, lockVersions, retireControl } from './store.ts';
import { wordingSha256 } from './wording.ts';

export const retireHandlers: Pick<HandlersOf<'controls'>, 'controls.retire' | 'controls.reinstate'> = {
  'controls.retire': async (context, input) => {
    const { tx, organizationId } = context;
    const { code } = await controlOf(context, input.id);
    await lockVersions(tx, organizationId, code);
    const control = await controlOf(context, input.id);
    if (control.retiredOn !== null) {
      throw new TickmarkError('already_done', `${code} was retired from ${control.retiredOn} on.`, {
        field: 'id',
      });
    }
    if (input.retiredOn < control.effectiveFrom) {
      throw new TickmarkError('bad_input', `${code} is in force only from ${control.effectiveFrom} on.`, {
        field: 'retiredOn',
        action: `Choose ${control.effectiveFrom} or a later date.`,
      });
    }
    await checkEndsAfterDeviations(context, control, input.retiredOn, 'retiredOn');
    const retired = await retireControl(tx, organizationId, control.id, input.retiredOn, input.reason ?? null);
    await context.record(
      { controlId: control.id, code, retiredOn: input.retiredOn },
      await sealStored(tx, 'controls', [control.id]),
    );
    return heldControl(tx, organizationId, retired);
  },

  'controls.reinstate': async (context, { id, effectiveFrom, reason }) => {
    const { tx, organizationId } = context;
    const wording = await controlOf(context, id);
    const { code } = wording;
    const versions = await lockVersions(tx, organizationId, code);
    const last = versions.at(-1) ?? wording;
    if (last.retiredOn === null) {
      throw new TickmarkError('already_done', `${code} is in force, with version ${last.version}.`, {
        field: 'id',
        action: 'Revise that version.',
      });
    }
    refuseOverlap(code, versions, effectiveFrom);
    const control = await insertVersion(tx, organizationId, {
      ...wording,
      id: context.newId(),
      version: last.version + 1,
      effectiveFrom,
      retiredOn: null,
      retirementReason: null,
      supersedes: effectiveFrom === last.retiredOn ? last.id : null,
      revisionReason: reason,
    });
    await context.record(
      {
        controlId: control.id,
        code,
        version: control.version,
        from: id,
        effectiveFrom,
        sha256: wordingSha256(control),
      },
      await sealStored(tx, 'controls', [control.id]),
    );
    return heldControl(tx, organizationId, control);
  },
};
