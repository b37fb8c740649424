import { engagementPeriod, type EngagementTerms } from '../engagements/index.ts';
import { joined, quantity } from '../reasons/index.ts';
import { verdictOf, type ScopeHole } from '../scope/index.ts';
import type {
  DatedChange,
  DescribedIncident,
  DescriptionBody,
  DescriptionBodyOf,
  DescriptionPoint,
  NoneStatement,
} from './descriptions.ts';
import { daysDescribed, ofSeries, type DescribedRecords } from './filled/index.ts';
import { pointRules, scopeRulesThatMust, type PointCode } from './point-rules.ts';
import { descriptionPartWords, descriptionParts, type DescriptionPartId } from './words.ts';

/** What points are looked for in. */
export interface DescribedState {
  records: DescribedRecords;
  bodies: ReadonlyMap<DescriptionPartId, DescriptionBody>;
  holes: readonly ScopeHole[];
  /** Codes of controls of which a piece of evidence or a result of a test shows, by the last day described, that they are there. */
  shown: ReadonlySet<string>;
  /** In the time zone of the engagement. */
  today: string;
  /** What the newest frozen version was made for; null where none was. */
  frozenFor: { number: number; terms: EngagementTerms } | null;
}

/** Every point of a description, by part in their order. */
export function descriptionPoints(state: DescribedState): DescriptionPoint[] {
  return new Checking(state).points();
}

type Place = DescriptionPoint['place'];

class Checking {
  readonly #state: DescribedState;
  readonly #found: DescriptionPoint[] = [];

  constructor(state: DescribedState) {
    this.#state = state;
  }

  points(): DescriptionPoint[] {
    this.#ofScope();
    for (const part of ['dc2', 'dc3', 'environment'] as const) this.#ofWords(part);
    this.#ofEnvironment();
    this.#ofIncidents();
    this.#ofControls();
    this.#ofDuties();
    this.#ofVendors();
    this.#ofChanges();
    this.#ofDays();
    return this.#found.toSorted((a, b) => descriptionParts.indexOf(a.part) - descriptionParts.indexOf(b.part));
  }

