import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startJourney } from './journey.ts';
import { checkPage } from './page-checks.ts';
import { tickmark } from './product.ts';

/** A sample through a real browser: committed to, drawn, examined, extended, and drawn again by command line. */
const journey = await startJourney('samples', { timeout: 40_000 });
const { folder, page, complaints, step, heading, choose, jobDone } = journey;

const nonce = '2f7d1c9e6b0a4358';
const grants = [
  'id,account,email,system,role,privileged,requested_by,requested_at,approved_by,approved_at,granted_at',
  ...Array.from({ length: 80 }, (_, i) => {
    const at = new Date(Date.UTC(2025, 11, 2 + i * 4)).toISOString();
    const system = i % 4 === 0 ? 'payments' : 'mail';
    return `g${String(i).padStart(3, '0')},p${i},p${i}@example.com,${system},user,false,ann,${at},bob,${at},${at}`;
  }),
].join('\n');

const dialog = page.getByRole('dialog');

step('an organization adopts a control', async () => {
  await journey.begin();
  // What is typed before the page knows which of its tabs to open must not be lost.
  const { promise: typed, resolve: type } = Promise.withResolvers<void>();
  await page.route('**/api/controls.list*', async (route) => {
    if (!route.request().url().includes('retired')) await Promise.race([typed, setTimeout(2_000)]);
    await route.continue();
  });
  await page.goto(`${journey.product.url}/controls`);
  await page.getByRole('searchbox').fill('IAM-03');
  type();
  await page.getByRole('checkbox', { name: 'Select IAM-03' }).check();
  await page.unroute('**/api/controls.list*');
  await page.getByRole('button', { name: 'Adopt 1 control' }).click();
  await page.getByRole('tab', { name: 'Adopted 1' }).waitFor();
  await page.goto(`${journey.product.url}/samples`);
  await heading('Samples');
  await page.getByText('No sample has been drawn.').waitFor();
  await checkPage(page, 'samples-01-empty');
});

