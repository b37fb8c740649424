import { inUnits, type Frequency, type HeldObligation, type Obligation, type TextFinding } from '@tickmark/core';
import { numbersSaid, often, type contradictions } from './contradictions.ts';
import { found } from './finding.ts';
import { sentencesOf } from './sentences.ts';

/** What the organization has beside its documents. */
export interface KnownNames {
  /** Codes of controls. */
  controls: readonly string[];
  /** Of roles, teams and people. */
  roles: readonly string[];
  /** A promise beside controls and tests of an engagement; where it is not given, none is held against them. */
  hold?: (promise: Obligation) => HeldObligation;
}

/** What the promises of a document are held against. */
export interface Others {
  /** Of the document. */
  code: string;
  known: KnownNames;
  /** Titles of the other documents, by code. */
  titles: ReadonlyMap<string, string>;
  /** Where documents that hold contradict each other. */
  against: ReturnType<typeof contradictions>;
}

/** What a promise gets wrong: its control and how often that operates, whose duty it is, and numbers that another document has otherwise. */
export function checkPromise(promise: Obligation, others: Others): TextFinding[] {
  return [
    ...checkControl(promise, others),
    ...checkHeld(promise, others),
    ...checkDuty(promise, others),
    ...checkNumbers(promise, others),
  ];
}

/** A control that is named and is none. */
export function unknownControl(code: string, heading: string, passage: string): TextFinding {
  return found(
    'control-unknown',
    'must',
    heading,
    passage,
    `There is no control ${code}.`,
    'Name a control by its code, as the list of controls has it.',
  );
}

function checkControl({ control, passage, heading }: Obligation, { known }: Others): TextFinding[] {
  return known.controls.includes(control) ? [] : [unknownControl(control, heading, passage)];
}

/** The document, the control that it promises and the tests of that control say the same, and the control is not retired. */
function checkHeld(promise: Obligation, { known: { hold } }: Others): TextFinding[] {
  const held = hold?.(promise);
  if (held === undefined) return [];
  const { control, heading, passage, adopted, agrees, retiredOn, frequency, catalogued } = held;
  const told = (code: TextFinding['code'], message: string, action: string): TextFinding =>
    found(code, 'should', heading, passage, message, action);
  const findings: TextFinding[] = [];
  if (retiredOn !== null)
    findings.push(
      told(
        'control-retired',
        `${control} is promised here, and retired from ${retiredOn} on.`,
        'Name the control that does it now, take the promise out, or adopt the control again.',
      ),
    );
  if (adopted !== null && agrees === false)
    findings.push(
      told(
        'control-differs',
        `${control} is promised here as “${inWords(frequency ?? catalogued)}”, and your control says “${inWords(adopted)}”.`,
        'Make both say the same: here, or in a new version of the control.',
      ),
    );
  for (const { code, numbers } of held.tests)
    for (const { unit, promised, judged } of numbers)
      findings.push(
        told(
          'test-differs',
          `${control} is promised here by ${inUnits(promised, unit)}, and the test ${code} judges by ${inUnits(judged, unit)}.`,
          'Make both say the same: here, or in a new version of the test.',
        ),
      );
  return findings;
}

const inWords = (frequency: Frequency): string =>
  frequency === 'continuous' ? 'always' : frequency === 'per_occurrence' ? 'each time' : frequency;

const duty =
  /\b(?:must|shall|ha(?:s|ve) to|(?:is|are) to)(?: \w+)? be(?: \w+ly)? (?:\w+(?:ed|en|wn)|done|made|kept|put|sent|held|met|set|told|read|cut|built|found|run|left|paid|brought|understood)\b/i;
const somebody =
  /\b(?:you|we|who|whoever|everybody|everyone|anybody|anyone|somebody|someone|nobody|people|persons?|staff|teams?|managers?|management|owners?|leads?|officers?|heads?|directors?|executives?|administrators?|developers?|engineers?|reviewers?|approvers?|evaluators?|testers?|users?|employees?|contractors?|vendors?|suppliers?|customers?|visitors?|committees?|boards?|body|counsel|auditors?|deputy|deputies|commander|hosts?)\b/i;

function checkDuty({ passage, heading }: Obligation, { known }: Others): TextFinding[] {
  const roles = known.roles.map((role) => role.trim().toLowerCase()).filter((role) => role !== '');
  return sentencesOf(passage)
    .filter((sentence) => {
      const lower = sentence.toLowerCase();
      return duty.test(sentence) && !somebody.test(sentence) && !roles.some((role) => lower.includes(role));
    })
    .map((sentence) =>
      found(
        'duty-unowned',
        'should',
        heading,
        sentence,
        'The sentence does not say whose duty it is.',
        'Name the role, the team or the person who does it.',
      ),
    );
}

/** Told at each passage that has a number of its own in the contradiction. */
function checkNumbers(promise: Obligation, { code, titles, against }: Others): TextFinding[] {
  const here = saidOf(promise);
  return against.flatMap(({ control, unit, said }) => {
    const [values, rest] = [here.get(unit) ?? [], said.filter(({ id }) => id !== code)];
    const elsewhere = rest.filter((other) => values.some((value) => !other.values.has(value)));
    const isPart = said.some(({ id }) => id === code);
    if (control !== promise.control || !isPart || values.length === 0 || elsewhere.length === 0) return [];
    const told = (all: Iterable<string>): string =>
      [...all].map((value) => (unit === often ? value.replaceAll('_', ' ') : `${value} ${unit}s`)).join(' and ');
    const there = elsewhere.map(({ id, values: its }) => `in ${titles.get(id) ?? id} by ${told(its)}`);
    return [
      found(
        'numbers-contradict',
        'must',
        promise.heading,
        promise.passage,
        `${control} is promised here by ${told(values)}, and ${there.join(', ')}.`,
        'Make both say the same, or let both take the number from one setting.',
      ),
    ];
  });
}

function saidOf({ control, frequency, passage }: Obligation): Map<string, string[]> {
  const numbers = Map.groupBy(numbersSaid('', [{ control, passage }]), ({ unit }) => unit);
  const said = new Map([...numbers].map(([unit, own]) => [unit, own.map(({ value }) => value)]));
  return frequency === null ? said : said.set(often, [frequency]);
}
