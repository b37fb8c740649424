import { z } from 'zod';
import { date, id } from '../../operations/shapes.ts';
import {
  isPolicyRole,
  isPolicySetting,
  policyFieldTitles,
  policyRoles,
  policySettings,
  type PolicyField,
} from '../../policies/index.ts';
import { joined, quantity } from '../../reasons/index.ts';
import { quoted, telling, type KnownRecords, type Tell, type Told } from './told.ts';

const some = z.object({ policies: z.array(id).min(1) });
const version = z.object({ policyId: id, number: z.number().int() });
const commented = z.object({ policyId: id });
const campaign = z.object({ campaignId: id });

/** Words for documents. What is written in them and what people noted is in no entry. */
export const tellPolicies: Readonly<Record<string, Tell>> = {
  'policies.begin': telling(some, ({ policies }, known) =>
    about(
      policies,
      known,
      (names) => `${names} begun from ${policies.length === 1 ? 'its template' : 'their templates'}.`,
    ),
  ),
  'policies.write': telling(some, ({ policies }, known) => about(policies, known, (names) => `${names} begun.`)),
  'policies.describe': telling(some.extend({ changed: z.array(z.string()) }), ({ policies, changed }, known) =>
    about(policies, known, (names) => `Details of ${names} changed: ${fields(changed)}.`),
  ),
  'policies.describe-many': telling(some.extend({ changed: z.array(z.string()) }), ({ policies, changed }, known) =>
    about(policies, known, (names) => `Details of ${names} changed: ${fields(changed)}.`),
  ),
  'policies.make-own': telling(some, ({ policies }, known) =>
    about(policies, known, (names) => `The template text of ${names} made their own by somebody.`),
  ),
  'policies.submit': telling(version, ofVersion('handed in for approval')),
  'policies.withdraw': telling(version, ofVersion('withdrawn')),
  'policies.approve': telling(version, ofVersion('approved')),
  'policies.send-back': telling(version, ofVersion('sent back, with what has to change')),
  'policies.publish': telling(version.extend({ effectiveFrom: date }), (facts, known) =>
    ofVersion(`published; it holds from ${facts.effectiveFrom}`)(facts, known),
  ),
  'policies.confirm': telling(version, ofVersion('reviewed and left as it is')),
  'policies.retire': telling(some.extend({ on: date }), ({ policies, on }, known) =>
    about(policies, known, (names) => `${names} retired from ${on} on, with a reason.`),
  ),
  'policies.comment': telling(commented.extend({ proposes: z.boolean() }), ({ policyId, proposes }, known) =>
    about([policyId], known, (names) => (proposes ? `Other words proposed for ${names}.` : `A comment on ${names}.`)),
  ),
  'policies.settle-comment': telling(commented.extend({ as: z.string() }), ({ policyId, as }, known) =>
    about([policyId], known, (names) =>
      as === 'settled'
        ? `A comment on ${names} settled.`
        : `Words proposed for ${names} ${as === 'taken' ? 'taken up' : 'declined'}.`,
    ),
  ),
  'policies.set-colour': telling(z.object({}), () => ofBrand('The colour of documents changed.')),
  'policies.set-logo': telling(z.object({}), () => ofBrand('The logo of documents changed.')),
  'policies.remove-logo': telling(z.object({}), () => ofBrand('The logo of documents left out.')),
  'policies.make-public': telling(commented.extend({ searchable: z.boolean() }), ({ policyId, searchable }, known) =>
    about(
      [policyId],
      known,
      (names) =>
        `${names} made public: anybody may read the version in force, and search engines ${searchable ? 'may' : 'may not'} list it.`,
    ),
  ),
  'policies.make-internal': telling(commented, ({ policyId }, known) =>
    about([policyId], known, (names) => `The public page of ${names} taken back.`),
  ),
  'policies.ask': telling(campaign.extend({ versions: z.array(id), dueOn: date }), ({ versions, dueOn }) =>
    ofCampaign(`People asked to accept ${quantity(versions.length, 'document')} by ${dueOn}.`),
  ),
  'policies.remind': telling(campaign.extend({ people: z.number().int() }), ({ people }) =>
    ofCampaign(`${quantity(people, 'person', 'people')} reminded of documents to accept.`),
  ),
  'policies.close-campaign': telling(campaign, () =>
    ofCampaign('Nobody asked any more to accept the documents of a campaign.'),
  ),
  'policies.accept': telling(version, ofVersion('accepted by one person')),
  'policies.set-values': telling(z.object({ values: z.array(z.string()).min(1) }), ({ values }) => ({
    noun: 'policies',
    text: ofValues(values),
    place: { kind: 'policy-values', key: null },
  })),
};

/** `settings.accessRemoval` in words, without its value: a name is what people wrote. */
function ofValues(values: readonly string[]): string {
  const [first = ''] = values;
  if (values.length > 1)
    return `${quantity(values.length, 'number or name', 'numbers and names')} that documents share changed.`;
  const [group = '', key = ''] = first.split('.');
  if (group === 'settings' && isPolicySetting(key))
    return `A number that documents share changed: ${quoted(policySettings[key].meaning, '')}.`;
  const role = group === 'roles' && isPolicyRole(key) ? ` of the ${policyRoles[key]}` : '';
  return `The name${role} in documents changed.`;
}

function fields(changed: readonly string[]): string {
  return joined(changed.map((field) => policyFieldTitles[field as PolicyField] ?? field));
}

function ofVersion(words: string) {
  return ({ policyId, number }: { policyId: string; number: number }, known: KnownRecords): Told =>
    about([policyId], known, (names) => `Version ${number} of ${names} ${words}.`);
}

function ofBrand(text: string): Told {
  return { noun: 'policies', text, place: { kind: 'policies', key: null } };
}

function ofCampaign(text: string): Told {
  return { noun: 'policies', text, place: { kind: 'policy-campaigns', key: null } };
}

function about(policies: readonly string[], known: KnownRecords, words: (names: string) => string): Told {
  const [first = ''] = policies;
  const alone = policies.length === 1;
  const policy = known.policies.get(first);
  const one = policy === undefined ? 'a document' : `${policy.code} ${quoted(policy.title, '')}`.trim();
  const text = words(alone ? one : quantity(policies.length, 'document'));
  return {
    noun: 'policies',
    text: text.charAt(0).toUpperCase() + text.slice(1),
    place: alone ? { kind: 'policy', key: first } : { kind: 'policies', key: null },
  };
}
