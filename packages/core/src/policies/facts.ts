import type { Category } from '../categories/index.ts';
import type { ScopeFact, ScopeFactId } from '../coverage/index.ts';
import { policyRoles, policySettings, type PolicyRoleId, type PolicySettingId } from './policies.ts';
import { isIn, verdictOf, type Scoped, type ScopeBodyOf, type ScopeKind } from '../scope/index.ts';

/** What decides which parts of a policy an organization needs. */
export const policyConditions = {
  offices: 'offices of your own',
  rooms: 'rooms with servers of your own',
  software: 'software that you develop',
  personalData: 'personal information',
  confidentialData: 'confidential information',
  vendors: 'vendors that you need',
  subservice: 'subservice organizations',
  contractors: 'contractors',
  availability: 'availability in the examination',
  confidentiality: 'confidentiality in the examination',
  processingIntegrity: 'processing integrity in the examination',
  privacy: 'privacy in the examination',
} as const;
export type PolicyConditionId = keyof typeof policyConditions;

/** Lists of names that a policy may tell. */
export const policyLists = {
  services: 'services',
  offices: 'offices',
  systems: 'systems',
  environments: 'environments',
  vendors: 'vendors',
  subservice: 'subservice organizations',
  dataTypes: 'types of data',
  confidentialData: 'confidential types of data',
  teams: 'teams',
} as const;
export type PolicyListId = keyof typeof policyLists;

/** What the documents of an organization have in common: its numbers, in the units of `policySettings`, and what people are called. */
export interface PolicyValues {
  numbers: Readonly<Record<PolicySettingId, number>>;
  roles: Readonly<Record<PolicyRoleId, string>>;
}

/** As the templates come. */
export const templateValues: PolicyValues = {
  numbers: Object.fromEntries(
    Object.entries(policySettings).map(([id, { value }]) => [id, value]),
  ) as PolicyValues['numbers'],
  roles: policyRoles,
};

/** What is known of an organization, as far as its policies follow from it. */
export interface PolicyFacts {
  organization: string;
  /** null where it is not known: what hangs on it is kept then, and told. */
  has: Readonly<Record<PolicyConditionId, boolean | null>>;
  list: Readonly<Record<PolicyListId, readonly string[]>>;
  values: PolicyValues;
}

/** Facts from the written scope of an engagement, its categories and what the answers of the assessment tell. */
export function policyFactsOf(
  organization: string,
  categories: readonly Category[],
  scope: readonly Scoped[],
  known: readonly Pick<ScopeFact, 'id' | 'value'>[],
  values: PolicyValues = templateValues,
): PolicyFacts {
  const of = <Kind extends ScopeKind>(kind: Kind): ScopeBodyOf<Kind>[] =>
    scope.flatMap(({ body }) => (body.kind === kind && isIn(body) ? [body as ScopeBodyOf<Kind>] : []));
  const fact = (id: ScopeFactId): boolean | null => known.find((each) => each.id === id)?.value ?? null;
  const [locations, vendors, dataTypes] = [of('location'), of('vendor'), of('data-type')];
  const subservice = vendors.filter((body) => verdictOf(body)?.verdict === 'subservice');
  const confidential = dataTypes.filter(
    ({ classification }) => classification === 'confidential' || classification === 'restricted',
  );
  const names = (bodies: readonly { name: string }[]): string[] => bodies.map(({ name }) => name);
  const offices = locations.filter(({ type }) => type === 'office');
  const equipped = fact('offices');
  const classified = dataTypes.length > 0 && dataTypes.every(({ classification }) => classification !== undefined);
  const personal = dataTypes.map((body) => body.personal);
  const tested = vendors.every((body) => verdictOf(body)?.verdict !== 'undecided');
  return {
    organization,
    has: {
      offices: hasPlace(locations, 'office', equipped),
      rooms: hasPlace(locations, 'data-centre', equipped),
      software: fact('development'),
      personalData: personal.includes('yes')
        ? true
        : personal.length > 0 && personal.every((each) => each === 'no')
          ? false
          : null,
      confidentialData: confidential.length > 0 ? true : classified ? false : null,
      vendors: fact('vendors'),
      subservice:
        subservice.length > 0 ? true : fact('vendors') === false || (vendors.length > 0 && tested) ? false : null,
      contractors: null,
      availability: categories.includes('availability'),
      confidentiality: categories.includes('confidentiality'),
      processingIntegrity: categories.includes('processing_integrity'),
      privacy: categories.includes('privacy'),
    },
    list: {
      services: names(of('service')),
      offices: names(offices),
      systems: names(of('system')),
      environments: names(of('environment')),
      vendors: names(vendors),
      subservice: names(subservice),
      dataTypes: names(dataTypes),
      confidentialData: names(confidential),
      teams: names(of('team')),
    },
    values,
  };
}

/**
 * Whether there is a place of this type. The scope says no only by places that are all of another one; `equipped`: whether there
 * are offices or rooms with equipment at all, null where that is not known or where scope and answer contradict each other.
 */
function hasPlace(
  locations: readonly ScopeBodyOf<'location'>[],
  wanted: 'office' | 'data-centre',
  equipped: boolean | null,
): boolean | null {
  if (equipped === null) return null;
  if (locations.some(({ type }) => type === wanted)) return true;
  const settled = locations.length > 0 && locations.every(({ type }) => type !== undefined && type !== 'other');
  return !equipped || settled ? false : null;
}