step('CT73 the hash of a nonce is recorded before the freeze', async () => {
  await page.getByRole('button', { name: 'Commit to a nonce' }).click();
  await choose('Control', /IAM-03/);
  await dialog.getByLabel('SHA-256 of the nonce').fill(createHash('sha256').update(nonce).digest('hex'));
  await checkPage(page, 'samples-02-nonce');
  await dialog.getByLabel('Type the word commit').fill('commit');
  await dialog.getByRole('button', { name: 'Commit', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.goto(`${journey.product.url}/populations?add=file`);
  const file = join(folder, 'access-grants.csv');
  await writeFile(file, grants);
  await page.getByLabel('File', { exact: true }).setInputFiles(file);
  await page.getByRole('heading', { name: 'Freeze it' }).waitFor();
  await page.getByLabel('Type the word freeze').fill('freeze');
  await page.getByRole('button', { name: 'Freeze population' }).click();
  await jobDone();
});

step('CT77 the size and its reason are shown, and the sample is drawn with the word typed', async () => {
  await page.goto(`${journey.product.url}/samples?add=draw`);
  await choose('Population', /access-grants, 80 rows/);
  await choose('Control', /IAM-03/);
  await dialog.getByText('The table asks for 8 items').waitFor();
  await choose('Selection', /In strata/);
  await choose('Column of the strata', 'system');
  const strata = dialog.getByRole('table', { name: 'Strata' });
  await strata.getByRole('row', { name: 'mail 60 6' }).waitFor();
  await strata.getByRole('row', { name: 'payments 20 2' }).waitFor();
  await checkPage(page, 'samples-03-in-proportion');
  await dialog.getByLabel('Say how many of each stratum').check();
  await strata.getByLabel('Drawn from payments').fill('21');
  await strata.getByText('0 to 20').waitFor();
  await strata.getByLabel('Drawn from payments').fill('5');
  await strata.getByLabel('Drawn from mail').fill('3');
  assert.equal(await dialog.getByLabel('How many items').inputValue(), '8');
  await dialog.getByRole('textbox', { name: 'Nonce', exact: false }).fill('not this one');
  await checkPage(page, 'samples-03-draw');
  assert.ok(await dialog.getByRole('button', { name: 'Draw the sample' }).isDisabled());
  await dialog.getByLabel('Type the word draw').fill('draw');
  await dialog.getByRole('button', { name: 'Draw the sample' }).click();
  await dialog
    .getByText(/not the nonce that was committed to/)
    .first()
    .waitFor();
  await checkPage(page, 'samples-04-refused');
  await dialog.getByRole('textbox', { name: 'Nonce', exact: false }).fill(nonce);
  await dialog.getByRole('button', { name: 'Draw the sample' }).click();
  await heading('Sample for IAM-03');
  await page.getByText(/8 of 8 drawn items have no outcome yet/).waitFor();
  await checkPage(page, 'samples-05-drawn');
});

step('CT75 and CT76 items are void with a successor, cannot be examined, or pass', async () => {
  const items = page
    .getByRole('region', { name: /^Items of the sample/ })
    .or(page.getByLabel(/^Items of the sample/))
    .first();
  const first = items.getByRole('row').nth(1);
  await first.click();
  await dialog.getByLabel('Why it does not belong').fill('An account for a test');
  await dialog.getByLabel('Type the word void').fill('void');
  await checkPage(page, 'samples-06-item');
  await dialog.getByRole('button', { name: 'Declare it void' }).click();
  await dialog.waitFor({ state: 'detached' });
  await items.getByText('Replacement').waitFor();
  for (let left = 8; left > 0; left -= 1) {
    await items
      .getByRole('row', { name: /Not examined/ })
      .first()
      .click();
    await dialog.getByText('Record what it shows').waitFor();
    if (left === 8) {
      await dialog.getByText('Cannot be examined').click();
      await dialog.getByRole('textbox', { name: 'Note' }).fill('The ticket cannot be found');
    }
    await dialog.getByRole('button', { name: 'Record the outcome' }).click();
    await dialog.waitFor({ state: 'detached' });
  }
  await page.getByText(/^8 items, 1 deviation/).waitFor();
  await checkPage(page, 'samples-07-examined');
});

step('CT72 and CT74 the sample is extended, and targeted items stand apart', async () => {
  await page.getByRole('button', { name: 'Extend', exact: true }).click();
  await dialog.getByRole('row', { name: /payments 15/ }).waitFor();
  await dialog.getByLabel('Drawn from payments').fill('3');
  assert.equal(await dialog.getByLabel('How many more').inputValue(), '3');
  await dialog.getByLabel('Type the word extend').fill('extend');
  await checkPage(page, 'samples-08-extend');
  await dialog.getByRole('button', { name: 'Extend the sample' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText(/3 of 11 drawn items have no outcome yet/).waitFor();
  const kept = await page.locator('td .mono').allTextContents();
  const other = Array.from({ length: 80 }, (_, i) => `g${String(i).padStart(3, '0')}`).find(
    (key) => !kept.includes(key),
  );
  await page.getByRole('button', { name: 'Add targeted items' }).click();
  await dialog.getByLabel('Keys of the items').fill(String(other));
  await dialog.getByLabel('Why these').fill('Granted on a Sunday');
  await checkPage(page, 'samples-09-targeted');
  await dialog.getByRole('button', { name: 'Add targeted items' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText(/1 targeted item beside it say/).waitFor();
  await checkPage(page, 'samples-10-whole');
  await page.goto(`${journey.product.url}/samples`);
  await page.getByRole('row', { name: /IAM-03.*In strata/ }).waitFor();
  await checkPage(page, 'samples-11-list');
});

step('CT83 the command line on the page draws the same items from the downloaded population', async () => {
  await page.getByRole('row', { name: /IAM-03/ }).click();
  await heading('Sample for IAM-03');
  const command = await page.getByLabel('Command line of draw 1').first().textContent();
  const seed = await page
    .getByText(new RegExp(`\\|${nonce}$`))
    .first()
    .textContent();
  await page.getByRole('link', { name: /80 items/ }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: /Download Parquet/ })
      .or(page.getByRole('link', { name: /Download Parquet/ }))
      .first()
      .click(),
  ]);
  const file = join(folder, 'population.parquet');
  await download.saveAs(file);
  const words = (command ?? '')
    .split(' ')
    .slice(1)
    .map((word) => word.replace(/^'(.*)'$/, '$1'));
  assert.ok(words.includes('{"mail":3,"payments":5}'), command ?? '');
  words[words.indexOf('--population') + 1] = file;
  const ran = await tickmark(...words);
  assert.equal(ran.code, 0, ran.stderr);
  const drawn: { seed: string; selected: string[] } = JSON.parse(ran.stdout);
  assert.equal(drawn.seed, seed);
  await page.goBack();
  await heading('Sample for IAM-03');
  for (const key of drawn.selected) await page.getByText(key, { exact: true }).first().waitFor();
});

step('CN33 the dry run weighs what the sample says, and the report tells it', async () => {
  await page.goto(`${journey.product.url}/dry-run`);
  await page.getByRole('button', { name: 'Run the dry run' }).click();
  await page.getByText('The dry run is done.').waitFor();
  const controls = page.getByRole('table', { name: 'Controls of the dry run' });
  await controls.getByText(/8 of 11 items of the sample of access-grants were examined/).waitFor();
  await checkPage(page, 'samples-12-weighed');
  await controls.getByRole('row', { name: /IAM-03/ }).click();
  await dialog.getByRole('link', { name: 'Sample of access-grants' }).waitFor();
  await checkPage(page, 'samples-13-control');
  await page.keyboard.press('Escape');
  await page.goto(`${journey.product.url}/report`);
  await page.getByRole('button', { name: 'Render the report' }).click();
  const [report] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download PDF' }).first().click(),
  ]);
  assert.equal(report.suggestedFilename().endsWith('.pdf'), true);
  assert.deepEqual(complaints, []);
});
