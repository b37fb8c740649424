import assert from 'node:assert/strict';
import {
  controlCatalogue,
  gradeControls,
  gradeCriteria,
  type Answer,
  type Assessed,
  type CriterionGrade,
} from '../../src/index.ts';

export const period = { from: '2025-03-01', to: '2026-02-28' };
export const version = (code: string) => {
  const control = controlCatalogue.find(({ id }) => id === code);
  assert.ok(control, code);
  const { title, criteria } = control;
  return { code, title, criteria, effectiveFrom: '2025-01-01', retiredOn: null, version: 1 };
};
export const nothing: Assessed = {
  engagement: { categories: ['security'], terms: { type: 'type2', period } },
  versions: [],
  answers: new Map(),
  results: [],
  tests: [],
  seen: new Set(),
  decisions: new Map(),
};
export const answers = (of: Record<string, Answer['kind'] | Answer>) =>
  new Map(
    Object.entries(of).map(([id, given]) => [
      id,
      typeof given === 'string' ? ({ kind: given, reason: 'None here' } as Answer) : given,
    ]),
  );
export const passed = { proposal: 'effective', interim: false, period, passed: 3 } as const;
export const control = (assessed: Partial<Assessed>, code: string) => {
  const found = gradeControls({ ...nothing, ...assessed }).find((each) => each.control === code);
  assert.ok(found, code);
  return found;
};
export const short = (assessed: Partial<Assessed>, code: string) => {
  const { grade, ungraded } = control(assessed, code);
  return grade ?? ungraded;
};
export const criterion = (assessed: Partial<Assessed>, id: string): CriterionGrade => {
  const whole = { ...nothing, ...assessed };
  const found = gradeCriteria(whole, gradeControls(whole)).find((each) => each.criterion === id);
  assert.ok(found, id);
  return found;
};
