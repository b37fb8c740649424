import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { TextBlock } from '@tickmark/core';
import { textOf } from '@tickmark/policies';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { renderPolicies, writePolicies, type PolicyPack } from '../../src/documents/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

const blocks: TextBlock[] = [
  { kind: 'heading', level: 2, line: [{ text: 'Scope' }] },
  { kind: 'paragraph', line: [{ text: 'Every backup of the harbour is kept for 30 days.' }] },
  { kind: 'heading', level: 2, line: [{ text: 'Restore tests' }] },
  { kind: 'list', ordered: true, items: [{ line: [{ text: 'Restore one.' }], below: null }] },
];
const pack: PolicyPack = {
  organization: { name: 'Northwind', example: false },
  today: '2026-11-30',
  mark: '',
  status: 'In force',
  note: '',
  brand: { colour: null, logo: null },
  documents: [{ code: 'POL-25', title: 'Backup and restore procedure', rows: [['Document', 'POL-25']], blocks }],
};

onPostgres('documents that exist already', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;
  const headings = (some: readonly TextBlock[]): string[] =>
    some.flatMap((block) => (block.kind === 'heading' ? [textOf(block.line)] : []));
  const read = (file: Uint8Array | string, fileName: string, as = owner) =>
    house.call('policies.read-file', {}, { as, file, fileName });

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner, engagementId } = await house.organization());
  });
  after(() => house.stop());

  test('PO39 a Word document, a PDF and Markdown are read as text, the document of the catalogue is guessed, and its headings are fitted', async () => {
    const word = await house.ok(
      'policies.read-file',
      {},
      { as: owner, file: await writePolicies(pack), fileName: 'old.docx' },
    );
    assert.deepEqual(headings(word.blocks), ['Scope', 'Restore tests']);
    assert.deepEqual([word.title, word.guesses[0]?.code], ['Backup and restore procedure', 'POL-25']);
    const { pdf } = await renderPolicies(pack);
    const portable = await house.ok('policies.read-file', {}, { as: owner, file: pdf, fileName: 'old.pdf' });
    assert.match(JSON.stringify(portable.blocks), /Every backup of the harbour is kept for 30 days\./);
    const markdown = '# Backups\n\n## Restore tests\n\n![x](y.png)\n\nOne each year.\n';
    const marked = await house.ok('policies.read-file', {}, { as: owner, file: markdown, fileName: 'old.md' });
    assert.deepEqual([headings(marked.blocks), marked.lost[0]?.count], [['Restore tests'], 1]);
    const fitted = await house.ok('policies.fit-headings', { code: 'POL-25', blocks: word.blocks }, { as: owner });
    assert.ok(fitted.missing.length > 0);
    for (const section of [...fitted.missing, ...fitted.found.map((each) => each.section)])
      assert.ok(headings(fitted.blocks).includes(section), section);
    assert.match(JSON.stringify(fitted.blocks), /kept for 30 days/);
    // What is taken stands as a draft of its own, and is not approved by anybody.
    const made = await house.ok(
      'policies.write',
      { engagementId, code: 'POL-25', title: 'Backups', blocks: fitted.blocks },
      { as: owner },
    );
    const policy = await house.ok('policies.get', { id: made.id }, { as: owner });
    assert.deepEqual([policy.state, policy.inForce, policy.template], ['draft', null, null]);
  });

  test('PO39 what cannot be read is refused with what to do, and whoever may not write reads nothing in', async () => {
    for (const [file, name, code] of [
      [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]), 'x.png', 'unsupported_media'],
      [Buffer.from('PK\u0003\u0004 broken'), 'x.docx', 'bad_input'],
      [Buffer.from('%PDF-1.7 broken'), 'x.pdf', 'source_unreadable'],
    ] as const) {
      const { error } = await read(file, name);
      assert.equal(error?.code, code, name);
      assert.ok(error.message.length > 0);
    }
    const reader = await house.member(owner, 'reader');
    assert.equal((await read('x', 'x.txt', reader)).error?.code, 'not_permitted');
    const { error } = await house.call('policies.fit-headings', { code: 'POL-99', blocks: [] }, { as: owner });
    assert.deepEqual([error?.code, error?.field], ['not_found', 'code']);
  });
});
