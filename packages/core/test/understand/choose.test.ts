import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import sources from '../../../../content/glossary/sources.json' with { type: 'json' };
import {
  chooseReport,
  chooserQuestions,
  chosenReport,
  countCategories,
  criteria,
  engagementPeriod,
  questionIds,
  type Answers,
} from '../../src/index.ts';
import { answered, today } from './answered.ts';

const known = new Set<string>(Object.values(sources));
const choose = (answers: Answers) => chooseReport(answers, today);
const codes = (answers: Answers) => choose(answers).warnings.map(({ code }) => code);
const chosen = (answers: Answers) =>
  Object.fromEntries(choose(answers).categories.map(({ category, choice }) => [category, choice]));

test('UN1 without any answer the proposal is a first Type 2 after a time to prepare, and every question is open', () => {
  const proposal = choose({});
  assert.deepEqual(proposal.terms, { type: 'type2', period: { from: '2027-04-01', to: '2027-09-30' } });
  assert.deepEqual(
    proposal.open.map(({ question }) => question),
    [...questionIds],
  );
  assert.ok(codes({}).includes('assumed-ready'));
  assert.deepEqual(chosen({}), {
    security: 'in',
    availability: 'open',
    confidentiality: 'open',
    processing_integrity: 'open',
    privacy: 'open',
  });
});

test('UN1 “I don’t know” is open, and proposes the same as no answer at all', () => {
  const unknown = Object.fromEntries(questionIds.map((id) => [id, 'unknown'])) as Answers;
  assert.deepEqual(choose(unknown), choose({}));
  assert.deepEqual(
    choose(answered).open.map(({ question }) => question),
    [],
  );
  assert.deepEqual(
    choose({ ...answered, first: 'no' }).open.map(({ question }) => question),
    ['first'],
  );
});

test('UN2 controls that operate begin this month; a first period has six months, a later one twelve without a gap', () => {
  assert.deepEqual(choose(answered).terms, { type: 'type2', period: { from: '2026-11-01', to: '2027-04-30' } });
  assert.deepEqual(choose({ ...answered, first: '2026-10-15' }).terms, {
    type: 'type2',
    period: { from: '2026-10-16', to: '2027-10-15' },
  });
  assert.deepEqual(choose({ ...answered, length: '12' }).terms, {
    type: 'type2',
    period: { from: '2026-11-01', to: '2027-10-31' },
  });
  assert.deepEqual(choose({ ...answered, since: '2027-02-10' }).terms, {
    type: 'type2',
    period: { from: '2027-02-10', to: '2027-08-09' },
  });
  assert.deepEqual(codes(answered), []);
});

test('UN3 a date that presses shortens the period, then moves its beginning back, never before controls operated', () => {
  const shorter = choose({ ...answered, by: '2027-05-15' });
  assert.deepEqual(shorter.terms, { type: 'type2', period: { from: '2026-11-01', to: '2027-02-28' } });
  assert.ok(shorter.reportBetween.to <= '2027-05-15');
  assert.ok(codes({ ...answered, by: '2027-05-15' }).includes('under-six-months'));
  const earlier = { ...answered, by: '2027-02-20' };
  const { from } = engagementPeriod(choose(earlier).terms);
  assert.ok(from < '2026-11-01' && from >= '2026-01-15', from);
  assert.ok(codes(earlier).includes('past-days'));
});

test('UN3 where no period fits, a Type 1 is proposed only if nobody insists on a period; else the report is said to be late', () => {
  const soon: Answers = { ...answered, by: '2027-02-01', since: '2026-11-15' };
  assert.deepEqual(choose({ ...soon, asks: 'soc2' }).terms, { type: 'type1', asOf: '2026-12-01' });
  assert.equal(choose(soon).terms.type, 'type2');
  assert.ok(codes(soon).includes('too-late'));
  assert.equal(choose({ ...soon, asks: 'soc2', length: '6' }).terms.type, 'type2');
  assert.equal(choose({ ...soon, asks: 'soc2', first: '2026-10-31' }).terms.type, 'type2');
  const never: Answers = { ...soon, asks: 'type1', by: today };
  assert.deepEqual(choose(never).terms, { type: 'type1', asOf: today });
  assert.ok(codes(never).includes('too-late'));
});

