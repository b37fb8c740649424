/** Grades of `%G?` (git-log, "PRETTY FORMATS") in words. */
const grades: Record<string, string> = {
  G: 'good',
  U: 'good-untrusted',
  B: 'bad',
  X: 'expired',
  Y: 'expired-key',
  R: 'revoked-key',
  E: 'unknown-key',
};

/** State of a signature that is there. What could not be checked at all is `unverified`, never `none`. */
export function signatureState(grade: string): string {
  return grades[grade] ?? 'unverified';
}

/** Status words of GnuPG (doc/DETAILS) that decide, the worst first. */
const statusWords: [word: string, state: string][] = [
  ['BADSIG', 'bad'],
  ['REVKEYSIG', 'revoked-key'],
  ['EXPKEYSIG', 'expired-key'],
  ['EXPSIG', 'expired'],
  ['ERRSIG', 'unknown-key'],
  ['NO_PUBKEY', 'unknown-key'],
];

/** State of a tag's signature from `git verify-tag --raw`. */
export function tagSignatureState(status: string, verified: boolean): string {
  const found = statusWords.find(([word]) => status.includes(`[GNUPG:] ${word}`));
  if (found !== undefined) return found[1];
  if (!verified) return 'unverified';
  return /\[GNUPG:\] TRUST_(UNDEFINED|NEVER)/.test(status) ? 'good-untrusted' : 'good';
}
