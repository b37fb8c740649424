import type { z } from 'zod';
import { captureLink } from '../capture-links/index.ts';
import { control, heldControl, ownership } from '../controls/index.ts';
import { hole } from '../coverage/index.ts';
import { criterion } from '../criteria/index.ts';
import { explanation } from '../deviations/index.ts';
import { dryRun, dryRunDocument } from '../dry-runs/index.ts';
import { engagement, engagementTerms, parties, party, warning } from '../engagements/index.ts';
import { evidence } from '../evidence/index.ts';
import { holiday } from '../holidays/index.ts';
import { increment } from '../increments/index.ts';
import { job } from '../jobs/index.ts';
import { logEntry } from '../log/index.ts';
import { member } from '../members/index.ts';
import { organization } from '../organizations/index.ts';
import { phase } from '../phases/index.ts';
import { planChange, planItem, planSettings } from '../plan/index.ts';
import { population, reconciliation } from '../populations/index.ts';
import { answer, attachedEvidence, gap, givenAnswer, heldQuestion } from '../readiness/index.ts';
import { receipt } from '../receipts/index.ts';
import { report } from '../reports/index.ts';
import { auditRequest } from '../requests/index.ts';
import { comparison, result, testResult } from '../results/index.ts';
import { obstacle, retentionHold } from '../retention/index.ts';
import { risk } from '../risks/index.ts';
import { sample, sampleDocument } from '../samples/index.ts';
import { scopeBody, scopeItem } from '../scope/index.ts';
import { publishedTest, testDefinition } from '../tests/index.ts';
import { timestamp } from '../timestamps/index.ts';
import { chosenReport } from '../understand/index.ts';
import { witness } from '../witnesses/index.ts';
import { period, person } from './shapes.ts';

/**
 * What the description of the API calls a shape that many operations speak of. Generated clients have these names, so a
 * name that was given stays.
 */
export const namedShapes: Readonly<Record<string, z.ZodType>> = {
  Answer: answer,
  AttachedEvidence: attachedEvidence,
  CaptureLink: captureLink,
  ChosenReport: chosenReport,
  Control: heldControl,
  ControlVersion: control,
  CoverageHole: hole,
  Criterion: criterion,
  DryRun: dryRun,
  DryRunDocument: dryRunDocument,
  Engagement: engagement,
  EngagementTerms: engagementTerms,
  Evidence: evidence,
  Explanation: explanation,
  Gap: gap,
  GivenAnswer: givenAnswer,
  Holiday: holiday,
  Increment: increment,
  Job: job,
  LogEntry: logEntry,
  Member: member,
  Obstacle: obstacle,
  Organization: organization,
  Ownership: ownership,
  Parties: parties,
  Party: party,
  Period: period,
  Person: person,
  Phase: phase,
  PlanChange: planChange,
  PlanItem: planItem,
  PlanSettings: planSettings,
  Population: population,
  Question: heldQuestion,
  Receipt: receipt,
  Reconciliation: reconciliation,
  Report: report,
  Request: auditRequest,
  Result: result,
  ResultComparison: comparison,
  ResultDocument: testResult,
  RetentionHold: retentionHold,
  Risk: risk,
  Sample: sample,
  SampleDocument: sampleDocument,
  ScopeBody: scopeBody,
  ScopeItem: scopeItem,
  Test: publishedTest,
  TestDefinition: testDefinition,
  Timestamp: timestamp,
  Warning: warning,
  Witness: witness,
};
