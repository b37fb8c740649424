import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hypergeometricUpper } from '../../packages/control-testing/src/index.ts';
import { root, type Mutant } from './plant.ts';
import type { MutationSet } from './sets.ts';

const figure = 0.9;

/** One that timed out is not counted as noticed: it can't be told from a slow machine. */
const outcomes = ['killed', 'timed out', 'survived', 'not reached'] as const;
export type Tally = Record<(typeof outcomes)[number], number>;
export interface Tried {
  mutant: Mutant;
  outcome: keyof Tally;
}

function tally(tried: readonly Tried[]): Tally {
  const counts: Tally = { killed: 0, 'timed out': 0, survived: 0, 'not reached': 0 };
  for (const { outcome } of tried) counts[outcome] += 1;
  return counts;
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function line(name: string, tried: readonly Tried[]): string {
  const counts = tally(tried);
  const told = outcomes.map((outcome) => `${counts[outcome]} ${outcome}`).join(', ');
  return `${name}: ${tried.length} mutants, ${told}, score ${percent(counts.killed / tried.length)}`;
}

/** The interval that holds the score of all mutants in 95 of 100 samples, exact for the number there are. */
function interval(all: number, tried: readonly Tried[]): string {
  const killed = tally(tried).killed;
  const most = (k: number) => hypergeometricUpper({ N: all, n: tried.length, k, confidence: '0.975' }).rate;
  return `${percent(1 - most(tried.length - killed))} to ${percent(most(killed))}`;
}

/** The change as `file:line:column mutator: before → after`, on one line. */
export async function described({ mutant, outcome }: Tried): Promise<string> {
  const { fileName, location, mutatorName, replacement } = mutant;
  const { start, end } = location;
  const lines = (await readFile(join(root, fileName), 'utf8')).split('\n').slice(start.line, end.line + 1);
  lines.push((lines.pop() ?? '').slice(0, end.column));
  lines[0] = (lines[0] ?? '').slice(start.column);
  const short = (text: string) => text.replaceAll(/\s+/g, ' ').slice(0, 160);
  const place = `${fileName}:${start.line + 1}:${start.column + 1}`;
  return `${outcome} ${place} ${mutatorName}: ${short(lines.join('\n'))} → ${short(replacement)}`;
}

export function report(set: MutationSet, all: number, tried: readonly Tried[]): void {
  for (const file of new Set(tried.map((t) => t.mutant.fileName))) {
    console.log(
      line(
        file,
        tried.filter((t) => t.mutant.fileName === file),
      ),
    );
  }
  console.log(line(set.name, tried));
  if (tried.length < all) console.log(`a sample of ${all}: with 95 % confidence ${interval(all, tried)}`);
  if (tally(tried).killed < figure * tried.length) process.exitCode = 1;
}
