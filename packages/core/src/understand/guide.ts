import type { Category } from '../categories/index.ts';
import { sourced } from '../sources/index.ts';
import { afterType1, afterType2, periodOfType2, preparation, together, type UsualPhase } from './phases.ts';

/**
 * The guide “Understand” as data. Texts are our own. `[[type2]]` in a text is a term of the glossary by its id, and
 * `[[type2|a year]]` the same term in other words.
 */

/** A picture that pages draw from data of their own: the ways to a report, the parties, the shares of a report. */
export type PictureId = 'ways' | 'parties';

export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'points'; points: readonly { lead?: string; text: string }[] }
  | { kind: 'table'; caption: string; head: readonly string[]; rows: readonly (readonly string[])[] }
  | { kind: 'picture'; picture: PictureId }
  | { kind: 'categories' }
  | { kind: 'phases'; caption: string; phases: readonly UsualPhase[] }
  | { kind: 'work' };

export interface Chapter {
  /** Its place in an address: `/understand#types`. */
  id: string;
  title: string;
  lead: string;
  blocks: readonly Block[];
  source: string;
}

/** What to ask oneself about a category, and what an examination looks at if it is chosen. */
export const categoryQuestions: Record<Category, { questions: readonly string[]; examined: string; without: string }> =
  {
    security: {
      questions: ['Do customers hand you data, or depend on your service at all?'],
      examined: 'Leadership, risk, people, access, operations, incidents, changes and suppliers.',
      without: 'A report without it is unusual. Readers may be misled, and an auditor may decline.',
    },
    availability: {
      questions: [
        'Does a contract name uptime, recovery times or service levels?',
        'Does a customer’s own work stop when you are down?',
      ],
      examined: 'Capacity, backups, protection against fire, water and power cuts, and tests that recovery works.',
      without: 'Security still covers incidents and recovery from them; nobody looks at uptime promises.',
    },
    confidentiality: {
      questions: [
        'Have you signed duties to keep secrets, beyond the usual clause?',
        'Have you promised to delete data when a contract ends?',
      ],
      examined: 'That confidential information is known as such, kept as long as promised, and destroyed after that.',
      without: 'Access to data is covered by security; when and how it is deleted is not.',
    },
    processing_integrity: {
      questions: [
        'Do customers pay, bill, file or decide by what you compute?',
        'Would a wrong result harm them before anybody notices?',
      ],
      examined: 'Inputs, processing, outputs and stored items: complete, right, on time, authorized.',
      without: 'Changes to software are covered by security; whether results are right is not.',
    },
    privacy: {
      questions: [
        'Do you deal with the people themselves: notice, consent, requests to see or delete?',
        'Do you decide what personal information is used for?',
      ],
      examined: 'Notice, choice, collection, use, retention, access, disclosure, quality, complaints.',
      without:
        'Personal information is still protected by security. Privacy law applies all the same, and no report changes that.',
    },
  };

/** Who takes part, on which side, and what each does and must not do. Drawn as a picture, and written as a table. */
export const parties = [
  {
    id: 'management',
    name: 'Management',
    side: 'company',
    does: 'Answers for everything: promises, controls, description. Signs the [[assertion|assertion]] and the [[representation-letter]].',
    not: 'Leave the judgement to the auditor: the auditor’s tests are no basis for what management signs.',
  },
  {
    id: 'lead',
    name: 'Compliance lead',
    side: 'company',
    does: 'Runs the way there: scope, [[readiness]], documents, [[request|requests]], [[dry-run]]. One person, part of whose job it is.',
    not: 'Operate the controls for their owners.',
  },
  {
    id: 'owners',
    name: 'Control owners',
    side: 'company',
    does: 'See that their [[control|controls]] are done, on time, with a record. Explain them to the auditor.',
    not: 'Test their own controls in a dry run.',
  },
  {
    id: 'employees',
    name: 'Employees',
    side: 'company',
    does: 'Acknowledge policies, finish trainings, report what looks wrong.',
    not: 'More than that; most notice little of it.',
  },
  {
    id: 'auditor',
    name: 'CPA firm',
    side: 'auditor',
    does: 'The [[service-auditor]]: asks, selects, tests, and gives the [[opinion]]. Only a licensed firm of accountants may.',
    not: 'Design, run or mend anything, or write the description: that would end its [[independence]].',
  },
  {
    id: 'customers',
    name: 'User entities',
    side: 'readers',
    does: 'Your customers. They read the report, and do what it expects of them ([[cuec]]).',
    not: 'Pass the report on: its use is [[restricted-use|restricted]].',
  },
  {
    id: 'suppliers',
    name: 'Subservice organizations',
    side: 'suppliers',
    does: 'Suppliers whose controls your promises rest on, such as a cloud. Left out with what you expect of them ([[carve-out]]), or examined too ([[inclusive]]).',
    not: 'Be taken for granted: you watch them, mostly by reading their own reports.',
  },
] as const;

