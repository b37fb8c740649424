/** Words for engagements, as they stand on screens and in sentences. */

export const partyKinds = [
  'management',
  'service-auditor',
  'subservice-organization',
  'user-entity',
  'business-partner',
  'specialist',
  'reader',
] as const;
export type PartyKind = (typeof partyKinds)[number];

export const partyKindTitles: Record<PartyKind, string> = {
  management: 'Management',
  'service-auditor': 'Service auditor',
  'subservice-organization': 'Subservice organization',
  'user-entity': 'User entity',
  'business-partner': 'Business partner',
  specialist: 'Specialist',
  reader: 'Other reader',
};

/** Who each is, for somebody who has never met an auditor. */
export const partyKindMeanings: Record<PartyKind, string> = {
  management: 'Who answers for the system and signs the assertion.',
  'service-auditor': 'The independent CPA firm that examines and signs the opinion. An engagement has one.',
  'subservice-organization': 'A vendor whose controls are needed, with yours, to keep your promises.',
  'user-entity': 'A customer who uses the system in the period.',
  'business-partner': 'Somebody who works with you on the system.',
  specialist: 'Somebody whose knowledge the examination needs, such as a penetration tester.',
  reader: 'A regulator or prospect who knows enough to read a restricted report.',
};
