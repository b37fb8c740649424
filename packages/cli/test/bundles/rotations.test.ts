import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../../../verify-page/test/random.ts';
import { sourceOf } from '../../../verify-page/src/verify/source.ts';
import { readVerifierKey } from '../../../verify-page/src/verify/verifier-key.ts';
import { verifyIntegrity } from '../../../verify-page/src/verify/verify.ts';
import { rotatedDraft } from '../../../verify-page/test/bundles.ts';
import { renderVerification } from '../../src/bundles/index.ts';
import { keyOf, originOf, pack, rotation, tarOf, type Packed } from './builder.ts';
import { exampleDraft } from './example.ts';
import { assertBreaks, verifyPacked } from './folder.ts';

const policyOf = (...lines: string[]): Buffer => Buffer.from(`${lines.join('\n')}\n`);
const other = new Uint8Array(32).fill(4);

test('EL94 a bundle of a key that was never rotated has no other files than before', async () => {
  const { files } = await pack(exampleDraft());
  assert.deepEqual(
    [...files.keys()].filter((path) => /log/.test(path)),
    ['log/vkey', 'log/checkpoint', 'log/tile/entries/000.p/10', 'log/tile/0/000.p/10'],
  );
  const found = await verifyPacked({ files, vkey: '' });
  assert.deepEqual([found.holds, found.earlierLogs, found.trustedLog], [true, [], null]);
});

test('EL94 EL99 a bundle over several logs holds, and the answer tells each of them', async () => {
  const draft = rotatedDraft();
  const packed = await pack(draft);
  const found = await verifyPacked(packed);
  assert.equal(found.failure, null);
  assert.deepEqual(
    found.earlierLogs.map(({ number, origin, vkey, first, size, namedByLog }) => [
      number,
      origin,
      vkey,
      first,
      size,
      namedByLog.map(({ name }) => name),
    ]),
    [
      [1, originOf(draft), packed.vkeys[0], 0, 5, ['witness.example/20']],
      [2, originOf(draft, 2), packed.vkeys[1], 5, 6, ['witness.example/20', 'witness.example/21']],
    ],
  );
  assert.deepEqual(
    [found.checkpoint?.origin, found.checkpoint?.size, found.checked.entries],
    [originOf(draft, 3), 5, 16],
  );
  assert.match(
    renderVerification(found),
    /Log +1, entries 0 to 4, .*; its key was rotated\n +vouched for up to its end/,
  );
});

test('EL95 each earlier log is verified by itself', async () => {
  const { files, vkey } = await pack(rotatedDraft());
  const paths = [...files.keys()].filter((path) => path.startsWith('earlier-logs/'));
  assert.equal(paths.length, 8);
  for (const path of paths) {
    const kept = files.get(path) ?? Buffer.alloc(0);
    for (const at of [0, kept.length >> 1, kept.length - 1]) {
      files.set(path, kept.with(at, (kept[at] ?? 0) ^ 1));
      const { failure } = await verifyPacked({ files, vkey });
      assert.match(failure?.rule ?? 'holds', /^EL[2345]$/, path);
      assert.ok(failure?.path?.startsWith(path.slice(0, 'earlier-logs/1/'.length)), path);
    }
    files.delete(path);
    assertBreaks(
      await verifyPacked({ files, vkey }),
      path.endsWith('vkey') ? 'EL2' : path.endsWith('t') ? 'EL3' : 'EL4',
      {
        path,
      },
    );
    files.set(path, kept);
  }
  files.set('earlier-logs/1/notes', Buffer.from('x'));
  assertBreaks(await verifyPacked({ files, vkey }), 'EL4', { path: 'earlier-logs/1/notes' });
});

test('EL95 a witness vouches for an earlier log only where that log, or one before it, names it', async () => {
  const draft = rotatedDraft();
  const all = typeof draft.witnesses === 'function' ? draft.witnesses(3) : [];
  const packed = await pack({ ...draft, witnesses: all });
  assertBreaks(await verifyPacked(packed), 'EL3', { path: 'earlier-logs/1/checkpoint', message: /neither/ });
});

