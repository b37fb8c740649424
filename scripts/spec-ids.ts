import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from './run.ts';

/** Ids at the start of a line or table cell in docs/spec: `CT3`, `EL12`, `CN1`. */
const declared = /^(?:[-*|]\s*)?\*{0,2}([A-Z]{2}\d+)\b/gm;
const cited = /\b([A-Z]{2}\d+)\b/g;

/** Every rule an auditor relies on has a test that names it, and no test names a rule that is not there. */
export async function checkSpecIds(root: string): Promise<Outcome> {
  const rules = new Map<string, string>();
  const lines: string[] = [];
  for await (const file of glob('docs/spec/*.md', { cwd: root })) {
    for (const [, id] of (await readFile(join(root, file), 'utf8')).matchAll(declared)) {
      if (!id) continue;
      if (rules.has(id)) lines.push(`${id} is declared twice: ${rules.get(id)} and ${file}`);
      rules.set(id, file);
    }
  }
  const tested = new Set<string>();
  const series = new Set([...rules.keys()].map((id) => id.slice(0, 2)));
  for await (const file of glob(['packages/*/test/**/*.test.ts', 'e2e/**/*.test.ts'], { cwd: root })) {
    for (const [, title = ''] of (await readFile(join(root, file), 'utf8')).matchAll(
      /\b(?:test|it|describe|step)\(\s*[`'"]([^`'"]*)/g,
    )) {
      for (const [, id = ''] of title.matchAll(cited)) {
        tested.add(id);
        if (series.has(id.slice(0, 2)) && !rules.has(id)) lines.push(`${file} cites ${id}, which no spec declares`);
      }
    }
  }
  if (rules.size === 0) lines.push('no rule was found in docs/spec: the pattern sees nothing');
  for (const [id, file] of rules) if (!tested.has(id)) lines.push(`${id} (${file}) has no test that names it`);
  return { ok: lines.length === 0, output: lines.join('\n') };
}
