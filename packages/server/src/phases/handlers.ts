import { currentPhase, joined, openConditions, phaseIds, phasesOf, phaseTitles, TickmarkError } from '@tickmark/core';
import { engagementOf } from '../engagements/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { phaseFacts } from './facts.ts';
import { insertStep, lockPhases, stepsOf, type NewPhaseStep } from './store.ts';

export const phaseHandlers: HandlersOf<'phases'> = {
  'phases.list': (context, { engagementId }) => shown(context, engagementId),

  'phases.pass': async (context, { engagementId, phase, reason, after }) => {
    const { tx, organizationId } = context;
    const engagement = await engagementOf(tx, organizationId, engagementId);
    await lockPhases(tx, engagementId);
    const steps = await stepsOf(tx, organizationId, engagementId);
    refuseUnseen(steps, after);
    const current = currentPhase(steps);
    if (current !== phase) {
      const place = phaseIds.indexOf(phase);
      const passed = current === null || place < phaseIds.indexOf(current);
      throw new TickmarkError(
        passed ? 'already_done' : 'conflict',
        passed
          ? `The gate of “${phaseTitles[phase]}” was passed.`
          : `The gate of “${phaseTitles[current]}” comes before that of “${phaseTitles[phase]}”.`,
        { field: 'phase', action: passed ? 'Take the phase up again first.' : 'Pass the gates in their order.' },
      );
    }
    const standing = phasesOf(await phaseFacts(context, engagement), steps).find(({ id }) => id === phase);
    const open = standing === undefined ? [] : openConditions(standing);
    if (open.length > 0 && reason === undefined) {
      throw new TickmarkError(
        'bad_input',
        `${open.length === 1 ? 'A condition is' : `${open.length} conditions are`} open: ${joined(open.map(({ sentence }) => sentence.replace(/\.$/, '')))}.`,
        { field: 'reason', action: 'Meet them first, or say why you pass the gate all the same.' },
      );
    }
    await write(context, {
      engagementId,
      number: after + 1,
      step: 'passed',
      phase,
      open: open.map(({ code }) => code),
      reason: reason ?? null,
    });
    return shown(context, engagementId);
  },

  'phases.reopen': async (context, { engagementId, phase, reason, after }) => {
    const { tx, organizationId } = context;
    await engagementOf(tx, organizationId, engagementId);
    await lockPhases(tx, engagementId);
    const steps = await stepsOf(tx, organizationId, engagementId);
    refuseUnseen(steps, after);
    const current = currentPhase(steps);
    if (current !== null && phaseIds.indexOf(phase) >= phaseIds.indexOf(current)) {
      throw new TickmarkError('conflict', `The gate of “${phaseTitles[phase]}” was not passed.`, {
        field: 'phase',
        action: 'Choose a phase whose gate was passed.',
      });
    }
    await write(context, { engagementId, number: after + 1, step: 'reopened', phase, open: [], reason });
    return shown(context, engagementId);
  },
};

async function shown(context: HandlerContext, engagementId: string) {
  const { tx, organizationId } = context;
  const engagement = await engagementOf(tx, organizationId, engagementId);
  const steps = await stepsOf(tx, organizationId, engagementId);
  return {
    items: phasesOf(await phaseFacts(context, engagement), steps),
    current: currentPhase(steps),
    steps,
  };
}

async function write(
  context: HandlerContext,
  step: Pick<NewPhaseStep, 'engagementId' | 'number' | 'step' | 'phase' | 'open' | 'reason'>,
): Promise<void> {
  const { tx, organizationId, now, userId, newId } = context;
  const row: NewPhaseStep = { organizationId, id: newId(), ...step, at: now, by: userId };
  const { engagementId, phase, number, open } = step;
  const entryIndex = await context.record(
    { engagementId, phase, number, ...(step.step === 'passed' ? { open } : {}) },
    seal('phaseSteps', row),
  );
  await insertStep(tx, row, entryIndex);
}

/** Nobody passes a gate over what they have not seen. Errors: conflict. */
function refuseUnseen(steps: Awaited<ReturnType<typeof stepsOf>>, after: number): void {
  const last = steps[0];
  const number = last?.number ?? 0;
  if (number === after) return;
  throw new TickmarkError(
    'conflict',
    last === undefined
      ? 'No gate was passed yet.'
      : `${last.by.name ?? 'Somebody'} ${last.step === 'passed' ? 'passed the gate of' : 'took up again'} “${phaseTitles[last.phase]}” since you looked. Nothing of what you sent was kept.`,
    { field: 'after', action: `Look at the phases again, and send ${number} as the last step you have seen.` },
  );
}
