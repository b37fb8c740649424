import { z } from 'zod';
import { categoryTitles, type Category } from '../categories/index.ts';
import { applicableCriteria } from '../criteria/index.ts';
import { engagementPeriod, type EngagementTerms } from '../engagements/index.ts';
import { id } from '../operations/shapes.ts';
import { byText, dayAfter, joined } from '../reasons/index.ts';
import { linksOf } from './fields.ts';
import { isIn, scopeKind, type ScopeBody, type ScopeBodyOf, type Scoped } from './items.ts';
import { holeRules, type HoleCode } from './hole-rules.ts';
import { dutyStanding, vendorStanding } from './verdicts.ts';
import { scopeKindWords, usersEnd, type ScopeKind } from './words.ts';

/** What is missing in a scope, or contradicts itself. It warns and keeps nobody from anything. */
export const scopeHole = z.object({
  id: z.string().describe('One of its kind in an engagement; it stays as long as the hole does'),
  code: z.string(),
  kind: scopeKind,
  item: z.object({ id, name: z.string() }).nullable().describe('null where it is of the kind as a whole'),
  field: z.string().nullable().describe('Where it is mended'),
  text: z.string().describe('What is missing'),
  why: z.string().describe('Why it matters'),
  criterion: z.string().describe('The description criterion that it would leave open: DC 1 to DC 9'),
  action: z.string(),
});
export type ScopeHole = z.infer<typeof scopeHole>;

/** What holes are looked for in, beside the items themselves. */
export interface ScopeOf {
  categories: readonly Category[];
  terms: EngagementTerms;
  /** Codes of the controls that the organization has adopted. */
  adopted: readonly string[];
}

/** Kinds of which a description says something in every case. */
const expected = ['service', 'commitment', 'requirement', 'system', 'data-type', 'process', 'team'] as const;

/** Every hole in the scope, by kind in their order and then by item. */
export function scopeHoles(items: readonly Scoped[], of: ScopeOf): ScopeHole[] {
  return new Looking(items, of).holes();
}

class Looking {
  readonly #items: readonly Scoped[];
  readonly #byId: ReadonlyMap<string, Scoped>;
  readonly #of: ScopeOf;
  readonly #applicable: ReadonlySet<string>;
  readonly #found: ScopeHole[] = [];

  constructor(items: readonly Scoped[], of: ScopeOf) {
    this.#items = items;
    this.#byId = new Map(items.map((item) => [item.id, item]));
    this.#of = of;
    this.#applicable = new Set(applicableCriteria(of.categories).map((each) => each.id));
  }

  holes(): ScopeHole[] {
    for (const kind of expected) {
      if (!this.#inOf(kind).length) this.#whole('nothing-written', kind, `No ${scopeKindWords[kind].one} is in scope.`);
    }
    this.#ofCategories();
    for (const item of this.#items) {
      this.#ofLinks(item);
      if (isIn(item.body)) this.#ofItem(item);
    }
    const order = Object.keys(scopeKindWords);
    return this.#found.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  }

  /** Items of a kind that are in scope. */
  #inOf<Kind extends ScopeKind>(kind: Kind): Scoped<ScopeBodyOf<Kind>>[] {
    return this.#items.filter((item): item is Scoped<ScopeBodyOf<Kind>> => item.body.kind === kind && isIn(item.body));
  }

  #whole(code: HoleCode, kind: ScopeKind, text: string, part: string = kind, field: string | null = null): void {
    const { why, action } = holeRules[code];
    const { description: criterion } = scopeKindWords[kind];
    this.#found.push({ id: `${code}/${part}`, code, kind, item: null, field, text, why, criterion, action });
  }

