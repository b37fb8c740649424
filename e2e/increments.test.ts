import assert from 'node:assert/strict';
import { freezePopulation } from './freeze.ts';
import { startJourney } from './journey.ts';
import { checkPage } from './page-checks.ts';

/** A test is judged day by day, and the run over the whole populations says whether it equals the days. */
const journey = await startJourney('increments', { timeout: 60_000 });
const { page, product, complaints, step } = journey;

const definition = `id: CHG-02.review
control: CHG-02
title: Changes are reviewed by someone else
kind: items
population: code-changes
relations:
  reviews: { population: code-reviews, on: reviews.change_id == item.id }
attributes:
  A: { title: Reviewed by another, pass: 'reviews.exists(r, r.state == "approved" && r.reviewer != item.author)' }
`;

const changesHeader = 'id,branch,author,merged_at';
const reviewsHeader = 'id,change_id,reviewer,state,at';
const change = (id: string) => `${id},main,ann,2026-05-20T10:00:00Z`;
const reviewOf = (id: string) => `r-${id},${id},bob,approved,2026-05-20T09:00:00Z`;
const dialog = page.getByRole('dialog');

async function choose(population: string, name: string, rows: string[]): Promise<void> {
  await dialog
    .getByLabel(`New rows of ${population}`, { exact: true })
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(`${rows.join('\n')}\n`) });
}

async function add(): Promise<void> {
  await dialog.getByRole('button', { name: 'Add the increment' }).click();
  await dialog.getByText('Done', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  // The notice of the finished job is another page's concern.
  await page.locator('[data-with-title]').first().waitFor({ state: 'detached' });
}

const freeze = (kind: string, rows: string[], supersedes?: { id: string; reason: string }): Promise<string> =>
  freezePopulation(page, product.url, { kind, name: kind, rows, supersedes });

step(
  'CT123 a published test has a place for its days, which says what it is for and that it is no result',
  async () => {
    await journey.begin();
    await journey.write(definition);
    await page.getByLabel('Type the word publish').fill('publish');
    await page.getByRole('button', { name: 'Publish test' }).click();
    await dialog.getByRole('link', { name: 'Versions, runs, day by day' }).click();
    await journey.heading('History of CHG-02.review');
    await page.getByText('No new rows were added yet.').waitFor();
    await checkPage(page, 'increments-1-none');
  },
);

step('CT119 a file that cannot be used is told at once, and cannot be added', async () => {
  await page.getByRole('button', { name: 'Add new rows' }).click();
  await choose('Code changes', 'changes.csv', ['branch,author', 'main,ann']);
  await dialog.getByText('A row needs it: choose a column').first().waitFor();
  assert.equal(await dialog.getByRole('button', { name: 'Add the increment' }).isDisabled(), true);
  await checkPage(page, 'increments-2-unusable');
});

step(
  'CT118 CT119 each day adds its rows: counts so far, what changed, and the deviations since the last one',
  async () => {
    await choose('Code changes', 'changes.csv', [changesHeader, change('one'), change('two')]);
    await choose('Code reviews', 'reviews.csv', [reviewsHeader, reviewOf('one')]);
    await dialog.getByText('2 new rows.').waitFor();
    await dialog.getByText('1 new row.').waitFor();
    await checkPage(page, 'increments-3-files');
    await add();
    const table = page.getByRole('table', { name: /Increments of Version 1/ });
    await table.getByRole('row', { name: /2 code-changes, 1 code-reviews.*two/ }).waitFor();

    await page.getByRole('button', { name: 'Add new rows' }).click();
    await choose('Code changes', 'changes.csv', [changesHeader, change('three')]);
    await choose('Code reviews', 'reviews.csv', [reviewsHeader, reviewOf('two')]);
    await dialog.getByText('1 new row.').nth(1).waitFor();
    await add();
    await table.getByRole('row', { name: /1 code-changes, 1 code-reviews.*2 judged.*three/ }).waitFor();
    await page.getByText(/What is counted here is so far, and no result/).waitFor();
    await checkPage(page, 'increments-4-days');
  },
);

/** Opens the result once the list shows it: what was listed before stays on screen until the list was read again. */
async function runAndOpen(counts: RegExp): Promise<void> {
  await journey.goTo('Tests');
  await page.getByRole('button', { name: 'Run tests' }).click();
  await journey.jobDone();
  await journey.goTo('Results');
  await page
    .getByRole('row', { name: /CHG-02\.review/ })
    .filter({ hasText: counts })
    .click();
}

step('CT122 the result says that it equals the days, or lists what differs', async () => {
  await freeze('code-changes', [changesHeader, change('one'), change('two'), change('three')]);
  const reviews = await freeze('code-reviews', [reviewsHeader, reviewOf('one'), reviewOf('two')]);
  await runAndOpen(/2 of 3 items pass/);
  await page.getByText('The 2 increments before and this run agree on all 3 items.').waitFor();
  await checkPage(page, 'increments-5-equal');

  const reason = 'A review was withdrawn at its source';
  await freeze('code-reviews', [reviewsHeader, reviewOf('one')], { id: reviews, reason });
  await runAndOpen(/1 of 3 items pass/);
  await page.getByText(/The 2 increments before and this run do not agree on 1 item/).waitFor();
  const differences = page.getByRole('table', { name: 'Differences to the increments' });
  await differences.getByRole('row', { name: /two Pass Deviation/ }).waitFor();
  await checkPage(page, 'increments-6-differs');
});

step('the browser had nothing to complain about', async () => {
  assert.deepEqual(complaints, []);
});
