import type { Row } from '@tickmark/core';
import { addDays, addMinutes, addMonths, type Calendar } from './calendar.ts';
import type { Change } from './changes.ts';
import { hexText, itemAt, seededDraws } from './random.ts';

/** Rows of one population, and the keys of the items in which something was planted. */
export interface Planted {
  rows: Row[];
  deviations: string[];
}

const system = 'cloud-console';

/** Whole spans of some months of the period, counted from its first day. */
export function spans({ from, to }: Calendar, months: number): { first: string; last: string }[] {
  const found: { first: string; last: string }[] = [];
  for (let i = 0; ; i += 1) {
    const first = addMonths(from, months * i);
    const last = addDays(addMonths(from, months * (i + 1)), -1);
    if (last > to) return found;
    found.push({ first, last });
  }
}

/** A review of all access, administrators included, each quarter: the second comes four weeks late, the fourth not at all. */
export function accessReviews(time: Calendar): Planted & { lateQuarter: string | null; missedQuarter: string | null } {
  const slices = spans(time, 3);
  const rows = slices.flatMap(({ last }, i): Row[] => {
    if (i === 3) return [];
    const completedOn = i === 1 ? addDays(last, 28) : addDays(last, -9);
    return [
      {
        id: `AR-${i + 1}`,
        system,
        reviewer: 'security.lead@example.com',
        status: 'completed',
        completed_at: time.at(completedOn, 15, 20),
        accounts_reviewed: 60 - i,
        removals: i === 0 ? 2 : 0,
        privileged: true,
      },
    ];
  });
  return {
    rows,
    deviations: slices.length > 1 ? ['AR-2'] : [],
    lateQuarter: slices[1]?.first ?? null,
    missedQuarter: slices[3]?.first ?? null,
  };
}

const severities = [
  { name: 'critical', days: 7, weight: 0.03 },
  { name: 'high', days: 30, weight: 0.17 },
  { name: 'medium', days: 60, weight: 0.45 },
  { name: 'low', days: 90, weight: 0.35 },
];

const findingsPerYear = 1800;
const lateFixes = 4;

/** Findings of scanning, all fixed by the end of the period, four of them after they were due. */
export function vulnerabilities(seed: string, time: Calendar): Planted {
  const draws = seededDraws(`${seed}|vulnerabilities`);
  const { days } = time;
  const total = Math.round((findingsPerYear * days.length) / 365);
  // Late ones lie where even a low finding can be overdue before the period ends.
  const lateAt = new Set(Array.from({ length: lateFixes }, (_, i) => Math.floor(((i + 1) * total) / (lateFixes + 4))));
  const deviations: string[] = [];
  const rows = Array.from({ length: total }, (_, i): Row => {
    const foundAt = time.at(itemAt(days, Math.floor((i * days.length) / total)), 7, draws.int(0, 59));
    const draw = draws.next();
    let sum = 0;
    const severity = lateAt.has(i)
      ? itemAt(severities, 1)
      : (severities.find((s) => (sum += s.weight) >= draw) ?? itemAt(severities, 3));
    const dueAt = addMinutes(foundAt, severity.days * 1440);
    const id = `VUL-${String(i + 1).padStart(5, '0')}`;
    const late = lateAt.has(i) && addMinutes(dueAt, 11 * 1440) < time.end;
    if (late) deviations.push(id);
    const normal = addMinutes(foundAt, Math.floor(severity.days * 1440 * (0.02 + 0.85 * draws.next())));
    const lastFix = addMinutes(time.end, -draws.int(30, 300));
    return {
      id,
      title: `${draws.pick(['Outdated', 'Vulnerable', 'Misconfigured'])} ${draws.pick(['openssl', 'nginx', 'node', 'postgres', 'curl', 'libxml2', 'kernel'])}`,
      severity: severity.name,
      system: draws.pick(['api', 'web', 'worker', 'database', 'bastion']),
      source: 'image scanner',
      status: 'fixed',
      found_at: foundAt,
      due_at: dueAt,
      fixed_at: late ? addMinutes(dueAt, draws.int(3, 10) * 1440) : normal < lastFix ? normal : lastFix,
      accepted_by: null,
    };
  });
  return { rows, deviations };
}

