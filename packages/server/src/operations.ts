import { bundleHandlers } from './bundles/index.ts';
import { captureLinkHandlers } from './capture-links/index.ts';
import { conclusionHandlers } from './conclusions/index.ts';
import { controlHandlers } from './controls/index.ts';
import { coverageHandlers } from './coverage/index.ts';
import { criteriaHandlers } from './criteria/index.ts';
import { deviationHandlers } from './deviations/index.ts';
import { dryRunHandlers } from './dry-runs/index.ts';
import { engagementHandlers } from './engagements/index.ts';
import { evidenceHandlers } from './evidence/index.ts';
import { holidayHandlers } from './holidays/index.ts';
import { incrementHandlers } from './increments/index.ts';
import { instanceHandlers } from './instance/index.ts';
import { jobHandlers } from './jobs/index.ts';
import { logHandlers } from './log/index.ts';
import { memberHandlers } from './members/index.ts';
import { organizationHandlers } from './organizations/index.ts';
import { phaseHandlers } from './phases/index.ts';
import type { MasterKey } from './platform/auth/index.ts';
import type { Handlers } from './platform/handler.ts';
import { planHandlers } from './plan/index.ts';
import { policyHandlers } from './policies/index.ts';
import { populationHandlers } from './populations/index.ts';
import { descriptionHandlers } from './descriptions/index.ts';
import { procedureHandlers } from './procedures/index.ts';
import { receiptHandlers } from './receipts/index.ts';
import { reportHandlers } from './reports/index.ts';
import { readinessHandlers } from './readiness/index.ts';
import { readinessReportHandlers } from './readiness-reports/index.ts';
import { requestHandlers } from './requests/index.ts';
import { resultHandlers } from './results/index.ts';
import { retentionHandlers } from './retention/index.ts';
import { riskHandlers } from './risks/index.ts';
import { sampleHandlers } from './samples/index.ts';
import { scopeHandlers } from './scope/index.ts';
import { sessionHandlers } from './sessions/index.ts';
import { stepHandlers } from './steps/index.ts';
import { testHandlers } from './tests/index.ts';
import { timestampHandlers, type TimestampParts } from './timestamps/index.ts';
import { understandHandlers } from './understand/index.ts';
import { uploadHandlers } from './uploads/index.ts';
import { watchedLogHandlers } from './watched-logs/index.ts';
import { witnessHandlers, type WitnessParts } from './witnesses/index.ts';

/** The operation list bound to its handlers; an operation without one does not compile. */
export function createHandlers(parts: { masterKey: MasterKey } & WitnessParts & TimestampParts): Handlers {
  return {
    ...instanceHandlers,
    ...sessionHandlers,
    ...organizationHandlers(parts),
    ...holidayHandlers,
    ...memberHandlers,
    ...understandHandlers,
    ...stepHandlers,
    ...engagementHandlers,
    ...phaseHandlers,
    ...scopeHandlers,
    ...criteriaHandlers,
    ...controlHandlers,
    ...riskHandlers,
    ...policyHandlers,
    ...descriptionHandlers,
    ...procedureHandlers,
    ...coverageHandlers,
    ...evidenceHandlers,
    ...readinessHandlers,
    ...requestHandlers,
    ...retentionHandlers,
    ...captureLinkHandlers,
    ...planHandlers,
    ...readinessReportHandlers,
    ...populationHandlers,
    ...testHandlers,
    ...resultHandlers,
    ...incrementHandlers,
    ...sampleHandlers,
    ...deviationHandlers,
    ...dryRunHandlers,
    ...conclusionHandlers,
    ...reportHandlers,
    ...bundleHandlers,
    ...logHandlers(parts),
    ...witnessHandlers(parts),
    ...timestampHandlers(parts),
    ...receiptHandlers(parts),
    ...watchedLogHandlers(parts),
    ...jobHandlers,
    ...uploadHandlers,
  };
}
