import assert from 'node:assert/strict';
import { test } from 'node:test';
import sources from '../../../../content/glossary/sources.json' with { type: 'json' };
import { categories, questionIds, type Answers, type Category } from '../../src/index.ts';
import { draft, today } from './answered.ts';

const warned = (otherwise: Answers, code: string, day = today) =>
  draft(otherwise, day).warnings.find((warning) => warning.code === code);
/** Each of these answers gives the warning in these words, from this source; each of those does not give it. */
const table = (
  code: string,
  source: keyof typeof sources,
  given: readonly (readonly [Answers, RegExp])[],
  not: readonly Answers[],
) => {
  for (const [answers, words] of given) {
    const warning = warned(answers, code);
    assert.match(warning?.message ?? '', words, JSON.stringify(answers));
    assert.equal(warning?.source, sources[source]);
  }
  for (const answers of not) assert.equal(warned(answers, code), undefined, JSON.stringify(answers));
};

test('UN4 answers that fit together give no warning at all', () => {
  const fitting: Answers[] = [
    {},
    { first: '2026-10-31' },
    { length: '12' },
    { asks: 'soc2', by: '2027-07-02' },
    { asks: 'type1' },
  ];
  for (const answers of fitting) assert.deepEqual(draft(answers).warnings, [], JSON.stringify(answers));
});

test('UN3 a report that comes too late says when it can be expected, and what else could do', () => {
  table(
    'too-late',
    'practice',
    [
      [
        { since: '2026-11-15', by: '2027-02-01' },
        /needed by 2027-02-01, and can be expected between 2027-03-14 and 2027-04-18\. .* whether a Type 1 would do/,
      ],
      [{ first: '2026-10-15', by: '2027-02-01' }, /Agree another day; a bridge letter may do meanwhile\.$/],
      [{ first: 'no', since: '2026-11-15', by: '2027-02-01' }, /a bridge letter may do meanwhile\.$/],
      [
        { asks: 'type1', by: '2027-01-01' },
        /between 2026-12-28 and 2027-01-25\. Agree another day with the customer\.$/,
      ],
      [{ asks: 'type1', first: 'no', by: '2027-01-01' }, /Agree another day with the customer\.$/],
      [{ asks: 'type1', by: '2027-01-24' }, /between 2026-12-28 and 2027-01-25/],
    ],
    [{}, { by: '2027-07-02' }, { asks: 'type1', by: '2027-01-25' }, { since: '2026-11-15', by: '2027-04-18' }],
  );
});

test('UN2 that controls will operate is told as an assumption where nobody said so', () => {
  table(
    'assumed-ready',
    'auditors',
    [
      [{ since: 'not-yet' }, /^That controls operate by 2027-04-01 is an assumption\./],
      [{ since: 'unknown', first: 'no' }, /by 2027-04-01/],
      [{ since: 'not-yet', first: '2024-06-30' }, /by 2027-04-01/],
      [{ since: 'not-yet', asks: 'type1' }, /by 2027-04-01/],
    ],
    [{}, { since: '2027-02-10' }, { since: 'not-yet', first: '2026-10-15' }],
  );
});

test('UN4 a last period that ended more than a year ago is a gap that readers will ask about', () => {
  table(
    'gap',
    'practice',
    [[{ first: '2025-11-29' }, /^The last period ended on 2025-11-29, more than a year ago\./]],
    [{ first: '2025-11-30' }, { first: 'no' }, {}],
  );
});

test('UN4 a period that begins before controls operate is told with both days', () => {
  table(
    'before-controls',
    'auditors',
    [
      [
        { first: '2026-06-30', since: '2026-09-01' },
        /operate from 2026-09-01, and the period would begin on 2026-07-01/,
      ],
      [{ first: '2026-06-30', since: '2026-07-02' }, /2026-07-02, and the period would begin on 2026-07-01/],
    ],
    [{ first: '2026-06-30', since: '2026-07-01' }, { first: '2026-06-30', since: 'not-yet' }, {}, { asks: 'type1' }],
  );
});

test('UN4 days that are over are counted up to yesterday, from a month on', () => {
  table(
    'past-days',
    'auditors',
    [
      [{ first: '2026-10-28' }, /^32 days of the period are over\./],
      [{ first: '2025-11-30' }, /^364 days/],
      [{ by: '2027-04-03' }, /^60 days/],
    ],
    [{ first: '2026-10-29' }, {}, { asks: 'type1', by: '2027-01-01' }, { since: '2027-02-10' }],
  );
  const over: Answers = { by: '2027-01-17', since: '2020-01-01' };
  assert.match(warned(over, 'past-days', '2026-11-15')?.message ?? '', /^92 days/, 'the whole period is over');
});

test('UN4 less than six months is told, whether a day presses or not', () => {
  table(
    'under-six-months',
    'practice',
    [
      [{ by: '2027-07-01' }, /^Many readers look for six months or more\./],
      [{ by: '2027-04-04' }, /six months/],
      [{ since: '2027-02-01', by: '2027-07-03' }, /six months/],
    ],
    [{}, { by: '2027-07-02' }, { first: 'no' }, { asks: 'type1' }, { since: '2027-08-31' }],
  );
});