test('UN4 promises in contracts choose categories, and figures in books or a report for anybody point beside a SOC 2', () => {
  assert.deepEqual(chosen({ ...answered, uptime: 'yes', figures: 'books', personal: 'own' }), {
    security: 'in',
    availability: 'in',
    confidentiality: 'out',
    processing_integrity: 'in',
    privacy: 'in',
  });
  assert.equal(chosen({ ...answered, personal: 'customers' })['privacy'], 'out');
  const beside = (answers: Answers) => choose({ ...answered, ...answers }).beside.map(({ code }) => code);
  assert.deepEqual(beside({ figures: 'books', anybody: 'yes' }), ['soc1', 'soc3']);
  assert.deepEqual(beside({ asks: 'other' }), ['something-else']);
  assert.deepEqual(beside({ asks: 'nothing' }), ['nobody-asks']);
});

test('UN4 answers that do not fit together are said to', () => {
  assert.ok(codes({ ...answered, asks: 'type1', length: '6' }).includes('period-asked'));
  assert.ok(codes({ ...answered, asks: 'type1', first: 'no' }).includes('type1-again'));
  assert.ok(codes({ ...answered, first: '2026-06-30', since: '2026-09-01' }).includes('before-controls'));
  assert.ok(codes({ ...answered, first: '2024-06-30' }).includes('gap'));
});

const date = fc
  .date({ min: new Date('2024-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10));
/** Any answers, each one of the choices that the question offers, a date where it takes one, or none. */
const anyAnswers = fc.record(
  Object.fromEntries(
    chooserQuestions.map((question) => {
      const values = fc.constantFrom(...question.choices.map(({ value }) => value as string));
      return [question.id, 'date' in question ? fc.oneof(values, date) : values];
    }),
  ),
  { requiredKeys: [] },
) as fc.Arbitrary<Answers>;

test('UN5 whatever is answered, the draft is whole and keeps its promises: long enough, in time or said to be late', () => {
  fc.assert(
    fc.property(anyAnswers, date, (answers, today) => {
      const proposal = chosenReport.parse(chooseReport(answers, today));
      const { from, to } = engagementPeriod(proposal.terms);
      assert.ok(from <= to);
      assert.ok(proposal.reportBetween.from > today, 'no report on a day that is over');
      const codes = new Set(proposal.warnings.map(({ code }) => code));
      assert.equal(codes.size, proposal.warnings.length, 'a warning is given once');
      assert.ok(!codes.has('short-period') && !codes.has('long-period') && !codes.has('security-left-out'));
      assert.equal(codes.has('too-late'), proposal.neededBy !== null && proposal.reportBetween.to > proposal.neededBy);
      if (answers.asks === 'type1') assert.equal(proposal.terms.type, 'type1');
      if (answers.asks === 'type2') assert.equal(proposal.terms.type, 'type2');
      if (proposal.terms.type === 'type1') assert.ok(proposal.terms.asOf >= today);
      const since = /^\d/.test(answers.since ?? '') ? String(answers.since) : null;
      if (since !== null && from < since) assert.ok(codes.has('before-controls'));
      const open = new Set(proposal.open.map(({ question }) => question));
      for (const { choice, questions } of proposal.categories) {
        assert.equal(
          choice === 'open',
          questions.some((question) => open.has(question)),
        );
      }
      for (const { text, source } of [...proposal.reasons, ...proposal.categories]) {
        assert.match(text, /\.$/);
        assert.ok(known.has(source), source);
      }
      for (const { message, source } of [...proposal.warnings, ...proposal.beside]) {
        assert.match(message, /\.$/);
        assert.ok(known.has(source), source);
      }
      for (const about of ['type', 'dates']) assert.ok(proposal.reasons.some((reason) => reason.about === about));
    }),
    { numRuns: 2_000 },
  );
});

test('UN1 to say “I don’t know” to any one question leaves it open, as if it was never answered', () => {
  fc.assert(
    fc.property(anyAnswers, fc.constantFrom(...questionIds), (answers, question) => {
      const unknown = choose({ ...answers, [question]: 'unknown' });
      assert.ok(unknown.open.some((open) => open.question === question));
      const { [question]: _left, ...without } = answers;
      assert.deepEqual(unknown, choose(without));
    }),
    { numRuns: 500 },
  );
});

test('UN6 what a category adds is counted from the criteria and the catalogue', () => {
  const counts = countCategories();
  assert.equal(
    counts.reduce((sum, { criteria }) => sum + criteria, 0),
    criteria.length,
  );
  assert.deepEqual(
    counts.map(({ criteria }) => criteria),
    [33, 3, 2, 5, 18],
  );
  for (const { controls, onlyHere } of counts) assert.ok(onlyHere > 0 && onlyHere <= controls);
});
