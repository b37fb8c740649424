/**
 * Import of an existing policy in Word: a document of about 100 pages, 40,000 words, 100 tables and 200 lists. Beside it, as the
 * baseline, what mammoth alone takes to unpack the same file and make HTML of it.
 *
 * node bench/policy-import.ts
 */
import type { Inline, TextBlock } from '@tickmark/core';
import { countWords, importDocument, writeMarkdown } from '@tickmark/policies';
import { createRequire } from 'node:module';
import { writePolicies } from '../packages/server/src/documents/index.ts';

/** The same that the import uses. */
const mammoth = createRequire(new URL('../packages/policies/package.json', import.meta.url))('mammoth') as {
  convertToHtml(input: { buffer: Buffer }): Promise<unknown>;
};

const sentence =
  'Whoever administers the system gives what was approved, after the approval and not before, and keeps a record of it. ';
const line = (times: number): Inline[] => [
  { text: 'In short: ', strong: true },
  { text: sentence.repeat(times).trim() },
];
const parts = Array.from({ length: 100 }, (_, at): TextBlock[] => [
  { kind: 'heading', level: 2 + (at % 2), line: [{ text: `Part ${at + 1} of it` }] },
  { kind: 'paragraph', line: line(5) },
  { kind: 'list', ordered: true, items: Array.from({ length: 4 }, () => ({ line: line(1), below: null })) },
  { kind: 'paragraph', line: line(2) },
  {
    kind: 'list',
    ordered: false,
    items: [{ line: line(1), below: { ordered: false, items: [line(1), line(1)] } }],
  },
  {
    kind: 'table',
    head: ['Who', 'What', 'When'].map((text) => [{ text }]),
    rows: Array.from({ length: 5 }, () => [[{ text: 'Owner' }], line(1), [{ text: 'Each quarter' }]]),
  },
]);
const blocks = parts.flat();
const file = Buffer.from(
  await writePolicies({
    organization: { name: 'Northwind Ledgers', example: false },
    today: '2026-11-30',
    mark: '',
    status: 'In force',
    note: '',
    brand: { colour: null, logo: null },
    documents: [{ title: 'A long one', rows: [['Document', 'POL-31']], blocks }],
  }),
);

const runs = 9;
async function middle(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
}

const began = performance.now();
const imported = await importDocument('docx', file);
const first = performance.now() - began;
const count = (kind: TextBlock['kind']): number => imported.blocks.filter((block) => block.kind === kind).length;
const plain = await middle(() => mammoth.convertToHtml({ buffer: file }));
const whole = await middle(() => importDocument('docx', file));
const words = countWords(writeMarkdown(imported.blocks));
console.log(
  `${words.toLocaleString('en')} words, ${count('table')} tables, ${count('list')} lists, ${(file.length / 1024).toFixed(0)} KiB`,
);
console.log(`import: ${whole.toFixed(0)} ms, ${first.toFixed(0)} ms the first time   holds 5 s`);
console.log(`  ${(whole / plain).toFixed(2)} × of what unzip and mammoth alone take (${plain.toFixed(0)} ms)`);
