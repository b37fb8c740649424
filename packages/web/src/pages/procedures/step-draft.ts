import type { ProcedureStep } from '@tickmark/core';
import type { StepEvidence } from '@tickmark/core/procedure-words';
import type { Input, Output } from '../../api/client.ts';

type Proposed = Output<'procedures.proposed'>['items'][number];

/** A step as it is being written; what was not chosen yet is empty. */
export interface StepDraft {
  key: string;
  id: string | undefined;
  what: string;
  performer: string;
  evidence: StepEvidence | null;
  leaves: string;
  optional: boolean;
}

/** A procedure as it is being written. */
export interface ProcedureDraft {
  title: string;
  purpose: string;
  policyId: string | null;
  controls: string[];
  frequency: ProcedureFrequency | null;
  ownerId: string | null;
  inOrder: boolean;
  steps: StepDraft[];
}
export type ProcedureFrequency = Input<'procedures.write'>['frequency'];

let made = 0;

export function newStep(from: Partial<StepDraft> = {}): StepDraft {
  made += 1;
  return {
    key: String(made),
    id: undefined,
    what: '',
    performer: '',
    evidence: null,
    leaves: '',
    optional: false,
    ...from,
  };
}

export const emptyDraft = (): ProcedureDraft => ({
  title: '',
  purpose: '',
  policyId: null,
  controls: [],
  frequency: null,
  ownerId: null,
  inOrder: false,
  steps: [newStep()],
});

/** The newest version, to be changed. */
export function draftOf({ document }: Output<'procedures.get'>): ProcedureDraft {
  const steps = document.steps.map((step: ProcedureStep) => newStep({ ...step, leaves: step.leaves ?? '' }));
  return { ...document, controls: [...document.controls], steps };
}

/** A list of a document as it stands there. How often, by whom and whether in order is left to whoever writes. */
export function draftFrom(policyId: string, { title, controls, steps }: Proposed): ProcedureDraft {
  return {
    ...emptyDraft(),
    title,
    policyId,
    controls: [...controls],
    steps: steps.map(({ what, performer, evidence, leaves }) =>
      newStep({ what, performer: performer ?? '', evidence, leaves: leaves ?? '' }),
    ),
  };
}

/** What is not said yet of a draft, in words; empty where it can be saved. */
export function missingOf({ title, purpose, frequency, steps }: ProcedureDraft): string[] {
  return [
    ...(title.trim() === '' ? ['a title'] : []),
    ...(purpose.trim() === '' ? ['what it is for'] : []),
    ...(frequency === null ? ['how often it is run'] : []),
    ...(steps.length === 0 ? ['a step'] : []),
    ...steps.flatMap(({ what, performer, evidence }, place) => [
      ...(what.trim() === '' ? [`what is done in step ${place + 1}`] : []),
      ...(performer.trim() === '' ? [`who does step ${place + 1}`] : []),
      ...(evidence === null ? [`what step ${place + 1} leaves`] : []),
    ]),
  ];
}

/** The draft as it is sent; null where something is missing. */
export function inputOf(draft: ProcedureDraft): Omit<Input<'procedures.write'>, 'seen'> | null {
  const { frequency } = draft;
  if (frequency === null || missingOf(draft).length > 0) return null;
  return {
    ...draft,
    frequency,
    steps: draft.steps.flatMap(({ id, what, performer, evidence, leaves, optional }) =>
      evidence === null
        ? []
        : [{ id, what, performer, evidence, optional, leaves: leaves.trim() === '' ? null : leaves }],
    ),
  };
}
