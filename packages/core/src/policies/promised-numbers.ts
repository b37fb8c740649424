import { z } from 'zod';
import type { TestDefinition } from '../tests/index.ts';
import { comparedUnits, type ComparedUnit } from './words.ts';

/** Numbers of one unit by which a test judges, and others by which a text promises the control that it tests. */
export const otherNumbers = z.object({
  unit: z.enum(comparedUnits),
  promised: z.array(z.number().int()).min(1),
  judged: z.array(z.number().int()).min(1),
});
export type OtherNumbers = z.infer<typeof otherNumbers>;

interface Counted {
  unit: ComparedUnit;
  value: number;
}

/**
 * Where a test judges by other numbers than a passage promises by: it has numbers of a unit, the passage has too, and none is in
 * both. What one of them does not count in a unit is not compared, for which of its numbers is meant cannot be told.
 */
export function numbersThatDiffer(passage: string, definition: TestDefinition): OtherNumbers[] {
  const [promised, judged] = [inPassage(passage), inDefinition(definition)];
  return comparedUnits.flatMap((unit): OtherNumbers[] => {
    const [said, asked] = [valuesOf(promised, unit), valuesOf(judged, unit)];
    if (said.length === 0 || asked.length === 0 || said.some((value) => asked.includes(value))) return [];
    return [{ unit, promised: said, judged: asked }];
  });
}

const valuesOf = (all: readonly Counted[], unit: ComparedUnit): number[] =>
  [...new Set(all.flatMap((each) => (each.unit === unit ? [each.value] : [])))].toSorted((a, b) => a - b);

function inPassage(passage: string): Counted[] {
  return [...passage.matchAll(/\b(\d+)\s+(business day|day|hour)s?\b/g)].map(([, value, unit]) =>
    unit === 'business day'
      ? { unit: 'business-day', value: Number(value) }
      : { unit: 'hour', value: Number(value) * (unit === 'day' ? 24 : 1) },
  );
}

/** The end of the period, until which what is open may be: no number of the test. */
const periodEnd = /timestamp\(period\.to\)\s*\+\s*duration\("24h"\)/g;
const operand = String.raw`(?:[^()]|\((?:[^()]|\([^()]*\))*\))*`;
const forms: readonly { form: RegExp; unit: ComparedUnit; hours: number }[] = [
  { form: new RegExp(String.raw`\baddBusinessDays\(${operand},\s*(\d+)\)`, 'g'), unit: 'business-day', hours: 1 },
  {
    form: new RegExp(String.raw`\bbusinessDaysBetween\(${operand}\)\s*<=\s*(\d+)`, 'g'),
    unit: 'business-day',
    hours: 1,
  },
  { form: new RegExp(String.raw`\baddDays\(${operand},\s*(\d+)\)`, 'g'), unit: 'hour', hours: 24 },
  { form: new RegExp(String.raw`\bdaysBetween\(${operand}\)\s*<=\s*(\d+)`, 'g'), unit: 'hour', hours: 24 },
  { form: /\bduration\("(\d+)h"\)/g, unit: 'hour', hours: 1 },
];

/** By which its attributes judge; a cadence is compared by its rhythm. */
function inDefinition(definition: TestDefinition): Counted[] {
  if (definition.kind === 'cadence') return [];
  return Object.values(definition.attributes).flatMap(({ pass }) => {
    const judged = pass.replaceAll(periodEnd, '');
    return forms.flatMap(({ form, unit, hours }) =>
      [...judged.matchAll(form)].map(([, value]) => ({ unit, value: Number(value) * hours })),
    );
  });
}
