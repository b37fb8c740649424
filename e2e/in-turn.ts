// The journeys of the files it is given, one after the other in this process and one browser: each is a test that bears
// the name of its file, and the steps of the journey stand in it.
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { keepBrowser } from './browser.ts';

after(keepBrowser());
for (const file of process.argv.slice(2)) {
  void test(file, async () => {
    await import(pathToFileURL(file).href);
  });
}