  #body<Part extends DescriptionBody['part']>(part: Part): DescriptionBodyOf<Part> | undefined {
    return this.#state.bodies.get(part) as DescriptionBodyOf<Part> | undefined;
  }

  #add(part: DescriptionPartId, code: PointCode, text: string, place: Place, of = ''): void {
    const rule = pointRules[code];
    this.#found.push({ id: `${part}/${code}/${of}`, code, part, text, place, ...rule });
  }

  #ofScope(): void {
    for (const { id, code, kind, item, field, text, why, criterion, action } of this.#state.holes) {
      const part = descriptionParts.find((each) => descriptionPartWords[each].criterion === criterion);
      if (part === undefined) continue;
      this.#found.push({
        id: `${part}/scope/${id}`,
        code,
        part,
        severity: scopeRulesThatMust.has(code) ? 'must' : 'should',
        text,
        why,
        action,
        place: { kind: 'scope', of: kind, item: item?.id ?? null, field },
      });
    }
  }

  /** Tables say what there is; how it works together is told in words. */
  #ofWords(part: 'dc2' | 'dc3' | 'environment'): void {
    if ((this.#body(part)?.blocks.length ?? 0) > 0) return;
    const { title } = descriptionPartWords[part];
    this.#add(part, 'no-words', `Nothing is written under ${title} but what the records hold.`, inPart(null));
  }

  #ofEnvironment(): void {
    for (const { title, series } of ofSeries) {
      const some = this.#state.records.controls.some(({ criteria }) =>
        criteria.some((each) => each.startsWith(`${series}.`)),
      );
      if (!some)
        this.#add(
          'environment',
          'series-without-control',
          `No control is about ${title.toLowerCase()} (${series}).`,
          { kind: 'engagement' },
          series,
        );
    }
  }

  #ofIncidents(): void {
    const body = this.#body('dc4');
    const all = body?.incidents ?? [];
    if (all.length === 0 && !body?.none)
      this.#add('dc4', 'nothing-stated', 'It is not stated whether there were incidents.', inPart(null));
    if (all.length > 0 && body?.none)
      this.#add('dc4', 'none-and-some', 'It is stated that there were none, and some are told.', inPart(null));
    this.#ofNone('dc4', body?.none ?? null);
    const told = new Set(all.map(({ record }) => record));
    const aside = new Set(body?.setAside);
    const { read, unread } = this.#state.records.incidents ?? { read: [], unread: 0 };
    const open = unread + read.filter(({ record }) => !told.has(record) && !aside.has(record)).length;
    if (open > 0)
      this.#add(
        'dc4',
        'incident-undecided',
        `${quantity(open, 'incident')} on record ${open === 1 ? 'is' : 'are'} neither told nor set aside.`,
        inPart(null),
      );
    for (const incident of all) this.#ofIncident(incident);
  }

  #ofIncident(incident: DescribedIncident): void {
    const { id, title, nature, from, to, effect, disposition, cause } = incident;
    const missing = [
      ...(nature === null ? ['what happened'] : []),
      ...(from === null ? ['when'] : []),
      ...(effect === null ? ['how far it went'] : []),
      ...(disposition === null ? ['what was done'] : []),
    ];
    if (missing.length > 0)
      this.#add('dc4', 'incident-incomplete', `“${title}” does not say ${joined(missing)}.`, inPart(id), id);
    if (cause === 'unknown')
      this.#add('dc4', 'incident-without-cause', `It is not said why “${title}” belongs here.`, inPart(id), id);
    const { type } = this.#state.records.engagement.terms;
    const days = engagementPeriod(this.#state.records.engagement.terms);
    // A Type 1 speaks of one day, and of what was open on it.
    const outside =
      from !== null && (type === 'type2' ? from > days.to || (to !== null && to < days.from) : from > days.to);
    if (outside) this.#add('dc4', 'incident-outside', `“${title}” lies outside of the days described.`, inPart(id), id);
    const controls = new Set(this.#state.records.controls.map(({ code }) => code));
    const strange = incident.controls.filter((code) => !controls.has(code));
    if (strange.length > 0)
      this.#add(
        'dc4',
        'unknown-control',
        `“${title}” names ${joined(strange)}, which ${strange.length === 1 ? 'is' : 'are'} not described.`,
        inPart(id),
        id,
      );
  }

  /** A statement that there is none holds only after somebody looked, to the last day. */
  #ofNone(part: 'dc4' | 'dc9', none: NoneStatement | null): void {
    if (none === null) return;
    const { to } = engagementPeriod(this.#state.records.engagement.terms);
    if (none.lookedAt === null || none.lookedOn === null)
      this.#add(
        part,
        'none-without-search',
        'It is stated that there are none, and not where and until when somebody looked.',
        inPart(null),
      );
    else if (none.lookedOn < to)
      this.#add(
        part,
        'search-too-early',
        `Somebody looked until ${none.lookedOn}; the days described end on ${to}.`,
        inPart(null),
      );
  }

  #ofControls(): void {
    const { controls, relevant, engagement } = this.#state.records;
    if (controls.length === 0)
      this.#add('dc5', 'no-controls', 'No control is adopted for the days described.', { kind: 'engagement' });
    for (const id of relevant) {
      if (controls.some(({ criteria }) => criteria.includes(id))) continue;
      this.#add('dc5', 'criterion-without-control', `No control meets ${id}.`, { kind: 'criterion', id }, id);
    }
    const { to } = engagementPeriod(engagement.terms);
    for (const { code, title } of controls) {
      if (this.#state.shown.has(code)) continue;
      const text = `Nothing on record shows that ${code}, ${title}, was there by ${to}: no evidence, and no test that found it effective.`;
      this.#add('dc5', 'control-not-shown', text, { kind: 'control', code }, code);
    }
  }

  #counted(kind: 'cuec' | 'vendor', verdict: string): number {
    return this.#state.records.scope.filter(({ body }) => body.kind === kind && verdictOf(body)?.verdict === verdict)
      .length;
  }

  #ofDuties(): void {
    const none = this.#body('dc6')?.none ?? null;
    const some = this.#counted('cuec', 'cuec');
    if (some === 0 && none === null)
      this.#add(
        'dc6',
        'nothing-stated',
        'It is not stated whether customers have to run controls of their own.',
        inPart(null),
      );
    if (some > 0 && none !== null)
      this.#add(
        'dc6',
        'none-and-some',
        'It is stated that customers have to do nothing, and the scope says what they have to do.',
        inPart(null),
      );
  }

  #ofVendors(): void {
    const none = this.#body('dc7')?.none ?? null;
    const some = this.#counted('vendor', 'subservice');
    if (some === 0 && none === null)
      this.#add('dc7', 'nothing-stated', 'It is not stated whether there are subservice organizations.', inPart(null));
    if (some > 0 && none !== null)
      this.#add(
        'dc7',
        'none-and-some',
        'It is stated that there are no subservice organizations, and the scope has some.',
        inPart(null),
      );
  }

  #ofChanges(): void {
    const { changes, engagement } = this.#state.records;
    if (engagement.terms.type === 'type1') return;
    const { decisions = [], told = [], none = null } = this.#body('dc9') ?? {};
    const decided = new Map(decisions.map((each) => [each.key, each]));
    for (const change of changes) this.#ofChange(change, decided.get(change.key));
    const some = told.length + decisions.filter(({ significant }) => significant).length;
    if (some === 0 && none === null)
      this.#add('dc9', 'nothing-stated', 'It is not stated whether there were significant changes.', inPart(null));
    if (some > 0 && none !== null)
      this.#add(
        'dc9',
        'none-and-some',
        'It is stated that there were no significant changes, and some are told.',
        inPart(null),
      );
    this.#ofNone('dc9', none);
    const { from, to } = engagement.terms.period;
    for (const { id, day, what, before, now, effect } of told) {
      const missing = [
        ...(day === null ? ['since when'] : []),
        ...(before === null ? ['how it was'] : []),
        ...(now === null ? ['how it is'] : []),
        ...(effect === null ? ['what it meant'] : []),
      ];
      if (missing.length > 0)
        this.#add('dc9', 'change-incomplete', `“${what}” does not say ${joined(missing)}.`, inPart(id), id);
      if (day !== null && (day < from || day > to))
        this.#add('dc9', 'change-outside', `“${what}” is of ${day}, outside of the period.`, inPart(id), id);
    }
  }

  #ofChange(
    { key, day, name, did }: DatedChange,
    decision: { significant: boolean; effect: string | null } | undefined,
  ): void {
    const called = `${name}, ${did} on ${day}`;
    if (decision === undefined)
      this.#add(
        'dc9',
        'change-undecided',
        `It is not decided whether this is significant: ${called}.`,
        inPart(key),
        key,
      );
    else if (decision.significant && decision.effect === null)
      this.#add('dc9', 'change-without-effect', `It is not said what this meant: ${called}.`, inPart(key), key);
  }

  #ofDays(): void {
    const { today, frozenFor, records } = this.#state;
    const { terms } = records.engagement;
    const { to } = engagementPeriod(terms);
    if (to > today)
      this.#add(
        'dc1',
        'days-ahead',
        `The days described end on ${to}. Until then this is a draft of what will have been.`,
        { kind: 'engagement' },
      );
    if (frozenFor !== null && daysDescribed(frozenFor.terms) !== daysDescribed(terms))
      this.#add(
        'dc1',
        'frozen-for-other-days',
        `Version ${frozenFor.number} was frozen for other days than the engagement has now.`,
        { kind: 'engagement' },
      );
  }
}

function inPart(entry: string | null): Place {
  return { kind: 'part', entry };
}
