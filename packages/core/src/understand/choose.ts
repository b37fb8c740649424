import { engagementPeriod, engagementWarnings, type EngagementTerms, type Warning } from '../engagements/index.ts';
import { dayAfter, quantity } from '../reasons/index.ts';
import { sourced } from '../sources/index.ts';
import type { Answers } from './answers.ts';
import { addMonths, daysOf, later, monthBeginning } from '../calendar/index.ts';
import { chooseCategories } from './choose-categories.ts';
import { afterType1, afterType2, preparation, together } from './phases.ts';
import type { ChosenReport } from './proposal.ts';
import { chooserQuestions, type QuestionId } from './questions.ts';

type Reason = ChosenReport['reasons'][number];

/** What terms are reckoned from, read from the answers. */
interface Given {
  today: string;
  /** null: not known, or no date is agreed. */
  neededBy: string | null;
  /** Day after the last period; null where there is none, it is not known, or it is more than a year ago. */
  goesOnFrom: string | null;
  /** Last day of a period that ended more than a year ago. */
  endedLongAgo: string | null;
  /** A report was issued before. */
  later: boolean;
  /** The day from which controls operate, and whether that is an assumption. */
  ready: string;
  assumed: boolean;
  /** Shortest period anybody names, in months; null where nobody does. */
  least: number | null;
}

/** Months that practice takes a period at least to have, and what a first and a later one usually have. */
const months = { least: 3, first: 6, later: 12 } as const;
/** Months until controls operate where they don't yet: in the middle of what the phases of preparation take. */
const monthsToPrepare = 4;

const isDate = (answer: string | undefined): answer is string => answer !== undefined && /^\d{4}-/.test(answer);

/** Days from the last day examined, or from today where that is over, until the report is there: soonest and latest. */
function daysUntilReport(type: EngagementTerms['type']): [number, number] {
  const [from, to] = together(type === 'type1' ? afterType1 : afterType2);
  return [from * 7, to * 7];
}

function read(answers: Answers, today: string): Given {
  const { by, first, since, length } = answers;
  const endedLongAgo = isDate(first) && addMonths(first, 12) < today ? first : null;
  const goesOnFrom = isDate(first) && endedLongAgo === null ? dayAfter(first) : null;
  return {
    today,
    neededBy: isDate(by) ? by : null,
    goesOnFrom,
    endedLongAgo,
    later: first === 'no' || isDate(first),
    // After an issued report controls are taken to go on; before a first one nothing is, until somebody says so.
    ready: isDate(since) ? since : (goesOnFrom ?? monthBeginning(addMonths(today, monthsToPrepare))),
    assumed: !isDate(since) && goesOnFrom === null,
    least: length === '3' || length === '6' || length === '12' ? Number(length) : null,
  };
}

/**
 * Which report the answers speak for, with a reason for each part: type, dates and categories. `today` is a date in the
 * organization's time zone.
 */
export function chooseReport(answers: Answers, today: string): ChosenReport {
  const given = read(answers, today);
  const { terms, reasons } = chooseTerms(answers, given);
  const categories = chooseCategories(answers);
  const workFrom = later(engagementPeriod(terms).to, today);
  const [soonest, latest] = daysUntilReport(terms.type);
  const reportBetween = { from: dayAfter(workFrom, soonest), to: dayAfter(workFrom, latest) };
  const chosen = categories.filter(({ choice }) => choice === 'in').map(({ category }) => category);
  return {
    terms,
    categories,
    reasons,
    warnings: [
      ...warningsOf(answers, given, terms, reportBetween),
      ...engagementWarnings({ categories: chosen, terms }),
    ],
    beside: besides(answers, terms),
    open: stillOpen(answers),
    reportBetween,
    neededBy: given.neededBy,
  };
}

