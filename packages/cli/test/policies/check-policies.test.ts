import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runLine } from '../run-line.ts';

const shipped = fileURLToPath(new URL('../../../../content/policies/', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'tickmark-policies-'));
after(() => rm(folder, { recursive: true, force: true }));

/** The shipped documents in a folder of their own, one of them written otherwise. */
async function withChange(name: string, file: string, change: (text: string) => string): Promise<string> {
  const own = join(folder, name);
  await cp(shipped, own, { recursive: true });
  const path = join(own, file);
  await writeFile(path, change(await readFile(path, 'utf8')));
  return own;
}

test('PO12 the shipped documents have nothing wrong, and an organization may have its own titles, owners, headings and rhythms', async () => {
  const all = await runLine('check-policies', shipped);
  assert.deepEqual([all.code, all.stdout], [0, '30 documents: nothing is wrong.\n']);
  const own = await withChange('own', 'POL-09.md', (text) =>
    text
      .replace('title: Access control policy', 'title: Who gets in')
      .replace('owner: IT operations lead', 'owner: Petra')
      .replace('## Reviews', '## What is ours alone\n\nText.\n\n## Reviews')
      .replace('{IAM-06 quarterly}', '{IAM-06 annual}'),
  );
  assert.equal((await runLine('check-policies', own)).code, 0);
});

test('PO12 what is missing, unknown, vague or contradicted elsewhere is told by file, and ends with 1', async () => {
  const faults = async (name: string, file: string, change: (text: string) => string) => {
    const { code, stdout } = await runLine('check-policies', await withChange(name, file, change), '--json');
    assert.equal(code, 1, name);
    const told = JSON.parse(stdout) as { documents: number; faults: { code: string; at: string; files: string[] }[] };
    return told.faults.map(({ code: fault, at, files }) => `${files.join()} ${fault} ${at}`);
  };
  assert.deepEqual(await faults('a', 'POL-09.md', (text) => text.replace('## Reviews', '## Views')), [
    'POL-09.md heading-missing Reviews',
  ]);
  assert.deepEqual(await faults('b', 'POL-09.md', (text) => text.replace('{{list.systems}}', '{{list.things}}')), [
    'POL-09.md tag-unknown list.things',
  ]);
  assert.deepEqual(await faults('c', 'POL-09.md', (text) => `${text}\nDo so where possible.\n`), [
    'POL-09.md vague where possible',
  ]);
  assert.deepEqual(
    await faults('d', 'POL-09.md', (text) =>
      text.replace('within {{settings.accessRemoval}} of their last day', 'within 3 business days of their last day'),
    ),
    ['POL-09.md,POL-10.md numbers-contradict IAM-04 in business days'],
  );
  const twice = await faults('e', 'POL-10.md', (text) => text.replace('id: POL-10', 'id: POL-09'));
  assert.ok(twice.includes('POL-09.md,POL-10.md id-twice POL-09'), twice.join('; '));
  assert.deepEqual(await faults('f', 'POL-09.md', () => 'No front.'), ['POL-09.md unreadable front']);
});

test('PO12 a folder without documents, or none, is refused with what to do', async () => {
  const none = await runLine('check-policies', join(folder, 'nowhere'));
  assert.deepEqual(
    [none.code, none.stderr],
    [2, `error: The folder ${join(folder, 'nowhere')} cannot be read. Check the path.\n`],
  );
  const empty = await mkdtemp(join(folder, 'empty-'));
  assert.match((await runLine('check-policies', empty)).stderr, /has no \.md file\. Name the folder/);
});
