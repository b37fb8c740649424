import type { Row } from '@tickmark/core';
import { addDays, type Calendar } from './calendar.ts';
import type { Planted } from './operations.ts';
import type { Person } from './people.ts';
import { itemAt, seededDraws } from './random.ts';

const daysGiven = 30;

interface Duty {
  id: string;
  person: Person;
  assignedOn: string;
  dueOn: string;
  completedOn: string;
}

/**
 * What people at work were asked to do once in the period: at a fixed day, or a few days after they
 * started. Only those are asked whose time runs out before the period ends or they leave.
 */
function duties(
  seed: string,
  prefix: string,
  part: number,
  people: Person[],
  time: Calendar,
  late: number,
): { duties: Duty[]; late: string[] } {
  const draws = seededDraws(`${seed}|${prefix}`);
  const askedOn = itemAt(time.days, Math.floor(time.days.length * part));
  const asked = people.flatMap((person): Duty[] => {
    const assignedOn = person.startedOn > askedOn ? addDays(person.startedOn, 2) : askedOn;
    const dueOn = addDays(assignedOn, daysGiven);
    const leaves = person.endedOn !== null && person.endedOn <= dueOn;
    if (leaves || dueOn > addDays(time.to, -20)) return [];
    return [
      {
        id: `${prefix}-${person.id}`,
        person,
        assignedOn,
        dueOn,
        completedOn: addDays(assignedOn, draws.int(1, daysGiven - 2)),
      },
    ];
  });
  const stays = asked.filter((duty) => duty.person.endedOn === null);
  const tardy = Array.from({ length: Math.min(late, stays.length) }, (_, i) =>
    itemAt(stays, Math.floor(((i + 0.5) * stays.length) / late)),
  );
  for (const duty of tardy) duty.completedOn = addDays(duty.dueOn, draws.int(3, 15));
  return { duties: asked, late: tardy.map((duty) => duty.id) };
}

const courses = [
  { prefix: 'TR-AWARE', title: 'Security awareness', part: 0.1, late: 2 },
  { prefix: 'TR-PRIV', title: 'Handling customer data', part: 0.45, late: 1 },
];

export function trainingCompletions(seed: string, people: Person[], time: Calendar): Planted {
  const found: Planted = { rows: [], deviations: [] };
  for (const { prefix, title, part, late } of courses) {
    const asked = duties(seed, prefix, part, people, time, late);
    const draws = seededDraws(`${seed}|${prefix}|scores`);
    found.deviations.push(...asked.late);
    for (const duty of asked.duties) {
      found.rows.push({
        id: duty.id,
        person: duty.person.name,
        email: duty.person.email,
        course: title,
        assigned_at: time.at(duty.assignedOn, 9),
        due_at: time.at(duty.dueOn, 18),
        completed_at: time.at(duty.completedOn, 10, draws.int(0, 400)),
        score: draws.int(80, 100),
        result: 'completed',
      });
    }
  }
  return found;
}

/** Begins the keys of requests to accept the code of conduct. */
export const codeOfConduct = 'PA-CODE';

const policies = [
  { prefix: codeOfConduct, title: 'Code of conduct', part: 0.05, late: 2 },
  { prefix: 'PA-SEC', title: 'Information security policy', part: 0.3, late: 2 },
  { prefix: 'PA-USE', title: 'Acceptable use policy', part: 0.55, late: 1 },
];

export function policyAcknowledgements(seed: string, people: Person[], time: Calendar): Planted {
  const found: Planted = { rows: [], deviations: [] };
  for (const { prefix, title, part, late } of policies) {
    const asked = duties(seed, prefix, part, people, time, late);
    found.deviations.push(...asked.late);
    for (const [i, duty] of asked.duties.entries()) {
      found.rows.push({
        id: duty.id,
        policy: title,
        version: '3.0',
        person: duty.person.name,
        email: duty.person.email,
        requested_at: time.at(duty.assignedOn, 9),
        due_at: time.at(duty.dueOn, 18),
        acknowledged_at: time.at(duty.completedOn, 9, 30 + (i % 300)),
      } satisfies Row);
    }
  }
  return found;
}
