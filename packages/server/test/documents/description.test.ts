import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { descriptionPartWords, type DescriptionBody } from '@tickmark/core';
import { readBlocks, textOf as lineText } from '@tickmark/policies';
import {
  descriptionMarkdown,
  renderDescription,
  writeDescription,
  type DescribedSystem,
} from '../../src/documents/index.ts';
import { approved, describedSystem, frozen } from './described.ts';
import { squeezed, textOf } from './pdf-text.ts';
import { faultOf, partsOf } from './zip-parts.ts';

const incident: DescriptionBody = {
  part: 'dc4',
  blocks: [],
  none: null,
  setAside: [],
  incidents: [
    {
      id: '00000000-0000-4000-8000-000000000009',
      title: 'Release without review',
      record: null,
      cause: 'control',
      nature: 'It took the service down.',
      from: '2025-05-03',
      to: '2025-05-03',
      effect: null,
      disposition: 'Taken back.',
      controls: ['CHG-02'],
      commitments: [],
    },
  ],
};

async function pdfOf(system: DescribedSystem) {
  const { pdf, pages } = await renderDescription(system);
  const text = textOf(pdf);
  return {
    raw: Buffer.from(pdf).toString('latin1'),
    pages,
    text,
    says: (words: string) => text.includes(squeezed(words)),
  };
}

async function wordOf(system: DescribedSystem) {
  const parts = partsOf(Buffer.from(await writeDescription(system)));
  const text = (name: string) =>
    squeezed((parts.get(name) ?? '').replaceAll(/<[^>]*>/g, ''))
      .replaceAll('&amp;', '&')
      .replaceAll('&quot;', '"');
  const body = text('word/document.xml');
  return { parts, head: text('word/header1.xml'), body, says: (words: string) => body.includes(squeezed(words)) };
}

