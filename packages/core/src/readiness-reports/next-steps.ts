import { byText, joined, quantity } from '../reasons/index.ts';
import type { NextStep, ReadinessFacts } from './facts.ts';
import type { StepCode } from './words.ts';

/** As many as a step names; the rest is counted. */
const mostNamed = 8;

/**
 * What is to be done next, in its order: first what hides how things stand, then what has no plan, then what the plan waits
 * for, and last what shows that controls work. `untested`: controls without a published test.
 */
export function nextSteps(facts: Omit<ReadinessFacts, 'next' | 'verdict'>, untested: readonly string[]): NextStep[] {
  const { scope, answers, coverage, plan, gaps, roadmap, answersAlone } = facts;
  const { items } = plan;
  const bare = coverage.holes.filter(({ state }) => state === 'no-control').map(({ criterion }) => criterion);
  const without = gaps.filter(({ id }) => plan.without.includes(id));
  const severe = without.filter(({ severity }) => severity === 'critical' || severity === 'high').length;
  const codesOf = (fits: (item: (typeof items)[number]) => boolean): string[] =>
    items.filter(fits).map(({ code }) => code);
  const questions = (state: string): string[] =>
    facts.questions.filter((each) => each.state === state).map(({ id }) => id);
  const expired = codesOf(({ acceptance }) => acceptance?.expired === true);
  const working = ({ state }: (typeof items)[number]): boolean => state === 'open' || state === 'in-progress';
  const unowned = codesOf((item) => working(item) && item.owner === null);
  const unestimated = codesOf((item) => working(item) && item.effortDays === null);
  const unsettled = roadmap.findings.filter(({ kind }) => kind === 'impossible' || kind === 'contradiction');
  const overdue = codesOf((item) => item.overdue);
  const done = codesOf(({ state }) => state === 'done');
  const first = items
    .filter((item) => item.begins !== null)
    .toSorted(
      (a, b) =>
        byText(a.begins ?? '', b.begins ?? '') || Number(b.critical) - Number(a.critical) || byText(a.code, b.code),
    )
    .slice(0, 5);
  return [
    ...(scope.items === 0
      ? [
          {
            code: 'write-scope' as const,
            words: 'Write down what is in scope; nothing is so far.',
            count: 0,
            names: [],
          },
        ]
      : step('write-scope', scope.holes, [], `Fill ${quantity(scope.holes, 'hole')} in the scope.`)),
    ...step(
      'tell-vendors-apart',
      scope.vendors.undecided,
      [],
      `Tell ${quantity(scope.vendors.undecided, 'vendor')} apart from subservice organizations.`,
    ),
    ...step(
      'answer',
      answers.unanswered,
      questions('unanswered'),
      `Answer ${quantity(answers.unanswered, 'question')}; each may hide a gap.`,
    ),
    ...step(
      'find-out',
      answers.unknown,
      questions('unknown'),
      `Find out what nobody knows yet: ${quantity(answers.unknown, 'question')}.`,
    ),
    ...step(
      'adopt',
      bare.length,
      bare,
      `Adopt a control for ${quantity(bare.length, 'criterion', 'criteria')} without one: ${few(bare)}.`,
    ),
    ...step(
      'plan-gaps',
      without.length,
      without.map(({ id }) => id),
      `Put ${quantity(without.length, 'gap')} into the plan of action${severe === 0 ? '' : `, ${severe} of them critical or high`}.`,
    ),
    ...step(
      'look-at-expired',
      expired.length,
      expired,
      `Look again at ${quantity(expired.length, 'risk')} whose acceptance has expired: ${few(expired)}.`,
    ),
    ...step(
      'name-owners',
      unowned.length,
      unowned,
      `Name an owner for ${quantity(unowned.length, 'item')}: ${few(unowned)}.`,
    ),
    ...step(
      'say-efforts',
      unestimated.length,
      unestimated,
      `Say how much work ${quantity(unestimated.length, 'item takes', 'items take')}: ${few(unestimated)}.`,
    ),
    ...step(
      'settle-dates',
      unsettled.length,
      [],
      `Settle ${quantity(unsettled.length, 'thing')} that the roadmap finds impossible or contradictory.`,
    ),
    ...step('overdue', overdue.length, overdue, `End ${quantity(overdue.length, 'overdue item')}: ${few(overdue)}.`),
    ...step('verify', done.length, done, `Verify ${quantity(done.length, 'item')} said to be done: ${few(done)}.`),
    ...step(
      'begin',
      first.length,
      first.map(({ code }) => code),
      `Work on what comes first by the roadmap: ${few(first.map(({ code }) => code))}.`,
    ),
    ...step(
      'show',
      answersAlone.length,
      answersAlone,
      `Have somebody else see ${quantity(answersAlone.length, 'control')} that ${answersAlone.length === 1 ? 'rests' : 'rest'} on your own answers alone.`,
    ),
    ...step(
      'test',
      untested.length,
      untested,
      `Publish a test for ${quantity(untested.length, 'control')} without one.`,
    ),
  ];
}

function step(code: StepCode, count: number, names: readonly string[], words: string): NextStep[] {
  return count === 0 ? [] : [{ code, words: words.trim(), count, names: names.slice(0, mostNamed) }];
}

function few(names: readonly string[]): string {
  return names.length <= mostNamed
    ? joined(names)
    : `${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more`;
}
