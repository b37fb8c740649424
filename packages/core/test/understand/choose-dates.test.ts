import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import sources from '../../../../content/glossary/sources.json' with { type: 'json' };
import { dayAfter, engagementPeriod, type Answers } from '../../src/index.ts';
import { draft, today } from './answered.ts';

/** First and last day, or the one day of a Type 1. */
const days = (otherwise: Answers, day = today): string => {
  const { terms } = draft(otherwise, day);
  return terms.type === 'type1' ? `as of ${terms.asOf}` : `${terms.period.from} to ${terms.period.to}`;
};
const table = (cases: readonly (readonly [Answers, string, string?])[]) => {
  for (const [answers, expected, day] of cases) assert.equal(days(answers, day), expected, JSON.stringify(answers));
};
const why = (about: 'type' | 'dates', otherwise: Answers, day = today) =>
  draft(otherwise, day).reasons.filter((reason) => reason.about === about);

test('UN2 a first period of six months begins with this month, or on the day on which controls operate', () => {
  table([
    [{ since: '2026-10-31' }, '2026-11-01 to 2027-04-30'],
    [{ since: '2026-11-01' }, '2026-11-01 to 2027-04-30'],
    [{ since: '2026-11-02' }, '2026-11-02 to 2027-05-01'],
    [{ since: '2026-11-30' }, '2026-11-30 to 2027-05-29'],
    [{ since: '2026-12-01' }, '2026-12-01 to 2027-05-31'],
    [{ since: '2026-12-31' }, '2026-12-31 to 2027-06-29'],
    [{ since: '2027-08-31' }, '2027-08-31 to 2028-02-28'],
    [{ length: '3' }, '2026-11-01 to 2027-04-30'],
    [{ length: '6' }, '2026-11-01 to 2027-04-30'],
    [{ length: '12' }, '2026-11-01 to 2027-10-31'],
    [{ length: 'unknown' }, '2026-11-01 to 2027-04-30'],
  ]);
});

test('UN2 where controls do not operate yet there are four months, and the next month begins', () => {
  table([
    [{ since: 'not-yet' }, '2027-04-01 to 2027-09-30'],
    [{ since: 'unknown' }, '2027-04-01 to 2027-09-30'],
    [{ since: 'not-yet' }, '2027-03-01 to 2027-08-31', '2026-11-01'],
    [{ since: 'not-yet' }, '2027-04-01 to 2027-09-30', '2026-11-02'],
    [{ since: 'not-yet' }, '2027-03-01 to 2027-08-31', '2026-10-31'],
    [{ since: 'not-yet' }, '2027-01-01 to 2027-06-30', '2026-08-31'],
  ]);
});

test('UN2 a later period has twelve months from the day after the last one, which ended a year ago at most', () => {
  table([
    [{ first: '2026-10-15' }, '2026-10-16 to 2027-10-15'],
    [{ first: '2026-10-15', since: 'not-yet' }, '2026-10-16 to 2027-10-15'],
    [{ first: '2026-10-15', since: '2027-01-01' }, '2026-10-16 to 2027-10-15'],
    [{ first: '2026-10-15', length: '3' }, '2026-10-16 to 2027-10-15'],
    [{ first: '2027-01-31' }, '2027-02-01 to 2028-01-31'],
    [{ first: '2025-11-30' }, '2025-12-01 to 2026-11-30'],
    [{ first: '2025-11-29' }, '2026-11-01 to 2027-10-31'],
    [{ first: '2025-11-29', since: 'not-yet' }, '2027-04-01 to 2028-03-31'],
    [{ first: 'no' }, '2026-11-01 to 2027-10-31'],
    [{ first: 'unknown' }, '2026-11-01 to 2027-04-30'],
  ]);
});

