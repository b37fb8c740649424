import type { Beginning, Row } from '@tickmark/core';
import { accountRows, planAccounts } from './accounts.ts';
import { calendar } from './calendar.ts';
import { changeRows, exampleChanges, reviewRows } from './changes.ts';
import { csvText } from './csv.ts';
import { incidentExercises, monthlyScans, oversightMeetings, periodicReviews, restoreTests } from './governance.ts';
import { accessReviews, backups, deployments, vendorReviews, vulnerabilities } from './operations.ts';
import { examplePeople, peopleRows } from './people.ts';
import { exampleScope, type ExampleScope } from './scope.ts';
import { codeOfConduct, policyAcknowledgements, trainingCompletions } from './workforce.ts';

export interface ExampleInput {
  /** The same seed, period and zone give the same rows. */
  seed: string;
  /** First and last day of the period; twelve months give the numbers the example is known for. */
  from: string;
  to: string;
  timeZone: string;
}

export interface ExamplePopulation {
  /** Population kind. */
  kind: string;
  name: string;
  columns: string[];
  rows(): AsyncIterable<Row>;
  /** CSV with a header, in pieces; the files connector reads it without a mapping. */
  toCsv(): AsyncIterable<string>;
}

/** Items in which a deviation was planted: exactly these must be found, and no others. */
export interface PlantedDeviations {
  /** Code of the test that finds them. */
  test: string;
  /** Population kind whose keys, or whose subjects where it is observed, the items are. */
  kind: string;
  items: string[];
}

/** Occurrences that were planted late or not at all, by the first day of their slice of the period. */
export interface PlantedOccurrences {
  test: string;
  kind: string;
  late: string[];
  missed: string[];
}

export interface WorkedExample {
  company: Pick<Beginning, 'name' | 'service' | 'categories'>;
  /** Codes of the controls the company adopts. */
  controls: string[];
  /** What is examined, in the order in which it is written down. */
  scope: ExampleScope[];
  populations: ExamplePopulation[];
  planted: PlantedDeviations[];
  plantedOccurrences: PlantedOccurrences[];
  /** Days of the period on which accounts were not observed. */
  unobservedDays: string[];
}

const controls = (
  'GOV-01 GOV-02 GOV-04 GOV-07 HR-01 HR-02 HR-03 COM-01 COM-03 COM-08 RSK-01 RSK-03 MON-01 MON-03 IAM-01 IAM-02 IAM-03 ' +
  'IAM-04 IAM-06 IAM-07 IAM-09 CRY-01 CRY-02 NET-01 END-01 OPS-03 OPS-04 OPS-05 OPS-06 INC-01 INC-03 INC-06 CHG-01 ' +
  'CHG-02 CHG-03 CHG-04 VEN-01 VEN-03 BCP-01 AVL-01 AVL-03 AVL-04'
).split(' ');

/**
 * The worked example: a fictional company over a Type 2 period, made by a seeded generator. Its
 * deviations are planted, known and returned as data. People, companies and addresses are invented.
 */
export function workedExample({ seed, from, to, timeZone }: ExampleInput): WorkedExample {
  const time = calendar(from, to, timeZone);
  const people = examplePeople(seed, time);
  const accounts = planAccounts(people, time);
  const changes = exampleChanges(seed, people, time);
  const reviews = accessReviews(time);
  const findings = vulnerabilities(seed, time);
  const nightly = backups(seed, time);
  const training = trainingCompletions(seed, people, time);
  const policies = policyAcknowledgements(seed, people, time);
  const deployed = deployments(seed, changes);
  const vendors = vendorReviews(time);
  const { account, days } = accounts.withoutFactor;
  return {
    company: {
      name: 'Example: Larkspur Ledger, a fictional company',
      service:
        'Larkspur Ledger is invented for this example: bookkeeping software that small companies use over the web.',
      categories: ['security', 'availability'],
    },
    controls: [...controls],
    scope: exampleScope(seed, time),
    populations: [
      population('people', 'People', () => peopleRows(people, time)),
      population('accounts', 'Accounts of the cloud console', () => accountRows(accounts, time)),
      population('code-changes', 'Changes of larkspur-ledger', () => changeRows(changes)),
      population('code-reviews', 'Reviews of larkspur-ledger', () => reviewRows(changes)),
      population('access-reviews', 'Access reviews', () => reviews.rows),
      population('vulnerabilities', 'Findings of scanning', () => findings.rows),
      population('backups', 'Backups of the ledger database', () => nightly.rows),
      population('training-completions', 'Training', () => training.rows),
      population('policy-acknowledgements', 'Policy acknowledgements', () => policies.rows),
      population('incidents', 'Security incidents', () => [], incidentColumns),
      population('deployments', 'Deployments', () => deployed.rows),
      population('vendor-reviews', 'Vendor reviews', () => vendors.rows),
      population('periodic-reviews', 'Reviews that come round', () => periodicReviews(time)),
      population('meetings', 'Meetings of the oversight body', () => oversightMeetings(time)),
      population('scans', 'Vulnerability scans', () => monthlyScans(time)),
      population('restore-tests', 'Restore tests', () => restoreTests(time)),
      population('incident-exercises', 'Exercises of the incident plan', () => incidentExercises(time)),
    ],
    planted: [
      {
        test: 'CHG-02.review',
        kind: 'code-changes',
        items: changes.filter((c) => c.planted !== null).map((c) => c.id),
      },
      { test: 'IAM-04.removal', kind: 'people', items: accounts.lateRemoval === null ? [] : [accounts.lateRemoval.id] },
      { test: 'IAM-02.mfa', kind: 'accounts', items: days.size > 0 ? [account] : [] },
      { test: 'OPS-04.fixed', kind: 'vulnerabilities', items: findings.deviations },
      { test: 'HR-03.training', kind: 'training-completions', items: training.deviations },
      { test: 'GOV-07.acknowledged', kind: 'policy-acknowledgements', items: policies.deviations },
      {
        test: 'GOV-01.conduct',
        kind: 'policy-acknowledgements',
        items: policies.deviations.filter((id) => id.startsWith(codeOfConduct)),
      },
      { test: 'CHG-03.deployment', kind: 'deployments', items: deployed.deviations },
      { test: 'AVL-03.encrypted', kind: 'backups', items: nightly.deviations },
      { test: 'VEN-03.critical', kind: 'vendor-reviews', items: vendors.deviations },
    ],
    plantedOccurrences: [
      {
        test: 'IAM-06.review',
        kind: 'access-reviews',
        late: listed(reviews.lateQuarter),
        missed: listed(reviews.missedQuarter),
      },
      {
        test: 'IAM-07.review',
        kind: 'access-reviews',
        late: listed(reviews.lateQuarter),
        missed: listed(reviews.missedQuarter),
      },
      { test: 'AVL-03.daily', kind: 'backups', late: [], missed: nightly.missingDays },
    ],
    unobservedDays: [...accounts.unobserved].sort(),
  };
}

const incidentColumns =
  'id title severity status owner customers_affected detected_at classified_at contained_at resolved_at reviewed_at'.split(
    ' ',
  );

function population(kind: string, name: string, make: () => Iterable<Row>, columns?: string[]): ExamplePopulation {
  const names = columns ?? firstColumns(make());
  const rows = async function* () {
    yield* make();
  };
  return { kind, name, columns: names, rows, toCsv: () => csvText(names, rows()) };
}

function firstColumns(rows: Iterable<Row>): string[] {
  for (const row of rows) return Object.keys(row);
  return ['id'];
}

function listed(value: string | null): string[] {
  return value === null ? [] : [value];
}
