import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { verifyBundle, type Verification } from '../../cli/src/bundles/index.ts';
import { canonical, id, pack, rotation, sha256, tarOf, type Draft } from '../../cli/test/bundles/builder.ts';
import { addDryRun, dryRunPath } from '../../cli/test/bundles/example.ts';
import { bundleRecords, decide, factsPath, relevancePath, scopePath } from '../../cli/test/bundles/records.ts';
import { sourceOf } from '../src/verify/source.ts';
import { verifyIntegrity, type Integrity } from '../src/verify/verify.ts';
import { compareAnswers } from './agreement.ts';
import { recordsDraft } from './bundles.ts';

const folder = mkdtempSync(join(tmpdir(), 'verify-records-'));
after(() => rmSync(folder, { recursive: true }));

/** What both verifiers say, which is the same. */
async function verified(change: (draft: Draft) => void): Promise<{ full: Verification; page: Integrity }> {
  const draft = recordsDraft();
  change(draft);
  const tar = tarOf((await pack(draft)).files);
  const file = join(folder, 'bundle.tar');
  await writeFile(file, tar);
  const full = await verifyBundle(file);
  const page = await verifyIntegrity(sourceOf(tar));
  compareAnswers(full, page);
  return { full, page };
}

async function breaks(rule: string, change: (draft: Draft) => void): Promise<Verification> {
  const { full, page } = await verified(change);
  assert.equal(full.failure?.rule, rule, full.failure?.message);
  assert.equal(page.broken?.rule, rule);
  return full;
}

interface Item {
  entry: number;
  record: Record<string, unknown>;
}

/** Puts another list of records in place of the one in the bundle, which names it. */
function relisted(member: 'relevance' | 'scope', change: (items: Item[]) => void): (draft: Draft) => void {
  return (draft) => {
    const path = `${member}.json`;
    const { items } = JSON.parse(Buffer.from(draft.files.get(path) ?? '').toString()) as { items: Item[] };
    change(items);
    const bytes = canonical({ records: 1, items });
    draft.files.set(path, bytes);
    draft.manifest[member] = { path, sha256: sha256(bytes) };
  };
}

test('EL130 EL131 EL132 a bundle with every decision and version as sealed holds, also over logs whose keys were rotated', async () => {
  const { full, page } = await verified(() => {});
  assert.equal(full.failure, null, full.failure?.message);
  assert.equal(page.holds, true);
  assert.equal(full.checked.decisions, 3);
  const rotated = await verified((draft) => {
    const at = draft.entries.findIndex(({ key }) => key.endsWith(id(121)));
    draft.entries.splice(at + 1, 0, ...rotation(1));
    // The dry run and what follows it lie two entries later; decisions and versions lie where they did.
  });
  assert.equal(rotated.full.failure, null, rotated.full.failure?.message);
});

for (const member of ['relevance', 'scope'] as const) {
  test(`EL130 a record of the ${member} that was left out is found`, async () => {
    const last = await breaks(
      'EL130',
      relisted(member, (items) => void items.pop()),
    );
    assert.match(last.failure?.message ?? '', /is not in the bundle/);
    await breaks('EL130', (draft) => {
      draft.files.delete(`${member}.json`);
      delete draft.manifest[member];
    });
  });

  test(`EL131 a record of the ${member} that was altered is found`, async () => {
    const found = await breaks(
      'EL131',
      relisted(member, ([first]) => void (first && (first.record['reason'] = 'We never did this.'))),
    );
    assert.equal(found.failure?.path, `${member}.json`);
    await breaks(
      'EL131',
      relisted(member, ([first]) => void (first && delete first.record['version'])),
    );
  });

  test(`EL132 a record of the ${member} that no entry seals, or that is there twice, is found`, async () => {
    for (const change of [
      (items: Item[]) => void items.push({ entry: 2, record: { ...items[0]?.record, id: id(199) } }),
      (items: Item[]) => void items.push(...items.slice(0, 1)),
      ([first, second]: Item[]) => void (first && second && (first.entry = second.entry)),
      ([first]: Item[]) => void (first && (first.record['engagementId'] = id(3))),
    ])
      await breaks('EL132', relisted(member, change));
  });
}

test('EL130 what an entry seals for another engagement is not asked for', async () => {
  const { full } = await verified((draft) => {
    const { key } = decide(draft, 150, { criterion: 'P4.1', before: 'none' });
    const entry = draft.entries.find((each) => each.key === key);
    if (entry) entry.facts = { ...entry.facts, engagementId: id(3) };
  });
  assert.equal(full.failure, null, full.failure?.message);
});

test('EL12 facts of the dry run that its entry does not seal are found, as is a file that is no list of records', async () => {
  const other = Buffer.from('{}');
  await breaks('EL12', (draft) => {
    draft.files.set(factsPath, other);
    draft.manifest.dryRun.facts = { path: factsPath, sha256: sha256(other) };
  });
  await breaks('EL12', (draft) => {
    draft.files.delete(factsPath);
    delete draft.manifest.dryRun.facts;
  });
  for (const [member, path] of [
    ['relevance', relevancePath],
    ['scope', scopePath],
  ] as const)
    await breaks('EL13', (draft) => {
      draft.files.set(path, other);
      draft.manifest[member] = { path, sha256: sha256(other) };
    });
});

test('EL133 a bundle of a dry run that was made before relevance was weighed holds, and is told', async () => {
  const { full } = await verified((draft) => {
    addDryRun(draft);
    draft.files.delete(factsPath);
    delete draft.manifest.dryRun.facts;
    bundleRecords(draft, 'relevance', decisionsOf(draft));
  });
  assert.equal(full.failure, null, full.failure?.message);
  assert.deepEqual(full.warnings, [
    'The dry run was made before relevance was weighed: it concludes on P3.1, which was taken for not relevant.',
  ]);
});

/** The decisions that are in the bundle, under the keys of their entries. */
function decisionsOf(draft: Draft): { key: string; record: Record<string, unknown> }[] {
  const { items } = JSON.parse(Buffer.from(draft.files.get(relevancePath) ?? '').toString()) as { items: Item[] };
  return items.map(({ record }) => ({ key: `criterionDecisions/${String(record['id'])}`, record }));
}

test('EL133 a decision that came after the dry run is in the bundle and weighs nothing in it', async () => {
  const { full } = await verified((draft) => {
    const later = decide(draft, 151, { criterion: 'P4.1', before: 'none' });
    bundleRecords(draft, 'relevance', [...decisionsOf(draft), later]);
    assert.ok(draft.entries.findIndex(({ key }) => key === later.key) > indexOf(draft, dryRunPath));
  });
  assert.equal(full.failure, null, full.failure?.message);
});

const indexOf = (draft: Draft, key: string): number => draft.entries.findIndex((entry) => entry.key === key);
