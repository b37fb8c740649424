import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cosign, formatCheckpoint, parseCheckpoint, signNote } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { renderVerification } from '../../src/bundles/index.ts';
import {
  canonical,
  id,
  keyOf,
  namedWitness,
  originOf,
  pack,
  packEntries,
  packSealed,
  seed,
  witnessOf,
  type Draft,
} from './builder.ts';
import { exampleDraft } from './example.ts';
import { assertBreaks, verifyPacked } from './folder.ts';

const checkpointPath = 'log/checkpoint';
const otherSeed = new Uint8Array(32).fill(4);

async function example(): Promise<{ draft: Draft; files: Map<string, Uint8Array>; vkey: string }> {
  const draft = exampleDraft();
  return { draft, ...(await pack(draft)) };
}

const text = (files: Map<string, Uint8Array>, path: string): string => Buffer.from(files.get(path) ?? '').toString();

test('EL2 a key that the verifier names must be the one that signed', async () => {
  const { draft, ...packed } = await example();
  const trusted = await verifyPacked(packed, { keys: [packed.vkey] });
  assert.equal(trusted.holds, true);
  assert.equal(trusted.keyTrusted, true);
  const among = await verifyPacked(packed, { keys: [keyOf(otherSeed, 'someone.example'), packed.vkey] });
  assert.equal(among.keyTrusted, true);
  const forged = await verifyPacked(packed, { keys: [keyOf(otherSeed, originOf(draft))] });
  assertBreaks(forged, 'EL2', { path: 'log/vkey', message: /did not name/ });
  assert.equal(forged.keyTrusted, false);
});

test('EL2 a whole bundle signed anew with another key holds only without the right key', async () => {
  const { draft, files, vkey } = await example();
  const name = originOf(draft);
  files.set('log/vkey', Buffer.from(`${keyOf(otherSeed, name)}\n`));
  const checkpoint = formatCheckpoint(parseCheckpoint(text(files, checkpointPath)));
  files.set(checkpointPath, Buffer.from(signNote(nodeCrypto, checkpoint, { name, seed: otherSeed })));
  const unasked = await verifyPacked({ files, vkey });
  assert.equal(unasked.holds, true);
  assert.equal(unasked.keyTrusted, false);
  assertBreaks(await verifyPacked({ files, vkey }, { keys: [vkey] }), 'EL2');
});

test('EL2 a malformed or weak key in the bundle is found', async () => {
  const { draft, files, vkey } = await example();
  const weak = `${originOf(draft)}+00000000+${Buffer.concat([Uint8Array.of(1), Buffer.alloc(32)]).toString('base64')}`;
  for (const key of ['', 'x', vkey, `${vkey}\n\n`, ` ${vkey}\n`, `${weak}\n`]) {
    files.set('log/vkey', Buffer.from(key));
    assertBreaks(await verifyPacked({ files, vkey }), 'EL2', { path: 'log/vkey' });
  }
  files.delete('log/vkey');
  assertBreaks(await verifyPacked({ files, vkey }), 'EL2', { path: 'log/vkey' });
});

test('EL2 a key the verifier mistyped is bad input and no verdict', async () => {
  const { files, vkey } = await example();
  await assert.rejects(verifyPacked({ files, vkey }, { keys: [`${vkey}x`] }), {
    name: 'TickmarkError',
    code: 'bad_input',
    field: '--key',
  });
});

test('EL3 a checkpoint signed by another key than the one in the bundle is found', async () => {
  const { draft, files, vkey } = await example();
  const checkpoint = formatCheckpoint(parseCheckpoint(text(files, checkpointPath)));
  files.set(checkpointPath, Buffer.from(signNote(nodeCrypto, checkpoint, { name: originOf(draft), seed: otherSeed })));
  assertBreaks(await verifyPacked({ files, vkey }), 'EL3', { path: checkpointPath });
  assertBreaks(await verifyPacked({ files, vkey }, { keys: [keyOf(otherSeed, originOf(draft))] }), 'EL3', {
    path: checkpointPath,
  });
  files.set(checkpointPath, Buffer.from(checkpoint));
  assertBreaks(await verifyPacked({ files, vkey }), 'EL3', { path: checkpointPath });
  files.delete(checkpointPath);
  assertBreaks(await verifyPacked({ files, vkey }), 'EL3', { path: checkpointPath });
});

