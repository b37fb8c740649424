import { applicableCriteria } from '../criteria/index.ts';
import { engagementPeriod, type EngagementTerms } from '../engagements/index.ts';
import { quantity } from '../reasons/index.ts';
import { documents } from './documents.ts';
import { waiting, type Counted, type StepFacts } from './facts.ts';
import { stepTitles, type Step, type StepId } from './steps.ts';

/** The eight steps as counted on `today`, in their order. */
export function stepProgress(facts: StepFacts): Step[] {
  const named = (id: StepId, step: Counted): Step => ({ id, title: stepTitles[id], ...step });
  return [
    named('understand', understand(facts)),
    named('scope', scope(facts)),
    named('documents', documents(facts)),
    named('operations', operations(facts)),
    named('dry-run', dryRun(facts)),
    named('examination', examination(facts)),
    named(
      'monitor',
      later(
        'The control calendar, continuous tests and reports upward come in a later version. Until then, run the tests again by hand as new records arrive.',
        'duties',
      ),
    ),
    named('renew', { ...later(renewal(facts), 'periods'), due: nextPeriod(facts) }),
  ];
}

function later(summary: string, unit: string): Counted {
  return { summary, state: 'not-yet-available', done: 0, total: null, unit, next: null, whose: null, due: null };
}

function understand({ engagement }: StepFacts): Counted {
  return {
    summary: engagement
      ? `${describe(engagement.terms)}. A SOC 2 is an auditor’s report on your controls, for readers you choose.`
      : 'Six questions turn what your service does into a draft engagement: what is examined, and for which days.',
    state: engagement ? 'done' : 'not-begun',
    done: engagement ? 1 : 0,
    total: 1,
    unit: 'engagement',
    next: engagement
      ? { label: 'Read the guide', href: '/understand', permission: 'organization.read' }
      : { label: 'Find out which report you need', href: '/understand/choose', permission: 'organization.read' },
    whose: 'Compliance lead',
    due: null,
  };
}

function describe(terms: EngagementTerms): string {
  return terms.type === 'type1'
    ? `Type 1: the design of your controls as of ${terms.asOf}`
    : `Type 2: design and operation of your controls from ${terms.period.from} to ${terms.period.to}`;
}

/** Controls in force on at least one day of what is examined. */
function inForce({ engagement, controls }: StepFacts): StepFacts['controls'] {
  if (!engagement) return [];
  const { from, to } = engagementPeriod(engagement.terms);
  return controls.filter(
    (c) => c.effectiveFrom <= to && (c.retiredOn === null || (c.retiredOn > from && c.retiredOn > c.effectiveFrom)),
  );
}

function scope(facts: StepFacts): Counted {
  const base = { unit: 'criteria with a control', whose: 'Compliance lead' };
  if (!facts.engagement) {
    return { ...base, ...waiting('Begins once there is an engagement.'), total: null };
  }
  // What is not relevant is not counted as done; it leaves the count, and how many these are is told.
  const applicable = applicableCriteria(facts.engagement.categories).filter((c) => !facts.notRelevant.includes(c.id));
  const outside = applicableCriteria(facts.engagement.categories).length - applicable.length;
  const adopted = inForce(facts);
  const covered = new Set(adopted.flatMap((c) => c.criteria));
  const done = applicable.filter((c) => covered.has(c.id)).length;
  const codes = new Set(adopted.map((c) => c.code)).size;
  const open = applicable.length - done;
  const begun = facts.readiness.total - facts.readiness.unanswered;
  return {
    ...base,
    summary: `${codes} ${codes === 1 ? 'control' : 'controls'} adopted; ${open === 0 ? `every ${outside === 0 ? '' : 'relevant '}criterion has at least one` : `${open} ${outside === 0 ? '' : 'relevant '}${open === 1 ? 'criterion has' : 'criteria have'} none`}${outside === 0 ? '' : `, and ${outside} ${outside === 1 ? 'was' : 'were'} taken for not relevant`}. ${described(facts.scope)} ${assessment(facts.readiness)}${action(facts.plan)}`,
    state: codes + begun + facts.scope.items === 0 ? 'not-begun' : 'under-way',
    done,
    total: applicable.length,
    next:
      open > 0
        ? {
            label: `Adopt controls for ${open} ${open === 1 ? 'criterion' : 'criteria'}`,
            href: '/controls',
            permission: 'controls.manage',
          }
        : (nextOfPlan(facts) ?? nextOfReadiness(facts.readiness) ?? nextOfScope(facts.scope)),
    due: engagementPeriod(facts.engagement.terms).from,
  };
}

/** `The scope has 40 items, with 3 holes.` */
function described({ items, holes }: StepFacts['scope']): string {
  if (items === 0) return 'The scope is not written down.';
  return `The scope has ${quantity(items, 'item')}${holes === 0 ? ' and no hole' : `, with ${quantity(holes, 'hole')}`}.`;
}

