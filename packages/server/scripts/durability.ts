// The durability drills, as often as asked: node durability.ts DRILL COUNT
// Prints counts, and ends with code 1 where something did not hold.
import { embeddedDatabase, postgresDatabase } from '../../testkit/src/databases/index.ts';
import { bookkeeping, furnished, noticed, tamperings, type Tampering } from '../test/durability/administrator.ts';
import { runFailingDisks } from '../test/durability/failing-disks.ts';
import { runKills } from '../test/durability/kills.ts';
import { runPowerCuts } from '../test/durability/power-cuts.ts';
import { startHouse } from '../test/engagements/house.ts';

const [drill, count] = process.argv.slice(2);
const faults = await run(drill, Number(count));
for (const fault of faults) console.log(`  ✘ ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;

async function run(name: string | undefined, times: number): Promise<string[]> {
  switch (name) {
    case 'kills':
      return kills('embedded', times);
    case 'kills-of-postgresql':
      return kills('server', times);
    case 'power-cuts':
      return powerCuts('embedded', times);
    case 'power-cuts-of-postgresql':
      return powerCuts('server', times);
    case 'failing-disks':
      return failingDisks('embedded', times);
    case 'failing-disks-of-postgresql':
      return failingDisks('server', times);
    case 'administrator':
      return [...(await administrator('embedded', times)), ...(await administrator('server', times))];
    default:
      throw new Error(`There is no drill ${name}.`);
  }
}

async function kills(database: 'embedded' | 'server', times: number): Promise<string[]> {
  const {
    rounds,
    acknowledged,
    unanswered,
    unansweredLost,
    faults: found,
  } = await runKills(database, times, Math.random);
  console.log(
    `${rounds} kills (${database}), ${acknowledged} acknowledged: ${found.length} faults; of ${unanswered} not answered ${unansweredLost} were not kept, and the check sees it`,
  );
  return found;
}

async function powerCuts(database: 'embedded' | 'server', times: number): Promise<string[]> {
  const found: string[] = [];
  const lying: Record<string, string[]> = {};
  // A line for each fifty, with what did not hold: what was done counts, whoever stops it.
  for (let done = 0; done < times; done += 50) {
    const some = await runPowerCuts(database, Math.min(50, times - done), Math.random);
    console.log(
      `${done + some.cuts} power cuts (${database}), ${some.acknowledged} acknowledged before the last ${some.cuts}: ${some.faults.length} faults`,
    );
    for (const fault of some.faults) console.log(`  ✘ ${fault}`);
    found.push(...some.faults);
    for (const [what, lost] of Object.entries(some.lying)) lying[what] = [...(lying[what] ?? []), ...lost];
  }
  for (const [what, lost] of Object.entries(lying)) {
    console.log(`control arm, the ${what} not synced: ${lost.length} faults`);
    if (lost.length === 0) found.push(`the control arm of the ${what} lost nothing`);
  }
  return found;
}

async function failingDisks(database: 'embedded' | 'server', times: number): Promise<string[]> {
  const {
    met,
    acknowledged,
    refused,
    faults: found,
    refusedByGood,
    foundOfLost,
  } = await runFailingDisks(database, times, Math.random);
  const all = [...met.values()].reduce((sum, each) => sum + each, 0);
  const kinds = [...met].map(([kind, times]) => `${kind} ${times}`).toSorted();
  console.log(`${all} times a disk failed (${database}; ${kinds.join(', ')}): ${found.length} faults`);
  console.log(`  ${acknowledged} acknowledged and kept, ${refused} refused`);
  console.log(
    `control arms: a good disk refuses ${refusedByGood}; of what one loses ${foundOfLost.length} faults are found`,
  );
  if (refusedByGood > 0) found.push('a good disk refused something');
  if (foundOfLost.length === 0) found.push('the control arm that loses a file lost nothing');
  return found;
}

/** Changes each table `times` times, all its columns and whole rows by turns, each held against log and bundle. */
async function administrator(kind: 'embedded' | 'server', times: number): Promise<string[]> {
  let on = await openHouse(kind);
  const found: string[] = [];
  const counts = { refused: 0, byCheck: 0, byBundleOnly: 0 };
  try {
    let [at, furnishings] = [await furnished(on.house), 1];
    const whatOf = ({ table, column }: Tampering): string => `${table}.${column ?? 'row'}`;
    const all = (await tamperings(on.database)).filter((each) => !bookkeeping.columns.includes(whatOf(each)));
    const byTurns = [...Map.groupBy(all, ({ table }) => table).values()].flatMap((own) =>
      Array.from({ length: times }, (_, n) => own[n % own.length] ?? []).flat(),
    );
    for (const [place, tampering] of byTurns.entries()) {
      const what = whatOf(tampering);
      const seen = await noticed(at, tampering, Math.random, 'where nothing is told');
      if (seen.refused !== null) counts.refused += 1;
      else if (seen.check.length > 0) counts.byCheck += 1;
      else if (seen.bundle !== null) counts.byBundleOnly += 1;
      else found.push(`${what} (${kind}) was changed, and nothing tells of it`);
      if (byTurns[place + 1]?.table !== tampering.table)
        console.log(`  ${kind}, ${tampering.table}: ${times} changes, ${found.length} unnoticed so far`);
      // The server goes on to write a log that was changed, so it cannot be put back.
      if (!tampering.table.startsWith('log')) continue;
      // A server lets nobody send so much from one place as many organizations need; another one knows nothing of it.
      if (furnishings % 20 === 0) {
        await on.close();
        on = await openHouse(kind);
      }
      at = await furnished(on.house);
      furnishings += 1;
    }
  } finally {
    await on.close();
  }
  console.log(
    `changes by an administrator (${kind}): ${counts.byCheck} named by the check of records, ${counts.byBundleOnly} by the verifier of a bundle alone, ${counts.refused} refused by the database, ${found.length} unnoticed`,
  );
  return found;
}

/** A server on a database of its own. */
async function openHouse(kind: 'embedded' | 'server') {
  const { database, dataFolder, close } = await (kind === 'embedded' ? embeddedDatabase() : postgresDatabase());
  const house = await startHouse(database, dataFolder);
  return {
    database,
    house,
    close: async () => {
      await house.stop();
      await close();
    },
  };
}
