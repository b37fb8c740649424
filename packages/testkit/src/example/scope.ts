import type { ScopeBody } from '@tickmark/core';
import { addDays, addMonths, type Calendar } from './calendar.ts';
import { hexText, itemAt, seededDraws } from './random.ts';

type Draft<Body = ScopeBody> = Body extends ScopeBody ? Partial<Body> & Pick<Body, 'kind' | 'name'> : never;

/** Items as they are written down together, since when they are so, and why. */
export interface ExampleScope {
  items: { id: string; after: number; body: Draft }[];
  effectiveFrom: string;
  reason: string;
}

/** The scope of the invented company: all of it as the period begins, and one vendor that comes in the middle. */
export function exampleScope(seed: string, time: Calendar): ExampleScope[] {
  const draws = seededDraws(`${seed}|scope`);
  const known = new Map<string, string>();
  /** The id of what is called so. */
  const id = (name: string): string => {
    const found = known.get(name) ?? uuid(hexText(draws, 32));
    known.set(name, found);
    return found;
  };
  const ids = (...names: string[]): string[] => names.map(id);
  const yes = (reason: string) => ({ answer: 'yes', reason }) as const;
  const no = (reason: string) => ({ answer: 'no', reason }) as const;
  const items: Draft[] = [
    {
      kind: 'service',
      name: 'Larkspur Ledger',
      description: 'Bookkeeping over the web for small companies.',
      users: 'Bookkeepers and owners of small companies',
      delivery: 'cloud',
    },
    {
      kind: 'commitment',
      name: 'Available 99.9 percent of each month',
      description: 'Customers can work with their books 99.9 percent of the time of each calendar month.',
      categories: ['availability'],
      services: ids('Larkspur Ledger'),
      sourceKind: 'service-level',
      source: 'Service level agreement, section 2',
    },
    {
      kind: 'commitment',
      name: 'Books are open to nobody else',
      description: 'Only people whom a customer names can see the books of that customer.',
      categories: ['security'],
      services: ids('Larkspur Ledger'),
      sourceKind: 'contract',
      source: 'Terms of service, section 7',
    },
    {
      kind: 'requirement',
      name: 'Nightly copies that can be restored',
      description: 'The ledger database is copied every night, and restoring is tried every quarter.',
      commitments: ids('Available 99.9 percent of each month'),
      criteria: ['A1.2', 'A1.3'],
      controls: ['AVL-03', 'AVL-04'],
    },
    {
      kind: 'requirement',
      name: 'Access on approval, with a second factor',
      description: 'Nobody gets access to production without approval, and signing in takes a second factor.',
      commitments: ids('Books are open to nobody else'),
      criteria: ['CC6.1', 'CC6.2', 'CC6.3'],
      controls: ['IAM-02', 'IAM-03', 'IAM-06'],
    },
    {
      kind: 'requirement',
      name: 'Changes are reviewed before they go live',
      description: 'Every change of the code is approved by somebody other than its author.',
      commitments: ids('Books are open to nobody else', 'Available 99.9 percent of each month'),
      criteria: ['CC8.1'],
      controls: ['CHG-01', 'CHG-02', 'CHG-03'],
    },
    {
      kind: 'environment',
      name: 'Production',
      description: 'Two zones of one cloud region.',
      purpose: 'production',
      productionData: 'yes',
      seenAs: ['production'],
    },
    {
      kind: 'environment',
      name: 'Staff systems',
      description: 'What the staff works with.',
      purpose: 'corporate',
      productionData: 'no',
    },
    {
      kind: 'data-type',
      name: 'Books of customers',
      classification: 'confidential',
      personal: 'yes',
      retention: 'Ten years',
    },
    { kind: 'data-type', name: 'Source code', classification: 'internal', personal: 'no', retention: 'For good' },
    {
      kind: 'data-type',
      name: 'Accounts of staff',
      classification: 'internal',
      personal: 'yes',
      retention: 'One year after leaving',
    },
    {
      kind: 'system',
      name: 'larkspur-ledger',
      description: 'The web application and its code.',
      type: 'software',
      environments: ids('Production'),
      dataTypes: ids('Books of customers', 'Source code'),
      owner: id('Engineering'),
    },
    {
      kind: 'system',
      name: 'Ledger database',
      type: 'data-store',
      environments: ids('Production'),
      dataTypes: ids('Books of customers'),
      owner: id('Platform'),
      partOf: id('larkspur-ledger'),
    },
    {
      kind: 'system',
      name: 'Copies of the database',
      type: 'data-store',
      environments: ids('Production'),
      dataTypes: ids('Books of customers'),
      owner: id('Platform'),
    },
    {
      kind: 'system',
      name: 'cloud-console',
      description: 'Where production is run from.',
      type: 'tool',
      environments: ids('Staff systems'),
      dataTypes: ids('Accounts of staff'),
      owner: id('Platform'),
      runsControls: 'yes',
    },
    {
      kind: 'system',
      name: 'Web site for marketing',
      type: 'software',
      inScope: false,
      why: 'It holds no data of customers and is run apart from the service.',
    },
    {
      kind: 'data-flow',
      name: 'Work of customers',
      from: 'users',
      to: id('larkspur-ledger'),
      dataTypes: ids('Books of customers'),
      means: 'HTTPS',
      encrypted: 'yes',
    },
    {
      kind: 'data-flow',
      name: 'Bookings are stored',
      from: id('larkspur-ledger'),
      to: id('Ledger database'),
      dataTypes: ids('Books of customers'),
      means: 'TLS within the network',
      encrypted: 'yes',
    },
    {
      kind: 'data-flow',
      name: 'Nightly copy',
      from: id('Ledger database'),
      to: id('Copies of the database'),
      dataTypes: ids('Books of customers'),
      means: 'Encrypted archive',
      encrypted: 'yes',
    },
    {
      kind: 'process',
      name: 'Support',
      description: 'Questions of customers are answered within a day.',
      systems: ids('larkspur-ledger'),
      owner: id('Support team'),
    },
    {
      kind: 'process',
      name: 'Releases',
      description: 'Changes are reviewed, tested and deployed.',
      systems: ids('larkspur-ledger', 'cloud-console'),
      owner: id('Engineering'),
    },
    { kind: 'location', name: 'Office', description: 'Everybody works from here or from home.', type: 'office' },
    {
      kind: 'team',
      name: 'Engineering',
      description: 'Builds the application.',
      lead: id('Example head of engineering'),
    },
    {
      kind: 'team',
      name: 'Platform',
      description: 'Runs production.',
      partOf: id('Engineering'),
      lead: id('Example platform lead'),
    },
    { kind: 'team', name: 'Support team', description: 'Answers customers.', lead: id('Example support lead') },
    { kind: 'person', name: 'Example head of engineering', role: 'Head of engineering', teams: ids('Engineering') },
    { kind: 'person', name: 'Example platform lead', role: 'Platform lead', teams: ids('Platform') },
    { kind: 'person', name: 'Example support lead', role: 'Support lead', teams: ids('Support team') },
    {
      kind: 'vendor',
      name: 'Example Cloud',
      description: 'Runs the machines, networks and rooms of production.',
      systems: ids('Ledger database', 'Copies of the database'),
      dataTypes: ids('Books of customers'),
      owner: id('Platform'),
      test: {
        matters: yes('Without it there is no service.'),
        needed: yes('Only it can keep its rooms locked and powered.'),
        suffices: no('Encryption keeps nobody from switching a machine off.'),
      },
      method: 'carve-out',
      expectedControls: [
        { text: 'Rooms with machines are open to named people alone.', criteria: ['CC6.4'] },
        { text: 'Power and cooling are watched and backed up.', criteria: ['A1.2'] },
      ],
      monitoring: [
        {
          report: 'soc2-type2',
          title: 'SOC 2 Type 2 of Example Cloud',
          from: time.from,
          to: time.to,
          reviewedOn: time.to,
          outcome: 'No exception bears on what is used here.',
        },
      ],
      theirControls: [{ text: 'Customers protect the accounts they manage machines with.', controls: ['IAM-02'] }],
    },
    {
      kind: 'cuec',
      name: 'Customers remove the accounts of people who leave them',
      description: 'Each customer removes the accounts of its own people once they leave.',
      commitments: ids('Books are open to nobody else'),
      criteria: ['CC6.2'],
      controls: ['IAM-03'],
      test: {
        theirs: yes('Nobody else knows who works for a customer.'),
        needed: yes('Somebody who left would still see the books.'),
      },
    },
    {
      kind: 'user-responsibility',
      name: 'Customers keep their browsers up to date',
      test: {
        theirs: yes('The browsers are theirs.'),
        needed: no('Old browsers cannot connect at all.'),
      },
    },
    {
      kind: 'boundary',
      name: 'Tax offices',
      description: 'Returns leave the system when a customer sends them; what tax offices do with them is outside.',
      why: 'They are authorities whom customers deal with themselves.',
    },
  ];
  const written = (bodies: Draft[]) => bodies.map((body) => ({ id: id(body.name), after: 0, body }));
  const middle = addMonths(time.from, Math.max(1, Math.floor(time.days.length / 61)));
  const begins: ExampleScope = {
    items: written(items),
    effectiveFrom: time.from,
    reason: 'Written down for the example as the period begins.',
  };
  const came = middle < time.to ? middle : addDays(time.from, 1);
  if (came > itemAt(time.days, -1)) return [begins];
  const mailer: ExampleScope = {
    items: written([
      {
        kind: 'vendor',
        name: 'Example Mailer',
        description: 'Sends notices to customers.',
        owner: id('Engineering'),
        test: {
          matters: no('Notices carry no bookings.'),
          needed: no('No promise rests on them.'),
          suffices: yes('Customers see everything in the application.'),
        },
      },
    ]),
    effectiveFrom: came,
    reason: 'Notices were sent by own machines before.',
  };
  return [begins, mailer];
}

/** A random UUID, version 4, of these 32 hex digits. */
function uuid(hex: string): string {
  const variant = ['8', '9', 'a', 'b'][Number.parseInt(hex[16] ?? '0', 16) % 4] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
