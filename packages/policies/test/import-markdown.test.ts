import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyFront } from '@tickmark/core';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import {
  importDocument,
  linesOf,
  readBlocks,
  templateLibrary,
  textOf,
  writeMarkdown,
  writeTemplate,
} from '../src/index.ts';
import { lostOf, shown } from './import-docx.ts';

const read = async (text: string) => importDocument('markdown', Buffer.from(text));

test('PO34 every template file comes in as it is, with its tags and marks; its conditions are told', async () => {
  for (const { front, body } of templateLibrary().values()) {
    const imported = await read(`---\n${stringify(front)}---\n${body}`);
    assert.equal(imported.title, front.title);
    assert.deepEqual(imported.blocks, readBlocks(body.replaceAll(/^\{\{[#^/].*\}\}\n?/gm, '')), front.id);
    const conditions = body.match(/^\{\{[#^]/gm)?.length;
    assert.deepEqual(lostOf(imported), conditions === undefined ? {} : { condition: conditions });
  }
});

test('PO92 a file that tells when it was reviewed comes in as any other template file', async () => {
  const [first] = templateLibrary().values();
  assert.ok(first);
  const { front } = first;
  const file = writeTemplate({ front: { ...front, reviewedOn: '2026-01-31' }, body: 'It is so. {GOV-01}' });
  const imported = await read(file);
  assert.deepEqual(
    [imported.title, imported.blocks, lostOf(imported)],
    [front.title, readBlocks('It is so. {GOV-01}'), {}],
  );
});

test('PO34 in any other Markdown what looks like a tag or a mark is text, and a front gives its title', async () => {
  const body = 'Asked by {{roles.ciso}}. {IAM-06 quarterly}';
  const imported = await read(`---\ntitle: Access\nowner: Ann\n---\n# Access\n\n${body}`);
  assert.deepEqual([imported.title, shown(imported), lostOf(imported)], ['Access', [body], { front: 1 }]);
  assert.deepEqual(imported.blocks, [{ kind: 'paragraph', line: [{ text: body }] }]);
  assert.equal(policyFront.safeParse({ title: 'Access', owner: 'Ann' }).success, false);
  const rules = await read('---\nNo front, but words between rules.\n---\n\nText.');
  assert.deepEqual(textOf(rules.blocks.flatMap(linesOf).flat()), 'No front, but words between rules.Text.');
});

test('PO34 the first heading is the title, levels begin at the second, and lists and tables are kept', async () => {
  const imported = await read(
    [
      '# Access policy\n\n![seal](a.png)',
      '## 1. Scope',
      'All **systems** and _people_  \nof `prod`.',
      '#### Detail',
      '1. one\n   - below\n     - deeper\n2. two\n\n   with a second part',
      '| a | b |\n|---|---|\n| **x** | 1 |',
    ].join('\n\n'),
  );
  assert.equal(imported.title, 'Access policy');
  assert.deepEqual(shown(imported), [
    '2 Scope',
    'All **systems** and _people_',
    'of prod.',
    '3 Detail',
    '1. one',
    '  - below',
    '  - deeper',
    '1. two with a second part',
    '| a | b |',
    '| **x** | 1 |',
  ]);
  assert.deepEqual(imported.lost, [
    { what: 'picture', count: 1, under: [''] },
    { what: 'deeperList', count: 1, under: ['Detail'] },
  ]);
});

test('PO34 HTML, pictures, code, quotes and links are brought down to words, and told with their place', async () => {
  const imported = await read(
    [
      '> Quoted **words**.\n> - item',
      '## Code',
      '```sh\nrm -rf x\n\nls\n```',
      '![diagram](a.png) See [our page](https://example.com/a), <https://example.com> and [this][ref] [above](#x).',
      '<details><summary>More</summary>\n<p>in <b>it</b></p><script>alert(1)</script></details>',
      'Inline <kbd>x</kbd><br>next <img src=x> word[^1]',
      '- [ ] task\n- [x] done',
      '<!-- a comment -->',
      '***',
      '[ref]: https://example.com/b\n[^1]: see',
    ].join('\n\n'),
  );
  assert.deepEqual(shown(imported), [
    'Quoted **words**.',
    '- item',
    '2 Code',
    'rm -rf x',
    'ls',
    'See our page (https://example.com/a), https://example.com and this (https://example.com/b) above.',
    'More',
    'in it',
    'Inline x',
    'next word [see]',
    '- [ ] task',
    '- [x] done',
  ]);
  assert.deepEqual(lostOf(imported), { quote: 1, code: 1, picture: 2, link: 2, html: 2, footnote: 1 });
  assert.deepEqual(imported.lost[1], { what: 'code', count: 1, under: ['Code'] });
});

test('PO34 whatever text stands in it, its words come in, and what came in is read as the same once it is written', async () => {
  const word = fc.stringMatching(/^[a-z]{3,8}$/);
  const part = fc.oneof(
    word.map((text) => `# ${text}`),
    word.map((text) => `- ${text}\n  1. ${text}\n     - ${text}`),
    word.map((text) => `> ${text} [${text}](https://x.example/${text})`),
    word.map((text) => `| ${text} | b |\n|---|---|\n| <i>${text}</i> | **${text}** |`),
    word.map((text) => `\`\`\`\n${text}\n\`\`\``),
    word.map((text) => `<p>${text}</p>`),
    word.map((text) => `${text} *${text}*\\\n${text}`),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 6 }), async (parts) => {
      const imported = await read(`Text.\n\n${parts.join('\n\n')}`);
      const said = `${imported.title ?? ''} ${imported.blocks.flatMap(linesOf).map(textOf).join(' ')}`;
      for (const [found] of parts.join(' ').matchAll(/[a-z]{3,8}/g))
        if (found !== 'https' && found !== 'example') assert.ok(said.includes(found), `${found} is not in: ${said}`);
      const again = readBlocks(writeMarkdown(imported.blocks));
      assert.deepEqual(again.flatMap(linesOf).map(textOf), imported.blocks.flatMap(linesOf).map(textOf));
    }),
    { numRuns: 200 },
  );
});
