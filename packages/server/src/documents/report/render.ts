import { typeset } from '../typst/typeset.ts';
import type { ReportFacts } from './facts.ts';

/** The report draft as PDF/UA-1; ends as {@link typeset} does. */
export function renderReport(
  facts: ReportFacts,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<{ pdf: Uint8Array; pages: number }> {
  return typeset({ template: 'report/report.typ', facts }, options);
}
