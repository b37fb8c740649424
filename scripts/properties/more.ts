// fast-check, of which every property is tried `TICKMARK_TIMES` times as often as its test asks for.
import * as fc from 'fast-check';

export * from 'fast-check';

const times = Number(process.env['TICKMARK_TIMES']);
/** Of fast-check. */
const usual = 100;

export function assert<Values>(
  property: fc.IRawProperty<Values>,
  parameters: fc.Parameters<Values> = {},
): void | Promise<void> {
  const wanted = parameters.numRuns ?? fc.readConfigureGlobal().numRuns ?? usual;
  return fc.assert(property, { ...parameters, numRuns: times * wanted });
}
