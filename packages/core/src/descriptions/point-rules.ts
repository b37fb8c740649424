import type { DescriptionPoint } from './descriptions.ts';

type Rule = Pick<DescriptionPoint, 'severity' | 'why' | 'action'>;

const must = (why: string, action: string): Rule => ({ severity: 'must', why, action });
const should = (why: string, action: string): Rule => ({ severity: 'should', why, action });

/** Why each point matters and what settles it (DC section 200, and the rules that follow from it). */
export const pointRules = {
  'no-words': should(
    'Tables name what there is. How it works together, and who does what, a reader learns only from a text.',
    'Answer the questions beside it in a few sentences.',
  ),
  'series-without-control': must(
    'Who leads, how risks are found and how controls are watched is told of every system.',
    'Adopt controls for it.',
  ),
  'nothing-stated': must(
    'A criterion of the description is answered by what there is, or by saying that there is none. Silence reads like something left out.',
    'Write down what there is, or state that there is none.',
  ),
  'none-and-some': must('The description contradicts itself.', 'Take the statement back, or take out what is told.'),
  'none-without-search': must(
    'That there was none can be said only by somebody who looked.',
    'Say what was looked through and until which day.',
  ),
  'search-too-early': must(
    'Something may have happened on the days after it.',
    'Look again once the days are over, and set the day.',
  ),
  'incident-undecided': must(
    'Each incident on record either has to be told or is of another kind, and somebody has to say which.',
    'Look at each: tell it, or set it aside.',
  ),
  'incident-incomplete': must(
    'A reader needs to know what it was, when, how far it went and what was done.',
    'Write what is missing.',
  ),
  'incident-without-cause': must(
    'Only incidents that came from a control, or that broke a promise in a way that matters, belong here.',
    'Say which of the two it is, or take it out.',
  ),
  'incident-outside': must('The description speaks of other days.', 'Mend the dates, or take it out.'),
  'unknown-control': must(
    'Only controls of the description can be named in it.',
    'Mend the code, or adopt the control.',
  ),
  'no-controls': must('A description without controls describes no system of controls.', 'Adopt controls.'),
  'criterion-without-control': must(
    'Each criterion that applies needs a control, or a reason why it is not relevant.',
    'Adopt a control for it, or decide that it is not relevant, with a reason.',
  ),
  'control-not-shown': must(
    'A description may tell only of what was really put in place by the last day that it speaks of.',
    'Add evidence of it, run its test, or retire it.',
  ),
  'change-undecided': must(
    'Which changes are significant to readers, management has to say of each.',
    'Decide it, with a sentence on what it meant.',
  ),
  'change-without-effect': must(
    'A reader wants to know what it meant for what was promised.',
    'Write what it meant for commitments and requirements; that nothing changed for them is an answer.',
  ),
  'change-incomplete': must(
    'A reader needs to know since when, what was before and what is now.',
    'Write what is missing.',
  ),
  'change-outside': must('Changes of the period alone are told.', 'Mend the day, or take it out.'),
  'days-ahead': should(
    'A report speaks of days that are over.',
    'Go on writing; freeze the version that the auditor gets after the last day.',
  ),
  'frozen-for-other-days': must(
    'Description, assertion and opinion have to speak of the same days.',
    'Read it through for the days as they are now, and freeze it again.',
  ),
} as const satisfies Record<string, Rule>;
export type PointCode = keyof typeof pointRules;

/** Holes of the scope without which a description does not hold; the others only make it poorer. */
export const scopeRulesThatMust: ReadonlySet<string> = new Set([
  'nothing-written',
  'category-without-commitment',
  'link-to-nothing',
  'link-out-of-scope',
  'service-without-commitment',
  'promise-without-source',
  'commitment-without-requirement',
  'criterion-not-covered',
  'control-not-adopted',
  'vendor-undecided',
  'subservice-without-method',
  'subservice-without-controls',
  'subservice-without-monitoring',
  'inclusive-without-part',
  'inclusive-without-assertion',
  'duty-undecided',
  'duty-of-another-kind',
  'cuec-without-criterion',
]);
