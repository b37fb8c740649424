import type { Population, Sample } from '@tickmark/core';
import type { Chain } from './chain.ts';

/**
 * The command line that draws each part again from the downloaded population. Over time and in strata
 * an extension that came after a void item rests on its replacement, which only a bundle tells.
 */
export function commandsOf({ first, extensions, steps }: Chain, { kind, version, manifest }: Population): string[] {
  const commands: string[] = [];
  const sizes: number[] = [];
  for (const draw of [first, ...extensions]) {
    const { document } = draw;
    const replaced = steps.some(
      ({ entryIndex, document: step }) =>
        entryIndex < draw.entryIndex && step.step === 'replaced' && step.replacement !== null,
    );
    const stated = document.method?.by === 'strata' && document.method.allocation === 'stated';
    const rests = document.method !== undefined && document.skip > 0 && (replaced || stated);
    if (!rests) {
      const skip = document.method?.by === 'time' ? sizes.join(',') : String(document.skip);
      commands.push(
        [
          'tickmark sample',
          `--population ${kind}-v${version}.parquet`,
          `--key ${quoted(manifest.key)}`,
          `--size ${document.selected.length}`,
          `--engagement ${draw.engagementId}`,
          `--control ${draw.control}`,
          ...(document.skip === 0 ? [] : [`--skip ${skip}`]),
          ...selectionOptions(draw),
          ...nonceOption(document.seed),
          '--json',
        ].join(' '),
      );
    }
    sizes.push(document.selected.length);
  }
  return commands;
}

function selectionOptions({ document: { method } }: Sample): string[] {
  if (method === undefined) return [];
  if (method.by === 'time') return [`--over-time ${quoted(method.column)}`];
  const by = `--by ${quoted(method.column)}`;
  if (method.allocation === 'proportional') return [by];
  const shares = Object.fromEntries(method.strata.map(({ value, drawn }) => [value, drawn]));
  return [by, `--allocation ${quoted(JSON.stringify(shares))}`];
}

function nonceOption(seed: string): string[] {
  const nonce = seed.split('|')[3];
  return nonce === undefined ? [] : [`--nonce ${quoted(nonce)}`];
}

/** For a POSIX shell. */
function quoted(word: string): string {
  return /^[\w.-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
