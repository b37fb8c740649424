import {
  defaultSampleSizes,
  sampleSizeFor,
  TickmarkError,
  type Population,
  type SampleRisk,
  type SampleSizeAnswer,
  type SampleSizeTable,
  type SampleSizing,
} from '@tickmark/core';
import { sampleTableSha256 } from '@tickmark/control-testing';
import { allControls } from '../controls/index.ts';
import type { HandlerContext } from '../platform/handler.ts';

interface Asked {
  control: string;
  risk: SampleRisk;
  table?: SampleSizeTable | undefined;
}

/** What a table says for a control and a population, and under which name the table is kept. */
export async function sizeOf(
  { tx, organizationId }: Pick<HandlerContext, 'tx' | 'organizationId'>,
  population: Population,
  { control, risk, table = defaultSampleSizes }: Asked,
): Promise<{ table: SampleSizeTable; tableSha256: string; frequency: string; answer: SampleSizeAnswer }> {
  const adopted = (await allControls(tx, organizationId)).filter(({ code }) => code === control);
  const frequency = (adopted.find(({ retiredOn }) => retiredOn === null) ?? adopted.at(-1))?.frequency;
  const named = frequency ?? 'per_occurrence';
  return {
    table,
    tableSha256: sampleTableSha256(table),
    frequency: named,
    answer: sampleSizeFor({ table, frequency: named, items: population.manifest.rows, risk }),
  };
}

/** The basis of a size as the document keeps it. Errors: bad_input when fewer come without a reason. */
export function sizingOf(
  said: Awaited<ReturnType<typeof sizeOf>>,
  { size, risk, reason }: { size: number; risk: SampleRisk; reason?: string | undefined },
): SampleSizing {
  const fewer = size < said.answer.size;
  if (fewer && reason === undefined) {
    throw new TickmarkError('bad_input', `${size} are fewer than the ${said.answer.size} items the table asks for.`, {
      field: 'reason',
      action: `Draw ${said.answer.size} or more, or say why fewer are enough. ${said.answer.why}`,
    });
  }
  return {
    tableSha256: said.tableSha256,
    frequency: said.frequency,
    risk,
    asked: said.answer.size,
    reason: fewer ? (reason ?? null) : null,
  };
}
