import type { LogStatement } from '../log.ts';
import { tellControls } from './tell-controls.ts';
import { tellEngagements } from './tell-engagements.ts';
import { tellPlan } from './tell-plan.ts';
import { tellPolicies } from './tell-policies.ts';
import { tellDescriptions } from './tell-descriptions.ts';
import { tellProcedures } from './tell-procedures.ts';
import { tellReadiness } from './tell-readiness.ts';
import { tellRecords } from './tell-records.ts';
import { tellRequests } from './tell-requests.ts';
import { tellScope } from './tell-scope.ts';
import { tellSettings } from './tell-settings.ts';
import type { KnownRecords, Told } from './told.ts';

/** Words by operation or job step. */
export const tells = {
  ...tellControls,
  ...tellEngagements,
  ...tellPlan,
  ...tellPolicies,
  ...tellDescriptions,
  ...tellProcedures,
  ...tellReadiness,
  ...tellRecords,
  ...tellRequests,
  ...tellScope,
  ...tellSettings,
};

/** What a log entry comes to, in words. An entry that nobody has words for is told by its operation and never left out. */
export function tellChange({ op, facts }: Pick<LogStatement, 'op' | 'facts'>, known: KnownRecords): Told {
  const tell = Object.hasOwn(tells, op) ? tells[op as keyof typeof tells] : undefined;
  return tell?.(facts, known) ?? { noun: 'other', text: `An entry of ${op}.` };
}
