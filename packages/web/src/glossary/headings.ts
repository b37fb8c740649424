import type { TermId } from '@tickmark/core/glossary';

/**
 * Titles of pages, columns and facts that are terms of art, as they stand there. Only those where the title means what the
 * glossary says: a column “State” tells of something else than the term.
 */
export const headingTerms: Readonly<Record<string, TermId | undefined>> = {
  Controls: 'control',
  Control: 'control',
  'Your controls': 'control',
  Populations: 'population',
  Population: 'population',
  Evidence: 'evidence',
  Tests: 'test',
  Test: 'test',
  Results: 'result',
  Samples: 'sample',
  Requests: 'request',
  Scope: 'scope',
  Holes: 'scope-hole',
  Request: 'request',
  'Dry run': 'dry-run',
  'Evidence log': 'evidence-log',
  Witnesses: 'witness',
  Timestamps: 'timestamp',
  'Retention schedule': 'retention',
  'Capture links': 'capture-link',
  Criteria: 'criterion',
  Criterion: 'criterion',
  Deviations: 'deviation',
  Unverified: 'unverified',
  Proposal: 'proposal',
  Stratum: 'stratum',
  Frequency: 'frequency',
  Item: 'item',
  'Log entry': 'entry',
  Hash: 'hash',
  'SHA-256': 'hash',
  Period: 'period',
  Definition: 'definition',
  Engagement: 'engagement',
  Interim: 'interim',
  'Rejected rows': 'rejected',
};
