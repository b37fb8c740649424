import { criteria as allCriteria, TickmarkError, type Control, type OperationNamed } from '@tickmark/core';
import type { z } from 'zod';
import type { HandlerContext } from '../platform/handler.ts';
import { sealStored } from '../platform/trail/index.ts';
import { closest } from './closest.ts';
import { checkEndsAfterDeviations, deviationDays } from './deviations.ts';
import { insertVersion, lockVersions, retireControl, testedDays } from './store.ts';
import { wordingSha256 } from './wording.ts';

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
  const changes = changesOf(present, input);
  await checkEndsAfterDeviations(context, present, input.effectiveFrom, 'effectiveFrom');
  const previous = await retireControl(tx, organizationId, present.id, input.effectiveFrom);
  const next = await insertVersion(tx, organizationId, {
    ...present,
    ...changes,
    id: context.newId(),
    effectiveFrom: input.effectiveFrom,
    retiredOn: null,
    version: (versions.at(-1)?.version ?? 0) + 1,
    supersedes: present.id,
    revisionReason: input.reason,
  });
  await context.record(
    {
      controlId: next.id,
      code: next.code,
      version: next.version,
      supersedes: present.id,
      effectiveFrom: input.effectiveFrom,
      changed: Object.keys(changes).sort(),
      sha256: wordingSha256(next),
    },
    await sealStored(context.tx, 'controls', [previous.id, next.id]),
  );
  return { control: next, previous, warnings: await warningsOf(context, present, input.effectiveFrom) };
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

type Changes = Partial<Pick<Control, 'title' | 'description' | 'frequency' | 'ownerRole' | 'criteria'>>;

function changesOf(present: Control, input: z.output<Revise['input']>): Changes {
  const wanted: Changes = {};
  if (input.title !== undefined && input.title !== present.title) wanted.title = input.title;
  if (input.description !== undefined && input.description !== present.description)
    wanted.description = input.description;
  if (input.frequency !== undefined && input.frequency !== present.frequency) wanted.frequency = input.frequency;
  if (input.ownerRole !== undefined && input.ownerRole !== present.ownerRole) wanted.ownerRole = input.ownerRole;
  if (input.criteria !== undefined) {
    const criteria = [...new Set(input.criteria.map(knownCriterion))].sort();
    if (criteria.join() !== [...present.criteria].sort().join()) wanted.criteria = criteria;
  }
  if (Object.keys(wanted).length > 0) return wanted;
  throw new TickmarkError('bad_input', 'Nothing differs from the version in force.', {
    field: 'description',
    action: 'Change the wording, the frequency, the owner or the criteria.',
  });
}

function knownCriterion(id: string, place: number): string {
  if (allCriteria.some((c) => c.id === id)) return id;
  const near = closest(
    id,
    allCriteria.map((c) => c.id),
  );
  throw new TickmarkError('bad_input', `There is no criterion ${id}.`, {
    field: `criteria.${place}`,
    action: near === undefined ? 'Take an id from the list of criteria.' : `Did you mean ${near}?`,
  });
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
