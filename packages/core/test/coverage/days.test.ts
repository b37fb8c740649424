import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  controlCatalogue,
  coverageCounts,
  coverageOf,
  coveringControl,
  criterionCoverage,
  dayAfter,
  versionWindows,
  type CoverageFacts,
  type CriterionDecision,
} from '../../src/index.ts';

const period = { from: '2025-03-01', to: '2025-03-31' };
type Version = CoverageFacts['versions'][number];
const version = (code: string, criteria: string[], more: Partial<Version> = {}): Version => ({
  code,
  title: `Title of ${code}`,
  criteria,
  effectiveFrom: '2025-01-01',
  retiredOn: null,
  version: 1,
  ...more,
});
const all = new Set(controlCatalogue.map(({ id }) => id));
const full: CoverageFacts = {
  engagement: { categories: ['security'], terms: { type: 'type2', period } },
  versions: [],
  owned: all,
  tested: all,
  evidenced: all,
  decisions: new Map(),
};
const cover = (versions: Version[], more: Partial<CoverageFacts> = {}) => coverageOf({ ...full, ...more, versions });
const one = (criterion: string, ...args: Parameters<typeof cover>) => {
  const found = cover(...args).criteria.find((each) => each.criterion === criterion);
  assert.ok(found, criterion);
  return found;
};
const told = (criterion: string, ...args: Parameters<typeof cover>) =>
  one(criterion, ...args).holes.map(({ code, controls, days, sentence }) => [code, controls, days, sentence]);

test('CO11 each hole is told in a sentence with its controls or days', () => {
  assert.deepEqual(told('CC8.1', []), [['no-control', [], [], 'No control of yours supports CC8.1.']]);
  const ended = { retiredOn: '2025-03-01' };
  assert.deepEqual(told('CC8.1', [version('CHG-02', ['CC8.1'], ended)]), [
    [
      'not-in-force',
      ['CHG-02'],
      [],
      'CHG-02 supports CC8.1, and was in force on no day from 2025-03-01 to 2025-03-31.',
    ],
  ]);
  assert.deepEqual(
    told('CC8.1', [version('CHG-02', ['CC8.1'], { effectiveFrom: '2025-04-01' }), version('CHG-01', ['CC8.1'], ended)]),
    [
      [
        'not-in-force',
        ['CHG-01', 'CHG-02'],
        [],
        'CHG-01 and CHG-02 support CC8.1, and were in force on no day from 2025-03-01 to 2025-03-31.',
      ],
    ],
  );
  const days = [
    { from: '2025-03-01', to: '2025-03-01' },
    { from: '2025-03-11', to: '2025-03-31' },
  ];
  const late = version('CHG-02', ['CC8.1'], { effectiveFrom: '2025-03-02', retiredOn: '2025-03-11' });
  assert.deepEqual(told('CC8.1', [late]), [
    ['days-without-control', [], days, 'No control supports CC8.1 on 2025-03-01 and from 2025-03-11 to 2025-03-31.'],
  ]);
});

test('CO11 a control that lacks something is named among those that do not', () => {
  const versions = [version('CHG-03', ['CC8.1']), version('CHG-02', ['CC8.1']), version('CHG-01', ['CC8.1'])];
  const lacking = { owned: new Set(['CHG-01', 'CHG-02']), tested: new Set(['CHG-03']), evidenced: new Set<string>() };
  assert.deepEqual(told('CC8.1', versions, lacking), [
    ['no-owner', ['CHG-03'], [], 'CHG-03 has no owner who can run it.'],
    ['no-test', ['CHG-01', 'CHG-02'], [], 'CHG-01 and CHG-02 have no published test in this engagement.'],
    ['no-evidence', ['CHG-01', 'CHG-02', 'CHG-03'], [], 'CHG-01, CHG-02 and CHG-03 have no evidence of these days.'],
  ]);
  const found = cover(versions, lacking);
  for (const each of found.controls) assert.deepEqual(coveringControl.parse(each), each);
  for (const each of found.criteria) assert.deepEqual(criterionCoverage.parse(each), each);
  assert.deepEqual(
    found.controls.map(({ code, lacks }) => [code, lacks]),
    [
      ['CHG-01', ['no-test', 'no-evidence']],
      ['CHG-02', ['no-test', 'no-evidence']],
      ['CHG-03', ['no-owner', 'no-evidence']],
    ],
  );
});