test('UN3 a day that presses takes months from the end, down to three, and 90 days at least', () => {
  table([
    [{ by: '2027-07-02' }, '2026-11-01 to 2027-04-30'],
    [{ by: '2027-07-01' }, '2026-11-01 to 2027-03-31'],
    [{ by: '2027-06-02' }, '2026-11-01 to 2027-03-31'],
    [{ by: '2027-06-01' }, '2026-11-01 to 2027-02-28'],
    [{ by: '2027-04-04' }, '2026-11-01 to 2027-01-31'],
    [{ by: 'unknown' }, '2026-11-01 to 2027-04-30'],
    [{ by: '2027-07-02', length: '3' }, '2026-11-01 to 2027-04-30'],
    // February, March and April have 89 days.
    [{ since: '2027-02-01', by: '2027-07-03' }, '2027-02-01 to 2027-05-01'],
    [{ first: '2026-10-15', by: '2027-03-19' }, '2026-10-16 to 2027-01-15'],
    [{ first: '2026-10-15', by: '2027-12-16' }, '2026-10-16 to 2027-09-15'],
  ]);
});

test('UN3 then it begins earlier, by whole months, by twelve at most and never before controls operated', () => {
  table([
    [{ by: '2027-04-03' }, '2026-10-01 to 2026-12-31'],
    [{ by: '2027-04-03', since: '2026-10-01' }, '2026-10-01 to 2026-12-31'],
    [{ by: '2027-04-03', since: '2026-10-02' }, '2026-11-01 to 2027-01-31'],
    [{ by: '2027-07-02', length: '12' }, '2026-05-01 to 2027-04-30'],
    [{ by: '2027-07-02', length: '6' }, '2026-11-01 to 2027-04-30'],
    [{ by: '2027-07-01', length: '6' }, '2026-10-01 to 2027-03-31'],
    [{ by: '2027-01-03', since: '2020-01-01', length: '12' }, '2025-11-01 to 2026-10-31', '2026-11-01'],
    [{ by: '2027-01-02', since: '2020-01-01', length: '12' }, '2026-11-01 to 2027-10-31', '2026-11-01'],
    // One that follows another report stays where it is, so that no day is left out.
    [{ by: '2027-03-18', first: '2026-10-15' }, '2026-10-16 to 2027-01-15'],
    [{ by: '2027-04-03', first: 'no' }, '2026-10-01 to 2026-12-31'],
  ]);
});

test('UN3 a period that is over already leaves the same weeks for the report, from today on', () => {
  const over: Answers = { since: '2020-01-01', by: '2027-01-17' };
  table([
    [over, '2026-08-01 to 2026-10-31', '2026-11-15'],
    // A day later there are not nine weeks left, whatever period is chosen.
    [over, '2026-11-01 to 2027-01-31', '2026-11-16'],
    [{ ...over, asks: 'soc2' }, 'as of 2026-11-22', '2026-11-16'],
    [{ ...over, by: '2026-11-10' }, '2026-11-01 to 2027-01-31', '2026-11-15'],
  ]);
  assert.deepEqual(draft(over, '2026-11-15').reportBetween, { from: '2026-12-13', to: '2027-01-17' });
  assert.deepEqual(draft({ first: '2025-11-20' }, '2026-11-20').reportBetween, {
    from: '2026-12-18',
    to: '2027-01-22',
  });
});

test('UN3 a Type 1 is proposed where no period fits and nobody insists on one, or where customers ask for it', () => {
  const soon: Answers = { asks: 'soc2', since: '2026-11-15', by: '2027-04-17' };
  table([
    [{ ...soon, by: '2027-04-18' }, '2026-11-15 to 2027-02-14'],
    [soon, 'as of 2026-12-01'],
    [{ ...soon, asks: 'nothing' }, 'as of 2026-12-01'],
    [{ ...soon, asks: 'type2' }, '2026-11-15 to 2027-02-14'],
    [{ ...soon, length: '3' }, '2026-11-15 to 2027-02-14'],
    [{ ...soon, length: '6' }, '2026-11-15 to 2027-05-14'],
    [{ ...soon, first: 'no' }, '2026-11-15 to 2027-02-14'],
    [{ ...soon, first: '2024-01-31' }, '2026-11-15 to 2027-02-14'],
    [{ asks: 'type1', by: 'none' }, 'as of 2026-12-01'],
    [{ asks: 'type1', first: 'no' }, 'as of 2026-12-01'],
  ]);
});

