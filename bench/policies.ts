/**
 * Policies as documents: one as PDF, as soon as somebody asks for it after the first, and all thirty as one pack, as PDF and
 * as DOCX. Beside it what a process alone takes that is started for each, as the baseline.
 *
 * node bench/policies.ts
 */
import { policyConditions, policyLists, templateValues, type PolicyFacts } from '@tickmark/core';
import { fillTemplate, readBlocks, templateLibrary } from '@tickmark/policies';
import { setTimeout } from 'node:timers/promises';
import {
  keepRendererWarm,
  renderPolicies,
  writePolicies,
  type PolicyPack,
} from '../packages/server/src/documents/index.ts';

const facts = {
  organization: 'Northwind Ledgers',
  has: Object.fromEntries(Object.keys(policyConditions).map((id) => [id, null])),
  list: Object.fromEntries(Object.keys(policyLists).map((id) => [id, ['One of ours', 'Another one']])),
  values: templateValues,
} as unknown as PolicyFacts;
const documents = [...templateLibrary().values()].map((template) => ({
  code: template.front.id,
  title: template.front.title,
  rows: Object.entries(template.front).map(([name, value]) => [name, String(value)] as const),
  blocks: readBlocks(fillTemplate(template, facts).markdown),
}));
const pack = (some: PolicyPack['documents']): PolicyPack => ({
  organization: { name: 'Northwind Ledgers', example: false },
  today: '2026-11-30',
  mark: 'TEMPLATE',
  status: 'Template text',
  note: '',
  brand: { colour: null, logo: null },
  documents: some,
});

async function took(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
const middle = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

const cold: number[] = [];
for (const one of documents.slice(0, 9)) cold.push(await took(() => renderPolicies(pack([one]))));
const coolDown = keepRendererWarm();
await renderPolicies(pack(documents.slice(0, 1)));
const warm: number[] = [];
for (const one of documents) {
  // The next process is started meanwhile; nobody clicks faster.
  await setTimeout(700);
  warm.push(await took(() => renderPolicies(pack([one]))));
}
await setTimeout(700);
let pages = 0;
const whole = await took(async () => {
  ({ pages } = await renderPolicies(pack(documents)));
});
coolDown();
const word = await took(() => writePolicies(pack(documents)));
const ms = (time: number): string => `${time.toFixed(0)} ms`;
console.log(
  `one document as PDF: ${ms(middle(warm))}, ${ms(Math.max(...warm))} at most of ${warm.length}   holds 200 ms`,
);
console.log(
  `  ${(middle(cold) / middle(warm)).toFixed(1)} × faster than with a process started for it (${ms(middle(cold))})`,
);
console.log(`${documents.length} documents as one PDF of ${pages} pages: ${ms(whole)}   holds 5 s`);
console.log(`${documents.length} documents as one DOCX: ${ms(word)}   holds 5 s`);