/** What passes between parties; the arrows of the picture. */
export const exchanges = [
  { from: 'company', to: 'auditor', what: 'evidence, signed statements' },
  { from: 'auditor', to: 'company', what: 'requests, report' },
  { from: 'company', to: 'readers', what: 'promises, the report' },
  { from: 'suppliers', to: 'company', what: 'services, their own reports' },
] as const;

export const chapters: readonly Chapter[] = [
  {
    id: 'what',
    title: 'What a SOC 2 is, and is not',
    lead: 'A [[soc2]] is an [[attestation|attestation report]]: an independent accountant says in an [[opinion]] whether a company’s controls keep its promises to customers.',
    source: sourced('attestation', 'criteria'),
    blocks: [
      {
        kind: 'points',
        points: [
          {
            lead: 'No certificate.',
            text: 'Nobody is “certified” and nobody “passes”. There is no mark to reach and no score; readers judge the report.',
          },
          {
            lead: 'No law.',
            text: 'No law asks for it. Customers do, because they rely on a service they can’t look into.',
          },
          {
            lead: 'No checklist.',
            text: 'The [[trust-services-criteria|criteria]] say what has to be achieved, not how. The same control may do for one company and not for another that has promised more.',
          },
          {
            lead: 'Your promises are the measure.',
            text: 'What is judged is whether controls give [[reasonable-assurance]] that your [[commitment|commitments]] are kept.',
          },
          {
            lead: 'Not for everybody.',
            text: 'It is for readers who know the service; its use is [[restricted-use|restricted]].',
          },
          {
            lead: 'Deviations are normal.',
            text: 'One [[deviation]] is no lost report. It is shown with its facts, even if it was mended since.',
          },
        ],
      },
      {
        kind: 'table',
        caption: 'What an opinion can be',
        head: ['Opinion', 'What it says'],
        rows: [
          ['[[unmodified]]', 'What was examined holds in all that matters. Small deviations may still be shown.'],
          ['[[qualified]]', '“Except for”: something [[material]] does not hold, in one place.'],
          ['[[adverse]]', 'What does not hold is [[pervasive]]: it reaches through the whole.'],
          ['[[disclaimer]]', 'No opinion, because what was needed could not be obtained.'],
        ],
      },
      {
        kind: 'text',
        text: 'The opinion has parts that may differ: whether the [[description]] is fair, whether controls are suitably [[design|designed]], and in a Type 2 whether they [[operating-effectiveness|operated effectively]]. A [[deviation]] is not yet a [[deficiency]], a deficiency is not yet an unmet [[criterion]], and an unmet criterion does not by itself change the opinion.',
      },
    ],
  },
  {
    id: 'categories',
    title: 'The five categories: which do you need?',
    lead: 'A [[category]] is a subject that readers want to know about. You choose; each one adds criteria, controls and work. Begin with what contracts promise.',
    source: sourced('criteria', 'catalogue'),
    blocks: [
      { kind: 'categories' },
      {
        kind: 'text',
        text: 'A category that is chosen has to be covered by all its criteria. A single one may be [[not-relevant]], with the reason in the description; “a supplier does it” and “it did not happen” are other things. The [[points-of-focus]] under each criterion help to think; nobody has to answer them all.',
      },
    ],
  },
  {
    id: 'types',
    title: 'Type 1 or Type 2',
    lead: 'A [[type1]] speaks of one day and of [[design]]. A [[type2]] speaks of a [[period]], and of [[operating-effectiveness|operation]] as well.',
    source: sourced('management', 'practice'),
    blocks: [
      { kind: 'picture', picture: 'ways' },
      {
        kind: 'table',
        caption: 'Type 1 and Type 2 side by side',
        head: ['', 'Type 1', 'Type 2'],
        rows: [
          ['Speaks of', 'one day, the [[as-of-date]]', 'a period, both ends included'],
          ['Says', 'controls are in place and suitably designed', 'the same, and that they operated throughout'],
          ['Tests', 'one real item of each control', 'whole lists of the period, or [[sample|samples]] of them'],
          [
            'How long',
            `the day, then ${together(afterType1).join(' to ')} weeks`,
            `3, 6 or 12 months, then ${together(afterType2).join(' to ')} weeks`,
          ],
          [
            'Choose it',
            'if a customer needs something soon and takes it',
            'if customers ask how controls work: most do, in the end',
          ],
        ],
      },
      {
        kind: 'points',
        points: [
          { lead: 'A Type 1 is no stage.', text: 'Many companies begin with a Type 2 over three or six months.' },
          {
            lead: 'How long a period?',
            text: 'A first one has three or six months, later ones twelve. Below three months is rarely accepted. You decide, if there is enough to examine.',
          },
          {
            lead: 'No gaps afterwards.',
            text: 'The next period begins the day after the last. Until its report is there, a [[bridge-letter]] of your management may help; it adds no assurance.',
          },
          {
            lead: 'Yearly controls early.',
            text: 'What is due once a year should happen early in the period. In a short period it may not be due at all, and then it was [[not-tested]].',
          },
        ],
      },
    ],
  },
  {
    id: 'others',
    title: 'SOC 1, SOC 3, ISO 27001',
    lead: 'Other reports with similar names answer other questions. None of them stands in for another.',
    source: sourced('management', 'practice'),
    blocks: [
      {
        kind: 'table',
        caption: 'Other reports, in a line each',
        head: ['', 'What it is', 'Who reads it'],
        rows: [
          [
            '[[soc1]]',
            'Controls that matter for customers’ financial statements, against objectives that you state',
            'customers and their [[user-auditor|auditors]]',
          ],
          ['[[soc3]]', 'The opinion of a Type 2 without description and tests', 'anybody'],
          ['[[soc2-plus]]', 'A SOC 2 with a second opinion against another [[framework]]', 'as a SOC 2'],
          ['ISO 27001', 'A certificate that a management system for information security meets a standard', 'anybody'],
        ],
      },
      {
        kind: 'text',
        text: 'Controls can serve several of them, and evidence can be used again. That is reuse of work, and no proof: a SOC 2 proves neither ISO 27001 nor HIPAA nor PCI DSS, nor the other way round.',
      },
    ],
  },
  {
    id: 'people',
    title: 'Who does what',
    lead: 'The company does the work and answers for it; the auditor looks and judges. Nobody does both.',
    source: sourced('management', 'attestation'),
    blocks: [{ kind: 'picture', picture: 'parties' }],
  },
  {
    id: 'time',
    title: 'How long it takes',
    lead: 'Most of the time goes into getting controls in place, and for a Type 2 into the period itself. The examination is the short part.',
    source: sourced('practice'),
    blocks: [
      { kind: 'phases', caption: 'Before anything is examined', phases: preparation },
      { kind: 'phases', caption: 'A Type 1', phases: afterType1 },
      { kind: 'phases', caption: 'A Type 2', phases: [periodOfType2, ...afterType2] },
      {
        kind: 'text',
        text: 'These are ranges of practice for companies of 20 to 200 people, and no promise. What moves them most: how much is missing at the start, whether somebody has time for it, and how soon the firm you want is free. Ask firms early; many are booked months ahead around the turn of the year.',
      },
    ],
  },
  {
    id: 'work',
    title: 'What it costs in work and money',
    lead: 'Hours are reckoned here from what the criteria ask for, with the assumption behind each number. They are no measurement of your company.',
    source: sourced('catalogue', 'assumption'),
    blocks: [
      { kind: 'work' },
      {
        kind: 'text',
        text: 'No prices stand here, because none would be true for you. Ask three firms for a quote. It depends on:',
      },
      {
        kind: 'points',
        points: [
          {
            lead: 'What is examined:',
            text: 'type, length of the period, categories, number of products, places and suppliers examined with you.',
          },
          {
            lead: 'How you come:',
            text: 'whether populations are whole, evidence is in order, and a dry run has been done.',
          },
          {
            lead: 'The firm:',
            text: 'licence, [[peer-review]], experience with SOC 2, who does the work, and how it is reviewed.',
          },
          {
            lead: 'Never the result:',
            text: 'a fee that depends on the opinion is not allowed. Be careful with a price that is far below the others, or with a promise of a “clean” report.',
          },
        ],
      },
    ],
  },
  {
    id: 'report',
    title: 'What is in a report',
    lead: 'Five sections. Readers look at the opinion first, then at the deviations, then at what the report leaves out.',
    source: sourced('description', 'attestation'),
    blocks: [
      {
        kind: 'table',
        caption: 'The five sections',
        head: ['Section', 'Written by', 'What it says'],
        rows: [
          ['I. Opinion', 'the auditor', 'what was examined, what was not, and the [[opinion]]'],
          ['II. Assertion', 'your management', 'the same statements, signed: the [[assertion|assertion]]'],
          [
            'III. Description',
            'your company',
            'the [[description|system]], its promises, people, suppliers, incidents; nine [[description-criteria|points]]',
          ],
          [
            'IV. Controls and tests',
            'both',
            'your controls; in a Type 2 the auditor’s tests and results, each [[exception]] with its facts',
          ],
          [
            'V. Other information',
            'your company',
            'answers to deviations ([[management-response]]), plans; not examined',
          ],
        ],
      },
      {
        kind: 'points',
        points: [
          { lead: 'Read the dates.', text: 'The period, the day it ended and the [[report-date]] are three things.' },
          {
            lead: 'Read what is left out.',
            text: 'Suppliers under the [[carve-out]] were not examined, and neither was what customers have to do.',
          },
          {
            lead: 'No occurrence is no pass.',
            text: 'Where the trigger of a control never came ([[no-occurrence]]), its operation was not tested, and the report says so.',
          },
        ],
      },
    ],
  },
];

export { afterType1, afterType2, preparation, together, type UsualPhase } from './phases.ts';
