import assert from 'node:assert/strict';
import { chmod, glob, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyLogProof } from '../packages/evidence-log/src/index.ts';
import { nodeCrypto } from '../packages/evidence-log/node/node-crypto.ts';
import { startJourney } from './journey.ts';
import { checkPage } from './page-checks.ts';

/** A piece of evidence through a real browser: sealed with a day of renewal, found when it is due, and renewed. */
const journey = await startJourney('evidence', { timeout: 40_000 });
const { folder, page, complaints, step, heading } = journey;
const dialog = page.getByRole('dialog');
const row = (name: RegExp) => page.getByRole('row', { name });

async function choose(file: string): Promise<void> {
  const path = join(folder, file);
  await writeFile(path, `${file}\n`);
  await dialog.locator('input[type="file"]').setInputFiles(path);
}

async function show(which: string): Promise<void> {
  await page.getByRole('region', { name: 'Which evidence' }).getByRole('button', { name: which }).click();
}

step('EV2 evidence is sealed with the day by which it is to be renewed; a day too early is refused', async () => {
  await journey.begin();
  await page.goto(`${journey.product.url}/evidence`);
  await heading('Evidence');
  await page.getByText('No evidence yet.').waitFor();
  await page.getByRole('button', { name: 'Upload evidence' }).first().click();
  await choose('Certificate of the data centre.txt');
  await dialog.getByLabel('Renew by').fill('2025-11-01');
  await dialog.getByRole('button', { name: 'Seal evidence' }).click();
  await dialog
    .getByText(/before it begins to speak/)
    .first()
    .waitFor();
  await checkPage(page, 'evidence-01-refused');
  await dialog.getByLabel('Renew by').fill('2026-01-31');
  await dialog.getByRole('button', { name: 'Seal evidence' }).click();
  await dialog.waitFor({ state: 'detached' });
  await row(/Certificate of the data centre.*2026-01-31.*Renewal overdue/).waitFor();
});

step('EL72 EL76 a piece of evidence shows its receipt, whose proof holds without the product', async () => {
  await row(/Certificate of the data centre/).click();
  await dialog.getByText('Signed, and holds this entry').waitFor();
  await dialog.getByText(/^20.* by Nora Newcomer$/).waitFor();
  await dialog.getByText('No witness', { exact: true }).waitFor();
  await checkPage(page, 'evidence-09-receipt');
  const [proof, entry] = [await saved('Save proof', 'tlog-proof'), await saved('Save entry', 'json')];
  const answer = await page.request.get(`${journey.product.url}/api/log.checkpoint`);
  const { verifierKey } = await answer.json();
  const { index } = verifyLogProof(nodeCrypto, proof, { entry: Buffer.from(entry) }, { vkey: verifierKey });
  assert.equal(JSON.parse(entry).op, 'evidence.upload');
  await dialog.getByRole('link', { name: String(index), exact: true }).click();
  await heading('Evidence log');
  await dialog.getByText('"op": "evidence.upload"').waitFor();
  await checkPage(page, 'evidence-10-entry');
  await page.goto(`${journey.product.url}/evidence`);
});

/** The text of a file that a button in the dialog saves. */
async function saved(button: string, ending: string): Promise<string> {
  const asked = dialog.getByRole('button', { name: button }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), asked]);
  assert.match(file.suggestedFilename(), new RegExp(`^entry-\\d+\\.${ending}$`));
  return readFile(await file.path(), 'utf8');
}

step('EV4 what is to be renewed is found, and a newer version takes its place', async () => {
  await show('Overdue 1');
  await row(/Certificate of the data centre/).waitFor();
  await checkPage(page, 'evidence-02-to-be-renewed');
  await row(/Certificate of the data centre/).click();
  await dialog.getByText('Renewal overdue').waitFor();
  await dialog.getByRole('button', { name: 'Upload a newer version' }).click();
  await choose('Certificate of 2026.txt');
  assert.equal(await dialog.getByLabel('Title').inputValue(), 'Certificate of the data centre');
  await dialog.getByLabel('Title').fill('Certificate, renewed');
  await dialog.getByLabel('Renew by').fill('2099-01-31');
  await checkPage(page, 'evidence-03-newer');
  await dialog.getByRole('button', { name: 'Seal evidence' }).click();
  await dialog.getByText('Version before').waitFor();
  await checkPage(page, 'evidence-04-renewed');
  await dialog.getByRole('link', { name: /Certificate of the data centre/ }).click();
  await dialog.getByText('Superseded').waitFor();
  assert.equal(await dialog.getByRole('button', { name: 'Upload a newer version' }).count(), 0);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('Nothing is overdue.').waitFor();
  await show('Newest versions');
  await row(/Certificate, renewed/).waitFor();
  assert.equal(await row(/Certificate of the data centre/).count(), 0);
  await show('All versions');
  await row(/Certificate of the data centre.*Superseded/).waitFor();
  await checkPage(page, 'evidence-05-all');
});

/** Holds files over the page and lets them fall. */
async function drop(files: Record<string, string>): Promise<void> {
  const dropped = await page.evaluateHandle((named) => {
    const data = new DataTransfer();
    for (const [name, text] of Object.entries(named)) data.items.add(new File([text], name, { type: 'text/plain' }));
    return data;
  }, files);
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: dropped });
  await page.getByText(/^Drop (files|the newer version)/).waitFor();
  await page.dispatchEvent('body', 'drop', { dataTransfer: dropped });
}

