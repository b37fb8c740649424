import type { Row } from '@tickmark/core';
import { addDays, type Calendar } from './calendar.ts';
import { spans } from './operations.ts';
import { itemAt } from './random.ts';

const lead = 'security.lead@example.com';
const director = 'managing.director@example.com';

/** What is looked at once in the period, and how far into it. */
const yearly = [
  { subject: 'role-assignments', title: 'Security and control roles', part: 0.15 },
  { subject: 'risk-assessment', title: 'Risk to the bookkeeping service', part: 0.3 },
  { subject: 'incident-plan', title: 'Incident response plan', part: 0.45 },
  { subject: 'continuity-plan', title: 'Continuity and recovery plans', part: 0.6 },
  { subject: 'vendor-list', title: 'Vendors and their tiers', part: 0.75 },
];

const quarterly = [
  { subject: 'asset-inventory', title: 'Systems and their owners' },
  { subject: 'risk-register', title: 'Risks and their treatment' },
];

/** Reviews that come round; none is late or left out. */
export function periodicReviews(time: Calendar): Row[] {
  const once = yearly.map(({ subject, title, part }) => ({ subject, title, n: 1, day: dayAt(time, part) }));
  const often = quarterly.flatMap(({ subject, title }) =>
    spans(time, 3).map(({ last }, i) => ({ subject, title, n: i + 1, day: addDays(last, -12) })),
  );
  return [...once, ...often].map(({ subject, title, n, day }) => ({
    id: `PR-${subject}-${n}`,
    subject,
    title,
    reviewer: lead,
    approved_by: director,
    status: 'completed',
    completed_at: time.at(day, 15),
    outcome: 'Kept, with actions',
    actions: 1 + (n % 3),
  }));
}

/** The oversight body meets each quarter. */
export function oversightMeetings(time: Calendar): Row[] {
  return spans(time, 3).map(({ last }, i) => ({
    id: `MT-${i + 1}`,
    body: 'oversight',
    status: 'held',
    held_at: time.at(addDays(last, -20), 10),
    attendees: [director, lead, 'outside.member@example.com'],
    independent_present: true,
    security_discussed: true,
    minutes: `board/meeting-${i + 1}.pdf`,
    minutes_approved_at: time.at(addDays(last, -6), 10),
    actions: 2 + (i % 2),
  }));
}

/** Images and the outside are scanned each month. */
export function monthlyScans(time: Calendar): Row[] {
  return spans(time, 1).flatMap(({ last }, i) =>
    ['external', 'container'].map((type) => ({
      id: `SC-${type}-${i + 1}`,
      type,
      status: 'completed',
      started_at: time.at(addDays(last, -8), 5),
      completed_at: time.at(addDays(last, -8), 7),
      targets_planned: type === 'external' ? 12 : 31,
      targets_scanned: type === 'external' ? 12 : 31,
      findings: 40 + 7 * (i % 5),
    })),
  );
}

/** A restore and an exercise of the incident plan, both in the first half so that what they found could be fixed. */
export function restoreTests(time: Calendar): Row[] {
  const day = dayAt(time, 0.35);
  return [
    {
      id: 'RT-1',
      system: 'ledger-database',
      status: 'succeeded',
      content_checked: true,
      target_minutes: 240,
      taken_minutes: 185,
      completed_at: time.at(day, 14),
      problems: 1,
      problems_fixed_at: time.at(addDays(day, 9), 11),
    },
  ];
}

export function incidentExercises(time: Calendar): Row[] {
  const day = dayAt(time, 0.4);
  return [
    {
      id: 'IX-1',
      type: 'table-top',
      status: 'completed',
      held_at: time.at(day, 13),
      recovery_included: true,
      lessons: 4,
      actions_due_at: time.at(addDays(day, 60), 18),
      actions_closed_at: time.at(addDays(day, 41), 16),
    },
  ];
}

function dayAt({ days }: Calendar, part: number): string {
  return itemAt(days, Math.floor(part * (days.length - 1)));
}
