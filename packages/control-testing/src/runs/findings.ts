import type { TestResult } from '@tickmark/core';
import type { ProposalFacts } from '../conclusions/index.ts';

/** What each kind of test finds, before it becomes a result document. */
export type Findings = Pick<
  TestResult,
  'items' | 'attributes' | 'timeline' | 'deviations' | 'deviationsFile' | 'occurrences' | 'days'
> &
  Pick<ProposalFacts, 'gaps' | 'concentration'>;
