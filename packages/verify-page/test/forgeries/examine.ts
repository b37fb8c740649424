import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { verifyBundle } from '../../../cli/src/bundles/index.ts';
import { tarOf } from '../../../cli/test/bundles/builder.ts';
import { sourceOf } from '../../src/verify/source.ts';
import { readVerifierKey } from '../../src/verify/verifier-key.ts';
import { verifyIntegrity } from '../../src/verify/verify.ts';
import { compareAnswers } from '../agreement.ts';
import { Random } from '../random.ts';
import { forgedKeys } from './forged-keys.ts';
import type { Forgery } from './forgery.ts';
import { auditor, type Files, type World, type Worlds } from './histories.ts';
import { oldCheckpoints } from './old-checkpoints.ts';
import { rotatedLogs } from './rotated-logs.ts';
import { swappedTenants } from './swapped-tenants.ts';
import { verifiersWithout } from './weakened.ts';

export const forgeries: readonly Forgery[] = [...oldCheckpoints, ...swappedTenants, ...forgedKeys, ...rotatedLogs];

/** What a verifier goes by: nothing but the bundle, the key of the organization, or a policy that asks for the auditor. */
type Trust = 'unnamed' | 'named' | 'policy';

interface Forged {
  forgery: Forgery;
  world: World;
  files: Files;
}

/** A forged bundle, as it follows from a number. */
export async function forge(forgery: Forgery, number: number, worlds: Worlds): Promise<Forged> {
  const random = new Random(number);
  const world = worlds[forgery.world ?? random.pick(['small', 'large'] as const)];
  return { forgery, world, files: await forgery.make(world, random) };
}

/**
 * Verifies a forged bundle with both verifiers, and with each trust that they know: the page has no policies.
 * @throws AssertionError where one of them says something else than it should.
 */
export async function examine({ forgery, world, files }: Forged, file: string): Promise<void> {
  const tar = tarOf(files);
  await writeFile(file, tar);
  const { vkey } = world.ours;
  for (const trust of ['unnamed', 'named'] as const) {
    const full = await verifyBundle(file, { keys: trust === 'named' ? [vkey] : [] });
    const trusted = trust === 'named' ? readVerifierKey(vkey) : undefined;
    const page = await verifyIntegrity(sourceOf(tar), { trusted });
    check(forgery, trust, full.failure);
    // Stricter than EL41: what `tickmark verify` finds here, the page finds as well.
    check(forgery, trust, page.broken);
    compareAnswers(full, page);
    const { failure } = full;
    assert.deepEqual([page.broken?.entry, page.broken?.path], [failure?.entry, failure?.path], JSON.stringify(failure));
    if (!full.holds) continue;
    assert.equal(full.keyTrusted, trust === 'named');
    const { organization } = page;
    assert.deepEqual([organization?.id, organization?.name], [full.organization?.id, full.organization?.name]);
    if (trust === 'named') assert.equal(page.log?.vkey, vkey, 'the page shows the key that was given');
  }
  const policy = Buffer.from(`log ${vkey}\nwitness auditor ${auditor.vkey}\nquorum auditor\n`);
  check(forgery, 'policy', (await verifyBundle(file, { policy })).failure);
}

/** As `examine`, for the control arm: verifiers without the checks that find it must not. */
export async function examineWithout({ forgery, files }: Forged, file: string): Promise<void> {
  const { checks, answer } = forgery.without ?? { checks: [], answer: /^holds$/ };
  const weakened = await verifiersWithout(checks);
  const tar = tarOf(files);
  await writeFile(file, tar);
  const { failure } = await weakened.verifyBundle(file);
  const { broken } = await weakened.verifyIntegrity(sourceOf(tar));
  for (const found of [failure, broken]) assert.match(found?.rule ?? 'holds', answer, JSON.stringify(found));
}

function check(
  forgery: Forgery,
  trust: Trust,
  found: { rule: string; path: string | null; message: string } | null,
): void {
  const expected = forgery[trust];
  const told = JSON.stringify({ trust, found });
  if (expected === 'holds') {
    assert.equal(found, null, told);
    return;
  }
  assert.equal(found?.rule, expected.rule, told);
  if (expected.path !== undefined) assert.equal(found.path, expected.path, told);
  if (expected.says !== undefined) assert.match(found.message, expected.says, told);
}
