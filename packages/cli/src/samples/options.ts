import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawSample, readSampleTable, sampleTableSha256, type Selection } from '@tickmark/control-testing';
import {
  defaultSampleSizes,
  sampleRisk,
  sampleSizeFor,
  TickmarkError,
  type SampleDocument,
  type SampleSizing,
} from '@tickmark/core';
import { z } from 'zod';
import { kindAndFile, openGiven } from '../populations/open.ts';

export interface SampleOptions {
  population: string;
  key: string;
  size?: number;
  engagement: string;
  control: string;
  skip: string;
  by?: string;
  allocation?: string;
  overTime?: string;
  nonce?: string;
  table?: string;
  frequency?: string;
  risk: string;
  reason?: string;
  timeZone: string;
}

/** Draws as the options ask; `why` says what a table made of the size. Throws `bad_input`. */
export async function drawByOptions(options: SampleOptions): Promise<{ document: SampleDocument; why: string | null }> {
  const { population, timeZone } = options;
  if (kindAndFile(population) === undefined) return draw(population, options);
  const folder = await mkdtemp(join(tmpdir(), 'tickmark-sample-'));
  try {
    return await draw((await openGiven('--population', population, folder, timeZone)).file, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function draw(file: string, options: SampleOptions): Promise<{ document: SampleDocument; why: string | null }> {
  const { key, engagement, control, nonce } = options;
  const asked = { file, key, engagement, control, nonce };
  const skips = skipsOf(options);
  const skip = skips.reduce((sum, each) => sum + each, 0);
  const said = await sizeOf(options, async () => (await drawSample({ ...asked, size: 1 })).population);
  const before =
    options.overTime === undefined || skips.length < 2 ? undefined : await drawnBefore(asked, options.overTime, skips);
  const document = await drawSample({
    ...asked,
    size: said.size,
    skip,
    selection: selectionOf(options, before),
    sizing: skip === 0 ? said.sizing : undefined,
  });
  return { document, why: said.why };
}

function selectionOf({ by, overTime, allocation }: SampleOptions, before: string[] | undefined): Selection | undefined {
  if (by !== undefined && overTime !== undefined)
    throw refused('--by', 'A sample is drawn over time or in strata.', 'Choose one.');
  if (allocation !== undefined && by === undefined)
    throw refused('--allocation', 'Only strata are allocated.', 'Add --by.');
  if (overTime !== undefined) return { by: 'time', column: overTime, ...(before === undefined ? {} : { before }) };
  if (by === undefined) return undefined;
  return { by: 'strata', column: by, allocation: allocation === undefined ? undefined : readAllocation(allocation) };
}

function readAllocation(json: string): Record<string, number> {
  try {
    return z.record(z.string(), z.number()).parse(JSON.parse(json));
  } catch {
    throw refused(
      '--allocation',
      `${json} is no allocation.`,
      'Give it as {"pay":10,"mail":15}, quoted for the shell.',
    );
  }
}

/** Every item that earlier draws over time took, one draw after the other. */
async function drawnBefore(
  asked: { file: string; key: string; engagement: string; control: string; nonce: string | undefined },
  column: string,
  sizes: readonly number[],
): Promise<string[]> {
  const before: string[] = [];
  for (const size of sizes) {
    const selection: Selection = { by: 'time', column, before: [...before] };
    before.push(...(await drawSample({ ...asked, size, skip: before.length, selection })).selected);
  }
  return before;
}

function skipsOf({ skip, overTime }: SampleOptions): number[] {
  const parts = skip.split(',').map((part) => (/^\d+$/.test(part) ? Number(part) : Number.NaN));
  if (parts.some((part) => !Number.isSafeInteger(part)))
    throw refused('--skip', `"${skip}" is no number of items.`, 'Give a whole number of at least 0.');
  if (parts.length > 1 && overTime === undefined)
    throw refused('--skip', 'Several draws matter only over time.', 'Give their sum.');
  return parts;
}

async function sizeOf(
  { size, table: path, frequency, risk, reason }: SampleOptions,
  items: () => Promise<number>,
): Promise<{ size: number; sizing: SampleSizing | undefined; why: string | null }> {
  if (frequency === undefined) {
    if (path !== undefined)
      throw refused('--frequency', 'A table needs the frequency of the control.', 'Add --frequency.');
    if (size === undefined)
      throw refused('--size', 'It is not said how many items to draw.', 'Give --size, or --frequency.');
    return { size, sizing: undefined, why: null };
  }
  const column = sampleRisk.safeParse(risk);
  if (!column.success) throw refused('--risk', `"${risk}" is no column of the table.`, 'Say low or higher.');
  const table = path === undefined ? defaultSampleSizes : readSampleTable(await textOf(path));
  const answer = sampleSizeFor({ table, frequency, items: await items(), risk: column.data });
  const drawn = size ?? answer.size;
  if (drawn === 0) throw new TickmarkError('population_invalid', answer.why, { field: '--population' });
  if (drawn < answer.size && reason === undefined)
    throw refused(
      '--reason',
      `${drawn} are fewer than the ${answer.size} items the table asks for.`,
      'Say why, or draw more.',
    );
  return {
    size: drawn,
    sizing: {
      tableSha256: sampleTableSha256(table),
      frequency,
      risk: column.data,
      asked: answer.size,
      reason: drawn < answer.size ? (reason ?? null) : null,
    },
    why: answer.why,
  };
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new TickmarkError('bad_input', `${path} cannot be read.`, {
      field: '--table',
      action: 'Name a file that exists and that you may read.',
      cause,
    });
  }
}

function refused(field: string, message: string, action: string): TickmarkError {
  return new TickmarkError('bad_input', message, { field, action });
}
