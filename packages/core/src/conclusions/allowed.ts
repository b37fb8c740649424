import { criterionStateTitles, forecastTitles } from '../dry-runs/index.ts';
import { TickmarkError } from '../errors/index.ts';
import { proposalTitles } from '../results/index.ts';
import { shortestReason, type ConclusionState, type Standing } from './decisions.ts';
import { rankOf, statesOf } from './rank-of.ts';

/** States that say what was found and not what somebody thinks of it: they can be confirmed, never chosen. */
const facts: readonly ConclusionState[] = ['not-tested', 'no-occurrence', 'partly-tested', 'no-control'];

const titles: Record<ConclusionState, string> = { ...proposalTitles, ...criterionStateTitles, ...forecastTitles };

/** `Effective, with isolated deviations` */
export function conclusionTitle(state: ConclusionState): string {
  return titles[state];
}

/** Whether a conclusion is better than what the rules give, and so needs a reason. */
export function isSofter({ on, follows }: Pick<Standing, 'on' | 'follows'>, conclusion: ConclusionState): boolean {
  return rankOf(on, conclusion) > rankOf(on, follows);
}

/** The conclusions a person may choose for a subject, best first: harsher freely, softer down to the floor. */
export function choices(standing: Pick<Standing, 'on' | 'follows' | 'floor'>): ConclusionState[] {
  const { on, follows, floor } = standing;
  const best = Math.max(rankOf(on, floor), rankOf(on, follows));
  return statesOf(on).filter((s) => s === follows || (!facts.includes(s) && rankOf(on, s) <= best));
}

/**
 * Throws where a person may not conclude this: `bad_input` for a state that is a fact and not the one
 * found, for one softer than the floor, and for a softer one without a reason of
 * {@link shortestReason} characters.
 */
export function checkDecision(
  standing: Pick<Standing, 'on' | 'subject' | 'follows' | 'floor'>,
  conclusion: ConclusionState,
  reason: string | undefined,
): void {
  const { on, subject, follows, floor } = standing;
  const softer = isSofter(standing, conclusion);
  if (softer && rankOf(on, conclusion) > rankOf(on, floor)) {
    throw new TickmarkError(
      'bad_input',
      `${subject} cannot be concluded as “${titles[conclusion]}”: the rules allow “${titles[floor]}” at best, whatever the reason.`,
      { field: 'decision.conclusion', action: 'Choose that or something harsher.' },
    );
  }
  if (facts.includes(conclusion) && conclusion !== follows) {
    throw new TickmarkError(
      'bad_input',
      `“${titles[conclusion]}” says what was found, and of ${subject} it was not found.`,
      { field: 'decision.conclusion', action: `Confirm “${titles[follows]}” or conclude harsher.` },
    );
  }
  if (softer && (reason?.trim().length ?? 0) < shortestReason) {
    throw new TickmarkError(
      'bad_input',
      `“${titles[conclusion]}” is softer than “${titles[follows]}”, which the rules give for ${subject}.`,
      {
        field: 'reason',
        action: `Give the reason, in ${shortestReason} characters at least; it is shown in the report.`,
      },
    );
  }
}
