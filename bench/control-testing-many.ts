/**
 * A hundred items tests over a million changes, run together, against the same tests one by one
 * (five of them, scaled). Figure: 5 s for the hundred.
 *
 * node bench/control-testing-many.ts [items] [tests]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '../packages/control-testing/src/duckdb/index.ts';
import { runTests } from '../packages/control-testing/src/index.ts';
import { generateChanges } from './changes/generate.ts';

const items = Number(process.argv[2] ?? 1_000_000);
const tests = Number(process.argv[3] ?? 100);

/** Predicates that few items fail, as in a company whose controls mostly work; a third ask the reviews. */
const predicate = (n: number): string =>
  n % 3 === 0
    ? `reviews.exists(r, r.state == "approved" && r.reviewer != "person${n}@example.org") || size(item.subject) > ${n % 7}`
    : n % 3 === 1
      ? `item.files < 60 || item.author != "person${n}@example.org"`
      : `item.merged_at - item.authored_at <= duration("${700 + n}h") || item.kind == "merge" || item.signature == "good"`;
const yaml = (n: number): string => `
id: CHG-02.bench-${n}
control: CHG-02
title: Test ${n}
kind: items
population: code-changes
where: item.branch == "main"
relations:
  reviews: { population: code-reviews, on: reviews.change_id == item.id }
attributes:
  A: { title: Holds, pass: '${predicate(n)}' }
`;

const folder = await mkdtemp(join(tmpdir(), 'tickmark-bench-'));
const session = await openDuckDb(folder);
try {
  const populations = await generateChanges(session, { folder, count: items });
  const run = async (count: number) => {
    const began = performance.now();
    const outcomes = await runTests({
      populations,
      period: { from: '2026-01-01', to: '2026-12-31' },
      timeZone: 'UTC',
      tests: Array.from({ length: count }, (_, n) => ({ yaml: yaml(n), outDir: join(folder, `${count}-${n}`) })),
    });
    for (const outcome of outcomes) if ('error' in outcome) throw outcome.error;
    return { seconds: (performance.now() - began) / 1000, outcomes };
  };
  await run(1);
  const alone = Math.min((await run(1)).seconds, (await run(1)).seconds);
  const { seconds, outcomes } = await run(tests);
  const deviations = outcomes.reduce((sum, o) => sum + ('run' in o ? o.run.result.items.deviations : 0), 0);
  console.log(
    `${tests} tests over ${items} items, ${deviations} deviations: ${seconds.toFixed(2)} s   ${(seconds / 5).toFixed(2)} of the 5 s allowed`,
  );
  console.log(
    `one test alone: ${alone.toFixed(2)} s; together they take ${((alone * tests) / seconds).toFixed(1)} × less than one by one`,
  );
  console.log(`memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most`);
  process.exitCode = seconds <= 5 ? 0 : 1;
} finally {
  session.close();
  await rm(folder, { recursive: true, force: true });
}
