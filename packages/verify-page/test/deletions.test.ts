import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { verifyBundle, type Verification } from '../../cli/src/bundles/index.ts';
import { deletionKey, id, pack, rotation, tarOf, type Draft } from '../../cli/test/bundles/builder.ts';
import { addDeleted, evidencePath } from '../../cli/test/bundles/example.ts';
import { sourceOf } from '../src/verify/source.ts';
import { verifyIntegrity, type Integrity } from '../src/verify/verify.ts';
import { compareAnswers } from './agreement.ts';
import { deletedDraft } from './bundles.ts';

const folder = mkdtempSync(join(tmpdir(), 'verify-deletions-'));
after(() => rmSync(folder, { recursive: true }));

/** What both verifiers say, which is the same. */
async function verified(change: (draft: Draft) => void): Promise<{ full: Verification; page: Integrity }> {
  const draft = deletedDraft();
  change(draft);
  const tar = tarOf((await pack(draft)).files);
  const file = join(folder, 'bundle.tar');
  await writeFile(file, tar);
  const full = await verifyBundle(file);
  const page = await verifyIntegrity(sourceOf(tar));
  compareAnswers(full, page);
  return { full, page };
}

/** Breaks this rule, at the entry of this key. */
async function breaks(rule: string, key: string, change: (draft: Draft) => void): Promise<void> {
  let entry: number | undefined;
  const { full, page } = await verified((draft) => {
    change(draft);
    entry = draft.entries.findLastIndex((each) => each.key === key);
  });
  assert.deepEqual([full.failure?.rule, full.failure?.entry], [rule, entry], full.failure?.message);
  assert.equal(page.broken?.rule, rule);
}

const entryOf = (draft: Draft, key: string): Draft['entries'][number] => {
  const entry = draft.entries.find((each) => each.key === key);
  assert.ok(entry, key);
  return entry;
};
const take = (draft: Draft, key: string): Draft['entries'][number] => {
  const entry = entryOf(draft, key);
  draft.entries.splice(draft.entries.indexOf(entry), 1);
  return entry;
};

test('EL100 a bundle whose deleted evidence is listed holds, also over logs whose keys were rotated, and says what is gone', async () => {
  const one = await verified(() => {});
  assert.equal(one.full.failure, null, one.full.failure?.message);
  assert.equal(one.page.deleted, 2);
  assert.deepEqual(one.full.warnings, [
    'The files of 2 pieces of evidence of this period were deleted and can no longer be examined: 2 wrong file. 2 before their time by who had brought them.',
  ]);
  const rotated = await verified((draft) => {
    const at = draft.entries.indexOf(entryOf(draft, deletionKey(id(51))));
    draft.entries.splice(at, 0, ...rotation(1));
  });
  assert.equal(rotated.full.failure, null, rotated.full.failure?.message);
});

test('EL100 evidence that is missing without an entry that deletes it is found, listed or not; that of other days is not asked for', async () => {
  // One that nobody deleted and nobody lists.
  await breaks('EL100', `evidence/${id(54)}`, (draft) => {
    addDeleted(draft, 54);
    draft.manifest.deletedEvidence?.pop();
    take(draft, deletionKey(id(54)));
  });
  // The deletion of one that is listed was taken out of the log.
  await breaks('EL100', 'none', (draft) => void take(draft, deletionKey(id(51))));
  // Deleted, and not listed.
  await breaks('EL100', `evidence/${id(52)}`, (draft) => void draft.manifest.deletedEvidence?.pop());
  // Listed by the deletion of another.
  const { full } = await verified((draft) => {
    const [first, second] = draft.manifest.deletedEvidence ?? [];
    assert.ok(first && second);
    [first.commitment, second.commitment] = [second.commitment, first.commitment];
  });
  assert.equal(full.failure?.rule, 'EL100');
  const { full: other } = await verified((draft) => void take(draft, deletionKey(id(53))));
  assert.equal(other.failure, null, other.failure?.message);
});

test('EL101 evidence that was deleted and is in the bundle nevertheless is found', async () => {
  await breaks('EL101', evidencePath, ({ entries, manifest }) => {
    const pieces = manifest.evidence.map(({ id: evidenceId, commitment }) => ({ evidenceId, commitment }));
    entries.push({ key: 'deletion', op: 'retention.delete-due', facts: { reason: 'schedule', pieces } });
  });
});

test('EL102 a deletion before its evidence came, of evidence that never came or of other bytes is found', async () => {
  await breaks('EL102', deletionKey(id(52)), (draft) => {
    const deletion = take(draft, deletionKey(id(52)));
    draft.entries.splice(draft.entries.indexOf(entryOf(draft, `evidence/${id(52)}`)), 0, deletion);
  });
  await breaks('EL102', deletionKey(id(53)), (draft) => void take(draft, `evidence/${id(53)}`));
  await breaks('EL102', deletionKey(id(52)), (draft) => {
    entryOf(draft, deletionKey(id(52))).facts = {
      reason: 'wrong-file',
      pieces: [{ evidenceId: id(52), commitment: 'a'.repeat(64) }],
    };
  });
});

test('EL103 evidence that is deleted twice is found', async () => {
  await breaks('EL103', 'again', (draft) => {
    draft.entries.push({ ...entryOf(draft, deletionKey(id(51))), key: 'again' });
  });
});

test('EL104 a deletion under a hold on the piece, or on all, is found; one under a hold on another is not', async () => {
  const hold = (evidenceId: string | null) => (draft: Draft) => {
    const facts = { holdId: id(900), evidenceId, reason: 'litigation' };
    const at = draft.entries.indexOf(entryOf(draft, deletionKey(id(52))));
    draft.entries.splice(at, 0, { key: 'held', op: 'retention.hold', facts });
  };
  await breaks('EL104', deletionKey(id(52)), hold(id(52)));
  await breaks('EL104', deletionKey(id(52)), hold(null));
  assert.equal((await verified(hold(id(50)))).full.failure, null);
});
