import { typeset } from '../typst/typeset.ts';
import { frameOf, type ReadinessDocument } from './document.ts';

/** A readiness report as PDF/UA-1; ends as {@link typeset} does. */
export function renderReadiness(document: ReadinessDocument): Promise<{ pdf: Uint8Array; pages: number }> {
  const [year, month, day] = document.facts.madeAt.slice(0, 10).split('-').map(Number);
  return typeset({
    template: 'readiness/readiness.typ',
    facts: { ...frameOf(document), date: { year, month, day }, blocks: document.pages },
  });
}