function nextOfScope({ items, holes }: StepFacts['scope']): Step['next'] {
  if (items === 0) return { label: 'Write down what is in scope', href: '/scope', permission: 'scope.manage' };
  return holes === 0
    ? null
    : { label: `Close ${quantity(holes, 'hole')} in the scope`, href: '/scope', permission: 'scope.manage' };
}

/** `60 of 97 questions of the readiness assessment answered, 4 not known; 12 open gaps, 3 of them critical or high.` */
function assessment({
  total,
  answered,
  unknown,
  notApplicable,
  unanswered,
  gaps,
  apart,
}: StepFacts['readiness']): string {
  const beside = [
    ...(unknown === 0 ? [] : [`${unknown} not known`]),
    ...(notApplicable === 0 ? [] : [`${notApplicable} said not to apply`]),
  ];
  const all = Object.values(gaps).reduce((sum, each) => sum + each, 0);
  const severe = gaps.critical + gaps.high;
  const found =
    unanswered === total
      ? ''
      : `; ${all === 0 ? 'no open gap' : quantity(all, 'open gap')}${severe === 0 ? '' : `, ${severe} of them critical or high`}${apart === 0 ? '' : `, and ${apart} of criteria that are not relevant`}`;
  return (
    [`${answered} of ${quantity(total, 'question')} of the readiness assessment answered`, ...beside].join(', ') +
    `${found}.`
  );
}

function nextOfReadiness({ unanswered, unknown, gaps }: StepFacts['readiness']): Step['next'] {
  if (unanswered > 0)
    return {
      label: `Answer ${quantity(unanswered, 'question')} of the assessment`,
      href: '/readiness',
      permission: 'readiness.answer',
    };
  if (unknown > 0)
    return { label: `Find out ${quantity(unknown, 'answer')}`, href: '/readiness', permission: 'readiness.answer' };
  const open = Object.values(gaps).reduce((sum, each) => sum + each, 0);
  return open === 0
    ? null
    : { label: `Look at ${quantity(open, 'open gap')}`, href: '/readiness', permission: 'readiness.read' };
}

/** ` Plan of action: 5 of 12 items are left, 2 of them overdue; 1 waits for somebody to verify it.` */
function action({ total, open, overdue, toVerify }: StepFacts['plan']): string {
  if (total === 0) return ' No plan of action yet.';
  const late = overdue === 0 ? '' : `, ${overdue} of them overdue`;
  const verify = toVerify === 0 ? '' : `; ${toVerify} ${toVerify === 1 ? 'waits' : 'wait'} for somebody to verify`;
  return ` Plan of action: ${open} of ${quantity(total, 'item')} left${late}${verify}.`;
}

/** What is overdue comes before further questions; what else is in the plan after them. */
function nextOfPlan({ plan, readiness }: StepFacts): Step['next'] {
  if (plan.overdue > 0)
    return {
      label: `See to ${quantity(plan.overdue, 'overdue item')} of the plan`,
      href: '/plan',
      permission: 'plan.work',
    };
  if (readiness.unanswered > 0 || readiness.unknown > 0) return null;
  if (plan.open > 0)
    return { label: `Work on ${quantity(plan.open, 'item')} of the plan`, href: '/plan', permission: 'plan.work' };
  return null;
}

function operations(facts: StepFacts): Counted {
  const base = { unit: 'controls tested', whose: 'Control owners' };
  if (!facts.engagement) return { ...base, ...waiting('Begins once there is an engagement.'), total: null };
  const codes = [...new Set(inForce(facts).map((c) => c.code))];
  const tested = new Set(facts.tests.filter((t) => t.run).map((t) => t.control));
  const done = codes.filter((c) => tested.has(c)).length;
  const { frozen, interim } = facts.populations;
  const notRun = facts.tests.filter((t) => !t.run).length;
  const populations =
    frozen === 0
      ? 'No population is frozen yet'
      : `${frozen} ${frozen === 1 ? 'population' : 'populations'} frozen${interim > 0 ? `, ${interim} of them before the period had closed` : ''}`;
  return {
    ...base,
    summary: `${populations}; ${facts.tests.length} ${facts.tests.length === 1 ? 'test' : 'tests'} published, ${facts.tests.length - notRun} run. Risk, vendor, asset and training records come in a later version, so this step stays open.`,
    state: frozen === 0 && facts.tests.length === 0 ? 'not-begun' : 'under-way',
    done,
    total: codes.length,
    next: nextOperation(facts, codes.length, done, notRun),
    due: engagementPeriod(facts.engagement.terms).to,
  };
}

function nextOperation(facts: StepFacts, adopted: number, done: number, notRun: number): Step['next'] {
  if (adopted === 0) return { label: 'Adopt controls first', href: '/controls', permission: 'controls.manage' };
  if (facts.populations.frozen === 0)
    return { label: 'Freeze a first population', href: '/populations', permission: 'populations.freeze' };
  if (notRun > 0)
    return { label: `Run ${notRun} ${notRun === 1 ? 'test' : 'tests'}`, href: '/tests', permission: 'tests.run' };
  if (done < adopted) {
    const open = adopted - done;
    return {
      label: `Publish tests for ${open} ${open === 1 ? 'control' : 'controls'}`,
      href: '/tests',
      permission: 'tests.publish',
    };
  }
  if (facts.populations.interim > 0 && facts.engagement) {
    const { to } = engagementPeriod(facts.engagement.terms);
    if (facts.today > to)
      return {
        label: 'Freeze the interim populations again: the period has closed',
        href: '/populations',
        permission: 'populations.freeze',
      };
  }
  return { label: 'Look at the results', href: '/results', permission: 'tests.read' };
}

