/** Takes the folder given, says so, and stays. */
import { lockDataFolder } from '../../../src/platform/data-folder/index.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: holder FOLDER');
await lockDataFolder(folder);
process.stdout.write('held\n');
process.stdin.resume();
