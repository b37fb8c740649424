import { typeset } from '../typst/typeset.ts';
import { packFacts, type PolicyPack } from './document.ts';

/** Policies as PDF/UA-1; ends as {@link typeset} does. */
export function renderPolicies(pack: PolicyPack): Promise<{ pdf: Uint8Array; pages: number }> {
  return typeset({ template: 'policies/policies.typ', facts: packFacts(pack) });
}
