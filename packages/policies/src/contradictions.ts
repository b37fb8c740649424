import type { Obligation, TextBlock } from '@tickmark/core';
import { obligationsOf } from './obligations.ts';
import { promised } from './sentences.ts';

/** A number by which a document promises what a control does. */
export interface Said {
  /** Of the document. */
  id: string;
  control: string;
  unit: string;
  value: string;
}

/** The numbers with a unit that passages promise by. */
export function numbersSaid(id: string, obligations: readonly Pick<Obligation, 'control' | 'passage'>[]): Said[] {
  return obligations.flatMap(({ control, passage }) =>
    [...passage.matchAll(promised)].map(([, value = '', unit = '']) => ({ id, control, unit, value })),
  );
}

/** How often, as one more number that documents promise by. */
export const often = 'frequency';

/** What a document promises by numbers, and how often. */
export function saidIn({ code, blocks }: { code: string; blocks: readonly TextBlock[] }): Said[] {
  const promises = obligationsOf(blocks);
  const frequencies = promises.flatMap(({ control, frequency }): Said[] =>
    frequency === null ? [] : [{ id: code, control, unit: often, value: frequency }],
  );
  return [...numbersSaid(code, promises), ...frequencies];
}

/** Where documents promise a control by different numbers of a unit. One that says less than another does not contradict it. */
export function contradictions(
  numbers: readonly Said[],
): { control: string; unit: string; said: { id: string; values: ReadonlySet<string> }[] }[] {
  return [...Map.groupBy(numbers, ({ control, unit }) => `${control} ${unit}`).values()].flatMap((same) => {
    const [first] = same;
    const said = [...Map.groupBy(same, ({ id }) => id)].map(([id, own]) => ({
      id,
      values: new Set(own.map(({ value }) => value)),
    }));
    const against = said.filter(({ values }) =>
      said.some((other) => !isWithin(values, other.values) && !isWithin(other.values, values)),
    );
    if (first === undefined || against.length === 0) return [];
    return [{ control: first.control, unit: first.unit, said: against }];
  });
}

function isWithin(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return [...some].every((each) => all.has(each));
}