function chooseTerms(answers: Answers, given: Given): { terms: EngagementTerms; reasons: Reason[] } {
  const { asks } = answers;
  if (asks === 'type1') {
    return type1(given, {
      about: 'type',
      text: 'Customers ask for a Type 1. It is no stage one has to go through: the period of a Type 2 can begin the day after.',
      source: sourced('practice'),
      questions: ['asks'],
    });
  }
  const fitting = fittingPeriod(given);
  const insists = asks === 'type2' || given.least !== null || given.later;
  if (fitting === null && !insists) {
    return type1(given, {
      about: 'type',
      text: `No period of ${months.least} months and a report about it fit before ${given.neededBy}, and nobody insists on a Type 2. A Type 1 says by then whether the controls are suitably designed; a Type 2 can follow.`,
      source: sourced('practice'),
      questions: ['by', 'asks', 'since'],
    });
  }
  const period = fitting ?? periodFrom(firstDay(given), shortest(given));
  return { terms: { type: 'type2', period }, reasons: [whyType2(answers, given), ...whyPeriod(given, period)] };
}

function whyType2({ asks }: Answers, given: Given): Reason {
  const source = sourced('practice');
  if (asks === 'type2') {
    return { about: 'type', text: 'Customers ask for a Type 2.', source, questions: ['asks'] };
  }
  if (given.least !== null) {
    return {
      about: 'type',
      text: 'Somebody names a shortest period, and only a Type 2 speaks of a period.',
      source,
      questions: ['length'],
    };
  }
  if (given.later) {
    return {
      about: 'type',
      text: 'After a first report readers expect to hear how controls operated: a Type 2.',
      source,
      questions: ['first'],
    };
  }
  return {
    about: 'type',
    text: 'A Type 2 is what most customers ask for in the end, because it says whether controls operated. Nothing you answered speaks against one.',
    source,
    questions: ['asks', 'by'],
  };
}

/** The day on which a period begins where nothing presses. */
function firstDay(given: Given): string {
  if (given.goesOnFrom !== null) return given.goesOnFrom;
  // From this month on, settings can still be observed while the period is open.
  return given.ready <= given.today ? later(given.ready, `${given.today.slice(0, 8)}01`) : given.ready;
}

function shortest(given: Given): number {
  return Math.max(months.least, given.least ?? 0);
}

function longest(given: Given): number {
  return Math.max(given.later ? months.later : months.first, given.least ?? 0);
}

/** A period of whole months, and of 90 days at least, which three months from February would not have. */
function periodFrom(from: string, length: number): { from: string; to: string } {
  return { from, to: later(dayAfter(addMonths(from, length), -1), dayAfter(from, 89)) };
}

/**
 * The longest period that is usual and still in time. Where none is, the beginning is moved back month by month, as far
 * as controls have operated; null where that does not help either.
 */
function fittingPeriod(given: Given): { from: string; to: string } | null {
  const [, latest] = daysUntilReport('type2');
  const inTime = (to: string) => given.neededBy === null || dayAfter(later(to, given.today), latest) <= given.neededBy;
  const usual = firstDay(given);
  const beginnings = [usual];
  for (let back = 1; given.goesOnFrom === null && addMonths(usual, -back) >= given.ready && back <= 12; back += 1) {
    beginnings.push(addMonths(usual, -back));
  }
  for (const from of beginnings) {
    for (let length = longest(given); length >= shortest(given); length -= 1) {
      const period = periodFrom(from, length);
      if (inTime(period.to)) return period;
    }
  }
  return null;
}

function whyPeriod(given: Given, period: { from: string; to: string }): Reason[] {
  const length = wholeMonths(period);
  const reasons: Reason[] = [];
  reasons.push({ about: 'dates', ...whyBegins(given, period.from) });
  if (length < longest(given) && given.neededBy !== null) {
    reasons.push({
      about: 'dates',
      text: `${quantity(length, 'month')}, because the report is needed by ${given.neededBy} and takes up to ${together(afterType2)[1]} weeks after the last day.`,
      source: sourced('practice'),
      questions: ['by'],
    });
  } else {
    reasons.push({
      about: 'dates',
      text: given.later
        ? `${quantity(length, 'month')}: from the second report on, a period usually has twelve.`
        : given.least !== null && given.least > months.first
          ? `${quantity(length, 'month')}, because somebody asks for that many.`
          : `${quantity(length, 'month')}: a first period usually has three or six.`,
      source: sourced('practice'),
      questions: given.least === null ? ['first'] : ['first', 'length'],
    });
  }
  return reasons;
}

