import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  chainWarnings,
  engagementChain,
  followingFault,
  followingTerms,
  meetingOf,
  relevanceWarnings,
  type Chained,
} from '../../src/index.ts';

const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const year = (n: number, from: string, to: string, more: Partial<Chained> = {}): Chained => ({
  id: id(n),
  title: `Year ${n}`,
  terms: { type: 'type2', period: { from, to } },
  categories: ['security'],
  previousId: null,
  ...more,
});
const first = year(1, '2024-03-01', '2025-02-28');
const codes = (of: Chained, all: Chained[], today = '2026-03-02') =>
  chainWarnings(of, all, today).map(({ code }) => code);

test('CO20 a period that begins the day after the last one meets it; a later one leaves a gap, an earlier one overlaps', () => {
  const next = (from: string) => year(2, from, '2026-02-28', { previousId: id(1) });
  const met = (from: string) => {
    const found = meetingOf(first, next(from));
    return [found?.kind, found?.from, found?.to, found?.days];
  };
  assert.deepEqual(met('2025-03-01'), ['adjacent', null, null, 0]);
  assert.deepEqual(met('2025-03-02'), ['gap', '2025-03-01', '2025-03-01', 1]);
  assert.deepEqual(met('2025-02-28'), ['overlap', '2025-02-28', '2025-02-28', 1]);
  assert.deepEqual(codes(next('2025-03-01'), [first]), []);
  assert.deepEqual(codes(next('2025-06-02'), [first]), ['gap-to-previous']);
  assert.deepEqual(codes(next('2025-02-01'), [first]), ['overlapping']);
  const message = (from: string) => chainWarnings(next(from), [first], '2026-03-02')[0]?.message ?? '';
  assert.match(message('2025-05-31'), /91 days, 2025-03-01 to 2025-05-30.*bridge letter of your management can/);
  assert.match(message('2025-06-02'), /93 days.*more than the three months/);
  assert.equal(
    meetingOf(year(1, '2024-01-01', '2024-12-31', { terms: { type: 'type1', asOf: '2024-06-30' } }), first),
    null,
  );
});

test('CO20 a category that is left out now and a date that lies ahead are told, each with its source', () => {
  const wide = { ...first, categories: ['security', 'availability'] as Chained['categories'] };
  const next = year(2, '2025-03-01', '2026-02-28', { previousId: id(1) });
  assert.deepEqual(codes(next, [wide]), ['category-dropped']);
  const dated = year(3, '', '', { terms: { type: 'type1', asOf: '2026-03-03' } });
  assert.deepEqual([codes(dated, []), codes(dated, [], '2026-03-03')], [['as-of-ahead'], []]);
  for (const { source } of chainWarnings(next, [wide], '2026-03-02'))
    assert.match(source, /^AICPA, \w|^Common practice/);
});

test('CO20 nobody follows themselves, a later one, one that follows them, or one that is followed already', () => {
  const second = year(2, '2025-03-01', '2026-02-28', { previousId: id(1) });
  assert.equal(followingFault(second, [first]), null);
  assert.match(followingFault({ ...first, previousId: id(1) }, [first]) ?? '', /itself/);
  assert.match(followingFault({ ...first, previousId: id(2) }, [first, second]) ?? '', /follows this one/);
  assert.match(
    followingFault({ ...first, previousId: id(2) }, [{ ...second, previousId: null }]) ?? '',
    /begins on 2025-03-01, after/,
  );
  assert.match(
    followingFault(year(3, '2025-03-01', '2026-02-28', { previousId: id(1) }), [first, second]) ?? '',
    /followed by “Year 2” already/,
  );
});

test('CO21 what follows begins the day after, for twelve months, and for six after a Type 1', () => {
  const following = (from: string, to: string) => followingTerms({ type: 'type2', period: { from, to } });
  assert.deepEqual(following('2025-09-01', '2026-02-28'), {
    type: 'type2',
    period: { from: '2026-03-01', to: '2027-02-28' },
  });
  assert.deepEqual(following('2027-01-01', '2027-12-31'), {
    type: 'type2',
    period: { from: '2028-01-01', to: '2028-12-31' },
  });
  assert.deepEqual(following('2026-09-01', '2027-02-28'), {
    type: 'type2',
    period: { from: '2027-03-01', to: '2028-02-29' },
  });
  assert.deepEqual(followingTerms({ type: 'type1', asOf: '2025-08-30' }), {
    type: 'type2',
    period: { from: '2025-08-31', to: '2026-02-28' },
  });
});

test('CO21 engagements stand by their first day, and only those that follow one another meet', () => {
  const second = year(2, '2025-04-01', '2026-03-31', { previousId: id(1) });
  const apart = year(3, '2023-01-01', '2023-12-31');
  const { items, meetings } = engagementChain([second, first, apart]);
  assert.deepEqual(
    items.map(({ title }) => title),
    ['Year 3', 'Year 1', 'Year 2'],
  );
  assert.deepEqual(
    meetings.map(({ kind, days }) => [kind, days]),
    [['gap', 31]],
  );
});

test('CO12 what readers would question about a criterion without relevance is told', () => {
  const told = (criterion: string, supporting: string[], notRelevant: string[]) =>
    relevanceWarnings(criterion, ['security', 'confidentiality'], { supporting, notRelevant }).map(({ code }) => code);
  assert.deepEqual(told('CC6.4', [], ['CC6.4']), ['common-criterion']);
  assert.deepEqual(told('C1.2', ['CON-03'], ['C1.2']), ['has-controls']);
  assert.deepEqual(told('C1.2', [], ['C1.1', 'C1.2']), ['whole-category']);
});
