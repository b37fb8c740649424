// The durability drills, as often as asked: node durability.ts kills|kills-of-postgresql|power-cuts COUNT
// Prints counts, and ends with code 1 where something did not hold.
import { runKills } from '../test/durability/kills.ts';
import { runPowerCuts } from '../test/durability/power-cuts.ts';

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
      return powerCuts(times);
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

async function powerCuts(times: number): Promise<string[]> {
  const { cuts, acknowledged, faults: found } = await runPowerCuts(times, Math.random);
  console.log(`${cuts} power cuts, ${acknowledged} acknowledged: ${found.length} faults`);
  for (const lies of ['database', 'blobs'] as const) {
    const arm = await runPowerCuts(10, Math.random, lies);
    console.log(`control arm, the ${lies} not synced: ${arm.faults.length} faults in ${arm.cuts} cuts`);
    if (arm.faults.length === 0) found.push(`the control arm of the ${lies} lost nothing`);
  }
  return found;
}