  /** `part` tells holes of one code and field apart. */
  #hole(code: HoleCode, { id: own, body }: Scoped, field: string, text: string, part: string = field): void {
    const { name, kind } = body;
    this.#found.push({
      id: `${code}/${own}/${part}`,
      code,
      kind,
      item: { id: own, name },
      field,
      text: `${name} ${text}`,
      ...holeRules[code],
    });
  }

  #ofCategories(): void {
    const commitments = this.#inOf('commitment');
    for (const category of this.#of.categories) {
      if (commitments.length > 0 && !commitments.some(({ body }) => body.categories.includes(category))) {
        const text = `No commitment is about ${categoryTitles[category]}, which the engagement covers.`;
        this.#whole('category-without-commitment', 'commitment', text, category, 'categories');
      }
    }
    const data = this.#inOf('data-type');
    const secret = data.some(({ body: { classification: c } }) => c === 'confidential' || c === 'restricted');
    if (this.#of.categories.includes('confidentiality') && !secret) {
      const text = 'The engagement covers Confidentiality, and no type of data is confidential or restricted.';
      this.#whole('confidentiality-without-data', 'data-type', text, 'confidentiality', 'classification');
    }
    if (this.#of.categories.includes('privacy') && !data.some(({ body }) => body.personal === 'yes')) {
      const text = 'The engagement covers Privacy, and no type of data is about people.';
      this.#whole('privacy-without-data', 'data-type', text, 'privacy', 'personal');
    }
  }

  #ofLinks(item: Scoped): void {
    for (const { field, id: linked } of linksOf(item.body)) {
      const [name = field] = field.split('.');
      const other = this.#byId.get(linked);
      const part = `${name}/${linked}`;
      if (other === undefined) {
        this.#hole('link-to-nothing', item, name, 'names something that was removed.', part);
      } else if (isIn(item.body) && !isIn(other.body) && meansPart(item.body, name)) {
        this.#hole('link-out-of-scope', item, name, `is in scope, and ${other.body.name} is out of it.`, part);
      }
    }
  }

  #ofItem(item: Scoped): void {
    const { body } = item;
    switch (body.kind) {
      case 'service':
        return this.#ofService(item as Scoped<typeof body>);
      case 'commitment':
        return this.#ofCommitment(item as Scoped<typeof body>);
      case 'requirement':
        return this.#ofRequirement(item as Scoped<typeof body>);
      case 'system':
        return this.#ofSystem(item as Scoped<typeof body>);
      case 'environment':
        if (unknown(body.productionData)) {
          this.#hole('environment-data-unknown', item, 'productionData', 'does not tell whether real data is in it.');
        }
        if (!this.#inOf('system').some(({ body: { environments } }) => environments.includes(item.id))) {
          this.#hole('environment-without-system', item, 'name', 'has no system in it.');
        }
        return;
      case 'data-type':
        return this.#ofData(item as Scoped<typeof body>);
      case 'data-flow':
        return this.#ofFlow(item as Scoped<typeof body>);
      case 'process':
        if (body.owner === undefined) this.#hole('process-without-owner', item, 'owner', 'has no owner.');
        if (body.systems.length === 0)
          this.#hole('process-without-system', item, 'systems', 'names no system it uses.');
        return;
      case 'team':
        if (body.lead === undefined && !this.#inOf('person').some(({ body: { teams } }) => teams.includes(item.id))) {
          this.#hole('team-without-people', item, 'lead', 'has no lead, and nobody is named in it.');
        }
        return;
      case 'person':
        if (body.role === undefined) this.#hole('person-without-role', item, 'role', 'has no role.');
        return;
      case 'vendor':
        return this.#ofVendor(item as Scoped<typeof body>);
      case 'cuec':
      case 'user-responsibility':
        return this.#ofDuty(item as Scoped<typeof body>);
      case 'boundary':
        if (body.why === undefined) this.#hole('boundary-without-reason', item, 'why', 'does not say why.');
        return;
      default:
        return;
    }
  }

  #ofService(item: Scoped<ScopeBodyOf<'service'>>): void {
    if (!this.#inOf('commitment').some(({ body }) => body.services.includes(item.id))) {
      this.#hole('service-without-commitment', item, 'name', 'has no commitment.');
    }
    if (item.body.users === undefined) this.#hole('service-without-users', item, 'users', 'does not say who uses it.');
  }

  #ofCommitment(item: Scoped<ScopeBodyOf<'commitment'>>): void {
    const { body } = item;
    if (!this.#inOf('requirement').some(({ body: { commitments } }) => commitments.includes(item.id))) {
      this.#hole('commitment-without-requirement', item, 'name', 'has no system requirement.');
    }
    if (body.source === undefined) this.#hole('promise-without-source', item, 'source', 'has no source.');
    if (body.services.length === 0) {
      this.#hole('commitment-without-service', item, 'services', 'is of no service.');
    }
    if (body.categories.length === 0) {
      this.#hole('commitment-without-category', item, 'categories', 'is about no category.');
    }
    const strange = body.categories.filter((each) => !this.#of.categories.includes(each));
    if (strange.length > 0) {
      const titles = joined(strange.map((each) => categoryTitles[each]));
      this.#hole(
        'category-not-covered',
        item,
        'categories',
        `is about ${titles}, which the engagement does not cover.`,
      );
    }
  }

  #ofRequirement(item: Scoped<ScopeBodyOf<'requirement'>>): void {
    const { commitments, criteria, controls } = item.body;
    if (commitments.length === 0) {
      this.#hole('requirement-without-commitment', item, 'commitments', 'serves no commitment.');
    }
    if (criteria.length === 0) this.#hole('requirement-without-criterion', item, 'criteria', 'is of no criterion.');
    if (controls.length === 0) this.#hole('requirement-without-control', item, 'controls', 'has no control.');
    this.#ofCodes(item, criteria, controls);
  }

  /** `place`: the part of the item that names them, where that is not the item itself. */
  #ofCodes(item: Scoped, criteria: readonly string[], controls: readonly string[], place?: string): void {
    const strange = criteria.filter((each) => !this.#applicable.has(each));
    if (strange.length > 0) {
      const text = `names ${joined(strange)}, which the engagement does not cover.`;
      this.#hole('criterion-not-covered', item, place ?? 'criteria', text);
    }
    const missing = controls.filter((each) => !this.#of.adopted.includes(each));
    if (missing.length > 0) {
      const text = `names ${joined(missing)}, which ${missing.length === 1 ? 'is' : 'are'} not adopted.`;
      this.#hole('control-not-adopted', item, place ?? 'controls', text);
    }
  }

  #ofSystem(item: Scoped<ScopeBodyOf<'system'>>): void {
    const { environments, owner, dataTypes, type } = item.body;
    if (environments.length === 0)
      this.#hole('system-without-environment', item, 'environments', 'is in no environment.');
    if (owner === undefined) this.#hole('system-without-owner', item, 'owner', 'has no owner.');
    if (dataTypes.length === 0)
      this.#hole('system-without-data', item, 'dataTypes', 'does not say what data it holds.');
    if (type === undefined) this.#hole('system-without-type', item, 'type', 'does not say what it is.');
  }

  #ofData(item: Scoped<ScopeBodyOf<'data-type'>>): void {
    const { classification, personal } = item.body;
    if (classification === undefined) this.#hole('data-without-class', item, 'classification', 'has no class.');
    if (unknown(personal))
      this.#hole('data-personal-unknown', item, 'personal', 'does not tell whether it is about people.');
    const held = this.#inOf('system').some(({ body }) => body.dataTypes.includes(item.id));
    if (!held && !this.#inOf('vendor').some(({ body }) => body.dataTypes.includes(item.id))) {
      this.#hole('data-held-nowhere', item, 'name', 'is held by no system and no vendor.');
    }
  }

  #ofFlow(item: Scoped<ScopeBodyOf<'data-flow'>>): void {
    const { from, to, dataTypes, encrypted } = item.body;
    if (from === undefined) this.#hole('flow-from-nowhere', item, 'from', 'comes from nowhere.');
    if (to === undefined) this.#hole('flow-to-nowhere', item, 'to', 'leads nowhere.');
    if (dataTypes.length === 0) this.#hole('flow-without-data', item, 'dataTypes', 'carries no type of data.');
    if (unknown(encrypted))
      this.#hole('flow-encryption-unknown', item, 'encrypted', 'does not tell whether it is encrypted.');
    const secret = dataTypes.some((each) => {
      const body = this.#byId.get(each)?.body;
      return (
        body?.kind === 'data-type' && (body.classification === 'confidential' || body.classification === 'restricted')
      );
    });
    if (
      secret &&
      encrypted === 'no' &&
      (from === usersEnd || to === usersEnd || this.#leaves(from) || this.#leaves(to))
    ) {
      this.#hole('flow-in-clear', item, 'encrypted', 'takes confidential data across the boundary without encryption.');
    }
  }

  #leaves(end: string | undefined): boolean {
    const body = end === undefined ? undefined : this.#byId.get(end)?.body;
    return body !== undefined && (body.kind === 'vendor' || !isIn(body));
  }

  #ofVendor(item: Scoped<ScopeBodyOf<'vendor'>>): void {
    const { body } = item;
    if (body.owner === undefined) this.#hole('vendor-without-owner', item, 'owner', 'has nobody who looks after it.');
    const { verdict, words } = vendorStanding(body.test);
    if (verdict === 'undecided') {
      this.#hole('vendor-undecided', item, 'test', `may be a subservice organization. ${words}`);
    }
    if (verdict === 'vendor' && body.method !== undefined) {
      this.#hole('method-of-vendor', item, 'method', 'is a plain vendor by its test, and has a method all the same.');
    }
    if (verdict !== 'subservice') return;
    if (body.method === undefined)
      this.#hole('subservice-without-method', item, 'method', 'is neither carved out nor inclusive.');
    if (body.expectedControls.length === 0) {
      this.#hole('subservice-without-controls', item, 'expectedControls', 'has no expected control.');
    }
    for (const [place, { criteria }] of body.expectedControls.entries()) {
      if (criteria.length === 0) {
        const text = `has an expected control without a criterion, number ${place + 1}.`;
        this.#hole('expected-control-without-criterion', item, `expectedControls.${place}`, text);
      }
      this.#ofCodes(item, criteria, [], `expectedControls.${place}`);
    }
    if (body.method === 'inclusive') this.#ofInclusive(item);
    else this.#ofMonitoring(item);
    for (const [place, { met, controls }] of body.theirControls.entries()) {
      if (met === undefined && controls.length === 0) {
        const text = `asks its customers for a control, number ${place + 1}, and it is not said how you run it.`;
        this.#hole('their-control-not-met', item, `theirControls.${place}`, text);
      }
      this.#ofCodes(item, [], controls, `theirControls.${place}`);
    }
  }

  #ofInclusive(item: Scoped<ScopeBodyOf<'vendor'>>): void {
    const { inclusivePart, assertion } = item.body;
    if (inclusivePart === undefined) {
      this.#hole(
        'inclusive-without-part',
        item,
        'inclusivePart',
        'is inclusive, and its part of the description is missing.',
      );
    }
    if (assertion !== 'yes') {
      const text =
        assertion === 'no'
          ? 'is inclusive, and its management gives no assertion.'
          : 'is inclusive, and it is not known whether its management gives an assertion.';
      this.#hole('inclusive-without-assertion', item, 'assertion', text);
    }
  }

  #ofMonitoring(item: Scoped<ScopeBodyOf<'vendor'>>): void {
    const { monitoring } = item.body;
    if (monitoring.length === 0) {
      this.#hole(
        'subservice-without-monitoring',
        item,
        'monitoring',
        'is not watched by anything that is written here.',
      );
      return;
    }
    if (monitoring.every(({ reviewedOn }) => reviewedOn === undefined)) {
      this.#hole('monitoring-not-reviewed', item, 'monitoring', 'has a report that nobody has reviewed.');
    }
    const reports = monitoring.filter(({ from, to }) => from !== undefined || to !== undefined);
    const { from, to } = engagementPeriod(this.#of.terms);
    if (reports.length > 0 && !reachesOver(reports, from, to)) {
      const text = `has reports and letters that do not speak of every day from ${from} to ${to}.`;
      this.#hole('monitoring-leaves-days', item, 'monitoring', text);
    }
  }

  #ofDuty(item: Scoped<ScopeBodyOf<'cuec'> | ScopeBodyOf<'user-responsibility'>>): void {
    const { body } = item;
    const { verdict, words } = dutyStanding(body.test);
    if (verdict === 'undecided') this.#hole('duty-undecided', item, 'test', `is not tested. ${words}`);
    else if (verdict !== body.kind) {
      this.#hole(
        'duty-of-another-kind',
        item,
        'test',
        `stands under ${scopeKindWords[body.kind].many.toLowerCase()}. By its test it is something else. ${words}`,
      );
    }
    if (body.kind === 'cuec' && body.criteria.length === 0) {
      this.#hole('cuec-without-criterion', item, 'criteria', 'is of no criterion.');
    }
    this.#ofCodes(item, body.criteria, body.controls);
  }
}

/** Whether what a field links to has to be in scope for the item to be in as well. */
function meansPart(body: ScopeBody, field: string): boolean {
  return (
    (body.kind === 'commitment' && field === 'services') ||
    (body.kind === 'system' && (field === 'environments' || field === 'dataTypes' || field === 'partOf')) ||
    (body.kind === 'data-flow' && field === 'dataTypes') ||
    (body.kind === 'process' && field === 'systems')
  );
}

function unknown(answer: string | undefined): boolean {
  return answer === undefined || answer === 'unknown';
}

/** Whether reports, with their bridge letters, speak of every day from one to another. */
function reachesOver(
  reports: readonly { from?: string | undefined; to?: string | undefined; bridgedTo?: string | undefined }[],
  first: string,
  last: string,
): boolean {
  let next = first;
  const ordered = reports.toSorted((a, b) => byText(a.from ?? first, b.from ?? first));
  for (const { from, to, bridgedTo } of ordered) {
    const end = bridgedTo ?? to;
    if (end === undefined || (from ?? first) > next) continue;
    if (end >= next) next = dayAfter(end);
  }
  return next > last;
}
