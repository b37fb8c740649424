/** Words for the scope of an engagement, as they stand on screens and in sentences. */

/** What a scope is made of, in the order in which it is best written down. */
export const scopeKinds = [
  'service',
  'commitment',
  'requirement',
  'system',
  'environment',
  'data-type',
  'data-flow',
  'process',
  'location',
  'team',
  'person',
  'vendor',
  'cuec',
  'user-responsibility',
  'boundary',
] as const;
export type ScopeKind = (typeof scopeKinds)[number];

interface KindWords {
  one: string;
  many: string;
  /** What belongs here and what for, for somebody who has never met an auditor. */
  meaning: string;
  /** Of an invented company. */
  example: string;
  /** What a description of the system says from it. */
  description: string;
}

export const scopeKindWords: Record<ScopeKind, KindWords> = {
  service: {
    one: 'service',
    many: 'Services',
    meaning:
      'What you sell or run for your customers and want examined. A service that is left out is written down as well, with the reason.',
    example: 'Ledger online: bookkeeping over the web for small companies, run by us.',
    description: 'DC 1',
  },
  commitment: {
    one: 'service commitment',
    many: 'Commitments',
    meaning:
      'What you promise your customers about the service, and where the promise stands: a contract, a service level agreement, a published notice.',
    example:
      'The service is available 99.9 percent of each month; promised in section 4 of the service level agreement.',
    description: 'DC 2',
  },
  requirement: {
    one: 'system requirement',
    many: 'System requirements',
    meaning:
      'How the system has to work so that a promise is kept, with the criteria it falls under and the controls that see to it.',
    example: 'The database is copied to a second zone as it is written, and restoring is tried every half year.',
    description: 'DC 2',
  },
  system: {
    one: 'system',
    many: 'Systems',
    meaning:
      'Applications, databases, networks, repositories and tools that the service runs on, and tools that run your controls.',
    example: 'ledger-db: the database of bookings, in production, owned by the platform team.',
    description: 'DC 3',
  },
  environment: {
    one: 'environment',
    many: 'Environments',
    meaning: 'Places that are kept apart in which systems run: production, staging, the office network.',
    example: 'Production: two zones of one cloud region.',
    description: 'DC 3',
  },
  'data-type': {
    one: 'type of data',
    many: 'Types of data',
    meaning: 'What kinds of information the service holds, how secret each is, and whether it is about people.',
    example: 'Bookings of customers: confidential, kept for ten years.',
    description: 'DC 3',
  },
  'data-flow': {
    one: 'data flow',
    many: 'Data flows',
    meaning:
      'Which data goes from where to where, and how it is protected on the way. The diagram is drawn from these.',
    example: 'From customers to ledger-web: bookings, over TLS.',
    description: 'DC 3',
  },
  process: {
    one: 'business process',
    many: 'Processes',
    meaning:
      'What people do, by hand or in part by machine, to deliver the service: support, releases, onboarding of customers.',
    example: 'Support: requests of customers are answered in the ticket system.',
    description: 'DC 3',
  },
  location: {
    one: 'location',
    many: 'Locations',
    meaning: 'Offices, data centres and cloud regions from which the service is run or in which its data lies.',
    example: 'Office in Leipzig: support and engineering.',
    description: 'DC 3',
  },
  team: {
    one: 'team',
    many: 'Teams',
    meaning: 'Who builds, runs and looks after the service, as groups. Teams own systems and processes.',
    example: 'Platform team: runs production.',
    description: 'DC 3',
  },
  person: {
    one: 'person',
    many: 'People',
    meaning:
      'People whom an auditor will want to talk to, and what they answer for. Names stay here and never enter the evidence log.',
    example: 'Ada Example, head of engineering.',
    description: 'DC 3',
  },
  vendor: {
    one: 'vendor',
    many: 'Vendors',
    meaning:
      'Companies whose services yours rests on. Three questions tell whether one is a subservice organization: one whose controls are needed, together with yours, to keep your commitments.',
    example: 'Cloud host: runs the machines; a subservice organization, carved out.',
    description: 'DC 7',
  },
  cuec: {
    one: 'complementary user-entity control',
    many: 'User-entity controls',
    meaning:
      'Controls that your customers have to run themselves, and without which a commitment or criterion could not be met however well yours work. There are few.',
    example: 'Customers remove the accounts of their own people who leave.',
    description: 'DC 6',
  },
  'user-responsibility': {
    one: 'user responsibility',
    many: 'User responsibilities',
    meaning: 'What customers should do, and without which you would meet every criterion all the same.',
    example: 'Customers use a browser that still gets updates.',
    description: 'DC 6',
  },
  boundary: {
    one: 'boundary',
    many: 'Boundaries',
    meaning: 'Where the system ends: what a reader might take for a part of it and is none, and why.',
    example: 'The web site for marketing is left out: it holds no data of customers.',
    description: 'DC 1',
  },
};

/** What each kind of item can be left out of, with a reason; the others are in by being written down. */
export const kindsInOrOut = [
  'service',
  'system',
  'environment',
  'data-type',
  'process',
  'location',
  'team',
  'vendor',
] as const;

/** `unknown` is an honest answer and never good. */
export const answersOfThree = ['yes', 'no', 'unknown'] as const;
export type AnswerOfThree = (typeof answersOfThree)[number];
export const answerOfThreeTitles: Record<AnswerOfThree, string> = { yes: 'Yes', no: 'No', unknown: 'Not known' };