test('UN4 a Type 1 after a report, or against a period that somebody names, is questioned', () => {
  const one: Answers = { asks: 'type1' };
  table(
    'type1-again',
    'practice',
    [
      [{ ...one, first: 'no' }, /^After a report was issued, another Type 1 tells/],
      [{ ...one, first: '2026-10-15' }, /another Type 1/],
      [{ ...one, first: '2024-10-15' }, /another Type 1/],
    ],
    [one, { ...one, first: 'unknown' }, { first: 'no' }],
  );
  table(
    'period-asked',
    'management',
    ['3', '6', '12'].map((length) => [{ ...one, length } as Answers, /a Type 1 speaks of one day only/] as const),
    [one, { ...one, length: 'unknown' }, { length: '6' }],
  );
});

test('UN4 customers who wait for a first Type 2 without a date are told when it can be expected', () => {
  const waiting: Answers = { asks: 'type2', first: 'yes', by: 'none', since: 'not-yet' };
  table(
    'tell-the-date',
    'practice',
    [
      [waiting, /can be expected between 2027-10-28 and 2027-12-02\.$/],
      [{ ...waiting, by: 'unknown' }, /between/],
    ],
    [
      { ...waiting, asks: 'soc2' },
      { ...waiting, first: 'unknown' },
      { ...waiting, first: 'no' },
      { ...waiting, by: '2029-01-01' },
      { ...waiting, since: '2026-01-15' },
    ],
  );
});

test('UN4 other reports are pointed out beside, each with its source', () => {
  const beside = (otherwise: Answers) => draft(otherwise).beside.map(({ code, source }) => [code, source]);
  const { soc1, management, practice } = sources;
  const cases: [Answers, string[][]][] = [
    [{}, []],
    [{ figures: 'yes', anybody: 'unknown', asks: 'soc2' }, []],
    [{ figures: 'books' }, [['soc1', soc1]]],
    [{ anybody: 'yes' }, [['soc3', management]]],
    [{ asks: 'other' }, [['something-else', practice]]],
    [{ asks: 'nothing' }, [['nobody-asks', practice]]],
  ];
  for (const [answers, expected] of cases) assert.deepEqual(beside(answers), expected);
  const soc3 = (asks: 'type1' | 'type2') => draft({ asks, anybody: 'yes' }).beside[0]?.message ?? '';
  assert.match(soc3('type1'), /if it is agreed beforehand; but there is no Type 1 of it\.$/);
  assert.match(soc3('type2'), /if it is agreed beforehand\.$/);
  const said = (otherwise: Answers) => draft(otherwise).beside[0]?.message ?? '';
  assert.match(said({ figures: 'books' }), /may need a SOC 1/);
  assert.match(said({ asks: 'other' }), /no ISO 27001 certificate/);
  assert.match(said({ asks: 'nothing' }), /^Nobody has asked\./);
});

test('UN1 an open question tells what depends on it; one with an answer is not open', () => {
  const words: Record<(typeof questionIds)[number], RegExp> = {
    asks: /which type they would accept/,
    by: /No date presses/,
    length: /six or twelve months/,
    first: /report before/,
    since: /assumed that controls don’t operate/,
    uptime: /^Availability/,
    secrets: /^Confidentiality/,
    figures: /^Processing integrity/,
    personal: /^Privacy/,
    anybody: /SOC 3/,
  };
  for (const question of questionIds) {
    const { open } = draft({ [question]: 'unknown' });
    assert.deepEqual(
      open.map((each) => each.question),
      [question],
    );
    assert.match(open[0]?.matters ?? '', words[question]);
  }
});

test('UN4 each category tells why it is in, out or open, and which answer it follows from', () => {
  const cases: [Category, Answers, 'in' | 'out' | 'open', RegExp][] = [
    ['security', {}, 'in', /33 common criteria/],
    ['availability', { uptime: 'yes' }, 'in', /^Contracts promise/],
    ['availability', { uptime: 'no' }, 'out', /^No contract promises/],
    ['availability', { uptime: 'unknown' }, 'open', /not known/],
    ['confidentiality', { secrets: 'yes' }, 'in', /^You have promised/],
    ['confidentiality', { secrets: 'no' }, 'out', /^No promise/],
    ['confidentiality', { secrets: 'unknown' }, 'open', /not known/],
    ['processing_integrity', { figures: 'books' }, 'in', /^Customers rely/],
    ['processing_integrity', { figures: 'yes' }, 'in', /^Customers rely/],
    ['processing_integrity', { figures: 'no' }, 'out', /don’t rely/],
    ['processing_integrity', { figures: 'unknown' }, 'open', /not known/],
    ['privacy', { personal: 'own' }, 'in', /^You decide/],
    ['privacy', { personal: 'customers' }, 'out', /^Customers decide/],
    ['privacy', { personal: 'no' }, 'out', /holds no personal information/],
    ['privacy', { personal: 'unknown' }, 'open', /not known/],
  ];
  for (const [category, answers, choice, text] of cases) {
    const found = draft(answers).categories.find((each) => each.category === category);
    assert.deepEqual([found?.choice, found?.questions], [choice, Object.keys(answers)]);
    assert.match(found?.text ?? '', text);
    assert.equal(found?.source, sources.criteria);
  }
  assert.deepEqual(
    draft({}).categories.map(({ category }) => category),
    [...categories],
  );
});

test('UN4 controls that are said not to operate yet after a period just ended do not fit, and that is said', () => {
  table(
    'controls-stopped',
    'auditors',
    [[{ first: '2026-10-31', since: 'not-yet' }, /ended the day before 2026-11-01, .* not to operate/]],
    [{ first: '2026-10-31', since: 'unknown' }, { first: '2024-10-31', since: 'not-yet' }, { since: 'not-yet' }],
  );
});
