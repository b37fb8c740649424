import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { TextBlock } from '@tickmark/core';
import type { Page } from 'playwright-core';
import type { Passage } from '../../src/pages/policies/editor/passages.ts';
import { openEditorPage } from './editor-page.ts';

let page: Page;
let close: () => Promise<void>;

before(async () => {
  ({ page, close } = await openEditorPage());
});
after(() => close());

/** What the page holds beside the editor. */
interface Held {
  begin: (props: object) => void;
  blocks: TextBlock[];
  changes: number;
  passage: Passage | null;
  clicked: string | null;
}

async function held<Name extends keyof Held>(name: Name): Promise<Held[Name]> {
  return (await page.evaluate(`window.${name}`)) as Held[Name];
}

async function begin(props: object = {}): Promise<void> {
  await page.evaluate((each) => (globalThis as unknown as Held).begin(each), { blocks: [], tags, controls, ...props });
  await page.locator('.ProseMirror').waitFor();
}

const tags = [
  { tag: 'organization', text: 'Northwind', meaning: 'What your organization is called', missing: false },
  { tag: 'settings.accessRemoval', text: '1 business day', meaning: 'How soon access ends', missing: false },
  { tag: 'settings.review', text: '90 days', meaning: 'How soon a review is done', missing: false },
];
const controls = [
  { code: 'IAM-06', title: 'Access review', frequency: 'quarterly' },
  { code: 'IAM-07', title: 'Leavers', frequency: 'per_occurrence' },
];

async function paste(html: string): Promise<void> {
  await page.locator('.ProseMirror').evaluate((text, copied) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/html', copied);
    text.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, html);
}

const paragraph = (text: string) => ({ kind: 'paragraph', line: [{ text }] });
const heading = (level: number, text: string) => ({ kind: 'heading', level, line: [{ text }] });
const { press, type } = {
  press: async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  },
  type: (text: string) => page.keyboard.type(text),
};

test('PO28 Markdown that is typed is set as it is meant', async () => {
  await begin();
  await page.locator('.ProseMirror').click();
  await type('## Access');
  await press('Enter');
  await type('We **must** and *may* and `run`.');
  await press('Enter');
  await type('- one');
  await press('Enter', 'Tab');
  await type('within');
  await press('Enter', 'Tab');
  await type('not deeper');
  await press('Enter', 'Enter', 'Enter');
  await type('1. first');
  assert.deepEqual(await held('blocks'), [
    heading(2, 'Access'),
    {
      kind: 'paragraph',
      line: [
        { text: 'We ' },
        { text: 'must', strong: true },
        { text: ' and ' },
        { text: 'may', emphasis: true },
        { text: ' and ' },
        { text: 'run', code: true },
        { text: '.' },
      ],
    },
    {
      kind: 'list',
      ordered: false,
      items: [
        { line: [{ text: 'one' }], below: { ordered: false, items: [[{ text: 'within' }], [{ text: 'not deeper' }]] } },
      ],
    },
    { kind: 'list', ordered: true, items: [{ line: [{ text: 'first' }], below: null }] },
  ]);
});

test('PO28 a tag and a mark are chosen from what was typed, by the keyboard alone', async () => {
  await begin();
  await page.locator('.ProseMirror').click();
  await type('Ends within {{how soon');
  const list = page.getByRole('listbox', { name: 'Numbers and names' });
  await list.waitFor();
  assert.equal(await list.getByRole('option').count(), 2);
  const text = page.getByRole('textbox', { name: 'Text of the document' });
  const first = await text.getAttribute('aria-activedescendant');
  await press('ArrowDown');
  assert.notEqual(await text.getAttribute('aria-activedescendant'), first);
  await press('Enter');
  await type('. {IAM-0');
  await page.getByRole('listbox', { name: 'Controls' }).waitFor();
  await press('Tab');
  await type(' {IAM-07} {{organization}} {{org');
  await list.waitFor();
  await press('Escape');
  await list.waitFor({ state: 'detached' });
  await type('an {{nothing}}');
  assert.deepEqual(await held('blocks'), [
    {
      kind: 'paragraph',
      line: [
        { text: 'Ends within ' },
        { text: '90 days', tag: 'settings.review' },
        { text: '. ' },
        { text: '', obligation: { control: 'IAM-06', frequency: 'quarterly' } },
        { text: ' ' },
        { text: '', obligation: { control: 'IAM-07', frequency: null } },
        { text: ' ' },
        { text: 'Northwind', tag: 'organization' },
        { text: ' {{organ {{nothing}}' },
      ],
    },
  ]);
});