test('DE25 a description is a tagged PDF, a DOCX and Markdown with the same words: its head, each part and what the records hold', async () => {
  const system = describedSystem({ own: [incident], some: { version: approved } });
  const pdf = await pdfOf(system);
  const word = await wordOf(system);
  const markdown = descriptionMarkdown(system);
  for (const mark of ['/StructTreeRoot', '/Lang', '/Outlines', '/DisplayDocTitle true', '/Subtype/Link'])
    assert.ok(pdf.raw.replaceAll(/\s+\//g, '/').includes(mark), `${mark} is missing`);
  assert.match(pdf.raw, /<pdfuaid:part>1<\/pdfuaid:part>/);
  for (const [name, xml] of word.parts) if (/\.(xml|rels)$/.test(name)) assert.equal(faultOf(xml), null, name);
  const said = [
    'Description of the system',
    'SOC 2 of 2025',
    'SOC 2 Type 2',
    'Throughout the period 2025-01-01 to 2025-12-31',
    'Security and Availability',
    '2, frozen by Wilma Writer on 2026-01-09',
    'Carla Chief, Chief executive, on 2026-01-12',
    approved.sha256,
    'DC 1 – Services provided',
    'Control environment, risk assessment, communication and monitoring',
    'Release without review',
    'It took the service down.',
    'Which controls meet which criteria',
    'DC 9 – Significant changes in the period',
    'not written down',
  ];
  const plain = squeezed(markdown.replaceAll('\\', ''));
  for (const words of said) {
    assert.ok(pdf.says(words), `PDF: ${words}`);
    assert.ok(word.says(words), `DOCX: ${words}`);
    assert.ok(plain.includes(squeezed(words)), `Markdown: ${words}`);
  }
  for (let page = 1; page <= pdf.pages; page += 1) assert.ok(pdf.says(`Made 2026-01-15${page} of ${pdf.pages}`));
  const headings = readBlocks(markdown).flatMap((block) =>
    block.kind === 'heading' && block.level === 2 ? [lineText(block.line)] : [],
  );
  assert.deepEqual(
    headings.slice(1),
    system.document.parts.map(({ title }) => title),
    'parts are headings',
  );
  assert.match(word.parts.get('word/document.xml') ?? '', /Heading2"\/><\/w:pPr><w:r><w:t [^>]*>DC 1 – Services/);
});

test('DE25 heads of tables stand on each page again where 120 controls go over many', async () => {
  const system = describedSystem({ controls: 120, some: { version: approved } });
  const { text, pages, says } = await pdfOf(system);
  const count = text.split(squeezed('Control Wording Frequency Owner Criteria')).length - 1;
  assert.ok(pages > 8 && count >= 5, `${pages} pages, ${count} heads`);
  assert.ok(says('120 controls are described'));
  const { parts } = await wordOf(system);
  assert.ok((parts.get('word/document.xml') ?? '').split('<w:tblHeader/>').length > 5);
});

test('DE25 the same description gives the same bytes, and another one gives others; colour and logo are the organization’s', async () => {
  const digest = async (some: Partial<DescribedSystem>) => {
    const system = describedSystem({ some });
    const files = [(await renderDescription(system)).pdf, await writeDescription(system), descriptionMarkdown(system)];
    return files.map((file) => createHash('sha256').update(file).digest('hex'));
  };
  const first = await digest({});
  assert.deepEqual(await digest({}), first);
  const later = await digest({ version: frozen });
  later.forEach((each, at) => assert.notEqual(each, first[at]));
  const brand = { colour: '#7a1f5c', logo: null };
  const { parts } = await wordOf(describedSystem({ some: { brand } }));
  assert.match(parts.get('word/styles.xml') ?? '', /7A1F5C/);
  assert.notEqual((await digest({ brand }))[0], first[0]);
});

test('DE26 what is not frozen, or not approved, says so on every page; what management approved does not', async () => {
  for (const [version, mark, status] of [
    [null, 'DRAFT', 'Draft, not frozen'],
    [frozen, 'NOT APPROVED', 'Version 2, frozen and not approved'],
  ] as const) {
    const system = describedSystem({ some: { version } });
    const { text, pages } = await pdfOf(system);
    for (const words of [mark, status]) assert.ok(text.split(squeezed(words)).length > pages, `${words} on each page`);
    const { head } = await wordOf(system);
    assert.ok(head.includes(squeezed(mark)) && head.includes(squeezed(status)));
    assert.ok(descriptionMarkdown(system).includes(`\n**${mark}**\n`));
  }
  const system = describedSystem({ some: { version: approved } });
  const { says } = await pdfOf(system);
  assert.ok(says('Version 2, approved by management'));
  for (const mark of ['DRAFT', 'NOT APPROVED', 'Nobody yet']) assert.ok(!says(mark), mark);
  assert.ok(!/DRAFT|NOT APPROVED/.test(descriptionMarkdown(system)));
  const left = { ...frozen, frozenBy: { id: frozen.frozenBy.id, name: null } };
  const waiting = await pdfOf(describedSystem({ some: { version: left } }));
  assert.ok(waiting.says('frozen by somebody who has left') && waiting.says('Approved by Nobody yet'));
});

test('DE26 a draft ends with what is not complete yet, must first; what is approved tells in its head how much was open', async () => {
  const wordless: DescriptionBody = { part: 'dc3', blocks: [] };
  const system = describedSystem({ own: [wordless, incident] });
  const open = [
    'What is not complete yet',
    'Without these the description would not hold',
    '“Release without review” does not say how far it went.',
    'These would make it better',
    `Nothing is written under ${descriptionPartWords.dc3.title} but what the records hold.`,
  ];
  const { text } = await pdfOf(system);
  const { body } = await wordOf(system);
  for (const told of [text, body, squeezed(descriptionMarkdown(system).replaceAll('\\', ''))]) {
    const places = open.map((words) => told.lastIndexOf(squeezed(words)));
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
    assert.ok(
      places.every((place) => place > told.indexOf(squeezed('No criterion that applies was taken for not relevant'))),
    );
  }
  const must = system.document.points.filter(({ severity }) => severity === 'must').length;
  assert.ok(
    text.includes(squeezed(`${must} without which the description would not hold and 1 that would make it better`)),
  );
  const kept = await pdfOf({ ...system, version: approved });
  assert.ok(
    kept.says(`${must} without which the description would not hold`) && !kept.says('What is not complete yet'),
  );
  const whole = { ...system, document: { ...system.document, points: [] } };
  const { says } = await pdfOf(whole);
  assert.ok(says('Open points None found') && !says('What is not complete yet'));
});

test('DE26 a part of which nothing is written says so, a Type 1 speaks of its day and has no DC 9, and markup does nothing', async () => {
  const markup = '#panic("x") $x^2$ *bold* <w:b/> & [x](y) | _it_';
  const system = describedSystem({ terms: { type: 'type1', asOf: '2025-06-30' } });
  const { document } = system;
  const odd: DescribedSystem = {
    ...system,
    document: {
      ...document,
      engagement: { ...document.engagement, title: markup },
      parts: [...document.parts.slice(0, 1), { id: 'dc2', title: markup, blocks: [] }],
    },
  };
  const { says } = await pdfOf(odd);
  for (const words of ['SOC 2 Type 1', 'As of 2025-06-30', 'Nothing is written here yet.', markup])
    assert.ok(says(words), words);
  assert.ok(!says('DC 9'));
  const { parts } = await wordOf(odd);
  assert.equal(faultOf(parts.get('word/document.xml') ?? ''), null);
  const read = readBlocks(descriptionMarkdown(odd));
  assert.ok(read.some((block) => block.kind === 'heading' && lineText(block.line) === markup));
  assert.match(descriptionMarkdown(odd), /\*\*\\\[Nothing is written here yet\.\]\*\*/);
});

test('DE25 no column is so narrow that a word would be cut', async () => {
  const { parts } = await wordOf(describedSystem({ some: { version: approved } }));
  const [, grid = ''] =
    /tblCaption w:val="Control, Wording, [^]*?<w:tblGrid>(.*?)<\/w:tblGrid>/.exec(
      parts.get('word/document.xml') ?? '',
    ) ?? [];
  const points = [...grid.matchAll(/w:w="(\d+)"/g)].map(([, width]) => Number(width) / 20);
  assert.equal(points.length, 5);
  ['Control', 'confidentiality', 'continuous', 'operations', 'CC5.1,'].forEach((word, at) =>
    assert.ok((points[at] ?? 0) > word.length * 5.5 + 8, `${word} in ${points[at]} points`),
  );
});
