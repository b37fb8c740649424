import type { Category, CatalogueControl, Job, Role } from '@tickmark/core';

/** The five categories: name, the question it answers, and when a company chooses it. */
export const categoryNames: Record<Category, { title: string; question: string; choose: string }> = {
  security: {
    title: 'Security',
    question: 'Is the system protected against people who should not be in it?',
    choose: 'Nearly every SOC 2 has it. It is the common criteria and nothing more.',
  },
  availability: {
    title: 'Availability',
    question: 'Is the system there when you have promised that it is?',
    choose: 'Choose it if contracts name uptime or recovery times. 3 more criteria.',
  },
  confidentiality: {
    title: 'Confidentiality',
    question: 'Is information that customers marked as secret kept, and destroyed at the end?',
    choose: 'Choose it if customers hand you their business secrets. 2 more criteria.',
  },
  processing_integrity: {
    title: 'Processing integrity',
    question: 'Is what the system computes complete, right and on time?',
    choose: 'Choose it if customers rely on your figures: payments, billing, analytics. 5 more criteria.',
  },
  privacy: {
    title: 'Privacy',
    question: 'Is personal information handled as people were told?',
    choose: 'Choose it if you decide about people’s data yourself. 18 more criteria, and the most work.',
  },
};

export const frequencyNames: Record<CatalogueControl['frequency'], string> = {
  continuous: 'Continuous',
  daily: 'Daily',
  weekly: 'Weekly',
  monthly: 'Monthly',
  quarterly: 'Quarterly',
  semiannual: 'Twice a year',
  annual: 'Yearly',
  per_occurrence: 'Per occurrence',
};

export const roleMeanings: Record<Role, string> = {
  owner: 'Everything, and decides who belongs here',
  'compliance-manager': 'Runs the examination: controls, tests, dry runs, reports',
  'control-owner': 'Brings populations and evidence, runs tests',
  employee: 'Only their own duties',
  reader: 'Looks at everything, changes nothing',
};

export const jobNames: Record<Job['kind'], string> = {
  'import-population': 'Import of a population',
  'collect-git': 'Collection from git',
  'reconcile-populations': 'Reconciliation',
  'run-tests': 'Test run',
  'add-increment': 'Increment of a test',
  'compare-increments': 'Comparison with increments',
  'render-report': 'Report draft',
  'create-bundle': 'Bundle',
  'check-records': 'Records held against the log',
  'read-evidence': 'Reading of evidence',
  'remove-files': 'Removal of files of deleted evidence',
  'delete-due': 'Deletion by the retention schedule',
};
