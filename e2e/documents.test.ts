import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { password, startJourney } from './journey.ts';
import { checkPage } from './page-checks.ts';

/** A document from its template to its acceptance, as the compliance lead, an approver and an employee see it. */
const journey = await startJourney('documents');
const { page, dialog, complaints, step, press, field } = journey;

/** Somebody else in a browser of their own, by an invitation. */
async function joined(name: string, role: string): Promise<Page> {
  const invited = await page.evaluate(
    async (input) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch('/api/members.invite', { method: 'POST', headers, body: JSON.stringify(input) })).json();
    },
    { email: `${name.toLowerCase()}@example.com`, role },
  );
  const context = await journey.browser.newContext({ timezoneId: 'Europe/Berlin', locale: 'en-GB' });
  context.setDefaultTimeout(30_000);
  const theirs = await context.newPage();
  theirs.on('pageerror', (error) => complaints.push(`${name}: ${error.message}`));
  await theirs.goto(`${journey.product.url}/join#${String((invited as { invitation: string }).invitation)}`);
  await theirs.getByLabel('Name').fill(name);
  await theirs.getByLabel('Password').fill(password);
  await theirs.getByRole('button', { name: /^Join/ }).click();
  await theirs.getByRole('heading', { level: 1 }).waitFor();
  return theirs;
}

const title = 'Internal control monitoring procedure';
const closed = () => dialog.waitFor({ state: 'detached' });
let approver: Page;
let employee: Page;

step(
  'PO50 documents are begun from their templates, and an owner and approvers are named for all at once',
  async () => {
    await journey.begin();
    approver = await joined('Ada', 'compliance-manager');
    employee = await joined('Emil', 'employee');
    await journey.goTo('Policies');
    await page.getByRole('button', { name: /^Begin all \d+ that are needed$/ }).click();
    await page.getByText('documents have no owner').waitFor();
    await checkPage(page, 'documents-01-begun');
    await page.getByRole('button', { name: 'Name an owner and approvers' }).click();
    await journey.choose('Owner', 'Nora Newcomer');
    await journey.choose('Approvers', 'Ada');
    await page.keyboard.press('Tab');
    await checkPage(page, 'documents-02-people');
    await page.getByRole('button', { name: /^Name them for \d+ documents$/ }).click();
    await closed();
    await page.getByText('documents have no owner').waitFor({ state: 'detached' });
  },
);

step('PO57 a document of one’s own is begun, and its details are changed', async () => {
  await page.getByRole('button', { name: 'Document of your own' }).click();
  await field('Title').fill('Badges');
  await field('Purpose').fill('Says who wears what in the harbour office.');
  await press('Begin it');
  await journey.heading('Badges');
  await page.getByText('Nothing is written yet.').waitFor();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Change details' }).click();
  await journey.choose('Owner', 'Nora Newcomer');
  await journey.choose('Approvers', 'Ada');
  await page.keyboard.press('Tab');
  await checkPage(page, 'documents-03-details');
  await press('Save details');
  await closed();
});

step(
  'PO51 PO53 a template is made their own by name, handed in, approved by somebody else, and published',
  async () => {
    await journey.goTo('Policies');
    await page.getByRole('link', { name: title }).click();
    await page.getByText('This is the text of a template').waitFor();
    await checkPage(page, 'documents-04-template');
    await page.getByRole('button', { name: 'Make it our own' }).click();
    await press('Make it our own');
    await closed();
    await page.getByRole('button', { name: 'Hand in for approval' }).click();
    await field('What is new in it').fill('The first version.');
    await checkPage(page, 'documents-05-hand-in');
    await press('Hand in for approval');
    await closed();
    await page.getByText('Version 1 is in review: 0 of 1 approval.').waitFor();

    await approver.goto(`${journey.product.url}/policies`);
    await approver.getByRole('button', { name: 'Wait for your approval 1' }).click();
    await approver.getByRole('link', { name: title }).click();
    await approver.getByText('It waits for you.').waitFor();
    await checkPage(approver, 'documents-06-to-approve');
    await approver.getByRole('button', { name: 'Approve', exact: true }).click();
    await approver.getByRole('dialog').getByLabel('Note').fill('As it is done.');
    await approver.getByRole('dialog').getByRole('button', { name: 'Approve the version' }).click();
    await approver.getByText('Version 1 is approved').waitFor();

    await page.reload();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await press('Publish the version');
    await closed();
    await page.getByText('Version 1, in force since').waitFor();
    await page.getByRole('tab', { name: 'Versions 1' }).click();
    await page.getByText('As it is done.').waitFor();
    await page.getByRole('button', { name: 'Read it' }).click();
    await page.getByRole('article').waitFor();
    await checkPage(page, 'documents-07-versions');
    await page.getByRole('tab', { name: 'Details' }).click();
    await checkPage(page, 'documents-08-details');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: `PDF: ${title}` }).click(),
    ]);
    assert.equal((await readFile(await file.path())).subarray(0, 4).toString(), '%PDF');
  },
);

