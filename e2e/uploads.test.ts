import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startJourney } from './journey.ts';
import { checkPage } from './page-checks.ts';

/** A large file through a real browser: the network goes away in the middle, and the file arrives all the same. */
const journey = await startJourney('uploads', { timeout: 40_000 });
const { folder, page, context, complaints, step, heading } = journey;
const dialog = page.getByRole('dialog');
const pieces = '**/api/uploads.append';
const sent = /^Sent: \d+ %$/;

async function choose(name: string, bytes: Uint8Array): Promise<void> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  await page.goto(`${journey.product.url}/evidence`);
  await heading('Evidence');
  await page.getByRole('button', { name: 'Upload evidence' }).first().click();
  await dialog.locator('input[type="file"]').setInputFiles(path);
  await dialog.getByRole('button', { name: 'Seal evidence' }).click();
}

step('EV17 a file whose connection is cut in the middle goes on by itself and is sealed as it is', async () => {
  await journey.begin();
  const bytes = randomBytes(30_000_000);
  const offsets: number[] = [];
  let cut = false;
  await page.route(pieces, async (route) => {
    const input = decodeURIComponent((await route.request().headerValue('tickmark-input')) ?? '');
    offsets.push((JSON.parse(input) as { offset: number }).offset);
    if (offsets.length !== 3 || cut) return route.continue();
    cut = true;
    await context.setOffline(true);
    return route.abort('internetdisconnected');
  });
  await choose('Export of all tickets.bin', bytes);
  await dialog.getByText(/The connection is lost\. 5\d % is sent; it goes on by itself\./).waitFor();
  await checkPage(page, 'uploads-01-connection-lost');
  await context.setOffline(false);
  const sealed = page.getByRole('row', { name: /Export of all tickets\.bin, 30\.0 MB/ });
  await sealed.waitFor();
  await page.unroute(pieces);
  // After the cut it asked how far it was, and began where the last piece had ended.
  assert.deepEqual(offsets.slice(0, 4), [0, 8_388_608, 16_777_216, 16_777_216]);
  const [download] = await Promise.all([page.waitForEvent('download'), sealed.getByText('Download').click()]);
  const got = createHash('sha256').update(await readFile(await download.path()));
  assert.equal(got.digest('hex'), createHash('sha256').update(bytes).digest('hex'));
});

step('EV17 a cancelled upload says so, and leaves nothing behind', async () => {
  await page.route(pieces, (route) => route.abort('internetdisconnected'));
  await choose('Not this one.bin', randomBytes(9_000_000));
  await dialog.getByText(/The connection is lost\. 0 % is sent/).waitFor();
  await page.unroute(pieces);
  await dialog.getByRole('button', { name: 'Cancel upload' }).click();
  await dialog.getByText('The upload was cancelled.').first().waitFor();
  assert.equal(await dialog.getByText(sent).count(), 0);
  await checkPage(page, 'uploads-02-cancelled');
  const left = await page.evaluate(async () => (await fetch('/api/uploads.list')).json());
  const names = (left as { items: { name: string }[] }).items.map(({ name }) => name);
  assert.deepEqual(names, ['Export of all tickets.bin']);
  assert.deepEqual(complaints, []);
});
