import { proposalTitles, type TestResult } from '@tickmark/core';
import { businessDaysLine } from '../holidays/holidays.ts';

/** The stable shape of `--json`. */
export function answer(result: TestResult) {
  const { total, inScope, pass, deviations, unverified } = result.items;
  const { list: _list, ...occurrences } = result.occurrences ?? { list: [] };
  return {
    definition: result.definition,
    populations: result.populations,
    period: result.period,
    ...(result.holidays ? { holidays: result.holidays } : {}),
    items: { total, inScope, pass, deviations, unverified },
    attributes: Object.fromEntries(
      Object.entries(result.attributes).map(([name, { pass, fail, unverified }]) => [name, { pass, fail, unverified }]),
    ),
    ...(result.occurrences ? { occurrences } : {}),
    ...(result.days
      ? { days: { expected: result.days.expected, observed: result.days.observed, unobserved: result.days.unobserved } }
      : {}),
    proposal: result.proposal.kind,
    deviations: result.deviations.map(({ item, attributes, explanation }) => ({ item, attributes, explanation })),
  };
}

/** The result for a person to read. */
export function describe(result: TestResult): string {
  const { items } = result;
  const lines = [
    `${result.definition.id}  ${result.period.from} to ${result.period.to}${result.interim ? '  (interim)' : ''}`,
    ...Object.entries(result.populations).map(
      ([name, { rows, sha256 }]) => `  population ${name}: ${rows} rows, sha256 ${sha256}`,
    ),
    `  items: ${items.inScope} in scope of ${items.total}; ${items.pass} pass, ${items.deviations} deviations, ${items.unverified} unverified`,
    ...Object.entries(result.attributes).map(
      ([name, a]) => `  ${name} ${a.title}: ${a.pass} pass, ${a.fail} fail, ${a.unverified} unverified`,
    ),
  ];
  if (result.holidays) lines.push(`  ${businessDaysLine(result.holidays)}`);
  if (result.occurrences) {
    const { expected, met, late, missed, notDue, unverified } = result.occurrences;
    lines.push(
      `  occurrences: ${expected} expected; ${met} met, ${late} late, ${missed} missed, ${notDue} not due, ${unverified} unverified`,
    );
  }
  if (result.days)
    lines.push(
      `  days: ${result.days.expected} expected, ${result.days.observed} observed, ${result.days.unobserved} unobserved`,
    );
  lines.push(
    `  proposal: ${proposalTitles[result.proposal.kind]}`,
    ...result.proposal.reasons.map((reason) => `    ${reason}`),
  );
  for (const d of result.deviations.slice(0, 20)) lines.push(`  ${d.state} ${d.item}: ${d.explanation}`);
  if (result.deviationsFile.rows > 20)
    lines.push(`  … and ${result.deviationsFile.rows - 20} more; --out DIR writes them all`);
  return `${lines.join('\n')}\n`;
}