test('PO28 the row of tools is one stop of the Tab key, walked by arrows, and Esc then Tab leaves the text', async () => {
  await begin({
    blocks: [
      {
        kind: 'list',
        ordered: false,
        items: [
          { line: [{ text: 'a' }], below: null },
          { line: [{ text: 'b' }], below: null },
        ],
      },
    ],
  });
  await page.locator('.ProseMirror li').nth(1).click();
  await page.getByRole('button', { name: 'List', exact: true, pressed: true }).waitFor();
  await press('Alt+F10');
  const focused = (): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
  assert.equal(await focused(), 'Style: Paragraph');
  await press('ArrowRight', 'ArrowRight');
  assert.equal(await focused(), 'Italic');
  await press('Home', 'ArrowLeft');
  assert.equal(await focused(), 'Redo');
  await press('Tab');
  assert.equal(await focused(), 'Text of the document');
  await press('Tab');
  assert.equal(await focused(), 'Text of the document');
  assert.deepEqual((await held('blocks'))[0], {
    kind: 'list',
    ordered: false,
    items: [{ line: [{ text: 'a' }], below: { ordered: false, items: [[{ text: 'b' }]] } }],
  });
  await press('Escape', 'Shift+Tab');
  assert.equal(await focused(), 'Redo');
});

test('PO28 a table is put in, walked by Tab and Enter, and changed by its menu', async () => {
  await begin();
  await page.locator('.ProseMirror').click();
  await page.getByRole('button', { name: 'Table' }).click();
  await type('Who');
  await press('Tab');
  await type('What');
  await press('Enter');
  await type('review');
  await page.getByRole('button', { name: 'Table: rows and columns' }).click();
  await page.getByRole('menuitem', { name: 'Delete the row' }).click();
  await page.getByRole('button', { name: 'Table: rows and columns' }).click();
  await page.getByRole('menuitem', { name: 'Column after' }).click();
  const cells = (...words: string[]) => words.map((text) => (text === '' ? [] : [{ text }]));
  const table = [{ kind: 'table', head: cells('Who', '', 'What', ''), rows: [cells('', '', '', '')] }];
  assert.deepEqual(await held('blocks'), table);
  const undo = page.getByRole('button', { name: 'Undo' });
  while ((await undo.getAttribute('aria-disabled')) === null) await undo.click();
  assert.deepEqual(await held('blocks'), []);
  const redo = page.getByRole('button', { name: 'Redo' });
  while ((await redo.getAttribute('aria-disabled')) === null) await redo.click();
  assert.deepEqual(await held('blocks'), table);
});

test('PO22 what is pasted from Word keeps headings, lists of two levels, tables, bold and italic', async () => {
  const item = (level: number, marker: string, words: string): string =>
    `<p class=MsoListParagraph style='text-indent:-.25in;mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>${marker}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>${words}<o:p></o:p></p>`;
  await begin();
  await page.locator('.ProseMirror').click();
  await paste(`<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>Draft</title><style>p.MsoNormal {margin:0}</style></head>
<body lang=EN-US><!--StartFragment--><h1>Access</h1><h2>Scope<o:p></o:p></h2>
<p class=MsoNormal>It <b>holds</b> for <i>all</i> <span style='color:red'>staff</span> and <a href="https://x.example">vendors</a><del>, mostly</del>.<o:p></o:p></p>
${item(1, '·', 'one')}${item(2, 'o', 'within')}${item(1, '·', 'two')}
<p class=MsoNormal>Then:</p>${item(1, '1.', 'first')}${item(1, '2.', 'second')}
<table class=MsoTableGrid border=1><tr><td width=300><p class=MsoNormal><b>Who</b></p></td><td><p class=MsoNormal>What</p></td></tr><tr><td><p class=MsoNormal>CISO</p></td><td><p class=MsoNormal>a</p><p class=MsoNormal>b</p></td></tr></table><!--EndFragment--></body></html>`);
  assert.deepEqual(await held('blocks'), [
    heading(2, 'Access'),
    heading(3, 'Scope'),
    {
      kind: 'paragraph',
      line: [
        { text: 'It ' },
        { text: 'holds', strong: true },
        { text: ' for ' },
        { text: 'all', emphasis: true },
        { text: ' staff and vendors.' },
      ],
    },
    {
      kind: 'list',
      ordered: false,
      items: [
        { line: [{ text: 'one' }], below: { ordered: false, items: [[{ text: 'within' }]] } },
        { line: [{ text: 'two' }], below: null },
      ],
    },
    paragraph('Then:'),
    {
      kind: 'list',
      ordered: true,
      items: [
        { line: [{ text: 'first' }], below: null },
        { line: [{ text: 'second' }], below: null },
      ],
    },
    {
      kind: 'table',
      head: [[{ text: 'Who', strong: true }], [{ text: 'What' }]],
      rows: [[[{ text: 'CISO' }], [{ text: 'a b' }]]],
    },
  ]);
});

