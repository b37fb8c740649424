import { categoryTitles } from '../categories/index.ts';
import type { Reason, ReasonCode, ReasonOf } from './reasons.ts';
import { counted, joined, quantity, spanned } from './wording.ts';

type Sentences = { [C in ReasonCode]: (reason: ReasonOf<C>) => string };

/** `2026-04-01 to 2026-06-30, … and 3 more` */
function sliced({ slices, more }: { slices: readonly { from: string; to: string }[]; more: number }): string {
  const shown = slices.slice(0, 3).map(({ from, to }) => `${from} to ${to}`);
  const rest = more + slices.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` and ${counted(rest)} more` : ''}`;
}

const wasWere = (count: number) => (count === 1 ? 'was' : 'were');
const openTitles: Record<ReasonOf<'criteria-open'>['state'], string> = {
  'cannot-say': 'Could not be concluded',
  'not-tested': 'Not tested',
  'partly-tested': 'Partly tested',
  'no-occurrence': 'No occurrence, which a report names in a paragraph of its own',
};

const sentences: Sentences = {
  rate: (r) => `${counted(r.deviations)} of ${quantity(r.population, r.of)} deviate, more than five percent.`,
  persistence: (r) => `Deviations occur in ${r.months} of ${r.of} months with ${r.what}, across the period.`,
  'persistently-late': (r) =>
    `${counted(r.late)} of ${quantity(r.due, 'occurrence')} due came late: it persists across the period.`,
  concentration: (r) =>
    `${counted(r.deviations)} of ${quantity(r.of, 'deviation')} lie with the ${r.column.replaceAll('_', ' ')} ${r.value}.`,
  recurs: (r) =>
    `${counted(r.deviations)} of ${quantity(r.population, 'item')} deviate: it recurs. Under ten items a rate means nothing.`,
  missed: (r) =>
    `${counted(r.missed)} of ${quantity(r.due, 'occurrence')} due ${wasWere(r.missed)} missed: ${sliced(r)}.`,
  late: (r) => `${counted(r.late)} of ${quantity(r.due, 'occurrence')} due ${wasWere(r.late)} late: ${sliced(r)}.`,
  'absent-slice': () =>
    'An absent occurrence leaves the part of the period it should have covered without the control.',
  isolated: (r) =>
    `${counted(r.deviations)} of ${quantity(r.population, 'item')} ${r.deviations === 1 ? 'deviates' : 'deviate'}; no marker of a systematic failure applies.`,
  gap: (r) => r.text,
  'items-unverified': (r) => `${counted(r.unverified)} of ${quantity(r.population, 'item')} could not be verified.`,
  'occurrences-unverified': (r) =>
    `${counted(r.unverified)} of ${quantity(r.due, 'occurrence')} due could not be verified.`,
  'days-unobserved': (r) =>
    `${counted(r.unobserved)} of ${quantity(r.expected, 'day')} were not observed; an unobserved day is never good.`,
  'nothing-due': () => 'No occurrence was due by the time the population was taken.',
  'empty-population': () => 'The population was counted and holds no item.',
  'none-in-scope': (r) =>
    `None of ${quantity(r.total, 'item')} of the population falls under the control in the period.`,
  'all-occurrences-met': (r) => `All ${quantity(r.due, 'occurrence')} due were met in time.`,
  'all-items-pass': (r) => {
    const throughout = r.days === null ? '' : `, on all ${quantity(r.days, 'day')}`;
    return r.items === 1
      ? `The one item in scope meets every attribute${throughout}.`
      : `All ${quantity(r.items, 'item')} in scope meet every attribute${throughout}.`;
  },
  interim: (r) => `Interim: nothing after ${r.through} was seen.`,

  'no-test': () => 'No test of this control has been run.',
  proposed: (r) => r.text,
  'deviations-counted': (r) => `${quantity(r.deviations, 'deviation')} found`,
  'unverified-counted': (r) => `${counted(r.unverified)} could not be verified`,
  'days-not-observed': (r) => `${quantity(r.unobserved, 'day')} of ${counted(r.expected)} not observed`,
  'absence-contradicted': () => 'the result says no occurrence and yet counts some',
  'effectiveness-contradicted': () => 'the result says effective and yet nothing passed',
  'other-days': (r) =>
    `it was run for the days ${spanned(r.ran)}${r.examined ? ` and the control is examined for the days ${spanned(r.examined)}` : ''}; run it again`,
  'other-time-zone': (r) =>
    `it was run in the time zone ${r.timeZone} and the engagement is in ${r.examined}; run it again`,
  'version-not-tested': (r) =>
    `version ${r.version} of the control was in force ${spanned(r)} and this test was not run on those days; run it again`,
  'cause-in-design': (r) =>
    `The recorded cause of ${quantity(r.deviations, 'deviation')} lies in the design of the control: ${trimmed(r.cause)}.`,
  'cause-deliberate': (r) =>
    `The recorded cause of ${quantity(r.deviations, 'deviation')} is a deliberate bypass: ${trimmed(r.cause)}.`,
  'cause-recurs': (r) =>
    `The same recorded cause led to ${quantity(r.deviations, 'deviation')} on ${quantity(r.days, 'day')}: ${trimmed(r.cause)}.`,
  'cause-not-recorded': (r) =>
    `No cause is on record for ${counted(r.deviations)} of ${quantity(r.of, 'deviation')}; without one nobody can say that they are isolated.`,
  'fixed-later': (r) =>
    `Fixed later, on ${r.fixedOn}: ${trimmed(r.remediation)}. ${r.deviations === 1 ? 'The deviation stays' : `The ${counted(r.deviations)} deviations stay`}.`,

  'sample-empty': (r) => `No item of the sample of ${r.of} is left: every one was void.`,
  'sample-open': (r) =>
    `${counted(r.examined)} of ${quantity(r.items, 'item')} of the sample of ${r.of} were examined.`,
  'sample-small': (r) =>
    `The sample of ${r.of} has ${quantity(r.items, 'item')}; the table of sizes asks for ${counted(r.asked)}.`,
  'sample-spans-versions': (r) =>
    `The control had ${r.versions} versions in the period, and the sample of ${r.of} does not tell them apart.`,
  'sample-deviates': (r) =>
    `${counted(r.deviations)} of ${quantity(r.items, 'item')} of the sample of ${r.of} ${r.deviations === 1 ? 'deviates' : 'deviate'}${r.cannotBeExamined > 0 ? `, ${counted(r.cannotBeExamined)} of them because it could not be examined` : ''}.`,
  'targeted-deviate': (r) =>
    `${counted(r.deviations)} of ${quantity(r.items, 'targeted item')} of ${r.of} ${r.deviations === 1 ? 'deviates' : 'deviate'}.`,
  'sample-passes': (r) =>
    `All ${quantity(r.items, 'item')} of the sample, drawn from ${counted(r.population)} of ${r.of}, met the control.`,

  'controls-not-effective': (r) => `Not effective: ${joined(r.controls)}.`,
  'controls-not-concluded': (r) => `Could not be concluded: ${joined(r.controls)}.`,
  'controls-not-tested': (r) => `Not tested: ${joined(r.controls)}.`,
  'controls-interim': (r) => `Tested for a part of the period only (interim): ${joined(r.controls)}.`,
  'days-without-control': (r) => `No adopted control was in force ${joined(r.spans.map(spanned))}.`,
  'controls-deviating': (r) => `Isolated deviations: ${joined(r.controls)}.`,
  'controls-without-occurrence': (r) => `No occurrence, so operation was not tested: ${joined(r.controls)}.`,
  'controls-not-due': (r) => `Not due yet, so operation was not tested: ${joined(r.controls)}.`,
  'controls-effective': (r) => `No exceptions noted: ${joined(r.controls)}.`,
  'design-untested': (r) =>
    `A Type 1 speaks of design as of ${r.asOf}, and no design was tested; the tests show at most that a control is in place.`,
  'no-control': () => 'No adopted control supports it.',
  'no-control-in-period': (r) =>
    `No adopted control supports it ${spanned(r.period)}; outside of that: ${joined(
      r.outside.map((o) => `${o.control} (${o.from === null ? `retired on ${o.until}` : `in force from ${o.from}`})`),
    )}.`,

  'description-not-written': () =>
    'The description of the system has not been written here, so nothing of it was checked.',
  'description-names-absent': (r) =>
    `Tests as of ${r.asOf} found ${joined(r.controls)} not in place as written; a description that names ${r.controls.length === 1 ? 'it' : 'them'} would be untrue until corrected.`,
  'criteria-without-control': (r) =>
    `${counted(r.criteria.length)} of ${quantity(r.of, 'criterion', 'criteria')} without a control: ${joined(r.criteria)}.`,
  'criterion-uncovered': (r) => `${r.criterion}: no adopted control was in force ${joined(r.spans.map(spanned))}.`,
  'controls-not-in-place': (r) =>
    `Tests as of ${r.asOf} found controls not in place as written, for ${joined(r.criteria)}.`,
  'design-at-fault': (r) =>
    `The recorded cause of deviations lies in the design of ${joined(r.controls)}, for ${joined(r.criteria)}.`,
  'design-not-tested': () =>
    'Design was not tested: nobody has recorded whether each control, working as written, would meet its criteria.',
  'criteria-not-achieved': (r) => `Not achieved: ${joined(r.criteria)}.`,
  'criteria-never-operated': (r) =>
    `${quantity(r.criteria.length, 'criterion has', 'criteria have')} no control that could have operated: ${joined(r.criteria)}.`,
  'criteria-open': (r) => `${openTitles[r.state]}: ${joined(r.criteria)}.`,
  'evidence-missing': (r) =>
    `If evidence still cannot be had at the examination, for ${joined(r.criteria)}, the opinion would be ${r.pervasive ? 'disclaimed: it reaches too far' : 'qualified'}.`,
  'criteria-with-deviations': (r) => `Achieved, with deviations that the report shows: ${joined(r.criteria)}.`,
  'criteria-achieved': (r) =>
    `Achieved without exception: ${counted(r.achieved)} of ${quantity(r.of, 'criterion', 'criteria')}.`,
  'description-discloses': (r) =>
    `The description has to say that ${joined(r.criteria)} ${r.criteria.length === 1 ? 'is' : 'are'} not relevant, and why (DC 8).`,
  'categories-without-criteria': (r) =>
    `Nothing can be concluded about ${joined(r.categories.map((each) => categoryTitles[each]))}: every criterion of ${r.categories.length === 1 ? 'it' : 'them'} was taken for not relevant.`,

  'category-lowest': (r) =>
    `The lowest of ${quantity(r.of, 'relevant criterion', 'relevant criteria')}: ${joined(r.criteria)}.`,
  'category-without-criteria': (r) =>
    `Nothing can be concluded about ${categoryTitles[r.category]}: ${joined(r.criteria)}, which are all of its criteria, were taken for not relevant.`,
  'criteria-not-relevant': (r) =>
    `Weighed: ${counted(r.of - r.criteria.length)} of the ${quantity(r.of, 'criterion', 'criteria')} that apply. Not relevant, so without weight and never counted as met: ${joined(r.criteria)}.`,
};

/** The sentence for a reason: the only place where one is made. */
export function reasonSentence(reason: Reason): string {
  // One code, one entry: the compiler can't see that both sides follow the same code.
  return (sentences[reason.code] as (reason: Reason) => string)(reason);
}

function trimmed(text: string): string {
  return text.trim().replace(/\.+$/, '');
}