step('PO54 people are asked, an employee accepts in one page, and the proof stands person by person', async () => {
  await journey.goTo('Acceptance');
  await page.getByText('Nobody was asked yet.').waitFor();
  await checkPage(page, 'documents-09-nobody-asked');
  await page.getByRole('button', { name: 'Ask people' }).first().click();
  await field('Title').fill('First year');
  await checkPage(page, 'documents-10-ask');
  await press('Ask them');
  await closed();
  await page.getByText('0 of 3 accepted').waitFor();

  await employee.goto(journey.product.url);
  await employee.getByRole('heading', { level: 1, name: 'Accept documents' }).waitFor();
  await employee.getByText('This is the last one.').waitFor();
  await checkPage(employee, 'documents-11-employee');
  await employee.getByRole('button', { name: 'I have read it and accept it' }).click();
  await employee.getByText('You have accepted all that you were asked for.').waitFor();
  await checkPage(employee, 'documents-12-accepted');

  await page.reload();
  await page.getByText('1 of 3 accepted').waitFor();
  await page.getByRole('button', { name: 'Person by person' }).click();
  await dialog.getByText('Emil', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Remind those who have not' }).click();
  await dialog.getByText('2 people are reminded on their page.').waitFor();
  await checkPage(page, 'documents-13-persons');
  await journey.closeDialog();
  await journey.goTo('Eight steps');
  await page.getByText('document waits for you to accept').waitFor();
  await page.getByText(/1 of 26 documents that the engagement needs is in force/).waitFor();
  await checkPage(page, 'documents-14-home');
});

step('PO81 headings of documents get a colour, and one that cannot be read is refused', async () => {
  await journey.goTo('Policies');
  await page.getByRole('button', { name: 'Look', exact: true }).click();
  await field('Colour of headings').fill('#ffd400');
  await press('Save the colour');
  await dialog
    .getByText(/has a contrast of 1\.\d to white/)
    .first()
    .waitFor();
  await checkPage(page, 'documents-18-look');
  await field('Colour of headings').fill('#7a1f5c');
  await press('Save the colour');
  await closed();
});

step('PO88 a document is made public, read by a stranger without a script or a cookie, and taken back', async () => {
  await journey.goTo('Policies');
  await page.getByRole('link', { name: title }).click();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Public page' }).click();
  await dialog.getByText('Read it once more.').waitFor();
  await checkPage(page, 'documents-19-make-public');
  await press('Make it public');
  await dialog.getByText('Anybody reads the version in force here').waitFor();
  await dialog.getByRole('button', { name: 'Copy address of the public page' }).waitFor();
  await checkPage(page, 'documents-20-is-public');
  const address = String(await dialog.getByRole('link', { name: /^http/ }).textContent());

  const context = await journey.browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' });
  const stranger = await context.newPage();
  const asked: string[] = [];
  stranger.on('request', (request) => asked.push(request.url()));
  await stranger.goto(address);
  await stranger.getByRole('heading', { level: 1, name: title }).waitFor();
  assert.equal(await stranger.getByRole('heading', { level: 2 }).first().isVisible(), true);
  assert.deepEqual(await context.cookies(), []);
  assert.deepEqual(asked, [address]);
  assert.doesNotMatch(await stranger.content(), /Nora|Ada|As it is done/);
  await context.close();

  const [opened] = await Promise.all([
    journey.context.waitForEvent('page'),
    dialog.getByRole('link', { name: 'Open it' }).click(),
  ]);
  opened.on('pageerror', (error) => complaints.push(`public page: ${error.message}`));
  await opened.getByRole('heading', { level: 1, name: title }).waitFor();
  await checkPage(opened, 'documents-21-public');

  // It is marked once the server has it.
  await dialog.getByLabel('Search engines may list it').click();
  await dialog.getByRole('checkbox', { name: 'Search engines may list it', checked: true }).waitFor();
  await journey.closeDialog();
  await page.getByText('Public', { exact: true }).waitFor();
  await journey.goTo('Policies');
  const row = page.getByRole('row').filter({ hasText: title });
  await row.getByText('Public', { exact: true }).waitFor();
  await checkPage(page, 'documents-22-public-in-list');
  await row.getByRole('link').first().click();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Public page' }).click();
  await press('Take it back');
  await dialog.getByText('Whoever opens the address reads nothing any more').waitFor();
  await checkPage(page, 'documents-23-take-back');
  await press('Take it back');
  await closed();
  await opened.reload();
  await opened.getByRole('heading', { level: 1, name: 'Nothing to read here' }).waitFor();
  await checkPage(opened, 'documents-24-nothing-here');
  await opened.close();
});

step('PO59 what changed since last year stands in one table', async () => {
  await journey.goTo('Policies');
  await page.getByRole('link', { name: 'What changed since last year' }).click();
  await journey.heading('Changes of documents');
  await page.getByRole('table', { name: 'Changes of documents' }).getByText('Came').waitFor();
  await checkPage(page, 'documents-17-changes');
});

step('PO53 a document is retired, with a reason, and holds no more', async () => {
  await journey.goTo('Policies');
  await page.getByRole('button', { name: 'Published 1' }).click();
  await page.getByRole('table', { name: 'Policies' }).getByRole('link').first().click();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Retire it' }).click();
  await field('Why').fill('Another one takes its place.');
  await checkPage(page, 'documents-15-retire');
  await press('Retire the document');
  await closed();
  await page.getByText('Retired from').waitFor();
  await checkPage(page, 'documents-16-retired');
});

step('the browser had nothing to complain about', async () => {
  assert.deepEqual(complaints, []);
});
