import { typeset } from '../typst/typeset.ts';
import { packFacts, type TextPack } from './document.ts';

/** Texts as PDF/UA-1; ends as {@link typeset} does. */
export function renderPolicies(pack: TextPack): Promise<{ pdf: Uint8Array; pages: number }> {
  return typeset({ template: 'policies/policies.typ', facts: packFacts(pack) });
}