test('UN2 a Type 1 is as of the next month, or of the day on which controls operate, and sooner where a day presses', () => {
  const one: Answers = { asks: 'type1' };
  table([
    [one, 'as of 2026-12-01', '2026-11-10'],
    [one, 'as of 2027-01-01', '2026-12-01'],
    [{ ...one, since: '2026-11-30' }, 'as of 2026-12-01'],
    [{ ...one, since: '2026-12-02' }, 'as of 2026-12-02'],
    [{ ...one, since: 'not-yet' }, 'as of 2027-04-01'],
    [{ ...one, by: '2027-01-27' }, 'as of 2026-12-01', '2026-11-10'],
    [{ ...one, by: '2027-01-26' }, 'as of 2026-12-01', '2026-11-10'],
    [{ ...one, by: '2027-01-25' }, 'as of 2026-11-30', '2026-11-10'],
    [{ ...one, by: '2027-01-05' }, 'as of 2026-11-10', '2026-11-10'],
    [{ ...one, by: '2027-01-04' }, 'as of 2026-11-10', '2026-11-10'],
    [{ ...one, by: '2027-01-04', since: '2027-02-10' }, 'as of 2027-02-10'],
    [{ ...one, by: '2027-05-01', since: '2027-02-10' }, 'as of 2027-02-10'],
  ]);
});

test('UN3 a signed report can be expected four to nine weeks after a period, and four to eight after a Type 1', () => {
  const expected = (otherwise: Answers) => draft(otherwise).reportBetween;
  assert.deepEqual(expected({}), { from: '2027-05-28', to: '2027-07-02' });
  assert.deepEqual(expected({ asks: 'type1' }), { from: '2026-12-29', to: '2027-01-26' });
  assert.deepEqual(
    [draft({}).neededBy, draft({ by: 'unknown' }).neededBy, draft({ by: '2027-12-01' }).neededBy],
    [null, null, '2027-12-01'],
  );
});

test('UN5 why it is of this type is told with the answers that it rests on', () => {
  const cases: [Answers, RegExp, string[]][] = [
    [{ asks: 'type1' }, /^Customers ask for a Type 1\. .*can begin the day after\.$/, ['asks']],
    [{ asks: 'type2', length: '6', first: 'no' }, /^Customers ask for a Type 2\.$/, ['asks']],
    [{ asks: 'soc2', length: '6', first: 'no' }, /names a shortest period, and only a Type 2/, ['length']],
    [{ asks: 'soc2', first: 'no' }, /^After a first report/, ['first']],
    [{ asks: 'soc2', first: '2026-10-15' }, /^After a first report/, ['first']],
    [{ asks: 'soc2' }, /Nothing you answered speaks against one\.$/, ['asks', 'by']],
    [
      { asks: 'soc2', since: '2026-11-15', by: '2027-02-01' },
      /^No period of 3 months and a report about it fit before 2027-02-01, and nobody insists/,
      ['by', 'asks', 'since'],
    ],
  ];
  for (const [answers, text, questions] of cases) {
    const [reason, more] = why('type', answers);
    assert.equal(more, undefined);
    assert.match(reason?.text ?? '', text);
    assert.deepEqual([reason?.questions, reason?.source], [questions, sources.practice]);
  }
});

test('UN5 why a period begins on its day is told with the answers that it rests on, and who says so', () => {
  const { practice, management } = sources;
  const cases: [Answers, RegExp, string[], string][] = [
    [{ first: '2026-10-15' }, /^It begins on 2026-10-16, the day after the last period/, ['first'], practice],
    [{ since: 'not-yet' }, /2027-04-01\. Until then there are 4 months .* of the 9 to 25 weeks/, ['since'], practice],
    [{ by: '2027-04-03' }, /2026-10-01, earlier than this month, .*operated by then\.$/, ['since', 'by'], management],
    [{}, /^It begins on 2026-11-01\. Your controls operate already/, ['since'], management],
    [{ since: '2026-11-30' }, /^It begins on 2026-11-30\. Your controls operate already/, ['since'], management],
    [{ since: '2026-12-01' }, /^It begins on 2026-12-01, when your controls do\.$/, ['since'], management],
  ];
  for (const [answers, text, questions, source] of cases) {
    const [begins, , more] = why('dates', answers);
    assert.match(begins?.text ?? '', text);
    assert.deepEqual([begins?.questions, begins?.source, more], [questions, source, undefined]);
  }
});

