import * as fc from 'fast-check';
import type { PopulationKind, Row } from '@tickmark/core';

/** Columns of every type, and values at the edges of each. */
export const columns: PopulationKind['columns'] = [
  { name: 'id', type: 'string', required: true },
  { name: 's', type: 'string', required: false },
  { name: 't', type: 'string', required: false },
  { name: 'i', type: 'integer', required: false },
  { name: 'j', type: 'integer', required: false },
  { name: 'n', type: 'number', required: false },
  { name: 'b', type: 'boolean', required: false },
  { name: 'd', type: 'date', required: false },
  { name: 'at', type: 'instant', required: false },
  { name: 'until', type: 'instant', required: false },
  { name: 'l', type: 'strings', required: false },
];

const word = fc.constantFrom('', 'a', 'b', 'Ab', 'ä', 'Z', 'a b', "it's", '🦊', 'ａ');
const unusual = fc.constantFrom(
  '12',
  '-003',
  '+7',
  '9223372036854775808',
  '-9223372036854775808',
  '1e400',
  '-1.5e-3',
  '.5',
  '5.',
  ' \u2003x\u0085 ',
  'a,b,,a',
  'a👨‍👩‍👧b',
  'ab'.repeat(2600),
  '\u{10ffff}\ue000a',
);
const whole = fc.constantFrom(0, 1, 2, -1, 7, -7, 400, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER);
const number = fc.constantFrom(0, -0, 0.1, -2.5, 1e300, -1e300, 7, 2 ** 53, 9.3e18);
const instant = fc.constantFrom(
  '2026-03-29T00:30:00Z',
  '2026-03-29T01:00:00Z',
  '2026-10-25T00:30:00.123Z',
  '2026-10-25T01:30:00Z',
  '2026-01-01T00:00:00Z',
  '2024-12-31T23:59:59.999Z',
  '1969-12-31T23:59:59.999Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
);
const date = fc.constantFrom(
  '2026-03-29',
  '2026-01-01',
  '2026-10-24',
  '2024-02-29',
  '1969-12-31',
  '2026-06-30',
  '0001-01-01',
  '9999-12-31',
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 5 });

/** A row with values missing here and there. */
export const row: fc.Arbitrary<Row> = fc.record({
  s: maybe(word),
  t: maybe(fc.oneof(word, unusual)),
  i: maybe(whole),
  j: maybe(whole),
  n: maybe(number),
  b: maybe(fc.boolean()),
  d: maybe(date),
  at: maybe(instant),
  until: maybe(instant),
  l: maybe(fc.array(fc.oneof({ weight: 5, arbitrary: word }, { weight: 1, arbitrary: unusual }), { maxLength: 4 })),
});

/** Holidays on weekdays and on a weekend, some next to each other. */
export const holidays = [
  '2024-12-25',
  '2025-12-25',
  '2025-12-26',
  '2026-01-01',
  '2026-04-03',
  '2026-04-06',
  '2026-05-01',
  '2026-08-15',
];