step('EV37 of three files dropped on the library one is refused, loses no other, and is sent again', async () => {
  await page.goto(`${journey.product.url}/evidence`);
  await heading('Evidence');
  await drop({ 'Minutes of May.txt': 'The board approved the budget.', 'Minutes of June.txt': 'Nothing was decided.' });
  await drop({ 'Empty.txt': '' });
  await dialog.getByRole('button', { name: 'Leave out Empty.txt' }).waitFor();
  await dialog.getByLabel('Title of Minutes of June.txt').fill('Minutes, June');
  await dialog.getByRole('button', { name: 'Other days, controls or tags for Minutes of June.txt' }).click();
  await dialog.getByLabel('Last day it speaks for').first().fill('2026-06-30');
  await dialog.getByLabel('Tags').last().pressSequentially('Board,');
  await checkPage(page, 'evidence-11-dropped');
  await dialog.getByRole('button', { name: 'Seal 3 files' }).click();
  await dialog.getByText('The file is empty.').waitFor();
  await dialog.getByText('Minutes, June: sealed').waitFor();
  await dialog.getByText('Minutes of May: sealed').waitFor();
  await checkPage(page, 'evidence-12-one-failed');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await row(/Minutes, June.*2025-11-01 to 2026-06-30/).waitFor();
  await row(/Minutes of May.*Board.*2025-11-01 to 2026-10-31/).waitFor();
});

step('EV38 rows are selected by keys and with a range, changed together, and the change is undone', async () => {
  await show('Untagged 2');
  await page.getByRole('checkbox', { name: 'Select Minutes, June' }).check();
  await page.getByRole('checkbox', { name: 'Select Certificate, renewed' }).click({ modifiers: ['Shift'] });
  const selection = page.getByRole('region', { name: 'What is selected' });
  await selection.getByText('2 pieces selected').waitFor();
  await checkPage(page, 'evidence-13-selected');
  await selection.getByRole('button', { name: 'Tags' }).click();
  await dialog.getByLabel('Add tags').pressSequentially('Q2');
  await checkPage(page, 'evidence-14-tags');
  await dialog.getByRole('button', { name: 'Change tags' }).click();
  await page.getByText('Every piece carries a tag.').waitFor();
  await page.getByText('Tags changed on 2 pieces.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await row(/Minutes, June/).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('X');
  await selection.getByText('2 pieces selected').waitFor();
  await selection.getByRole('button', { name: 'Renewal' }).click();
  await dialog.getByLabel('Renew by').fill('2099-12-31');
  await dialog.getByRole('button', { name: 'Set the day' }).click();
  await row(/Minutes, June.*2099-12-31/).waitFor();
});

step('EV35 the search shows the passage that was read in a file, and the address leads to it again', async () => {
  await show('Newest versions');
  await page.getByLabel('Search the evidence').fill('approve bud');
  const found = row(/Minutes of May.*The board approved the budget\./);
  await found.waitFor();
  assert.deepEqual(await found.locator('mark').allTextContents(), ['approved', 'budget']);
  assert.equal(await row(/Minutes, June/).count(), 0);
  await page.reload();
  await found.waitFor();
  await checkPage(page, 'evidence-15-found');
  await page.getByRole('button', { name: 'Rename tags' }).click();
  await dialog.getByRole('button', { name: 'Rename Board' }).click();
  await dialog.getByLabel('New name of Board').fill('Boardroom');
  await dialog.getByRole('button', { name: 'Rename', exact: true }).click();
  await dialog.getByText('Boardroom, on 1 piece').waitFor();
  await checkPage(page, 'evidence-17-tags');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'All evidence tagged Boardroom' }).click();
  await row(/Minutes of May/).waitFor();
  assert.match(page.url(), /\?tags=Boardroom$/);
});

step('EV39 a file dropped on the page of a piece is offered as its newer version', async () => {
  await row(/Minutes of May/).click();
  await dialog.getByText('All of its text.').waitFor();
  await checkPage(page, 'evidence-16-piece');
  await drop({ 'Minutes of May, signed.txt': 'The board approved the budget, signed.' });
  await dialog.getByText(/stays as it was, and names the one that follows/).waitFor();
  await dialog.getByRole('button', { name: 'Seal evidence' }).click();
  await dialog.getByText('Version before').waitFor();
  await dialog.getByText('Minutes of May, signed.txt').first().waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

step('EV8 records and files are held against the log, and a file changed on the disk is named', async () => {
  await page.goto(`${journey.product.url}/log`);
  await heading('Evidence log');
  await page.getByText('They have not been compared yet.').waitFor();
  await checkPage(page, 'evidence-06-not-compared');
  const compare = page.getByRole('button', { name: 'Compare now' });
  await compare.click();
  await page.getByText(/7 records and 5 files are as 11 entries seal them/).waitFor();
  await checkPage(page, 'evidence-07-as-sealed');
  const [file] = await Array.fromAsync(glob('data/blobs/*/??/*', { cwd: folder }));
  assert.ok(file);
  await chmod(join(folder, file), 0o600);
  await writeFile(join(folder, file), 'other bytes');
  await compare.click();
  await page
    .getByRole('list', { name: 'What is not as sealed' })
    .getByText(/The file with the SHA-256 .* is damaged/)
    .waitFor();
  await checkPage(page, 'evidence-08-damaged');
  assert.deepEqual(complaints, []);
});
