import {
  inUnits,
  numbersThatDiffer,
  promisedFrequency,
  type Frequency,
  type Obligation,
  type TestDefinition,
  type TextFinding,
} from '@tickmark/core';
import { numbersSaid, often, type contradictions } from './contradictions.ts';
import { found } from './finding.ts';
import { sentencesOf } from './sentences.ts';

/** What the organization has beside its documents. */
export interface KnownNames {
  /** Codes of controls. */
  controls: readonly string[];
  /** Of roles, teams and people. */
  roles: readonly string[];
  /** The adopted controls of the engagement that fills the document, by code; where it is not given, nothing is held against them. */
  adopted?: ReadonlyMap<string, { frequency: Frequency; retiredOn: string | null }>;
  /** Those published in that engagement; where it is not given, nothing is held against them. */
  tests?: readonly TestDefinition[];
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
    ...checkAdopted(promise, others),
    ...checkTests(promise, others),
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

/** The document and the control that it promises say the same, and the control is not retired. */
function checkAdopted(promise: Obligation, { known: { adopted } }: Others): TextFinding[] {
  const { control, heading, passage } = promise;
  const own = adopted?.get(control);
  if (own === undefined) return [];
  const promised = promisedFrequency(promise);
  return [
    ...(own.retiredOn === null
      ? []
      : [
          found(
            'control-retired',
            'should',
            heading,
            passage,
            `${control} is promised here, and retired from ${own.retiredOn} on.`,
            'Name the control that does it now, take the promise out, or adopt the control again.',
          ),
        ]),
    ...(own.frequency === promised
      ? []
      : [
          found(
            'control-differs',
            'should',
            heading,
            passage,
            `${control} is promised here as “${inWords(promised)}”, and your control says “${inWords(own.frequency)}”.`,
            'Make both say the same: here, or in a new version of the control.',
          ),
        ]),
  ];
}

/** The tests of the control judge by the numbers of the text. */
function checkTests({ control, heading, passage }: Obligation, { known: { tests = [] } }: Others): TextFinding[] {
  return tests
    .filter((definition) => definition.control === control)
    .flatMap((definition) =>
      numbersThatDiffer(passage, definition).map(({ unit, promised, judged }) => {
        const [here, there] = [inUnits(promised, unit), inUnits(judged, unit)];
        return found(
          'test-differs',
          'should',
          heading,
          passage,
          `${control} is promised here by ${here}, and the test ${definition.id} judges by ${there}.`,
          'Make both say the same: here, or in a new version of the test.',
        );
      }),
    );
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
