/** Words for procedures and their runs, as they stand on screens and in sentences. */

/** What a step leaves behind that shows that it was done. */
export const stepEvidences = ['none', 'note', 'file'] as const;
export type StepEvidence = (typeof stepEvidences)[number];

export const stepEvidenceTitles: Record<StepEvidence, string> = {
  none: 'Nothing more than that it was done',
  note: 'A note',
  file: 'A file',
};

export const stepOutcomes = ['done', 'skipped'] as const;
export type StepOutcome = (typeof stepOutcomes)[number];

export const stepOutcomeTitles: Record<StepOutcome, string> = { done: 'Done', skipped: 'Skipped' };

export const runStates = ['under-way', 'finished', 'abandoned'] as const;
export type RunState = (typeof runStates)[number];

export const runStateTitles: Record<RunState, string> = {
  'under-way': 'Under way',
  finished: 'Finished',
  abandoned: 'Abandoned',
};

/** Whether a procedure has to be run. `never-run`: it has a rhythm, and no run of it was ever finished. */
export const procedureDueStates = ['never-run', 'not-due', 'due', 'overdue'] as const;
export type ProcedureDueState = (typeof procedureDueStates)[number];

export const procedureDueStateTitles: Record<ProcedureDueState, string> = {
  'never-run': 'Never run',
  'not-due': 'Not due',
  due: 'Due',
  overdue: 'Overdue',
};
