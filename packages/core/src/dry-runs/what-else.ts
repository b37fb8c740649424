import { byText, counted, dayAfter, joined, spanned } from '../reasons/index.ts';
import type { ControlInForce, Concluded } from './in-force.ts';
import { idsIn, partlyUncovered } from './forecast.ts';

/** Concrete acts and dates, the heaviest first. */
export function whatWouldChange(view: Concluded): string[] {
  const said: string[] = [];
  const holes = idsIn(view.criteria, 'no-control');
  if (holes.length > 0)
    said.push(`Adopt a control for ${joined(holes)}: nothing covers ${holes.length === 1 ? 'it' : 'them'}.`);
  for (const gap of partlyUncovered(view)) {
    said.push(
      `For ${gap.id}, name the control that was in force ${joined(gap.spans.map(spanned))}, or expect the auditor to report that there was none.`,
    );
  }
  for (const control of view.controls.filter((c) => c.deviations > 0)) said.push(deviationsStay(control));
  for (const { conclusion } of view.controls.filter((c) => c.sampleDeviations > 0)) {
    said.push(`What deviates in a sample of ${conclusion.code} stays in the report whatever is fixed now.`);
  }
  for (const control of view.controls) {
    for (const sample of (control.conclusion.samples ?? []).filter((s) => s.proposal === 'cannot-say')) {
      said.push(`Settle the sample of ${sample.population} for ${control.conclusion.code}: ${sample.sentence}`);
    }
    for (const result of control.conclusion.results.filter((r) => r.proposal === 'cannot-say')) {
      said.push(`Settle ${result.code}: ${result.sentence}`);
    }
  }
  const untested = inState(view, 'not-tested');
  if (untested.length > 0) said.push(`Run tests on ${joined(untested)}: adopted, and not tested yet.`);
  for (const { id, common, controls } of view.out.notRelevant) {
    if (common) {
      said.push(
        `Expect the auditor to question that ${id} is not relevant: it is one of the common criteria, which hardly ever are without relevance.`,
      );
    }
    if (controls.length > 0) {
      said.push(
        `Expect the auditor to ask why ${id} is not relevant: ${joined(controls)} ${controls.length === 1 ? 'supports' : 'support'} it.`,
      );
    }
  }
  const interim = view.controls.filter((c) => c.interim).map((c) => c.conclusion.code);
  if (interim.length > 0) {
    said.push(
      `The period ends on ${view.period.to}. From ${dayAfter(view.period.to)} on, freeze the populations of ${joined(interim)} again and run the tests again: so far they speak of a part of the period only.`,
    );
  }
  const idle = inState(view, 'no-occurrence');
  if (idle.length > 0) {
    said.push(
      `Keep the search that shows that nothing called for ${joined(idle)}: the auditor verifies the absence and tests the design.`,
    );
  }
  said.push('Have somebody independent of the owners test whether each control is suitably designed.');
  said.push('Write the description of the system and check it against the description criteria.');
  return said;
}

function deviationsStay({ conclusion, deviations }: ControlInForce): string {
  const one = deviations === 1;
  const begin = `The ${one ? 'deviation' : `${counted(deviations)} deviations`} of ${conclusion.code} ${one ? 'stays' : 'stay'} in the report whatever is fixed now.`;
  return conclusion.state === 'not-effective'
    ? `${begin} What would change the outlook: a compensating control that was in force and tested over the same days.`
    : `${begin} What would keep the outlook: the cause and its extent on record, and the fixed control tested over enough occurrences.`;
}

/** What this dry run says nothing about. */
export function whatWasNotChecked(view: Concluded): string[] {
  const { facts, period } = view;
  const codes = new Set(view.controls.map((c) => c.conclusion.code));
  const orphans = [...new Set(facts.results.filter((r) => !codes.has(r.control)).map((r) => r.code))].sort(byText);
  const untested = inState(view, 'not-tested');
  const out = view.out.notRelevant.map(({ id }) => id);
  const unused = [...new Set(facts.samples.filter((s) => !codes.has(s.control)).map((s) => s.control))].sort(byText);
  return [
    'The description of the system, against the description criteria.',
    'The design of the controls: only whether each criterion has one.',
    facts.engagement.terms.type === 'type1'
      ? `Operation over time: a Type 1 gives no opinion on it. The tests speak of what was in place as of ${period.to}.`
      : 'What happened on paper, in conversation or by judgement: the tests read records only, and samples show what was recorded of their items.',
    ...(out.length > 0
      ? [
          `Whether ${joined(out)} ${out.length === 1 ? 'is' : 'are'} not relevant: who said so gave a reason, and nothing here examines it.`,
        ]
      : []),
    ...(untested.length > 0 ? [`The controls without a test: ${joined(untested)}.`] : []),
    ...(orphans.length > 0
      ? [
          `${joined(orphans)}: run, and the control is not adopted ${spanned(period)}, so ${orphans.length === 1 ? 'it supports' : 'they support'} no criterion.`,
        ]
      : []),
    ...(unused.length > 0
      ? [`The samples drawn for ${joined(unused)}: not adopted ${spanned(period)}, so they support no criterion.`]
      : []),
    'Whether those who ran this and who decide on it are independent of the control owners: owners are on record by role, not by name.',
    'Whether a control makes another one needless: every adopted control of a criterion counts as needed.',
    'Subservice organizations, the controls expected of them and of user entities.',
    'Incidents, and events after the period.',
    'Whether the criteria with exceptions put a service commitment at risk; that is judgement.',
  ];
}

function inState(view: Concluded, state: ControlInForce['conclusion']['state']): string[] {
  return view.controls.filter((c) => c.conclusion.state === state).map((c) => c.conclusion.code);
}