export const deliveries = ['cloud', 'managed', 'on-premises', 'people', 'other'] as const;
export const deliveryTitles: Record<(typeof deliveries)[number], string> = {
  cloud: 'Over the web, run by us',
  managed: 'Run by us at the customer or in their cloud',
  'on-premises': 'Installed and run by customers',
  people: 'Work done by people',
  other: 'Otherwise',
};

export const promiseSources = ['contract', 'service-level', 'notice', 'law', 'policy', 'other'] as const;
export const promiseSourceTitles: Record<(typeof promiseSources)[number], string> = {
  contract: 'Contract or terms of service',
  'service-level': 'Service level agreement',
  notice: 'Published statement or notice',
  law: 'Law, rule or standard',
  policy: 'Own policy or goal',
  other: 'Another source',
};

export const systemTypes = [
  'software',
  'data-store',
  'infrastructure',
  'network',
  'repository',
  'device',
  'tool',
] as const;
export const systemTypeTitles: Record<(typeof systemTypes)[number], string> = {
  software: 'Application or service',
  'data-store': 'Database or store',
  infrastructure: 'Infrastructure',
  network: 'Network',
  repository: 'Code repository',
  device: 'Devices',
  tool: 'Tool',
};

export const purposes = ['production', 'staging', 'test', 'development', 'corporate', 'recovery', 'other'] as const;
export const purposeTitles: Record<(typeof purposes)[number], string> = {
  production: 'Production',
  staging: 'Staging',
  test: 'Test',
  development: 'Development',
  corporate: 'Office and staff systems',
  recovery: 'Recovery',
  other: 'Other',
};

export const classifications = ['public', 'internal', 'confidential', 'restricted'] as const;
export const classificationTitles: Record<(typeof classifications)[number], string> = {
  public: 'Public',
  internal: 'Internal',
  confidential: 'Confidential',
  restricted: 'Restricted',
};

export const locationTypes = ['office', 'data-centre', 'cloud-region', 'home', 'other'] as const;
export const locationTypeTitles: Record<(typeof locationTypes)[number], string> = {
  office: 'Office',
  'data-centre': 'Data centre',
  'cloud-region': 'Cloud region',
  home: 'Work from home',
  other: 'Other',
};

export const methods = ['carve-out', 'inclusive'] as const;
export const methodTitles: Record<(typeof methods)[number], string> = {
  'carve-out': 'Carve-out: its controls are named and not examined',
  inclusive: 'Inclusive: its controls are described and examined with yours',
};

export const assuranceReports = [
  'soc2-type2',
  'soc2-type1',
  'soc1',
  'iso-27001',
  'questionnaire',
  'own-check',
  'other',
] as const;
export const assuranceReportTitles: Record<(typeof assuranceReports)[number], string> = {
  'soc2-type2': 'SOC 2 Type 2 report',
  'soc2-type1': 'SOC 2 Type 1 report',
  soc1: 'SOC 1 report',
  'iso-27001': 'ISO 27001 certificate',
  questionnaire: 'Questionnaire',
  'own-check': 'Own check of its work',
  other: 'Something else',
};

export const vendorVerdicts = ['subservice', 'vendor', 'undecided'] as const;
export type VendorVerdict = (typeof vendorVerdicts)[number];
export const vendorVerdictTitles: Record<VendorVerdict, string> = {
  subservice: 'Subservice organization',
  vendor: 'Plain vendor',
  undecided: 'Not decided',
};

export const dutyVerdicts = ['cuec', 'user-responsibility', 'own-control', 'undecided'] as const;
export type DutyVerdict = (typeof dutyVerdicts)[number];
export const dutyVerdictTitles: Record<DutyVerdict, string> = {
  cuec: 'Complementary user-entity control',
  'user-responsibility': 'User responsibility',
  'own-control': 'Control of your own',
  undecided: 'Not decided',
};

/** Whether a vendor is a subservice organization, as questions. */
export const vendorQuestions = [
  {
    id: 'matters',
    text: 'Does what it does matter to readers of the report, for the criteria that apply?',
    hint: 'Yes where your service would be another one without it: hosting, payment, support by another company.',
  },
  {
    id: 'needed',
    text: 'Are its controls needed, together with yours, to keep your commitments?',
    hint: 'Yes where something that you promised rests on what only its people can see to, such as locked machine rooms.',
  },
  {
    id: 'suffices',
    text: 'Would your own controls be enough without relying on its controls?',
    hint: 'Yes where you encrypt before it gets anything, or check all of its work.',
  },
] as const;
export type VendorQuestion = (typeof vendorQuestions)[number]['id'];

/** Whether what customers do is complementary, as questions. */
export const dutyQuestions = [
  {
    id: 'theirs',
    text: 'Can only the customer do it?',
    hint: 'No where you could do it, or make the system refuse anything else: then it is a control of your own.',
  },
  {
    id: 'needed',
    text: 'Would a commitment or a criterion stay unmet without it, however well your own controls work?',
    hint: 'No where it is good advice, and your side of the promise is kept all the same.',
  },
] as const;
export type DutyQuestion = (typeof dutyQuestions)[number]['id'];

/** What stands at the end of a flow that is nobody's system: the customers and their people. */
export const usersEnd = 'users';
