import assert from 'node:assert/strict';
import { test } from 'node:test';
import sources from '../../../../content/glossary/sources.json' with { type: 'json' };
import {
  beginning,
  chosenAnswers,
  dayAfter,
  engagement,
  engagementPeriod,
  engagementTerms,
  engagementTitle,
  engagementWarnings,
  type Category,
  type EngagementTerms,
} from '../../src/index.ts';

const period = { from: '2025-03-01', to: '2026-02-28' };
const type2: EngagementTerms = { type: 'type2', period };
const type1: EngagementTerms = { type: 'type1', asOf: '2025-06-30' };
/** The codes and messages of a Type 2 with that many days. */
const warned = (days: number) =>
  engagementWarnings({
    categories: ['security'],
    terms: { type: 'type2', period: { from: '2024-01-01', to: dayAfter('2024-01-01', days - 1) } },
  });

test('UN2 an engagement speaks of its period, or of one day, and is called by it until somebody names it', () => {
  assert.deepEqual(engagementPeriod(type2), period);
  assert.deepEqual(engagementPeriod(type1), { from: '2025-06-30', to: '2025-06-30' });
  assert.equal(engagementTitle(type2), 'SOC 2 Type 2, 2025-03-01 to 2026-02-28');
  assert.equal(engagementTitle(type1), 'SOC 2 Type 1, as of 2025-06-30');
});

test('UN4 a period of less than 90 days, or of more than a year, is questioned with its number of days', () => {
  const cases: [number, string[]][] = [
    [1, ['short-period']],
    [89, ['short-period']],
    [90, []],
    [365, []],
    [366, []],
    [367, ['long-period']],
  ];
  for (const [days, codes] of cases) {
    const found = warned(days);
    assert.deepEqual(
      found.map(({ code }) => code),
      codes,
      `${days} days`,
    );
    for (const { message, source } of found) {
      assert.ok(message.startsWith(`The period has ${days} days. `), message);
      assert.equal(source, sources.practice);
    }
  }
  assert.match(warned(89)[0]?.message ?? '', /three months at least/);
  assert.match(warned(367)[0]?.message ?? '', /rarely covers more than twelve months/);
  assert.deepEqual(engagementWarnings({ categories: ['security'], terms: type1 }), [], 'one day is no short period');
});

test('UN4 security that is left out is questioned, for both types', () => {
  for (const terms of [type1, type2]) {
    const [warning, more] = engagementWarnings({ categories: ['privacy', 'availability'], terms });
    assert.deepEqual(
      [warning?.code, warning?.source, more],
      ['security-left-out', sources.criteria, undefined],
      terms.type,
    );
    assert.match(warning?.message ?? '', /^Security is left out\. .*The 33 common criteria apply all the same\.$/);
    assert.deepEqual(engagementWarnings({ categories: ['privacy', 'security'], terms }), []);
  }
});

test('UN7 terms of the first page are one of the two types with its own days, and at least one category', () => {
  const page = (otherwise: Record<string, unknown>) =>
    beginning.safeParse({
      name: 'Ostrich',
      service: 'Invoices',
      categories: ['security'] satisfies Category[],
      terms: type2,
      timeZone: 'Europe/Vienna',
      ...otherwise,
    });
  assert.deepEqual(page({}).data?.terms, type2);
  assert.deepEqual(page({ terms: type1 }).data?.terms, type1);
  const none = page({ categories: [] });
  assert.deepEqual(
    none.error?.issues.map(({ message, path }) => [message, path]),
    [['choose at least one category', ['categories']]],
  );
  for (const field of ['name', 'service', 'categories', 'terms', 'timeZone']) {
    assert.deepEqual(
      page({ [field]: undefined }).error?.issues.map(({ path }) => path[0]),
      [field],
    );
  }
  for (const terms of [
    { type: 'type1', period },
    { type: 'type2', asOf: '2025-06-30' },
    { type: 'type3', period },
    {},
  ]) {
    assert.ok(!engagementTerms.safeParse(terms).success, JSON.stringify(terms));
  }
});

test('UN15 answers kept with an engagement are short texts', () => {
  const given = { today: '2026-11-23', asks: 'type2' };
  assert.deepEqual(chosenAnswers.parse(given), given);
  const [fits, long] = ['x'.repeat(20), 'x'.repeat(21)];
  assert.ok(chosenAnswers.safeParse({ [fits]: fits }).success);
  assert.ok(!chosenAnswers.safeParse({ [long]: 'type2' }).success);
  assert.ok(!chosenAnswers.safeParse({ asks: long }).success);
});

test('CO22 an engagement as it is told has all of its terms and what it follows', () => {
  const told = {
    id: '00000000-0000-4000-8000-000000000001',
    title: 'Year 1',
    service: 'Invoices',
    categories: ['security'],
    terms: type2,
    timeZone: 'Europe/Vienna',
    createdAt: '2025-02-01T10:00:00.000Z',
    revision: 1,
    previousId: null,
    warnings: [{ code: 'long-period', message: 'Long.', source: sources.practice }],
  };
  assert.deepEqual(engagement.parse(told), told);
  assert.ok(!engagement.safeParse({ ...told, revision: 0 }).success, 'revisions count from 1');
});