test('EL3 the key signs under the name of the log, and every signature can be checked', async () => {
  const { draft, files, vkey } = await example();
  const checkpoint = parseCheckpoint(text(files, checkpointPath));
  const renamed = formatCheckpoint({ ...checkpoint, origin: 'other.example/log' });
  const original = text(files, checkpointPath);
  files.set(checkpointPath, Buffer.from(signNote(nodeCrypto, renamed, { name: originOf(draft), seed })));
  assertBreaks(await verifyPacked({ files, vkey }), 'EL3', { message: /other\.example/ });
  const witness = signNote(nodeCrypto, formatCheckpoint(checkpoint), {
    name: 'witness.example',
    seed: otherSeed,
  }).split('\n\n')[1];
  files.set(checkpointPath, Buffer.from(`${original}${witness}`));
  assertBreaks(await verifyPacked({ files, vkey }), 'EL3', { message: /neither/ });
  assert.equal((await verifyPacked({ files, vkey }, { keys: [keyOf(otherSeed, 'witness.example')] })).keyTrusted, true);
});

test('EL4 a file too few or too many in the log folder is found', async () => {
  const { files, vkey } = await example();
  const tiles = [...files.keys()].filter((path) => path.startsWith('log/tile/'));
  assert.equal(tiles.length, 2);
  for (const path of tiles) {
    const kept = files.get(path) ?? Buffer.alloc(0);
    files.delete(path);
    assertBreaks(await verifyPacked({ files, vkey }), 'EL4', { path });
    files.set(path, kept);
  }
  for (const path of ['log/tile/0/000', 'log/tile/0/000.p/9', 'log/notes.txt']) {
    assertBreaks(await verifyPacked({ files: new Map([...files, [path, Buffer.from('x')]]), vkey }), 'EL4', { path });
  }
});

test('EL4 a checkpoint of an absurd size is answered at once', async () => {
  const { draft, files, vkey } = await example();
  const checkpoint = formatCheckpoint({ ...parseCheckpoint(text(files, checkpointPath)), size: 2n ** 63n });
  files.set(checkpointPath, Buffer.from(signNote(nodeCrypto, checkpoint, { name: originOf(draft), seed })));
  assertBreaks(await verifyPacked({ files, vkey }), 'EL4');
});

test('EL5 entries of one log under the checkpoint of another are found', async () => {
  const { draft, files, vkey } = await example();
  const changed = {
    ...draft,
    entries: draft.entries.map((entry, i) => (i === 3 ? { ...entry, at: '2027-01-15T10:03:30.000Z' } : entry)),
  };
  const other = await pack(changed);
  const entries = [...files.keys()].find((path) => path.startsWith('log/tile/entries')) ?? '';
  const hashes = [...files.keys()].find((path) => path.startsWith('log/tile/0')) ?? '';
  files.set(entries, other.files.get(entries) ?? Buffer.alloc(0));
  assertBreaks(await verifyPacked({ files, vkey }), 'EL5', { path: hashes });
  files.set(hashes, other.files.get(hashes) ?? Buffer.alloc(0));
  assertBreaks(await verifyPacked({ files, vkey }), 'EL5', { path: checkpointPath, message: /root hash/ });
});

