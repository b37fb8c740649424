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

async function openForm(): Promise<void> {
  await page.goto(`${journey.product.url}/evidence`);
  await heading('Evidence');
  await page.getByRole('button', { name: 'Upload evidence' }).first().click();
}

async function choose(name: string, bytes: Uint8Array): Promise<void> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  await openForm();
  await dialog.locator('input[type="file"]').setInputFiles(path);
  await dialog.getByRole('button', { name: 'Seal evidence' }).click();
}

step('EV17 a file whose connection is cut in the middle goes on by itself and is sealed as it is', async () => {
  await journey.begin();
  const bytes = randomBytes(17_000_000);
  const offsets: number[] = [];
  let cut = false;
  await page.route(pieces, async (route) => {
    const input = decodeURIComponent((await route.request().headerValue('tickmark-input')) ?? '');
    offsets.push((JSON.parse(input) as { offset: number }).offset);
    if (offsets.length !== 2 || cut) return route.continue();
    cut = true;
    await context.setOffline(true);
    return route.abort('internetdisconnected');
  });
  await choose('Export of all tickets.bin', bytes);
  await dialog.getByText(/The connection is lost\. 49 % is sent; it goes on by itself\./).waitFor();
  await checkPage(page, 'uploads-01-connection-lost');
  await context.setOffline(false);
  const sealed = page.getByRole('row', { name: /Export of all tickets\.bin, 17\.0 MB/ });
  await sealed.waitFor();
  await page.unroute(pieces);
  // After the cut it asked how far it was, and began where the last piece had ended.
  assert.deepEqual(offsets.slice(0, 3), [0, 8_388_608, 8_388_608]);
  const [download] = await Promise.all([page.waitForEvent('download'), sealed.getByText('Download').click()]);
  const got = createHash('sha256').update(await readFile(await download.path()));
  assert.equal(got.digest('hex'), createHash('sha256').update(bytes).digest('hex'));
});

step(
  'EV16 EV17 a file that was left in the middle is told with its end, goes on when it is chosen again, or is discarded',
  async () => {
    const bytes = randomBytes(9_000_000);
    const offsets: number[] = [];
    // From the second piece on, until the page is loaded anew: what is told meanwhile stays to be read.
    let lost = false;
    const loadAnew = async (): Promise<void> => {
      await page.reload();
      lost = false;
    };
    await page.route(pieces, async (route) => {
      if (lost) return route.abort('internetdisconnected');
      const input = decodeURIComponent((await route.request().headerValue('tickmark-input')) ?? '');
      offsets.push((JSON.parse(input) as { offset: number }).offset);
      lost = offsets.length === 2;
      return lost ? route.abort('internetdisconnected') : route.continue();
    });
    await choose('Left in the middle.bin', bytes);
    await dialog.getByText(/The connection is lost\. 93 % is sent/).waitFor();
    await loadAnew();
    const left = dialog.getByText(/^Left in the middle\.bin: 93 % of 9\.0 MB sent earlier, kept until \d{4}-/);
    await openForm();
    await left.waitFor();
    await checkPage(page, 'uploads-03-left');
    await choose('Left in the middle.bin', bytes);
    await page.getByRole('row', { name: /Left in the middle\.bin, 9\.0 MB/ }).waitFor();
    assert.deepEqual(offsets, [0, 8_388_608, 8_388_608]);
    offsets.length = 0;
    await choose('Given up.bin', randomBytes(9_000_000));
    await dialog.getByText(/The connection is lost\./).waitFor();
    await loadAnew();
    await openForm();
    await dialog.getByRole('button', { name: 'Discard Given up.bin' }).click();
    await dialog.getByText('Given up.bin').waitFor({ state: 'detached' });
    await page.unroute(pieces);
  },
);

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
  assert.deepEqual(left, { items: [] });
  assert.deepEqual(complaints, []);
});
