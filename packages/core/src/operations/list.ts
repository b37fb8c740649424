import { bundleOperations } from '../bundles/index.ts';
import { captureLinkOperations } from '../capture-links/index.ts';
import { conclusionOperations } from '../conclusions/index.ts';
import { controlOperations } from '../controls/index.ts';
import { coverageOperations } from '../coverage/index.ts';
import { criteriaOperations } from '../criteria/index.ts';
import { descriptionOperations } from '../descriptions/index.ts';
import { deviationOperations } from '../deviations/index.ts';
import { dryRunOperations } from '../dry-runs/index.ts';
import { engagementOperations } from '../engagements/index.ts';
import { evidenceOperations } from '../evidence/index.ts';
import { holidayOperations } from '../holidays/index.ts';
import { incrementOperations } from '../increments/index.ts';
import { instanceOperations } from '../instance/index.ts';
import { jobOperations } from '../jobs/index.ts';
import { logOperations } from '../log/index.ts';
import { memberOperations } from '../members/index.ts';
import { organizationOperations } from '../organizations/index.ts';
import { phaseOperations } from '../phases/index.ts';
import { planOperations } from '../plan/index.ts';
import { populationOperations } from '../populations/index.ts';
import { procedureOperations } from '../procedures/index.ts';
import { receiptOperations } from '../receipts/index.ts';
import { reportOperations } from '../reports/index.ts';
import { readinessOperations } from '../readiness/index.ts';
import { readinessReportOperations } from '../readiness-reports/index.ts';
import { requestOperations } from '../requests/index.ts';
import { resultOperations } from '../results/index.ts';
import { retentionOperations } from '../retention/index.ts';
import { policyOperations } from '../policies/index.ts';
import { riskOperations } from '../risks/index.ts';
import { sampleOperations } from '../samples/index.ts';
import { scopeOperations } from '../scope/index.ts';
import { sessionOperations } from '../sessions/index.ts';
import { stepOperations } from '../steps/index.ts';
import { testOperations } from '../tests/index.ts';
import { timestampOperations } from '../timestamps/index.ts';
import { understandOperations } from '../understand/index.ts';
import { uploadOperations } from '../uploads/index.ts';
import { watchedLogOperations } from '../watched-logs/index.ts';
import { witnessOperations } from '../witnesses/index.ts';

/** Every operation of the product, once. All surfaces are derived from here. */
export const operations = [
  ...instanceOperations,
  ...sessionOperations,
  ...organizationOperations,
  ...holidayOperations,
  ...memberOperations,
  ...understandOperations,
  ...stepOperations,
  ...engagementOperations,
  ...phaseOperations,
  ...scopeOperations,
  ...criteriaOperations,
  ...controlOperations,
  ...riskOperations,
  ...policyOperations,
  ...descriptionOperations,
  ...procedureOperations,
  ...coverageOperations,
  ...evidenceOperations,
  ...readinessOperations,
  ...requestOperations,
  ...retentionOperations,
  ...captureLinkOperations,
  ...planOperations,
  ...readinessReportOperations,
  ...populationOperations,
  ...testOperations,
  ...resultOperations,
  ...incrementOperations,
  ...sampleOperations,
  ...deviationOperations,
  ...dryRunOperations,
  ...conclusionOperations,
  ...reportOperations,
  ...bundleOperations,
  ...logOperations,
  ...witnessOperations,
  ...timestampOperations,
  ...receiptOperations,
  ...watchedLogOperations,
  ...jobOperations,
  ...uploadOperations,
] as const;

export type AnyOperation = (typeof operations)[number];
export type OperationName = AnyOperation['name'];
/** A lookup, which costs the compiler less than to go through the list for each name. */
type ByName = { [Operation in AnyOperation as Operation['name']]: Operation };
export type OperationNamed<N extends OperationName> = ByName[N];