test('EL6 an entry that is not a canonical statement is found, and its number told', async () => {
  const draft = exampleDraft();
  const good = canonical({ v: 1, op: 'controls.adopt', at: '2027-01-15T10:00:00.000Z', by: null, facts: {} });
  const bad = [
    'not JSON',
    ` ${good.toString()}`,
    good.toString().replace('"v":1', '"v":2'),
    good.toString().replace('"facts":{}', '"facts":[]'),
    good.toString().replace('{"at"', '{"at":"2027-01-15T10:00:00.000Z","at"'),
    `\ufeff${good.toString()}`,
  ];
  for (const statement of bad) {
    const packed = await packEntries(draft, Buffer.from('{}'), [good, Buffer.from(statement), good]);
    assertBreaks(await verifyPacked(packed), 'EL6', { entry: 1 });
  }
});

test('EL7 a bundle whose log does not end with its seal is found', async () => {
  const draft = exampleDraft();
  const { files } = await pack(draft);
  const manifest = files.get('bundle.json') ?? Buffer.alloc(0);
  assertBreaks(await verifyPacked(await packSealed(draft, manifest, draft.entries)), 'EL7', { message: /last entry/ });
  const request = {
    key: 'bundle.json',
    op: 'bundles.create',
    facts: { jobId: id(98), engagementId: draft.engagementId },
  };
  assertBreaks(await verifyPacked(await packSealed(draft, manifest, [...draft.entries, request])), 'EL7');
  assertBreaks(await verifyPacked(await packEntries(draft, manifest, [])), 'EL7', { message: /empty/ });
  files.delete('bundle.json');
  assertBreaks(await verifyPacked({ files, vkey: '' }), 'EL7', { message: /lacks/ });
});

test('EL7 the log of another tenant under this bundle is found', async () => {
  const ours = await example();
  const theirs = exampleDraft();
  theirs.organizationId = id(901);
  theirs.manifest.organization.id = id(901);
  theirs.entries[0] = {
    key: 'organization',
    op: 'organizations.create',
    facts: { organizationId: id(901), engagementId: theirs.engagementId, termsSha256: '0'.repeat(64) },
  };
  const other = await pack(theirs);
  assert.equal((await verifyPacked(other)).holds, true);
  const swapped = new Map([...ours.files].filter(([path]) => !path.startsWith('log/')));
  for (const [path, bytes] of other.files) if (path.startsWith('log/')) swapped.set(path, bytes);
  assertBreaks(await verifyPacked({ files: swapped, vkey: other.vkey }), 'EL7', { path: 'bundle.json' });
});

test('EL21 an entry that is earlier than the one before it is found, and its number told', async () => {
  const draft = exampleDraft();
  const third = draft.entries[3];
  assert.ok(third);
  third.at = '2027-01-15T10:01:59.999Z';
  assertBreaks(await verifyPacked(await pack(draft)), 'EL21', { entry: 3, message: /before the entry it follows/ });
  third.at = '2027-01-15T10:02:00.000Z';
  assert.equal((await verifyPacked(await pack(draft))).holds, true, 'the same instant twice is no going back');
});

