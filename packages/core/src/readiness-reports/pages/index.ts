import type { ReadinessFacts } from '../facts.ts';
import type { ReportComparison } from '../compare.ts';
import type { Block } from './blocks.ts';
import { whatNext } from './next.ts';
import { sinceLastTime, type EarlierReport } from './since.ts';
import { inShort, whatIsInScope, whereWeStand } from './standing.ts';
import { everyCriterion, notChecked, why } from './why.ts';

export {
  block,
  fills,
  tones,
  type Block,
  type Cell,
  type Fill,
  type Reference,
  type Shape,
  type Tone,
} from './blocks.ts';
export type { EarlierReport } from './since.ts';

/** The parts of a report in their order, the same for the screen and for every document. */
export function reportPages(
  facts: ReadinessFacts,
  earlier: EarlierReport | null,
  compared: ReportComparison | null,
): Block[] {
  return [
    ...inShort(facts),
    ...whereWeStand(facts),
    ...why(facts),
    ...whatNext(facts),
    ...sinceLastTime(earlier, compared),
    ...whatIsInScope(facts),
    ...everyCriterion(facts),
    ...notChecked(facts),
  ];
}