test('PO22 what is pasted from Google Docs or a page keeps the same, and a cell stays one line', async () => {
  await begin();
  await page.locator('.ProseMirror').click();
  await paste(
    `<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"><span style="font-weight:400">Rules</span></h2><p dir="ltr"><span style="font-weight:400">Plain </span><span style="font-weight:700">bold</span><span style="font-style:italic"> italic</span></p><ul><li dir="ltr"><p><span>one</span></p></li><ul><li dir="ltr"><p><span>within</span></p></li><ul><li dir="ltr"><p><span>deeper</span></p></li></ul></ul></ul></b>`,
  );
  assert.deepEqual(await held('blocks'), [
    heading(2, 'Rules'),
    {
      kind: 'paragraph',
      line: [{ text: 'Plain ' }, { text: 'bold', strong: true }, { text: ' italic', emphasis: true }],
    },
    {
      kind: 'list',
      ordered: false,
      items: [
        { line: [{ text: 'one' }], below: { ordered: false, items: [[{ text: 'within' }], [{ text: 'deeper' }]] } },
      ],
    },
  ]);

  // An editor of its own: a key moves the cursor at once, and the editor learns of it a moment later.
  await begin();
  await page.locator('.ProseMirror').click();
  await paste(
    `<article><h5>Small</h5><blockquote><p>Quoted</p></blockquote><pre><code>run</code></pre><img src="x.png" alt="A"><script>alert(1)</script><hr><p>Last<br>line</p></article>`,
  );
  const rest = JSON.stringify(await held('blocks'));
  for (const word of ['Small', 'Quoted', 'run', 'Last', 'line']) assert.ok(rest.includes(word), word);
  assert.ok(!rest.includes('alert'));

  await begin({ blocks: [{ kind: 'table', head: [[{ text: 'a' }], []], rows: [[[], []]] }] });
  await page.locator('.ProseMirror td').first().click();
  await page.getByRole('button', { name: 'Table: rows and columns' }).waitFor();
  await paste('<h2>One</h2><ul><li>two</li></ul><p><b>three</b></p>');
  assert.deepEqual(await held('blocks'), [
    {
      kind: 'table',
      head: [[{ text: 'a' }], []],
      rows: [[[{ text: 'One two ' }, { text: 'three', strong: true }], []]],
    },
  ]);
});

test('PO23 a tag shows what it stands for now, and passages are found by that', async () => {
  const line = [{ text: 'Within ' }, { text: '', tag: 'settings.review' }];
  const passage = { exact: 'Within 30 days', prefix: '', suffix: '' };
  const props = { id: 'tags', blocks: [{ kind: 'paragraph', line }] };
  await begin(props);
  await page.getByText('90 days').waitFor();
  const marked = [{ id: 'c1', passage, kind: 'comment', active: false }];
  await begin({ ...props, marked, tags: tags.map((tag) => ({ ...tag, text: '30 days' })) });
  await page.locator('[data-marked="c1"]').first().waitFor();
  assert.equal(await page.locator('.ProseMirror').textContent(), 'Within 30 days');
  assert.equal(await held('changes'), 0);
});