test('UN5 why a period is as long as it is is told with the answers that it rests on', () => {
  const cases: [Answers, RegExp, string[]][] = [
    [{}, /^6 months: a first period usually has three or six\.$/, ['first']],
    [{ length: '6' }, /^6 months: a first period/, ['first', 'length']],
    [{ length: '12' }, /^12 months, because somebody asks for that many\.$/, ['first', 'length']],
    [{ length: '12', first: 'no' }, /^12 months: from the second report on/, ['first', 'length']],
    [{ first: '2026-10-15' }, /^12 months: from the second report on, a period usually has twelve\.$/, ['first']],
    [{ by: '2027-07-02' }, /^6 months: a first period/, ['first']],
    [{ by: '2027-07-01' }, /^5 months, because the report is needed by 2027-07-01 and takes up to 9 weeks/, ['by']],
    [{ by: '2027-04-04' }, /^3 months, because the report is needed by 2027-04-04/, ['by']],
    [{ since: '2027-02-01', by: '2027-07-03' }, /^3 months, because/, ['by']],
  ];
  for (const [answers, text, questions] of cases) {
    const [, lasts] = why('dates', answers);
    assert.match(lasts?.text ?? '', text);
    assert.deepEqual([lasts?.questions, lasts?.source], [questions, sources.practice]);
  }
});

test('UN5 why a Type 1 is as of its day is told with the answers that it rests on', () => {
  const cases: [Answers, RegExp, string[]][] = [
    [{}, /^As of 2026-12-01, when your controls are in place\.$/, ['since']],
    [{ by: '2027-01-26' }, /^As of 2026-12-01, when your controls are in place\.$/, ['since']],
    [
      { by: '2027-01-25' },
      /^As of 2026-11-30, so that the report, which takes up to 8 weeks, is there by 2027-01-25\.$/,
      ['by'],
    ],
    [{ since: 'not-yet' }, /^As of 2027-04-01: by then there are 4 months .* 9 to 25 weeks/, ['since']],
    [{ since: '2027-02-10', by: '2027-01-01' }, /^As of 2027-02-10, when your controls are in place\.$/, ['since']],
  ];
  for (const [answers, text, questions] of cases) {
    const [reason, more] = why('dates', { asks: 'type1', ...answers });
    assert.equal(more, undefined);
    assert.match(reason?.text ?? '', text);
    assert.deepEqual([reason?.questions, reason?.source], [questions, sources.practice]);
  }
});

const day = fc.integer({ min: 0, max: 2_500 }).map((n) => dayAfter('2024-01-01', n));

test('UN3 a day that presses never makes a period later, nor shorter than three months or what is asked for', () => {
  fc.assert(
    fc.property(day, day, fc.constantFrom('3', '6', '12', 'none'), day, (since, by, length, now) => {
      const otherwise = { since, length } as Answers;
      const lasting = (more: Answers) => {
        const { from, to } = engagementPeriod(draft({ ...otherwise, ...more }, now).terms);
        return { from, to, days: (Date.parse(to) - Date.parse(from)) / 86_400_000 };
      };
      const [free, pressed] = [lasting({}), lasting({ by })];
      assert.ok(pressed.from <= free.from && pressed.to <= free.to);
      assert.ok(pressed.days >= 89, 'never less than 90 days');
      if (length === '12') assert.ok(pressed.days >= 364);
      if (pressed.from < since) assert.equal(pressed.from, free.from);
    }),
    { numRuns: 300 },
  );
});
