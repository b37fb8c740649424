import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourceOf } from '../../../verify-page/src/verify/source.ts';
import { verifyIntegrity } from '../../../verify-page/src/verify/verify.ts';
import { id, pack, packSealed, sha256, tarOf } from './builder.ts';
import {
  accountsPath,
  changesPath,
  definitionPath,
  dryRunPath,
  evidencePath,
  exampleDraft,
  reportPath,
  samplePath,
} from './example.ts';
import { assertBreaks, verifyPacked } from './folder.ts';

test('EL8 a sealed bundle.json that is not canonical JSON or no manifest is found', async () => {
  const draft = exampleDraft();
  const { files } = await pack(draft);
  const good = Buffer.from(files.get('bundle.json') ?? '').toString();
  const bad = [
    '{}',
    'null',
    '',
    `${good} `,
    JSON.stringify(JSON.parse(good), null, 2),
    good.replace('"bundle":1', '"bundle":2'),
    good.replace('"type2"', '"type3"'),
  ];
  for (const text of bad) {
    const facts = { bundleId: id(99), engagementId: draft.engagementId, manifestSha256: sha256(text) };
    const packed = await packSealed(draft, Buffer.from(text), [
      ...draft.entries,
      { key: '', op: 'bundles.create', facts },
    ]);
    assertBreaks(await verifyPacked(packed), 'EL8', { path: 'bundle.json' });
  }
});

test('EL9 a bundle of another organization or engagement than its log speaks of is found', async () => {
  const elsewhere = await pack(exampleDraft(), (manifest) => (manifest.organization.id = id(901)));
  assertBreaks(await verifyPacked(elsewhere), 'EL9', { entry: 0 });
  const draft = exampleDraft();
  const manifest = (await pack(draft)).files.get('bundle.json') ?? Buffer.alloc(0);
  const facts = { bundleId: id(99), engagementId: id(902), manifestSha256: sha256(manifest) };
  const sealed = await packSealed(draft, manifest, [...draft.entries, { key: '', op: 'bundles.create', facts }]);
  assertBreaks(await verifyPacked(sealed), 'EL9', { entry: 9 });
  const unfounded = exampleDraft();
  unfounded.entries.unshift({ key: 'before', op: 'controls.adopt', facts: {} });
  assertBreaks(await verifyPacked(await pack(unfounded)), 'EL9', { entry: 0 });
});

test('EL10 a missing file and a file nobody lists are found and named', async () => {
  const packed = await pack(exampleDraft());
  for (const path of [...packed.files.keys()].filter((each) => !each.startsWith('log/') && each !== 'bundle.json')) {
    const files = new Map(packed.files);
    files.delete(path);
    assertBreaks(await verifyPacked({ ...packed, files }), 'EL10', { path });
  }
  for (const path of ['README.txt', 'evidence/extra', 'zzz', 'logs/x']) {
    assertBreaks(
      await verifyPacked({ ...packed, files: new Map([...packed.files, [path, Buffer.from('x')]]) }),
      'EL10',
      { path },
    );
  }
});

test('EL10 a file that nothing explains, a file for two things and a list out of order are found', async () => {
  const unexplained = exampleDraft();
  unexplained.files.set('evidence/unexplained', Buffer.from('x'));
  assertBreaks(await verifyPacked(await pack(unexplained)), 'EL10', { path: 'evidence/unexplained' });
  const twice = await pack(exampleDraft(), ({ samples, evidence }) => {
    if (samples[0] && evidence[0]) samples[0].path = evidence[0].path;
  });
  assertBreaks(await verifyPacked(twice), 'EL10', { path: evidencePath, message: /two things/ });
  const unordered = await pack(exampleDraft(), (manifest) => void manifest.files.reverse());
  assertBreaks(await verifyPacked(unordered), 'EL10', { message: /in order/ });
  const doubled = await pack(exampleDraft(), (manifest) => void manifest.files.push(...manifest.files.slice(-1)));
  assertBreaks(await verifyPacked(doubled), 'EL10', { message: /once/ });
  const unlisted = await pack(
    exampleDraft(),
    (manifest) => void (manifest.files = manifest.files.filter(({ path }) => path !== reportPath)),
  );
  assertBreaks(await verifyPacked(unlisted), 'EL10', { path: reportPath });
});