/** States in which a dry run could say something about a criterion. */
const concluded = ['achieved', 'achieved-with-deviations', 'not-achieved'] as const;

function dryRun(facts: StepFacts): Counted {
  const base = { unit: 'criteria concluded', whose: 'Somebody independent of the control owners' };
  if (!facts.engagement) return { ...base, ...waiting('Begins once there is an engagement.'), total: null };
  const relevant = applicableCriteria(facts.engagement.categories).filter(({ id }) => !facts.notRelevant.includes(id));
  const total = facts.dryRun?.criteria ?? relevant.length;
  const due = engagementPeriod(facts.engagement.terms).to;
  const anyResult = facts.tests.some((t) => t.run);
  if (!facts.dryRun) {
    return {
      ...base,
      summary: 'The examination, rehearsed on your newest results. It is no auditor’s conclusion.',
      state: 'not-begun',
      done: 0,
      total,
      next: anyResult
        ? { label: 'Run the first dry run', href: '/dry-run', permission: 'dry-runs.run' }
        : { label: 'Run a test first', href: '/tests', permission: 'tests.run' },
      due,
    };
  }
  const { byState, notRelevant, outdated } = facts.dryRun;
  const done = concluded.reduce((sum, state) => sum + byState[state], 0);
  const failed = byState['not-achieved'] > 0 ? `, ${byState['not-achieved']} as not achieved` : '';
  const rest = done < total ? '; the others have no control, were not tested in full or cannot be told yet' : '';
  const left = notRelevant === 0 ? '' : `; ${notRelevant} ${notRelevant === 1 ? 'was' : 'were'} taken for not relevant`;
  return {
    ...base,
    summary: `${outdated ? 'What it weighs has changed since the last dry run. ' : ''}${done} of ${total} ${notRelevant === 0 ? '' : 'relevant '}criteria could be concluded${failed}${rest}${left}.`,
    state: done === total && total > 0 && !outdated ? 'done' : 'under-way',
    done,
    total,
    next: outdated
      ? { label: 'Run the dry run again', href: '/dry-run', permission: 'dry-runs.run' }
      : { label: 'Read what would change the forecast', href: '/dry-run', permission: 'dry-runs.read' },
    due,
  };
}

function examination(facts: StepFacts): Counted {
  const comesLater =
    'The auditors’ room and workpapers come in a later version; hand over these files, and what answers requests, yourself.';
  const base = { unit: 'files to hand over', total: 2, whose: 'Compliance lead, then the service auditor' };
  if (!facts.engagement) return { ...base, ...waiting('Begins once there is an engagement.') };
  const done = Number(facts.reports > 0) + Number(facts.bundles > 0);
  const { to } = engagementPeriod(facts.engagement.terms);
  const open = facts.today <= to ? ` The examined days end on ${to}; until then everything is interim.` : '';
  const { total, submitted, overdue } = facts.requests;
  const late = overdue === 0 ? '' : `, and ${overdue} of the others ${overdue === 1 ? 'is' : 'are'} overdue`;
  const asked = total === 0 ? '' : ` ${submitted} of ${quantity(total, 'request')} submitted${late}.`;
  const next: Step['next'] =
    overdue > 0
      ? { label: 'Answer the requests that are overdue', href: '/requests', permission: 'requests.answer' }
      : !facts.dryRun
        ? { label: 'Run a dry run first', href: '/dry-run', permission: 'dry-runs.run' }
        : facts.reports === 0
          ? { label: 'Render the report draft', href: '/report', permission: 'reports.render' }
          : facts.bundles === 0
            ? { label: 'Make the bundle', href: '/report', permission: 'bundles.create' }
            : { label: 'Download the report draft and the bundle', href: '/report', permission: 'reports.read' };
  return {
    ...base,
    summary: `A report draft and a bundle that anyone can verify offline.${asked}${open} ${comesLater}`,
    state: done + submitted === 0 ? 'not-begun' : 'under-way',
    done,
    next,
    due: null,
  };
}

function nextPeriod({ engagement }: StepFacts): string | null {
  if (engagement?.terms.type !== 'type2') return null;
  return new Date(Date.parse(engagement.terms.period.to) + 86_400_000).toISOString().slice(0, 10);
}

function renewal(facts: StepFacts): string {
  const begins = nextPeriod(facts);
  const when = begins ? ` The next period begins on ${begins} if there is to be no gap.` : '';
  return `Rolling an engagement forward and the bridge letter come in a later version.${when}`;
}
