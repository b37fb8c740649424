/** Words for the description of the system, Section III of the report, as they stand on screens and in sentences. */

/** The nine description criteria in their order, and what a description tells beside them. */
export const descriptionParts = ['dc1', 'dc2', 'dc3', 'environment', 'dc4', 'dc5', 'dc6', 'dc7', 'dc8', 'dc9'] as const;
export type DescriptionPartId = (typeof descriptionParts)[number];

interface PartWords {
  /** `DC 1`; what stands beside the criteria has none. */
  criterion: string | null;
  title: string;
  /** What it has to tell, for somebody who has never written one. */
  asks: string;
  /** What a good text answers, question by question. */
  questions: readonly string[];
  /** Of an invented company. */
  example: string;
  /** What is taken from the records, so that nobody writes it twice. */
  filledFrom: string;
  /** What is said where there is nothing to tell; null where there always is something. */
  none: string | null;
}

export const descriptionPartWords: Record<DescriptionPartId, PartWords> = {
  dc1: {
    criterion: 'DC 1',
    title: 'Services provided',
    asks: 'What you sell or run, for whom, and how it is delivered, so that a reader knows which of your services this report is about.',
    questions: [
      'Who are the users: companies, their employees, the public?',
      'What do they do with the service, from signing up to leaving?',
      'Which of your services are not part of this report?',
    ],
    example:
      'Example Ledger Ltd runs Ledger online, bookkeeping over the web for companies with up to 200 employees. Customers enter bookings in the browser or send them through an interface. The payroll service of the same company is not part of this report.',
    filledFrom: 'Services and boundaries of the scope, and the sentence about the service of the engagement.',
    none: null,
  },
  dc2: {
    criterion: 'DC 2',
    title: 'Principal service commitments and system requirements',
    asks: 'What you promise to users at large and where each promise stands, and how the system has to work so that it is kept.',
    questions: [
      'Which promises does nearly every contract hold, and which notice or service level says so?',
      'Is there a promise for each category that is examined?',
      'Which laws or standards do you have to follow, by name?',
    ],
    example:
      'The service is available 99.9 percent of each month (service level agreement, section 4). For that, the database is copied to a second zone as it is written, and restoring it is tried every half year.',
    filledFrom: 'Commitments and system requirements of the scope.',
    none: null,
  },
  dc3: {
    criterion: 'DC 3',
    title: 'Components of the system',
    asks: 'Infrastructure, software, people, procedures and data: what the service is made of, where it is, who looks after it, and which way data takes.',
    questions: [
      'Where does it run: which cloud and region, which offices?',
      'Which tools do controls rest on, such as scanners and the ticket system?',
      'Which teams build, run and support it, and how large are they?',
      'Which data comes in, where is it kept, and where does it leave?',
    ],
    example:
      'Ledger online runs on PostgreSQL 16 and Kubernetes in the region eu-central-1 of a cloud provider that DC 7 names. The platform team (six people in Leipzig) runs it; the application is written by three teams.',
    filledFrom:
      'Systems, environments, data, data flows, processes, locations and teams of the scope. People are told by role, never by name.',
    none: null,
  },
  environment: {
    criterion: null,
    title: 'Control environment, risk assessment, communication and monitoring',
    asks: 'Who leads, how people learn what is expected, how risks are found and answered, and how it is checked that controls work.',
    questions: [
      'Who oversees security, and how often do they meet?',
      'How and how often are risks assessed, and who accepts what is left?',
      'How do people and customers report what went wrong?',
      'Who looks whether controls work, and what happens with what they find?',
    ],
    example:
      'The board hears about security in March and September. Risks are assessed in January by the heads of engineering, support and finance, scored for likelihood and effect, and written into the risk register with an owner each.',
    filledFrom: 'Controls that are adopted for the criteria CC1 to CC5, by their title.',
    none: null,
  },
  dc4: {
    criterion: 'DC 4',
    title: 'Incidents',
    asks: 'Incidents that came from controls that were not suitably designed or did not operate, and those that broke a commitment or a requirement in a way that matters: what it was, when, how far it went, and what was done.',
    questions: [
      'Which incidents of the days that are described came from a control that failed?',
      'Which of them kept you from keeping a promise?',
      'Where did you look: incident register, tickets, messages to customers, the status page?',
    ],
    example:
      'On 3 May 2025 a release without review took the service down for 94 minutes; 212 customers could not work. The release was taken back the same day, and releases without review are refused by the repository since 9 May 2025.',
    filledFrom: 'Incidents of the frozen population that you tell, and what you write of them.',
    none: 'No incident is known that came from controls that were not suitably designed or did not operate, or that broke a commitment or a requirement in a way that matters.',
  },
  dc5: {
    criterion: 'DC 5',
    title: 'Applicable criteria and the controls that meet them',
    asks: 'Which criteria apply, and which controls meet each of them.',
    questions: [
      'Is the wording of each control what is really done?',
      'Does each criterion that applies have a control that meets it?',
    ],
    example: 'IAM-06: access is reviewed each quarter by the owner of the system. Meets CC6.2 and CC6.3.',
    filledFrom: 'Adopted controls in force on the days that are described, with their criteria.',
    none: null,
  },
  dc6: {
    criterion: 'DC 6',
    title: 'Complementary user-entity controls',
    asks: 'What customers have to do themselves, and without which a commitment could not be kept however well your controls work. Good advice is no such control.',
    questions: [
      'Would a commitment or a criterion stay unmet without it?',
      'Is it something that only the customer can do?',
    ],
    example: 'Customers remove the accounts of their own people who leave (CC6.2).',
    filledFrom: 'User-entity controls and user responsibilities of the scope.',
    none: 'Every commitment is kept whatever customers do; there are no complementary user-entity controls.',
  },
  dc7: {
    criterion: 'DC 7',
    title: 'Subservice organizations',
    asks: 'Vendors whose controls are needed together with yours: what each does, which method is used, which controls you expect of it, and how you watch it.',
    questions: [
      'Which criteria could you not meet without it?',
      'Which controls do you expect it to run?',
      'How and how often do you look whether it does?',
    ],
    example:
      'Example Cloud Inc. runs machines and network in eu-central-1, carved out. It is expected to keep strangers out of its machine rooms (CC6.4). Its SOC 2 report is read each year in May.',
    filledFrom: 'Vendors of the scope, by the verdict of their questions.',
    none: 'No subservice organization is used: no controls of a vendor are needed, together with ours, to keep the commitments.',
  },
  dc8: {
    criterion: 'DC 8',
    title: 'Criteria that are not relevant',
    asks: 'Which of the criteria that apply are not relevant to the system, and why. What a vendor does for you is relevant all the same.',
    questions: ['Would a reader agree that nothing in the system is about it?'],
    example: 'P5.1 and P5.2: the service holds no data of people to whom access could be given.',
    filledFrom: 'What was decided of criteria in the engagement, with the reasons.',
    none: null,
  },
  dc9: {
    criterion: 'DC 9',
    title: 'Significant changes in the period',
    asks: 'Changes to the system and to controls within the period that a reader would want to know: when, what, what it meant for commitments and requirements, and what was before.',
    questions: [
      'Which of the changes on record would change how a reader sees the system?',
      'What changed that stands in no record: new offices, owners, providers, ways of working?',
    ],
    example:
      'On 1 July 2025 the database moved from one region to two. The commitment of 99.9 percent stayed the same; BCP-04 is run in both regions since.',
    filledFrom:
      'Changes to the scope and to controls within the period. Which of them are significant is yours to say.',
    none: 'No significant change was made to the system or to its controls in the period.',
  },
};

/** Where a part stands. */
export const descriptionPartStates = ['complete', 'open', 'not-applicable'] as const;
export type DescriptionPartState = (typeof descriptionPartStates)[number];
export const descriptionPartStateTitles: Record<DescriptionPartState, string> = {
  complete: 'Nothing is missing',
  open: 'Something is missing',
  'not-applicable': 'Does not apply to a Type 1',
};

/** Why an incident belongs in a description (DC 4). */
export const incidentCauses = ['control', 'commitment', 'both', 'unknown'] as const;
export type IncidentCause = (typeof incidentCauses)[number];
export const incidentCauseTitles: Record<IncidentCause, string> = {
  control: 'It came from a control that was not suitably designed or did not operate',
  commitment: 'It broke a commitment or a requirement in a way that matters',
  both: 'It came from a control, and broke a commitment or a requirement',
  unknown: 'Not known yet',
};