test('PO23 what is selected is told as a passage, and passages are shown, clicked, gone to and replaced', async () => {
  const passage = { exact: 'within 90 days', prefix: 'It is done ', suffix: ', each time.' };
  const line = [{ text: 'It is done within ' }, { text: '', tag: 'settings.review' }, { text: ', each time.' }];
  await begin({
    blocks: [heading(2, 'Scope'), { kind: 'paragraph', line }],
    marked: [
      { id: 'c1', passage, kind: 'comment', active: false },
      { id: 'c2', passage: { ...passage, exact: 'gone' }, kind: 'suggestion', active: true },
    ],
  });
  const shown = page.locator('[data-marked="c1"]');
  await shown.first().waitFor();
  assert.equal((await shown.allTextContents()).join(''), 'within 90 days');
  assert.equal(await page.locator('[data-marked="c2"]').count(), 0);
  await shown.first().click();
  assert.equal(await held('clicked'), 'c1');
  assert.equal(await held('changes'), 0);

  const call = (run: string): Promise<unknown> => page.evaluate(`window.handle.current.${run}`);
  assert.equal(await call(`goTo(${JSON.stringify(passage)})`), true);
  assert.deepEqual(await held('passage'), { ...passage, prefix: 'Scope\nIt is done ' });
  assert.equal(await call(`goTo({ exact: 'gone', prefix: '', suffix: '' })`), false);
  assert.equal(await call(`replace(${JSON.stringify(passage)}, 'at least within 90 days')`), true);
  assert.equal(await call(`focusHeading('Scope')`), true);
  await type('Our ');
  assert.deepEqual(await held('blocks'), [
    heading(2, 'Our Scope'),
    {
      kind: 'paragraph',
      line: [{ text: 'It is done at least within ' }, { text: '', tag: 'settings.review' }, { text: ', each time.' }],
    },
  ]);
});

test('PO28 a text that may not be changed can be read and marked, and has no tools', async () => {
  const props = { id: 'same', blocks: [paragraph('Read only.')] };
  await begin(props);
  await page.getByRole('toolbar').waitFor();
  await begin({ ...props, editable: false });
  await page.getByRole('toolbar').waitFor({ state: 'detached' });
  await page.locator('.ProseMirror p').click({ clickCount: 3 });
  await page.waitForFunction('window.passage !== null');
  await type('x');
  assert.equal(await held('changes'), 0);
  assert.deepEqual(await held('passage'), { exact: 'Read only.', prefix: '', suffix: '' });
  assert.equal(await page.getByRole('textbox').getAttribute('aria-readonly'), 'true');
});

test('PO28 a mark that is selected says what it means, and how often is changed there', async () => {
  const line = [{ text: 'Done.' }, { text: '', obligation: { control: 'IAM-06', frequency: 'quarterly' } }];
  await begin({ blocks: [{ kind: 'paragraph', line }] });
  await page.locator('.ProseMirror').click();
  await press('Control+End', 'ArrowLeft', 'Enter');
  await page.getByText('IAM-06 Access review: the sentences before promise it.').waitFor();
  await page.getByLabel('How often they say it is done').selectOption('monthly');
  assert.deepEqual(await held('blocks'), [
    { kind: 'paragraph', line: [line[0], { text: '', obligation: { control: 'IAM-06', frequency: 'monthly' } }] },
  ]);
  await page.getByRole('button', { name: 'Remove the mark' }).click();
  assert.deepEqual(await held('blocks'), [paragraph('Done.')]);
});

test('DE31 a part of a description has smaller headings alone, and neither tags nor marks of controls', async () => {
  await begin({ kind: 'part', label: 'Incidents, in your own words' });
  await page.getByRole('textbox', { name: 'Incidents, in your own words' }).click();
  await type('## Not here');
  await press('Enter');
  await type('### How it works');
  await press('Enter');
  await type('{{organi');
  assert.equal(await page.getByRole('option').count(), 0);
  assert.deepEqual(await held('blocks'), [paragraph('## Not here'), heading(3, 'How it works'), paragraph('{{organi')]);
  assert.equal(await page.getByRole('button', { name: /^(Number or name|Control mark)$/ }).count(), 0);
  await begin({ kind: 'part' });
  await page.locator('.ProseMirror').click();
  await paste(
    '<h1>From elsewhere</h1><p>Kept by <span data-tag="organization">Northwind</span><span data-control="IAM-06"></span>.</p>',
  );
  const words = JSON.stringify(await held('blocks'));
  assert.match(words, /From elsewhere/);
  assert.match(words, /Kept by Northwind/);
  assert.doesNotMatch(words, /"level":2|"tag"|"obligation"/);
});
