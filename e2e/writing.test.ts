import assert from 'node:assert/strict';
import { startJourney } from './journey.ts';
import { checkPage } from './page-checks.ts';

/** A document is written: it saves itself, loses nothing, and is commented on and checked beside the text. */
const journey = await startJourney('writing');
const { page, context, complaints, step, press, field } = journey;

const text = () => page.getByRole('textbox', { name: 'Text of the document' });
const beside = () => page.getByRole('complementary', { name: 'Beside the text' });
const saved = () => page.getByText(/^Saved \d\d:\d\d$/).waitFor();
let address = '';

step('PO24 PO28 a document is written in the browser and saves itself', async () => {
  await journey.begin();
  await journey.goTo('Policies');
  await page.getByRole('button', { name: 'Document of your own' }).click();
  await field('Title').fill('Badges');
  await press('Begin it');
  await journey.heading('Badges');
  await page.getByRole('link', { name: 'Write' }).click();
  await text().click();
  await page.keyboard.type('## Wearing');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Everybody wears a badge as appropriate, as the visitor policy says. ');
  await page.keyboard.type('{{organiz');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type(' keeps the list.');
  await saved();
  await checkPage(page, 'writing-01-editor');
  address = page.url();
  await page.reload();
  await text().getByText('keeps the list.').waitFor();
  await text().getByText('Heron Harbour Ltd').waitFor();
});

step('PO44 what is wrong with the draft stands beside it, and leads to its place', async () => {
  await beside().getByRole('tab', { name: 'Checks' }).click();
  await beside()
    .getByText(/visitor policy/i)
    .first()
    .waitFor();
  await checkPage(page, 'writing-02-checks');
  await beside().getByRole('button', { name: 'Go there' }).first().click();
});

step('PO80 words are commented on, others are proposed, and taken up into the text', async () => {
  await beside()
    .getByRole('tab', { name: /^Comments/ })
    .click();
  await text()
    .getByText('Everybody wears a badge')
    .dblclick({ position: { x: 20, y: 8 } });
  await beside().getByRole('button', { name: 'Propose other words' }).click();
  await beside().getByLabel('Words in its place').fill('Each visitor');
  await beside().getByLabel('Why').fill('Employees are known here.');
  await beside().getByRole('button', { name: 'Propose', exact: true }).click();
  await beside().getByText('Proposes: Each visitor').waitFor();
  await checkPage(page, 'writing-03-proposed');
  await beside().getByRole('button', { name: 'Answer' }).click();
  await beside().getByLabel('Your answer').fill('True.');
  await beside().getByRole('button', { name: 'Answer', exact: true }).click();
  // The field that it was written in holds the same words until it closes.
  await beside().getByRole('paragraph').filter({ hasText: 'True.' }).waitFor();
  await beside().getByRole('button', { name: 'Take it up' }).click();
  await text().getByText('Each visitor wears a badge').waitFor();
  await beside().getByRole('button', { name: 'Show 1 settled one' }).waitFor();
  await saved();
});

step(
  'PO24 PO25 a dropped connection loses nothing: the text is kept in the browser and saved when it is back',
  async () => {
    await context.setOffline(true);
    await text().getByText('keeps the list.').click();
    await page.keyboard.press('End');
    await page.keyboard.type(' Written without a connection.');
    await page.getByText(/^Not connected: your text is kept in this browser/).waitFor();
    await checkPage(page, 'writing-04-offline');
    await context.setOffline(false);
    await saved();
    await page.reload();
    await text().getByText('Written without a connection.').waitFor();
  },
);

step('PO56 somebody else saved meanwhile: both texts are shown, and one is chosen', async () => {
  const other = await context.newPage();
  await other.goto(address);
  await other.getByRole('textbox', { name: 'Text of the document' }).getByText('Written without').click();
  await other.keyboard.press('End');
  await other.keyboard.type(' Theirs.');
  await other.getByText(/^Saved \d\d:\d\d$/).waitFor();
  await other.close();
  await text().getByText('Written without').click();
  await page.keyboard.press('End');
  await page.keyboard.type(' Mine.');
  await page.getByText('Somebody else saved this text meanwhile').waitFor();
  await page.getByRole('button', { name: 'Look at theirs' }).click();
  await page.getByRole('article').getByText('Theirs.').waitFor();
  await checkPage(page, 'writing-05-conflict');
  await page.getByRole('button', { name: 'Go on with mine' }).click();
  await saved();
  await page.reload();
  await text().getByText('Mine.').waitFor();
  assert.equal(await text().getByText('Theirs.').count(), 0);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByText('The draft, as it stands.').waitFor();
  await page.getByRole('article').getByText('Mine.').waitFor();
});

step(
  'PO36 PO39 a document that exists already is brought in: what is missing and what was lost is told before it is taken',
  async () => {
    await journey.goTo('Policies');
    await page.getByRole('button', { name: 'Bring in a document' }).click();
    const markdown = [
      '# Backup and restore procedure',
      '## Scope of backups',
      'Every night the database is copied to another region.',
      '![diagram](x.png)',
      '## Restore tests',
      '1. Restore one backup.',
      '2. Compare the counts.',
    ].join('\n\n');
    const file = { name: 'backups.md', mimeType: 'text/markdown', buffer: Buffer.from(markdown) };
    await journey.dialog.locator('input[type="file"]').setInputFiles(file);
    await journey.dialog.getByText(/pictures, diagrams and embedded files: left out/).waitFor();
    await journey.dialog.getByText(/headings that an examination expects/).waitFor();
    await checkPage(page, 'writing-06-brought-in');
    await press('Take it');
    await journey.heading('Backup and restore procedure');
    await text().getByText('Every night the database is copied to another region.').waitFor();
    await checkPage(page, 'writing-07-taken');
  },
);

step('the browser had nothing to complain about', async () => {
  assert.deepEqual(complaints, []);
});