test('EL28 a policy trusts its logs, asks for its quorum, and each witness is told with its time', async () => {
  const { files, vkey } = await example();
  const [ann, ben] = [witnessOf('ann.example', 20), witnessOf('ben.example', 21)];
  const policyOf = (...lines: string[]) => Buffer.from(`${lines.join('\n')}\n`);
  const named = [`log ${vkey}`, `witness auditor ${ann.vkey}`, `witness other ${ben.vkey}`];
  const any = policyOf(...named, 'group one any auditor other', 'quorum one');
  const all = policyOf(...named, 'group both all auditor other', 'quorum both');

  const bare = await verifyPacked({ files, vkey }, { policy: any });
  assertBreaks(bare, 'EL28', { path: checkpointPath, message: /asks for one to have cosigned; of its witnesses none/ });
  const asked = await verifyPacked({ files, vkey }, { policy: policyOf(...named, 'quorum none') });
  assert.deepEqual([asked.holds, asked.keyTrusted, asked.cosignatures], [true, true, []]);

  const cosigned = new Map(files);
  const note = cosign(nodeCrypto, text(files, checkpointPath), ann, 1_800_000_000n);
  cosigned.set(checkpointPath, Buffer.from(note));
  const met = await verifyPacked({ files: cosigned, vkey }, { policy: any });
  assert.deepEqual([met.holds, met.cosignatures], [true, [{ name: 'auditor', time: '1800000000' }]]);
  assert.match(renderVerification(met), /Witnesses +auditor, as of 2027-01-15T08:00:00Z/);
  const unmet = await verifyPacked({ files: cosigned, vkey }, { policy: all });
  assertBreaks(unmet, 'EL28', { message: /of its witnesses auditor did/ });

  // Nobody who is not asked to can check the line, and a wrong one is no cosignature.
  assertBreaks(await verifyPacked({ files: cosigned, vkey }), 'EL3', { message: /neither in the bundle nor named/ });
  const forged = cosign(nodeCrypto, text(files, checkpointPath), { ...ann, seed: ben.seed }, 1_800_000_000n);
  cosigned.set(checkpointPath, Buffer.from(forged));
  assertBreaks(await verifyPacked({ files: cosigned, vkey }, { policy: any }), 'EL3');

  const elsewhere = policyOf(`log ${keyOf(otherSeed, 'other.example')}`, 'quorum none');
  assertBreaks(await verifyPacked({ files, vkey }, { policy: elsewhere }), 'EL2', { message: /did not name/ });
  // A key beside a policy makes nobody acceptable whom the policy does not accept, nor the other way round.
  assertBreaks(await verifyPacked({ files, vkey }, { keys: [vkey], policy: elsewhere }), 'EL2');
  const otherKey = keyOf(otherSeed, 'other.example');
  assertBreaks(
    await verifyPacked({ files, vkey }, { keys: [otherKey], policy: policyOf(...named, 'quorum none') }),
    'EL2',
  );
  const logless = policyOf('quorum none');
  await assert.rejects(verifyPacked({ files, vkey }, { policy: logless }), { code: 'bad_input', field: '--key' });
  const keyed = await verifyPacked({ files, vkey }, { keys: [vkey], policy: logless });
  assert.deepEqual([keyed.holds, keyed.keyTrusted], [true, true]);
  await assert.rejects(verifyPacked({ files, vkey }, { policy: policyOf('quorum one') }), {
    code: 'bad_input',
    field: '--policy',
    message: /Line 1 of the policy/,
  });
});

test('EL84 a log of the policy counts under its own name only, and its key is the one in the bundle', async () => {
  const { draft, files, vkey } = await example();
  const note = text(files, checkpointPath);
  const checkpoint = formatCheckpoint(parseCheckpoint(note));
  const lineBy = (name: string): string =>
    signNote(nodeCrypto, checkpoint, { name, seed: otherSeed }).slice(checkpoint.length + 1);
  const policyOf = (log: string): Buffer => Buffer.from(`log ${log}\nquorum none\n`);
  const elsewhere = keyOf(otherSeed, 'log.example/elsewhere');
  files.set(checkpointPath, Buffer.from(note + lineBy('log.example/elsewhere')));
  assertBreaks(await verifyPacked({ files, vkey }, { policy: policyOf(elsewhere) }), 'EL28', {
    path: checkpointPath,
    message: /signed the checkpoint of another log/,
  });
  // Whoever names the signer as a key knows it under its own name.
  assert.equal((await verifyPacked({ files, vkey }, { keys: [elsewhere] })).keyTrusted, true);

  const origin = originOf(draft);
  const second = keyOf(otherSeed, origin);
  files.set(checkpointPath, Buffer.from(note + lineBy(origin)));
  for (const options of [{ keys: [second] }, { policy: policyOf(second) }])
    assertBreaks(await verifyPacked({ files, vkey }, options), 'EL2', { path: 'log/vkey', message: /did not name/ });
  for (const options of [{ keys: [second, vkey] }, { keys: [vkey], policy: policyOf(second) }]) {
    const { holds, keyTrusted } = await verifyPacked({ files, vkey }, options);
    assert.deepEqual([holds, keyTrusted], [true, true]);
  }
});

