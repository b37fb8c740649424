import { TickmarkError, type Control, type OperationNamed } from '@tickmark/core';
import type { z } from 'zod';
import type { HandlerContext } from '../platform/handler.ts';
import { sealStored } from '../platform/trail/index.ts';
import { checkEndsAfterDeviations, deviationDays } from './deviations.ts';
import { heldControl } from './held.ts';
import { insertVersion, lockVersions, retireControl, testedDays } from './store.ts';
import { changedWording, wordingSha256 } from './wording.ts';

type Revise = OperationNamed<'controls.revise'>;

/**
 * The next version of a control. The version before ends on the day before and is otherwise left as
 * it is; what was tested on it stands.
 */
export async function reviseControl(
  context: HandlerContext,
  control: Control,
  input: z.output<Revise['input']>,
): Promise<z.input<Revise['output']>> {
  const { tx, organizationId } = context;
  const versions = await lockVersions(tx, organizationId, control.code);
  const present = versions.find((v) => v.id === control.id) ?? control;
  checkInForce(present, versions, input.effectiveFrom);
  const { id: _id, effectiveFrom, reason, ...changes } = input;
  const { wording, changed } = changedWording(present, changes);
  if (changed.length === 0) {
    throw new TickmarkError('bad_input', 'Nothing differs from the version in force.', {
      field: 'description',
      action: 'Change the wording, the frequency, the owner or the criteria.',
    });
  }
  await checkEndsAfterDeviations(context, present, effectiveFrom, 'effectiveFrom');
  const previous = await retireControl(tx, organizationId, present.id, effectiveFrom);
  const next = await insertVersion(tx, organizationId, {
    ...wording,
    id: context.newId(),
    effectiveFrom,
    retiredOn: null,
    retirementReason: null,
    version: (versions.at(-1)?.version ?? 0) + 1,
    supersedes: present.id,
    revisionReason: reason,
  });
  await context.record(
    {
      controlId: next.id,
      code: next.code,
      version: next.version,
      supersedes: present.id,
      effectiveFrom: effectiveFrom,
      changed: changed.toSorted(),
      sha256: wordingSha256(next),
    },
    await sealStored(context.tx, 'controls', [previous.id, next.id]),
  );
  return {
    control: await heldControl(tx, organizationId, next),
    previous: await heldControl(tx, organizationId, previous),
    warnings: await warningsOf(context, present, effectiveFrom),
  };
}

function checkInForce(present: Control, versions: readonly Control[], effectiveFrom: string): void {
  if (present.retiredOn !== null) {
    const newest = versions.at(-1);
    throw new TickmarkError(
      'already_done',
      `Version ${present.version} of ${present.code} ended before ${present.retiredOn}.`,
      {
        field: 'id',
        action:
          newest !== undefined && newest.retiredOn === null
            ? `Revise version ${newest.version}, which is in force.`
            : 'Adopt the control again.',
      },
    );
  }
  if (effectiveFrom <= present.effectiveFrom) {
    throw new TickmarkError('bad_input', `The present version is in force from ${present.effectiveFrom} on.`, {
      field: 'effectiveFrom',
      action: `Choose a day after ${present.effectiveFrom}: a version is never rewritten.`,
    });
  }
}

/** What a person who hopes for better results from other words should know. */
async function warningsOf(context: HandlerContext, present: Control, effectiveFrom: string): Promise<string[]> {
  const results = await testedDays(context.tx, context.organizationId, present.code);
  const warnings: string[] = [];
  if (results.some((r) => deviationDays(r).some((day) => day < effectiveFrom && day >= present.effectiveFrom))) {
    warnings.push(
      `Deviations of ${present.code} before ${effectiveFrom} stand, and so does the result of the version before. The new wording speaks for later days only.`,
    );
  }
  if (results.some((r) => r.document.period.to >= effectiveFrom)) {
    warnings.push(
      `Results of ${present.code} reach beyond ${effectiveFrom}. Run its tests again: each version is tested over its own days.`,
    );
  }
  return warnings;
}