test('CO10 of several holes the emptiest tells the state', () => {
  const bare = { owned: new Set<string>() };
  const partly = [version('CHG-02', ['CC8.1'], { effectiveFrom: '2025-03-02' })];
  const cases: [Version[], Partial<CoverageFacts>, string, string[]][] = [
    [[], bare, 'no-control', ['no-control']],
    [[version('CHG-02', ['CC8.1'], { effectiveFrom: '2025-04-01' })], bare, 'no-control', ['not-in-force']],
    [partly, bare, 'in-part', ['days-without-control', 'no-owner']],
    [partly, {}, 'in-part', ['days-without-control']],
    [[version('CHG-02', ['CC8.1'])], bare, 'unsupported', ['no-owner']],
    [[version('CHG-02', ['CC8.1'])], {}, 'supported', []],
  ];
  for (const [versions, more, state, codes] of cases) {
    const found = one('CC8.1', versions, more);
    assert.deepEqual([found.state, found.holes.map(({ code }) => code)], [state, codes]);
  }
});

test('CO11 outside are controls that no version supports the criterion with on these days', () => {
  const before = { retiredOn: '2025-02-01' };
  const outside = (...versions: Version[]) => one('CC8.1', versions).outside;
  assert.deepEqual(outside(version('IAM-02', ['CC6.1'], before)), [], 'it never supported this one');
  assert.deepEqual(
    outside(
      version('CHG-02', ['CC8.1'], before),
      version('CHG-02', ['CC8.1'], { effectiveFrom: '2025-03-05', version: 2 }),
    ),
    [],
    'a later version does',
  );
  assert.deepEqual(
    outside(
      version('CHG-02', ['CC8.1'], before),
      version('CHG-02', ['CC5.2'], { effectiveFrom: '2025-02-01', version: 2 }),
    ),
    ['CHG-02'],
    'a later version supports something else',
  );
  assert.deepEqual(
    outside(
      version('CHG-09', ['CC8.1'], before),
      version('CHG-04', ['CC8.1'], before),
      version('CHG-09', ['CC8.1'], before),
    ),
    ['CHG-04', 'CHG-09'],
    'each once, by their codes',
  );
  assert.deepEqual(outside(version('CHG-02', ['CC8.1'], { effectiveFrom: '2025-02-02', retiredOn: '2025-02-01' })), []);
  assert.deepEqual(
    outside(version('CHG-02', ['CC8.1'], { retiredOn: '2025-01-02' })),
    ['CHG-02'],
    'one day in January',
  );
});

test('CO10 a control is listed once by its code, with what its versions support on these days', () => {
  const { controls } = cover([
    version('NET-01', ['CC6.6', 'A1.2', 'CC6.1']),
    version('IAM-02', ['CC6.1', 'CC6.3'], { retiredOn: '2025-03-11' }),
    version('IAM-02', ['CC6.2', 'CC6.1'], { effectiveFrom: '2025-03-11', version: 2, title: 'Newer' }),
    version('IAM-02', ['CC7.1'], { effectiveFrom: '2025-04-01', version: 3, title: 'Not yet' }),
    version('AVL-03', ['A1.2']),
    version('GOV-01', ['CC1.1'], { effectiveFrom: '2025-03-11', retiredOn: '2025-03-21' }),
    version('OPS-01', ['CC7.1'], { retiredOn: '2025-02-01' }),
  ]);
  assert.deepEqual(controls, [
    {
      code: 'GOV-01',
      title: 'Title of GOV-01',
      criteria: ['CC1.1'],
      days: [{ from: '2025-03-11', to: '2025-03-20' }],
      whole: false,
      lacks: [],
    },
    { code: 'IAM-02', title: 'Newer', criteria: ['CC6.1', 'CC6.2', 'CC6.3'], days: [period], whole: true, lacks: [] },
    { code: 'NET-01', title: 'Title of NET-01', criteria: ['CC6.1', 'CC6.6'], days: [period], whole: true, lacks: [] },
  ]);
});

