import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { verifyBundle, type Verification } from '../../cli/src/bundles/index.ts';
import { keyOf, originOf } from '../../cli/test/bundles/builder.ts';
import { readVerifierKey } from '../src/verify/verifier-key.ts';
import { sourceOf } from '../src/verify/source.ts';
import { verifyIntegrity, type Integrity } from '../src/verify/verify.ts';
import type { Base } from './bundles.ts';
import { ofBytes, otherSeed, sealedAnew } from './corruptions.ts';
import { Random } from './random.ts';

/** Rules that both verifiers apply in full: the same one is broken first, at the same entry and file. */
export const level1 =
  'EL1 EL94 EL2 EL3 EL4 EL5 EL6 EL96 EL97 EL7 EL8 EL9 EL10 EL11 EL116 EL127 EL14 EL100 EL101 EL102 EL103 EL104 EL132 EL131 EL130'.split(
    ' ',
  );

/**
 * Answers of `tickmark verify` that go beyond integrity. The page may find that such a bundle holds, or find
 * a rule that `tickmark verify` would have come to afterwards.
 */
const fullOnly = ['EL12', 'EL13'];

/** What both said: `same rule`, `both hold`, or that only `tickmark verify` knows more. */
export type Agreement = 'both hold' | 'same rule' | 'full verification knows more';

/**
 * How the answers agree.
 * @throws AssertionError where they don't.
 */
export function compareAnswers(full: Verification, page: Integrity): Agreement {
  const told = JSON.stringify({ full: full.failure, page: page.broken });
  const { failure } = full;
  if (failure === null) {
    assert.equal(page.broken, null, told);
    assert.equal(page.holds, true, told);
    assert.deepEqual([page.keyTrusted, page.trustedLog], [full.keyTrusted, full.trustedLog], told);
    const named = (each: readonly { name: string; time: unknown }[]) =>
      each.map(({ name, time }) => `${name} ${String(time)}`).toSorted();
    assert.deepEqual(named(page.log?.cosigners ?? []), named(full.namedByLog), told);
    assert.deepEqual(
      page.earlier.map(({ origin, first, entries, cosigners }) => [origin, first, entries, ...named(cosigners)]),
      full.earlierLogs.map(({ origin, first, size, namedByLog }) => [origin, first, size, ...named(namedByLog)]),
      told,
    );
    return 'both hold';
  }
  if (level1.includes(failure.rule)) {
    assert.equal(page.holds, false, told);
    const { rule, entry, path } = page.broken ?? {};
    assert.deepEqual({ rule, entry, path }, { rule: failure.rule, entry: failure.entry, path: failure.path }, told);
    return 'same rule';
  }
  if (page.broken?.rule === failure.rule) return 'same rule';
  // EL21 is looked at while the statements are read, so whatever comes after EL5 can be found instead.
  const later = failure.rule === 'EL21' ? level1.slice(level1.indexOf('EL6')) : level1.slice(level1.indexOf('EL14'));
  assert.ok(page.broken === null || [...later, ...fullOnly].includes(page.broken.rule), told);
  return 'full verification knows more';
}

/** A corruption that follows from its number, verified both ways. */
export async function runCase(
  bases: readonly Base[],
  number: number,
  file: string,
): Promise<{ kind: string; agreement: Agreement; rule: string }> {
  const random = new Random(number);
  const base = random.pick(bases);
  const kinds = { ...ofBytes, ...sealedAnew };
  const [kind, corrupt] = random.pick(Object.entries(kinds));
  const tar = await corrupt(base, random);
  const vkey = keyGiven(base, random);
  try {
    await writeFile(file, tar);
    const full = await verifyBundle(file, { keys: vkey === null ? [] : [vkey] });
    const trusted = vkey === null ? undefined : readVerifierKey(vkey);
    const agreement = compareAnswers(full, await verifyIntegrity(sourceOf(tar), { trusted }));
    const rule = full.failure?.rule ?? 'holds';
    if (Object.hasOwn(ofBytes, kind)) assert.ok(rule === 'holds' || level1.includes(rule), `${rule} tells of bytes`);
    return { kind, agreement, rule };
  } catch (error) {
    throw new Error(`The verifiers don't agree on case ${number}, ${kind}.`, { cause: error });
  }
}

/** Mostly none: with another key than that of the bundle every fault behind the log stays unseen. */
function keyGiven({ draft, packed }: Base, random: Random): string | null {
  const choice = random.below(10);
  if (choice === 0) return keyOf(otherSeed, originOf(draft()));
  return choice < 4 ? random.pick(packed.vkeys) : null;
}