/** A backup each night; one failed, and on another night there was none. */
export function backups(seed: string, time: Calendar): Planted & { missingDays: string[] } {
  const draws = seededDraws(`${seed}|backups`);
  const failed = itemAt(time.days, Math.floor(time.days.length * 0.3));
  const absent = itemAt(time.days, Math.floor(time.days.length * 0.7));
  const rows = time.days
    .filter((day) => day !== absent)
    .map((day, i): Row => {
      const startedAt = time.at(day, 4, 10);
      return {
        id: `backup-${day}`,
        system: 'ledger-database',
        status: day === failed ? 'failed' : 'succeeded',
        started_at: startedAt,
        completed_at: addMinutes(startedAt, draws.int(14, 32)),
        size_mb: day === failed ? 0 : 41_000 + i * 17 + draws.int(0, 200) / 4,
        encrypted: true,
      };
    });
  return { rows, deviations: [`backup-${failed}`], missingDays: [failed, absent] };
}

const perChange = 0.62;
const untested = 2;

/** Deployments to production of about two thirds of the changes; two went out without passed tests. */
export function deployments(seed: string, changes: Change[]): Planted {
  const draws = seededDraws(`${seed}|deployments`);
  const rows: Row[] = [];
  for (const [i, change] of changes.entries()) {
    if (Math.floor((i + 1) * perChange) === Math.floor(i * perChange)) continue;
    rows.push({
      id: `dep-${hexText(draws, 12)}`,
      system: draws.pick(['api', 'web', 'worker']),
      environment: 'production',
      version: change.id.slice(0, 10),
      change_id: change.id,
      deployed_by: 'deploy-pipeline',
      approved_by: itemAt(change.reviews, -1).reviewer.email,
      tests_passed: true,
      emergency: false,
      outcome: draws.chance(0.985) ? 'succeeded' : 'rolled-back',
      deployed_at: addMinutes(change.mergedAt, draws.int(12, 240)),
    });
  }
  const deviations: string[] = [];
  for (let i = 0; i < untested && rows.length > 0; i += 1) {
    const row = itemAt(rows, Math.floor(((i + 0.5) * rows.length) / untested));
    row['tests_passed'] = false;
    deviations.push(String(row['id']));
  }
  return { rows, deviations };
}

const vendors = (
  'Northwind Cloud:critical;Palisade Identity:critical;Quayside Payments:critical;Beacon Mail:important;' +
  'Tern Monitoring:important;Fathom Support Desk:important;Alder Payroll:important;Corvid Scanning:important;' +
  'Juniper Signatures:ordinary;Mica Analytics:ordinary;Sable Video:ordinary;Wren Surveys:ordinary'
).split(';');

/** One review of each vendor in the period; one of a critical vendor is completed late. */
export function vendorReviews(time: Calendar): Planted {
  const deviations: string[] = [];
  const rows = vendors.map((entry, i): Row => {
    const [vendor = '', tier = ''] = entry.split(':');
    const dueOn = itemAt(time.days, Math.floor(((i + 0.6) * time.days.length) / (vendors.length + 1)));
    const late = i === 1;
    const id = `VR-${String(i + 1).padStart(2, '0')}`;
    if (late) deviations.push(id);
    return {
      id,
      vendor,
      tier,
      reviewer: 'vendor.manager@example.com',
      report: tier === 'critical' ? 'SOC 2 report' : 'questionnaire',
      due_at: time.at(dueOn, 18),
      completed_at: time.at(addDays(dueOn, late ? 19 : -6), 14, 5 * i),
      outcome: i === 7 ? 'accepted-with-conditions' : 'accepted',
    };
  });
  return { rows, deviations };
}