function whyBegins(given: Given, from: string): Omit<Reason, 'about'> {
  if (given.goesOnFrom !== null) {
    return {
      text: `It begins on ${from}, the day after the last period, so that no day is left without a report.`,
      source: sourced('practice'),
      questions: ['first'],
    };
  }
  if (given.assumed) {
    return {
      text: `It begins on ${from}. Until then there are ${monthsToPrepare} months to put controls in place, in the middle of the ${together(preparation).join(' to ')} weeks that this usually takes.`,
      source: sourced('practice'),
      questions: ['since'],
    };
  }
  if (from < firstDay(given)) {
    return {
      text: `It begins on ${from}, earlier than this month, because it would not be over in time otherwise. Your controls operated by then.`,
      source: sourced('management'),
      questions: ['since', 'by'],
    };
  }
  return {
    text:
      given.ready <= given.today
        ? `It begins on ${from}. Your controls operate already, and from now on everything can still be observed.`
        : `It begins on ${from}, when your controls do.`,
    source: sourced('management'),
    questions: ['since'],
  };
}

function wholeMonths({ from, to }: { from: string; to: string }): number {
  let length = 0;
  while (addMonths(from, length + 1) <= dayAfter(to)) length += 1;
  return length;
}

function type1(given: Given, why: Reason): { terms: EngagementTerms; reasons: Reason[] } {
  const soonest = later(given.today, given.ready);
  const usual = given.ready <= given.today ? monthBeginning(dayAfter(given.today, 1)) : given.ready;
  const pressed = given.neededBy === null ? usual : dayAfter(given.neededBy, -daysUntilReport('type1')[1]);
  const asOf = pressed < usual ? later(pressed, soonest) : usual;
  const dates: Reason = {
    about: 'dates',
    ...(asOf < usual
      ? {
          text: `As of ${asOf}, so that the report, which takes up to ${together(afterType1)[1]} weeks, is there by ${given.neededBy}.`,
          source: sourced('practice'),
          questions: ['by'],
        }
      : {
          text: given.assumed
            ? `As of ${asOf}: by then there are ${monthsToPrepare} months to put controls in place, in the middle of the ${together(preparation).join(' to ')} weeks that this usually takes.`
            : `As of ${asOf}, when your controls are in place.`,
          source: sourced('practice'),
          questions: ['since'],
        }),
  };
  return { terms: { type: 'type1', asOf }, reasons: [why, dates] };
}

function warningsOf(
  { asks, first, since }: Answers,
  given: Given,
  terms: EngagementTerms,
  between: { from: string; to: string },
): Warning[] {
  const found: Warning[] = [];
  const { from, to } = engagementPeriod(terms);
  if (given.neededBy !== null && between.to > given.neededBy) {
    const meanwhile =
      terms.type === 'type1'
        ? 'Agree another day with the customer.'
        : given.later
          ? 'Agree another day; a bridge letter may do meanwhile.'
          : 'Agree another day, or ask whether a Type 1 would do meanwhile.';
    found.push({
      code: 'too-late',
      message: `The report is needed by ${given.neededBy}, and can be expected between ${between.from} and ${between.to}. ${meanwhile}`,
      source: sourced('practice'),
    });
  }
  if (given.assumed) {
    found.push({
      code: 'assumed-ready',
      message: `That controls operate by ${given.ready} is an assumption. Whatever does not operate on the first day is a deviation or a hole in the design, so change the dates rather than hope.`,
      source: sourced('auditors'),
    });
  }
  if (given.goesOnFrom !== null && since === 'not-yet') {
    found.push({
      code: 'controls-stopped',
      message: `A period ended the day before ${given.goesOnFrom}, and most controls are said not to operate. One of the two answers is wrong, or controls stopped; then the next report shows deviations from its first day on.`,
      source: sourced('auditors'),
    });
  }
  if (given.endedLongAgo !== null) {
    found.push({
      code: 'gap',
      message: `The last period ended on ${given.endedLongAgo}, more than a year ago. Readers will ask what happened since.`,
      source: sourced('practice'),
    });
  }
  if (terms.type === 'type2') {
    if (from < given.ready) {
      found.push({
        code: 'before-controls',
        message: `Controls operate from ${given.ready}, and the period would begin on ${from}. For the days between, the report would say that they did not.`,
        source: sourced('auditors'),
      });
    }
    const yesterday = dayAfter(given.today, -1);
    const past = daysOf({ from, to: to < yesterday ? to : yesterday });
    if (past > 31) {
      found.push({
        code: 'past-days',
        message: `${quantity(past, 'day')} of the period are over. Records can still speak of them; settings and access as they were then can’t be observed any more.`,
        source: sourced('auditors'),
      });
    }
    if (wholeMonths(terms.period) < months.first) {
      found.push({
        code: 'under-six-months',
        message: 'Many readers look for six months or more. Tell them beforehand how many it will be.',
        source: sourced('practice'),
      });
    }
  } else {
    if (given.later) {
      found.push({
        code: 'type1-again',
        message:
          'After a report was issued, another Type 1 tells readers little that is new. Ask them whether it will do.',
        source: sourced('practice'),
      });
    }
    if (given.least !== null) {
      found.push({
        code: 'period-asked',
        message:
          'Somebody names a shortest period, and a Type 1 speaks of one day only. Ask which of the two they need.',
        source: sourced('management'),
      });
    }
  }
  if (asks === 'type2' && first === 'yes' && given.neededBy === null && given.assumed) {
    found.push({
      code: 'tell-the-date',
      message: `Tell customers now that the report can be expected between ${between.from} and ${between.to}.`,
      source: sourced('practice'),
    });
  }
  return found;
}

