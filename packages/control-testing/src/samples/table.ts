import { sampleSizeTable, TickmarkError, type SampleSizeTable } from '@tickmark/core';
import { canonicalBytes, sha256Hex } from '../canonical/index.ts';

/** The name of a table of sample sizes: SHA-256 of its canonical JSON. */
export function sampleTableSha256(table: SampleSizeTable): string {
  return sha256Hex(canonicalBytes(table));
}

/** Reads a firm's own table. Throws `bad_input` naming the place at fault. */
export function readSampleTable(json: string): SampleSizeTable {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new TickmarkError('bad_input', 'The table of sample sizes is not JSON.', {
      field: 'table',
      action: 'Take content/samples/sample-sizes.json as the pattern.',
      cause,
    });
  }
  const parsed = sampleSizeTable.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new TickmarkError(
    'bad_input',
    `The table of sample sizes: ${where === '' ? '' : `${where} `}${issue?.message}.`,
    {
      field: where === '' ? 'table' : `table.${where}`,
      action: 'Take content/samples/sample-sizes.json as the pattern.',
    },
  );
}
