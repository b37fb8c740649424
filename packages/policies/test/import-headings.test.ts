import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyCatalogue, type TextBlock } from '@tickmark/core';
import * as fc from 'fast-check';
import {
  checkTemplate,
  guessPolicy,
  importDocument,
  mapHeadings,
  readBlocks,
  templateLibrary,
  withSections,
  writeMarkdown,
} from '../src/index.ts';
import { shown } from './import-docx.ts';

const sectionsOf = (id: string): readonly string[] => policyCatalogue.find((each) => each.id === id)?.sections ?? [];

test('PO36 required headings are found word for word or by words that mean the same, each heading for one of them', () => {
  const blocks = readBlocks(
    '## Purpose and objectives\n## Scope\n### Roles\n## Roles and responsibilities\n## Definitions\n## Policy exemptions\n## Sanctions\n## Annual review\n## Review log',
  );
  assert.deepEqual(mapHeadings(blocks, sectionsOf('POL-01')), {
    found: [
      { section: 'Purpose', heading: 'Purpose and objectives', as: 'alike' },
      { section: 'Scope', heading: 'Scope', as: 'same' },
      { section: 'Roles', heading: 'Roles and responsibilities', as: 'alike' },
      { section: 'Exceptions', heading: 'Policy exemptions', as: 'alike' },
      { section: 'Enforcement', heading: 'Sanctions', as: 'alike' },
      { section: 'Review', heading: 'Annual review', as: 'alike' },
    ],
    missing: ['Objectives', 'Principles'],
    others: ['Definitions', 'Review log'],
  });
});

test('PO36 with its required headings, a text says what it said, in its order, and what is missing is marked at its place', () => {
  const blocks = readBlocks(
    'Before.\n\n## Scope of it\n\nWords.\n\n### Below\n\n## Annex\n\nMore.\n\n## Reviews\n\nEnd.',
  );
  const sections = ['Purpose', 'Scope', 'Roles', 'Review', 'Records'];
  const whole = withSections(blocks, sections, mapHeadings(blocks, sections));
  const nothing = '[this part: not written down yet]';
  assert.deepEqual(shown({ blocks: whole }), [
    'Before.',
    '2 Purpose',
    nothing,
    '2 Scope',
    'Words.',
    '3 Below',
    '2 Roles',
    nothing,
    '2 Annex',
    'More.',
    '2 Review',
    'End.',
    '2 Records',
    nothing,
  ]);
  assert.deepEqual(readBlocks(writeMarkdown(whole)), whole);
  assert.ok(whole.some((block) => block.kind === 'paragraph' && block.line[0]?.missing === true));
});

test('PO36 whatever headings a text has, nothing of it is dropped or moved, and all that are required are there', () => {
  const names = ['Scope', 'Scope and purpose', 'Roles', 'Duties', 'Annex', 'Review', 'Exceptions', 'Waivers'];
  const block: fc.Arbitrary<TextBlock> = fc.oneof(
    fc.record({
      kind: fc.constant('heading' as const),
      level: fc.constantFrom(2, 2, 3),
      line: fc.constantFrom(...names).map((text) => [{ text }]),
    }),
    fc.record({ kind: fc.constant('paragraph' as const), line: fc.nat(99).map((text) => [{ text: String(text) }]) }),
  );
  fc.assert(
    fc.property(fc.array(block), fc.constantFrom('POL-01', 'POL-07', 'POL-09'), (blocks, id) => {
      const sections = sectionsOf(id);
      const map = mapHeadings(blocks, sections);
      const whole = withSections(blocks, sections, map);
      const headings = whole.flatMap((each) =>
        each.kind === 'heading' && each.level === 2 ? [each.line[0]?.text] : [],
      );
      for (const section of sections) assert.ok(headings.includes(section), section);
      const rename = new Map(map.found.map(({ section, heading }) => [section, heading]));
      const kept = whole.filter(
        (each, at) =>
          !(each.kind === 'paragraph' && each.line[0]?.missing) &&
          !(
            whole[at + 1]?.kind === 'paragraph' &&
            (whole[at + 1] as Extract<TextBlock, { kind: 'paragraph' }>).line[0]?.missing
          ),
      );
      const said = (each: TextBlock): string =>
        each.kind === 'heading' || each.kind === 'paragraph' ? (each.line[0]?.text ?? '') : '';
      assert.equal(kept.length, blocks.length);
      kept.forEach((each, at) => {
        const before = said(blocks[at] as TextBlock);
        assert.ok(said(each) === before || rename.get(said(each)) === before, `${said(each)} was ${before}`);
      });
      assert.deepEqual(mapHeadings(whole, sections).missing, []);
    }),
    { numRuns: 400 },
  );
});

test('PO36 a document of one’s own with all required headings passes the check of headings', async () => {
  const template = templateLibrary().get('POL-09');
  assert.ok(template);
  const { blocks } = await importDocument(
    'markdown',
    Buffer.from('# Access policy\n\n## Access requests\n\nAsk first.'),
  );
  const sections = sectionsOf('POL-09');
  const body = writeMarkdown(withSections(blocks, sections, mapHeadings(blocks, sections)));
  const faults = checkTemplate({ ...template, body }, { own: true });
  assert.deepEqual(
    faults.filter(({ code }) => code.startsWith('heading')),
    [],
  );
});

test('PO37 each template is known again without its front, and by its headings alone', async () => {
  for (const { front, body } of templateLibrary().values()) {
    const imported = await importDocument('markdown', Buffer.from(body));
    assert.equal(guessPolicy(imported)[0]?.id, front.id);
    assert.equal(guessPolicy({ title: front.title, blocks: [], lost: [] })[0]?.id, front.id);
  }
});

test('PO37 titles as companies write them lead to the document they are, and what is none leads nowhere', () => {
  const guess = (title: string) => guessPolicy({ title, blocks: [], lost: [] });
  const titles: Record<string, string> = {
    'Information Security Policy v3.1': 'POL-01',
    'Employee Code of Conduct': 'POL-02',
    'Acceptable Use Policy (AUP)': 'POL-05',
    'Security Awareness Training Program': 'POL-06',
    'Risk Assessment and Risk Management Policy': 'POL-07',
    'Access Management Policy': 'POL-09',
    'Data Classification Policy': 'POL-12',
    'Encryption and Key Management': 'POL-13',
    'Physical Security Policy': 'POL-16',
    'Vulnerability Management Policy': 'POL-18',
    'Incident Response Plan': 'POL-20',
    'Change Management Procedure': 'POL-21',
    'Secure Software Development Lifecycle (SDLC) Policy': 'POL-22',
    'Third-Party / Vendor Risk Management Policy': 'POL-23',
    'Business Continuity Plan': 'POL-24',
    'Backup Policy': 'POL-25',
    'Data Retention and Deletion Policy': 'POL-27',
    'Privacy Policy': 'POL-29',
  };
  for (const [title, id] of Object.entries(titles)) assert.equal(guess(title)[0]?.id, id, title);
  assert.ok((guess('Incident response plan')[0]?.score ?? 0) > 0.5);
  assert.deepEqual(guess('Minutes of the canteen'), []);
  assert.deepEqual(guessPolicy({ title: null, blocks: [], lost: [] }), []);
});
