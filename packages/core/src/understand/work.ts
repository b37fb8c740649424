import { z } from 'zod';
import questions from '../../../../content/questions/questions.json' with { type: 'json' };
import type { Category } from '../categories/index.ts';
import { controlCatalogue, type Frequency } from '../controls/index.ts';
import { applicableCriteria } from '../criteria/index.ts';
import { policyCatalogue } from '../policies/index.ts';
import { quantity } from '../reasons/index.ts';
import { requestCatalogue } from '../requests/index.ts';

/** Hours of one role, and how they are reckoned. Hours of `each employee` are those of one person. */
export const workOfRole = z.object({
  role: z.string(),
  what: z.string(),
  hours: z.object({ from: z.number().int(), to: z.number().int() }),
  reckoning: z.string().describe('Counts of criteria and catalogue, and the assumption made for each piece'),
  when: z.enum(['once', 'yearly']),
});
export type WorkOfRole = z.infer<typeof workOfRole>;

/** Times a year that a person acts on a control; what runs by itself or on a trigger is looked after once a month. */
const timesAYear: Record<Frequency, number> = {
  annual: 1,
  semiannual: 2,
  quarterly: 4,
  monthly: 12,
  weekly: 12,
  daily: 12,
  continuous: 12,
  per_occurrence: 12,
};

/**
 * Hours that a report with these categories costs inside the company, by role: counts of what applies, each times an
 * assumption that is said. A company that leaves out controls it has no need of takes less.
 */
export function countWork(categories: readonly Category[]): WorkOfRole[] {
  const applicable = new Set(applicableCriteria(categories).map(({ id }) => id));
  const speaks = ({ criteria }: { criteria: readonly string[] }) => criteria.some((id) => applicable.has(id));
  const controls = controlCatalogue.filter((control) => control.tier === 'core' && speaks(control));
  const codes = new Set(controls.map(({ id }) => id));
  const documents = policyCatalogue.filter(({ satisfies }) => speaks({ criteria: satisfies }));
  const acknowledged = documents.filter(({ acknowledgement }) => acknowledgement);
  const asked = questions.filter(({ criteria }) => criteria.length === 0 || speaks({ criteria }));
  const requests = requestCatalogue.filter(
    (request) => request.controls.length === 0 || request.controls.some((id) => codes.has(id)),
  );
  const times = controls.reduce((sum, { frequency }) => sum + timesAYear[frequency], 0);

  return [
    row(
      'Compliance lead',
      'Readiness: questions answered with those who know',
      'once',
      asked.length,
      'question',
      [0.2, 0.5],
    ),
    row('Compliance lead', 'Documents written, or made to fit', 'once', documents.length, 'document', [2, 6]),
    row('Control owners', 'Controls put in place and written down', 'once', controls.length, 'control', [1, 8]),
    row('Control owners', 'Controls operated, with a record', 'yearly', times, 'time', [0.25, 0.75]),
    row(
      'Compliance lead, control owners',
      'Requests of the auditor answered',
      'yearly',
      requests.length,
      'request',
      [0.5, 2],
    ),
    row('Management', 'Quarterly looks at it, and the signed statements', 'yearly', 6, 'meeting', [1, 3]),
    row(
      'Each employee',
      'Documents read and acknowledged, and a training',
      'yearly',
      acknowledged.length + 1,
      'piece',
      [0.25, 0.75],
    ),
  ];
}

function row(
  role: string,
  what: string,
  when: WorkOfRole['when'],
  count: number,
  piece: string,
  [least, most]: readonly [number, number],
): WorkOfRole {
  return {
    role,
    what,
    when,
    hours: { from: Math.round(count * least), to: Math.round(count * most) },
    reckoning: `${quantity(count, piece)}, ${least} to ${most} hours each`,
  };
}