test('EL98 a verifier may name the key of any log, and the answer says which it is', async () => {
  const packed = await pack(rotatedDraft());
  for (const [i, key] of packed.vkeys.entries()) {
    const found = await verifyPacked(packed, { keys: [key] });
    assert.deepEqual([found.holds, found.keyTrusted, found.trustedLog], [true, true, i + 1]);
    const text = renderVerification(found);
    assert.match(text, new RegExp(`Key +one that you named, of log ${i + 1}`));
    const warned = found.warnings.some((warning) =>
      /stolen before it was rotated, name the key of log 3/.test(warning),
    );
    assert.equal(warned, i < 2);
    const page = await verifyIntegrity(sourceOf(tarOf(packed.files)), { trusted: readVerifierKey(key) });
    assert.deepEqual([page.holds, page.trustedLog], [true, i + 1]);
  }
  assert.equal((await verifyPacked(packed, { keys: packed.vkeys })).trustedLog, 3);
  const draft = rotatedDraft();
  for (const [number, path] of [
    [1, 'earlier-logs/1/vkey'],
    [3, 'log/vkey'],
  ] as const) {
    const forged = keyOf(other, originOf(draft, number));
    assertBreaks(await verifyPacked(packed, { keys: [forged] }), 'EL2', { path: 'log/vkey' });
    // Named beside a key that has signed, it still is another than the one that belongs there.
    const beside = [packed.vkeys[1] ?? '', forged];
    assertBreaks(await verifyPacked(packed, { keys: beside }), 'EL2', { path });
  }
});

test('EL98 a policy accepts the checkpoint of the newest log, and names that one', async () => {
  const draft = rotatedDraft();
  const packed = await pack(draft);
  const [first = '', , newest = ''] = packed.vkeys;
  const [ann, ben] = typeof draft.witnesses === 'function' ? draft.witnesses(3) : [];
  const witnesses = [`witness ann ${ann?.vkey}`, `witness ben ${ben?.vkey}`, 'group both all ann ben', 'quorum both'];
  const found = await verifyPacked(packed, { policy: policyOf(`log ${newest}`, ...witnesses) });
  assert.deepEqual([found.holds, found.cosignatures?.map(({ name }) => name)], [true, ['ann', 'ben']]);
  // Earlier logs ask for no quorum of their own; who has vouched for their ends is told.
  assert.deepEqual(
    found.earlierLogs.map(({ cosignatures }) => cosignatures?.map(({ name }) => name)),
    [['ann'], ['ann', 'ben']],
  );
  const old = await verifyPacked(packed, { policy: policyOf(`log ${first}`, ...witnesses) });
  assertBreaks(old, 'EL28', { path: 'log/checkpoint', message: /names log 1 of this chain, whose key was rotated/ });
  const keyed = await verifyPacked(packed, { keys: [first], policy: policyOf(...witnesses) });
  assert.deepEqual([keyed.holds, keyed.trustedLog], [true, 1]);
});

test('EL99 entries are numbered over all logs, and what one rests on may lie in another', async () => {
  const draft = rotatedDraft();
  const packed = await pack(draft, (manifest) => {
    const [evidence] = manifest.evidence;
    assert.ok(evidence && evidence.entry > 10);
    evidence.entry -= 1;
  });
  const [evidence] = draft.manifest.evidence;
  assertBreaks(await verifyPacked(packed), 'EL12', { entry: (evidence?.entry ?? 0) - 1, message: /evidence/ });
  // As the first entry of its log it follows none there, and it is earlier than the end of the log before.
  const begins = draft.entries.findIndex(({ op }) => op === 'log.continue');
  const entry = draft.entries[begins];
  assert.ok(entry);
  entry.at = '2027-01-15T10:03:59.999Z';
  assertBreaks(await verifyPacked(await pack(draft)), 'EL21', { entry: begins });
});

test('EL99 the order of events is asked for across a rotation', async () => {
  const draft = exampleDraft();
  const at = draft.entries.findIndex(({ op }) => op === 'samples.draw');
  const [sample] = draft.entries.splice(at, 1);
  assert.ok(sample);
  // Drawn in the first log, from a population that the second one freezes.
  draft.entries.splice(1, 0, sample, ...rotation());
  assertBreaks(await verifyPacked(await pack(draft)), 'EL15');
});

test('EL94 EL99 after any sequence of entries and rotations the bundle holds with both verifiers', async () => {
  const number = Math.floor(Math.random() * 2 ** 31);
  const random = new Random(number);
  for (let round = 0; round < 6; round += 1) {
    const draft = exampleDraft();
    for (let i = random.below(9); i > 0; i -= 1)
      draft.entries.splice(1 + random.below(draft.entries.length), 0, { key: `${i}`, op: 'notes.add', facts: { i } });
    const places = Array.from({ length: random.below(5) }, () => 1 + random.below(draft.entries.length));
    for (const [i, place] of places.toSorted((a, b) => b - a).entries()) draft.entries.splice(place, 0, ...rotation(i));
    const packed: Packed = await pack(draft);
    const found = await verifyPacked(packed, { keys: [random.pick(packed.vkeys)] });
    const page = await verifyIntegrity(sourceOf(tarOf(packed.files)));
    const told = JSON.stringify({ number, round, failure: found.failure, broken: page.broken });
    assert.deepEqual([found.holds, page.holds, found.earlierLogs.length], [true, true, places.length], told);
    assert.equal(found.checked.entries, draft.entries.length + 1, told);
  }
});