const decision = (criterion: string, relevant: boolean): CriterionDecision => ({
  criterion,
  version: 1,
  relevant,
  reason: 'Carried by nobody here',
  at: '2025-04-01T10:00:00.000Z',
  by: { id: '00000000-0000-4000-8000-000000000001', name: 'Olga' },
  entryIndex: 3,
});

test('CO10 CO12 every state is counted for itself, and a decision stands beside it', () => {
  const { criteria, counts } = cover(
    [
      version('CHG-02', ['CC8.1', 'CC5.2', 'CC6.4', 'CC6.5']),
      version('IAM-02', ['CC6.1', 'CC6.2'], { retiredOn: '2025-03-11' }),
      version('GOV-01', ['CC1.1', 'CC1.2', 'CC1.3', 'CC1.4']),
    ],
    {
      owned: new Set(['CHG-02', 'IAM-02']),
      decisions: new Map(['CC6.5', 'CC9.2', 'CC1.4'].map((id) => [id, decision(id, id === 'CC1.4')])),
    },
  );
  assert.deepEqual(counts, { applicable: 33, notRelevant: 2, noControl: 22, inPart: 2, unsupported: 4, supported: 3 });
  const by = (id: string) => criteria.find((each) => each.criterion === id);
  assert.deepEqual([by('CC6.5')?.state, by('CC6.5')?.decision], ['not-relevant', decision('CC6.5', false)]);
  assert.deepEqual([by('CC1.4')?.state, by('CC1.4')?.decision], ['unsupported', decision('CC1.4', true)]);
  assert.deepEqual([by('CC8.1')?.state, by('CC8.1')?.decision], ['supported', null]);
  assert.deepEqual([by('CC8.1')?.controls, by('CC1.1')?.controls, by('CC9.1')?.controls], [['CHG-02'], ['GOV-01'], []]);
});

const day = fc.integer({ min: -4, max: 36 }).map((n) => dayAfter(period.from, n));
const anyVersion = fc
  .record({
    code: fc.constantFrom('CHG-02', 'IAM-02', 'GOV-01'),
    criteria: fc.subarray(['CC8.1', 'CC6.1', 'A1.2']),
    effectiveFrom: day,
    retiredOn: fc.option(day),
  })
  .map(({ code, criteria, ...dates }) => version(code, criteria, dates));
const daysIn = ({ from, to }: { from: string; to: string }): string[] =>
  Array.from({ length: (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1 }, (_, n) => dayAfter(from, n));

test('CO11 a criterion is bare on exactly those days on which no version in force supports it', () => {
  fc.assert(
    fc.property(fc.array(anyVersion, { maxLength: 6 }), (given) => {
      const versions = given.map((each, n) => ({ ...each, version: n + 1 }));
      const windows = ['CHG-02', 'IAM-02', 'GOV-01'].flatMap((code) => versionWindows(versions, code, period));
      const found = cover(versions);
      for (const id of ['CC8.1', 'CC6.1']) {
        const covered = new Set(
          windows.filter((w) => w.version.criteria.includes(id)).flatMap(({ days }) => daysIn(days)),
        );
        const { holes, controls } = one(id, versions);
        const bare = holes.find(({ code }) => code === 'days-without-control')?.days ?? [];
        const expected = controls.length === 0 ? [] : daysIn(period).filter((each) => !covered.has(each));
        assert.deepEqual(bare.flatMap(daysIn), expected);
        for (const [at, { from }] of bare.entries()) {
          const before = bare[at - 1];
          if (before) assert.ok(from > dayAfter(before.to), 'days that touch are one span');
        }
      }
      for (const { code, days, whole } of found.controls) {
        const own = new Set(windows.filter((w) => w.version.code === code).flatMap((w) => daysIn(w.days)));
        assert.deepEqual(days.flatMap(daysIn), [...own].toSorted());
        assert.equal(whole, own.size === 31);
        for (const [at, { from }] of days.entries()) {
          const before = days[at - 1];
          if (before) assert.ok(from > dayAfter(before.to), 'days that touch are one span');
        }
      }
      // What is told fits its shape whole: nothing more, nothing less.
      for (const each of found.criteria) assert.deepEqual(criterionCoverage.parse(each), each);
      for (const each of found.controls) assert.deepEqual(coveringControl.parse(each), each);
      assert.deepEqual(coverageCounts.parse(found.counts), found.counts);
    }),
    { numRuns: 150 },
  );
});