test('EL11 a file with other bytes or another size than listed is found', async () => {
  const packed = await pack(exampleDraft());
  for (const path of [...packed.files.keys()].filter((each) => !each.startsWith('log/') && each !== 'bundle.json')) {
    const bytes = Buffer.from(packed.files.get(path) ?? '');
    for (const changed of [
      Buffer.concat([bytes, Buffer.from(' ')]),
      bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte)),
    ]) {
      assertBreaks(await verifyPacked({ ...packed, files: new Map(packed.files).set(path, changed) }), 'EL11', {
        path,
      });
    }
  }
});

/** Facts that bundle.json does not repeat, or that another rule compares with the documents. */
const untold: Record<string, RegExp> = {
  [changesPath]: /^supersedes$/,
  [accountsPath]: /^supersedes$/,
  [definitionPath]: /^version$/,
  [samplePath]: /^(size|skip)$/,
  [evidencePath]: /^(period|backDated|supersedes)/,
  [dryRunPath]: /^results$/,
};

test('EL12 every item that differs from what its entry seals is found', async () => {
  const other = 'f'.repeat(64);
  const draft = exampleDraft();
  for (const [i, { key, facts }] of draft.entries.entries()) {
    if (key === 'organization') continue;
    for (const [name, value] of Object.entries(facts)) {
      if (untold[key]?.test(name)) continue;
      const changed = exampleDraft();
      const entry = changed.entries[i];
      assert.ok(entry);
      entry.facts = { ...facts, [name]: changedValue(name, value, other) };
      assertBreaks(await verifyPacked(await pack(changed)), 'EL12', { entry: i, path: key });
    }
  }
});

function changedValue(name: string, value: unknown, other: string): unknown {
  if (name.endsWith('Id')) return id(999);
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (name.startsWith('period')) return '2026-06-30';
  if (name === 'populations') return { 'code-changes': other };
  return ['kind', 'code', 'control'].includes(name) ? 'other' : other;
}

test('EL12 an item that names no entry, another entry or an entry of another kind is found', async () => {
  for (const wrong of [-1, 0, 4, 9, 10, 5_000]) {
    const packed = await pack(exampleDraft(), ({ samples }) => {
      if (samples[0]) samples[0].entry = wrong;
    });
    assertBreaks(await verifyPacked(packed), 'EL12', { entry: wrong });
  }
  const broken = exampleDraft();
  const entry = broken.entries.find(({ key }) => key === samplePath);
  assert.ok(entry);
  entry.facts = { sampleId: id(40) };
  assertBreaks(await verifyPacked(await pack(broken)), 'EL12', { message: /facts/ });
});

test('EL12 one item told twice under two names is found', async () => {
  const packed = await pack(exampleDraft(), (manifest) => {
    const [sample] = manifest.samples;
    assert.ok(sample);
    manifest.samples.push({ ...sample, path: 'samples/twin.json' });
    manifest.files.push({ path: 'samples/twin.json', size: 2, sha256: sha256('{}') });
  });
  packed.files.set('samples/twin.json', Buffer.from('{}'));
  assertBreaks(await verifyPacked(packed), 'EL12', { path: 'samples/twin.json', message: /second time/ });
});

test('EV45 EL12 what came through a capture link is evidence by the entry that accepts it, and by no other', async () => {
  for (const [op, rule] of [
    ['evidence.accept', null],
    ['capture-links.give', 'EL12'],
  ] as const) {
    const draft = exampleDraft();
    const entry = draft.entries.find(({ key }) => key === evidencePath);
    if (entry === undefined) throw new Error('The example has no evidence.');
    entry.op = op;
    entry.facts = { ...entry.facts, linkId: evidencePath.slice(-36), decisionId: evidencePath.slice(-36) };
    const packed = await pack(draft);
    const { failure } = await verifyPacked(packed);
    const { broken } = await verifyIntegrity(sourceOf(tarOf(packed.files)));
    assert.deepEqual([failure?.rule ?? null, broken?.rule ?? null], [rule, rule], op);
  }
});

test('EL14 evidence whose salt does not lead to its commitment is found', async () => {
  for (const salt of ['', 'zz', 'AA'.repeat(32), 'aa'.repeat(31), 'ab'.repeat(32)]) {
    const packed = await pack(exampleDraft(), ({ evidence }) => {
      if (evidence[0]) evidence[0].salt = salt;
    });
    assertBreaks(await verifyPacked(packed), 'EL14', { path: evidencePath, entry: 6 });
  }
  const replaced = exampleDraft();
  const bytes = Buffer.from('other minutes');
  replaced.files.set(evidencePath, bytes);
  const packed = await pack(replaced, ({ evidence }) => {
    if (evidence[0]) evidence[0].sha256 = sha256(bytes);
  });
  assertBreaks(await verifyPacked(packed), 'EL14', { path: evidencePath });
});
