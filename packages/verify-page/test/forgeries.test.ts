import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { signNote } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { renderVerification, verifyBundle } from '../../cli/src/bundles/index.ts';
import { keyOf, tarOf } from '../../cli/test/bundles/builder.ts';
import { sourceOf } from '../src/verify/source.ts';
import { readVerifierKey } from '../src/verify/verifier-key.ts';
import { verifyIntegrity } from '../src/verify/verify.ts';
import { noteOf, withNote } from './forgeries/edits.ts';
import { examine, examineWithout, forge, forgeries } from './forgeries/examine.ts';
import { forgeriesOf, type Forgery, type Row } from './forgeries/forgery.ts';
import { allWorlds, attackerSeed } from './forgeries/histories.ts';

const folder = mkdtempSync(join(tmpdir(), 'verify-page-forgeries-'));
after(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'bundle.tar');
const worlds = await allWorlds();

async function examineAll(t: TestContext, which: (forgery: Forgery) => boolean): Promise<void> {
  const chosen = forgeries.filter(which);
  assert.ok(chosen.length > 0);
  for (const forgery of chosen) {
    await t.test(forgery.name, async () => {
      await examine(await forge(forgery, forgeries.indexOf(forgery), worlds), file);
    });
  }
}

/** Those of a row that are found without more than the bundle, by what the verifier names, or by nobody. */
function found(row: Row, by: 'bundle' | 'trust' | 'nobody'): (forgery: Forgery) => boolean {
  return (forgery) => {
    const finder = forgery.unnamed !== 'holds' ? 'bundle' : forgery.policy === 'holds' ? 'nobody' : 'trust';
    return forgery.row === row && finder === by;
  };
}

test('EL80 EL82 EL85 EL94 untouched bundles hold, whomever the verifier names', async () => {
  const untouched = forgeriesOf('old checkpoint', [
    { name: 'nothing changed', make: ({ ours }) => ours.newer, unnamed: 'holds' },
    {
      name: 'nothing changed, of a key that shares its id',
      world: 'colliding',
      make: ({ ours }) => ours.newer,
      unnamed: 'holds',
    },
    { name: 'nothing changed, of a chain of logs', world: 'rotated', make: ({ ours }) => ours.newer, unnamed: 'holds' },
  ]);
  for (const [number, each] of untouched.entries()) await examine(await forge(each, number, worlds), file);
});

test('EL80 a checkpoint of another time or branch is found where anything beside it does not fit', (t) =>
  examineAll(t, found('old checkpoint', 'bundle')));

test('EL81 a whole branch that its witness has not seen is refused by a policy', (t) =>
  examineAll(t, found('old checkpoint', 'trust')));

test('EL81 a whole earlier bundle is one that holds', (t) => examineAll(t, found('old checkpoint', 'nobody')));

test('EL82 what is another organization’s is found in the bundle of this one', (t) =>
  examineAll(t, found('swapped tenant', 'bundle')));

test('EL83 a bundle that is wholly another organization’s is refused where the key of this one is named', (t) =>
  examineAll(t, found('swapped tenant', 'trust')));

test('EL88 what an organization logs as its own evidence is its word', (t) =>
  examineAll(t, found('swapped tenant', 'nobody')));

test('EL83 without a key, the answer tells whose bundle it is and that its key was not compared', async () => {
  await writeFile(file, tarOf(worlds.small.theirs.newer));
  const told = renderVerification(await verifyBundle(file));
  assert.match(told, /Organization +Other Ltd/);
  assert.match(told, /Log .*log\.example\/00000000-0000-4000-8000-000000000901/);
  assert.match(told, /not compared with one you trust/);
});

test('EL85 a signature that is not by the key it is said to be by is found', (t) =>
  examineAll(t, found('forged key', 'bundle')));

test('EL86 a log made up whole is refused where the key is named, and a witness made up by a policy', (t) =>
  examineAll(t, found('forged key', 'trust')));

test('EL94 EL96 EL97 logs that do not follow one another as their keys were rotated are found', (t) =>
  examineAll(t, found('rotated log', 'bundle')));

test('EL98 a chain made up with a stolen key that was rotated is refused where the newest key is named', (t) =>
  examineAll(t, found('rotated log', 'trust')));

test('EL87 the page shows the key that was given, where another than that of the bundle', async () => {
  const { newer } = worlds.small.ours;
  const third = { name: 'third.example', seed: attackerSeed };
  const { text, lines } = noteOf(newer);
  const line = signNote(nodeCrypto, text, third).slice(text.length + 1, -1);
  const tar = tarOf(withNote(newer, { text, lines: [...lines, line] }));
  const vkey = keyOf(third.seed, third.name);
  const { holds, log } = await verifyIntegrity(sourceOf(tar), { trusted: readVerifierKey(vkey) });
  assert.deepEqual([holds, log?.vkey], [true, vkey]);
});

test('EL80 EL82 EL85 EL96 EL97 verifiers without the checks that find a forgery do not find it', async (t) => {
  for (const [number, forgery] of forgeries.entries()) {
    if (forgery.without === undefined) continue;
    await t.test(`${forgery.row}: ${forgery.name}`, async () =>
      examineWithout(await forge(forgery, number, worlds), file),
    );
  }
});
