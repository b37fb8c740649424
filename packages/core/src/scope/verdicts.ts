import type { DutyTest, ScopeBody, VendorTest } from './items.ts';
import type { DutyVerdict, VendorVerdict } from './words.ts';

/** What the answers to a test come to, and why, as a sentence. */
export interface Verdict<Kind> {
  verdict: Kind;
  words: string;
}

/**
 * Whether a vendor is a subservice organization (AICPA, information for management, 2022): what it does matters to readers for
 * the criteria that apply, and its controls are needed together with the organization's own. Where own controls suffice it is a vendor. What
 * is not known leaves it undecided.
 */
export function vendorStanding(test: VendorTest | undefined): Verdict<VendorVerdict> {
  if (test === undefined) return { verdict: 'undecided', words: 'None of the three questions is answered.' };
  const { matters, needed, suffices } = test;
  if (needed.answer === 'yes' && suffices.answer === 'yes') {
    return {
      verdict: 'undecided',
      words: 'The answers contradict each other: its controls are needed, and yours would be enough without them.',
    };
  }
  if (matters.answer === 'no') {
    return { verdict: 'vendor', words: 'A plain vendor: what it does does not matter for the criteria that apply.' };
  }
  if (needed.answer === 'no' && suffices.answer === 'no') {
    return {
      verdict: 'undecided',
      words: 'The answers contradict each other: its controls are not needed, and yours are not enough without them.',
    };
  }
  if (needed.answer === 'no') {
    return { verdict: 'vendor', words: 'A plain vendor: its controls are not needed to keep your commitments.' };
  }
  if (suffices.answer === 'yes') {
    return {
      verdict: 'vendor',
      words: 'A plain vendor: your own controls are enough without relying on its controls.',
    };
  }
  if (matters.answer === 'yes' && needed.answer === 'yes' && suffices.answer === 'no') {
    return {
      verdict: 'subservice',
      words: 'A subservice organization: what it does matters, and its controls are needed together with yours.',
    };
  }
  return { verdict: 'undecided', words: 'Not every question that decides it is answered.' };
}

/** Whether what customers do is a complementary user-entity control, a plain responsibility, or a control of one's own. */
export function dutyStanding(test: DutyTest | undefined): Verdict<DutyVerdict> {
  if (test === undefined) return { verdict: 'undecided', words: 'Neither of the two questions is answered.' };
  if (test.theirs.answer === 'no') {
    return { verdict: 'own-control', words: 'A control of your own: you can do it, or make the system see to it.' };
  }
  if (test.needed.answer === 'no') {
    return {
      verdict: 'user-responsibility',
      words: 'A user responsibility: every commitment and criterion is met without it.',
    };
  }
  if (test.theirs.answer === 'yes' && test.needed.answer === 'yes') {
    return {
      verdict: 'cuec',
      words: 'A complementary user-entity control: only customers can do it, and without it something stays unmet.',
    };
  }
  return { verdict: 'undecided', words: 'Not every question that decides it is answered.' };
}

/** What the test of an item says; null for kinds that have none. */
export function verdictOf(body: ScopeBody): Verdict<VendorVerdict | DutyVerdict> | null {
  if (body.kind === 'vendor') return vendorStanding(body.test);
  return body.kind === 'cuec' || body.kind === 'user-responsibility' ? dutyStanding(body.test) : null;
}