test('EL61 a cosignature by a witness that the log itself names is verified and told apart from those of a policy', async () => {
  const [ann, ben] = [witnessOf('ann.example', 20), witnessOf('ben.example', 21)];
  const draft = exampleDraft();
  draft.entries.push(namedWitness(ann, 60), namedWitness(ben, 61));
  const packed = await pack({ ...draft, witnesses: [ann, ben] });
  const found = await verifyPacked(packed);
  assert.deepEqual(
    [found.holds, found.keyTrusted, found.cosignatures, found.namedByLog],
    [
      true,
      false,
      null,
      [
        { name: 'ann.example', time: '1800000000' },
        { name: 'ben.example', time: '1800000001' },
      ],
    ],
  );
  assert.match(
    renderVerification(found),
    /Named by log +ann\.example, as of 2027-01-15T08:00:00Z; ben\.example, as of .*; not compared with any you trust/,
  );
  const policy = Buffer.from(`log ${packed.vkey}\nwitness auditor ${ben.vkey}\nquorum auditor\n`);
  const { holds, cosignatures, namedByLog } = await verifyPacked(packed, { policy });
  assert.deepEqual(
    { holds, cosignatures, namedByLog },
    {
      holds: true,
      cosignatures: [{ name: 'auditor', time: '1800000001' }],
      namedByLog: [{ name: 'ann.example', time: '1800000000' }],
    },
  );
});

test('EL61 a line by anybody else, a wrong one, and the same one twice are found', async () => {
  const [ann, ben] = [witnessOf('ann.example', 20), witnessOf('ben.example', 21)];
  const draft = exampleDraft();
  draft.entries.push(namedWitness(ann, 60));
  const { files, vkey } = await pack({ ...draft, witnesses: [ann] });
  const note = text(files, checkpointPath);
  const line = `${note.split('\n').at(-2)}\n`;
  const cosigned = (witness: Parameters<typeof cosign>[2]) =>
    cosign(nodeCrypto, note.slice(0, -line.length), witness, 1_800_000_000n);
  for (const [changed, message] of [
    [cosigned(ben), /neither in the bundle nor named/],
    [cosigned({ ...ann, seed: ben.seed }), /neither in the bundle nor named/],
    [note.replace(line, line.replace(/.{8}\n$/, 'AAAAAAA=\n')), /ann\.example/],
    [note.replace(line, line.replace(/.{4}\n$/, 'AAA=\n')), /ann\.example/],
    [note + line, /two signatures of ann\.example/],
  ] as const) {
    files.set(checkpointPath, Buffer.from(changed));
    assertBreaks(await verifyPacked({ files, vkey }), 'EL3', { path: checkpointPath, message });
  }
  files.set(checkpointPath, Buffer.from(note.slice(0, -line.length)));
  const without = await verifyPacked({ files, vkey });
  assert.deepEqual([without.holds, without.namedByLog], [true, []], 'nobody can tell that somebody did not cosign');
});

test('EL61 an entry that names no key of a witness names nobody', async () => {
  const ann = witnessOf('ann.example', 20);
  const asLog = keyOf(ann.seed, ann.name);
  for (const facts of [
    { verifierKey: asLog },
    { verifierKey: 7 },
    {},
    { key: ann.vkey },
    { verifierKey: `${ann.vkey}=` },
  ]) {
    const draft = exampleDraft();
    draft.entries.push({ key: 'witness', op: 'witnesses.add', facts });
    draft.entries.push({ key: 'other', op: 'notes.add', facts: { verifierKey: ann.vkey } });
    assertBreaks(await verifyPacked(await pack({ ...draft, witnesses: [ann] })), 'EL3', { path: checkpointPath });
  }
});
