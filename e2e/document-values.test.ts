import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { startJourney } from './journey.ts';
import { checkPage } from './page-checks.ts';

/** Numbers and names that all documents share, from what they are to a document in force that reads otherwise now. */
const journey = await startJourney('document-values');
const { page, dialog, complaints, step, press, field } = journey;
const removal = /^How soon after the last day of a person or a vendor all access has ended/;
const table = page.getByRole('table', { name: 'Numbers and names' });

/** Asks the product as the page would. */
function call(name: string, input: object): Promise<Record<string, unknown>> {
  return page.evaluate(
    async ([operation, body]) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(`/api/${operation}`, { method: 'POST', headers, body: JSON.stringify(body) })).json();
    },
    [name, input] as const,
  ) as Promise<Record<string, unknown>>;
}

step('PO64 the list of numbers and names is found from the documents, searched and saved as CSV', async () => {
  await journey.begin();
  await journey.goTo('Policies');
  await page.getByRole('button', { name: /^Begin all \d+ that are needed$/ }).click();
  await page.getByText('documents have no owner').waitFor();
  await page.getByRole('link', { name: 'Numbers and names' }).click();
  await journey.heading('Numbers and names');
  await page.getByRole('button', { name: 'Names 22' }).waitFor();
  await checkPage(page, 'document-values-01-all');
  await page.getByRole('searchbox', { name: 'Search numbers and names' }).fill('access ended IAM-04');
  await page.getByText('1 row', { exact: true }).waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV of these rows' }).click(),
  ]);
  const csv = await readFile(await file.path(), 'utf8');
  assert.match(csv, /settings\.accessRemoval,.*,1 business day,,1 business day,IAM-04 PHY-01 IAM-10 VEN-05,POL-/);
});

step('PO64 whoever sets a number sees before which drafts follow and which controls rest on it', async () => {
  await table.getByRole('link', { name: removal }).click();
  await dialog.getByText(/\d+ drafts follow at once/).waitFor();
  await dialog.getByText('IAM-04').waitFor();
  await field('Your number').fill('261');
  await press('Set it for all documents');
  await dialog.getByText('Give at most 260 business days.').first().waitFor();
  await field('Your number').fill('3');
  await checkPage(page, 'document-values-02-set');
  await press('Set it for all documents');
  await dialog.waitFor({ state: 'detached' });
  await table.getByText('3 business days').waitFor();
  await table.getByText('Templates: 1 business day').waitFor();
  await checkPage(page, 'document-values-03-own');
});

step('PO63 a document in force that reads otherwise now says so in the list and on its page', async () => {
  const invited = await call('members.invite', { email: 'ada@example.com', role: 'compliance-manager' });
  const context = await journey.browser.newContext();
  const ada = await context.newPage();
  await ada.goto(`${journey.product.url}/join#${String(invited['invitation'])}`);
  await ada.getByLabel('Name').fill('Ada');
  await ada.getByLabel('Password').fill('seven quiet herons wade');
  await ada.getByRole('button', { name: /^Join/ }).click();
  await ada.getByRole('heading', { level: 1 }).waitFor();
  await journey.goTo('Policies');
  await page.getByRole('button', { name: 'Name an owner and approvers' }).click();
  await journey.choose('Owner', 'Nora Newcomer');
  await journey.choose('Approvers', 'Ada');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: /^Name them for \d+ documents$/ }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Internal control monitoring procedure' }).click();
  await page.getByRole('button', { name: 'Make it our own' }).click();
  await press('Make it our own');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Hand in for approval' }).click();
  await press('Hand in for approval');
  await dialog.waitFor({ state: 'detached' });
  await ada.goto(page.url());
  await ada.getByRole('button', { name: 'Approve', exact: true }).click();
  await ada.getByRole('dialog').getByRole('button', { name: 'Approve the version' }).click();
  await ada.getByText('Version 1 is approved').waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await press('Publish the version');
  await page.getByText('Version 1, in force since').waitFor();

  await page.goto(`${journey.product.url}/policies/values?search=critical deficiency`);
  await table.getByRole('link', { name: 'Corrective action for a critical deficiency' }).click();
  await dialog.getByText('1 document in force stays as approved and asks for a new version').waitFor();
  await field('Your number').fill('5');
  await checkPage(page, 'document-values-04-in-force');
  await press('Set it for all documents');
  await dialog.waitFor({ state: 'detached' });
  await journey.goTo('Policies');
  await page.getByRole('button', { name: 'Outdated 1' }).click();
  await page.getByText('1 row', { exact: true }).waitFor();
  await checkPage(page, 'document-values-05-list');
  await page.getByRole('link', { name: 'Internal control monitoring procedure' }).click();
  await page.getByText('What fills it has changed since version 1').waitFor();
  await page.getByText('Corrective action for a critical deficiency: now 5 days').waitFor();
  await checkPage(page, 'document-values-06-outdated');
  await page.getByRole('button', { name: 'Hand in for approval' }).click();
  await press('Hand in for approval');
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('Version 2 is on its way.').waitFor();
});

step('PO61 a number is the template’s again by one button, and nothing in force is outdated any more', async () => {
  await page.getByRole('link', { name: 'Look at it' }).click();
  await dialog.getByRole('button', { name: 'Back to the template’s: 7 days' }).click();
  await dialog.waitFor({ state: 'detached' });
  await table.getByText('7 days').first().waitFor();
  await page.goto(`${journey.product.url}/log/changes?since=beginning`);
  const told = page.getByRole('row', { name: /A number that documents share changed/ }).first();
  await told.getByRole('link', { name: 'Documents' }).click();
  await journey.heading('Numbers and names');
});

step('the browser had nothing to complain about', async () => {
  assert.deepEqual(complaints, []);
});