function besides({ asks, figures, anybody }: Answers, terms: EngagementTerms): Warning[] {
  const found: Warning[] = [];
  if (figures === 'books') {
    found.push({
      code: 'soc1',
      message:
        'Figures of yours go into customers’ books, so their auditors may need a SOC 1. It is another examination, of controls that matter for financial statements; a SOC 2 does not stand in for it. Ask one of those auditors.',
      source: sourced('soc1'),
    });
  }
  if (anybody === 'yes') {
    found.push({
      code: 'soc3',
      message: `A SOC 3 may be read by anybody. The same work of the auditor gives both, if it is agreed beforehand${terms.type === 'type1' ? '; but there is no Type 1 of it' : ''}.`,
      source: sourced('management'),
    });
  }
  if (asks === 'other') {
    found.push({
      code: 'something-else',
      message:
        'Customers ask for something else. A SOC 2 is no ISO 27001 certificate and no SOC 1, and proves neither. Ask whether they would take it before you begin.',
      source: sourced('practice'),
    });
  }
  if (asks === 'nothing') {
    found.push({
      code: 'nobody-asks',
      message:
        'Nobody has asked. No law asks for a SOC 2 either. Getting controls in order is worth it by itself; the report can wait until a customer needs it.',
      source: sourced('practice'),
    });
  }
  return found;
}

const matters: Record<QuestionId, string> = {
  asks: 'Ask two or three customers which type they would accept. Until then a Type 2 is proposed where there is time for one.',
  by: 'No date presses on the proposal. A contract may name one.',
  length: 'A contract may ask for six or twelve months; a shorter report would not do then.',
  first: 'If there was a report before, say when its period ended: the next begins on the day after.',
  since: 'It is assumed that controls don’t operate yet.',
  uptime: 'Availability is not decided. Look into contracts and service levels.',
  secrets: 'Confidentiality is not decided. Look into contracts for duties to keep secrets or to delete.',
  figures: 'Processing integrity is not decided, nor whether a SOC 1 is needed.',
  personal: 'Privacy is not decided. Find out what personal information the service holds, and who decides about it.',
  anybody: 'Whether a SOC 3 should be agreed on at the same time.',
};

function stillOpen(answers: Answers): ChosenReport['open'] {
  return chooserQuestions
    .filter(({ id }) => {
      const answer = answers[id];
      return answer === undefined || answer === 'unknown' || (id === 'first' && answer === 'no');
    })
    .map(({ id }) => ({ question: id, matters: matters[id] }));
}
