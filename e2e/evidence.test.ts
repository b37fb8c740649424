import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, glob, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { sheetData, workbook } from '../packages/connectors/test/files/workbooks.ts';
import {
  billionLaughs,
  burstingWorkbook,
  deepPages,
  gif,
  jpeg,
  lockedPdf,
  pdf,
  png,
  scriptedPdf,
} from '../packages/testkit/src/hostile/index.ts';
import { verifyLogProof } from '../packages/evidence-log/src/index.ts';
import { nodeCrypto } from '../packages/evidence-log/node/node-crypto.ts';
import { period, startJourney } from './journey.ts';
import { checkPage, picture } from './page-checks.ts';

/** A piece of evidence through a real browser: sealed with a day of renewal, found when it is due, and renewed. */
const journey = await startJourney('evidence', { timeout: 40_000 });
const { folder, page, complaints, step, heading } = journey;
const dialog = page.getByRole('dialog');
const shown = dialog.getByRole('region', { name: 'The file' });
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
  await dialog.getByRole('link', { name: /^Certificate of the data centre, 2025-11-01 to 2026-10-31$/ }).click();
  await shown.getByText('Certificate of the data centre.txt').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
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
});

step(
  'EV50 EV54 the file of a piece is deleted with a reason and a typed word, and what stood against it is told before',
  async () => {
    await seal({ 'Wrong minutes.txt': 'The board of another company met.' });
    await page.getByRole('cell', { name: 'Wrong minutes.txt' }).first().click();
    await dialog.getByText('Without end: there is no').waitFor();
    await dialog.getByRole('button', { name: 'Hold', exact: true }).click();
    const over = page.getByRole('dialog', { name: /^Hold Wrong minutes/ });
    await over.getByLabel('Why').fill('A customer asked.');
    await over.getByRole('button', { name: 'Hold this piece' }).click();
    await over.waitFor({ state: 'detached' });
    await dialog.getByText(/A hold of .* stands on it: Litigation/).waitFor();
    await dialog.getByRole('button', { name: 'Delete the file' }).click();
    const question = page.getByRole('dialog', { name: /^Delete the file of/ });
    await question.getByText(/A hold of .* stands on it/).waitFor();
    await checkPage(page, 'evidence-18-delete-held');
    await question.getByLabel('Close').click();
    await page.goto(`${journey.product.url}/evidence/retention`);
    await heading('How long evidence is kept');
    await page.getByRole('cell', { name: 'It stands' }).click();
    await page.getByRole('dialog').getByLabel('Why it is released').fill('Answered.');
    await page.getByRole('button', { name: 'Release', exact: true }).click();
    await page.getByText('No hold stands.').waitFor();
    await page.goto(`${journey.product.url}/evidence`);
    await page.getByRole('cell', { name: 'Wrong minutes.txt' }).first().click();
    await dialog.getByRole('button', { name: 'Delete the file' }).click();
    await question.getByRole('combobox', { name: 'Reason' }).click();
    await page.getByRole('option', { name: 'Wrong file' }).click();
    await question.getByLabel('Why').fill('It is of another company.');
    await question.getByLabel('Title from now on').fill('Minutes of another company');
    await question.getByLabel('Type the word delete').fill('delete');
    await question.getByRole('button', { name: 'Delete the file' }).click();
    await question.waitFor({ state: 'detached' });
    await dialog.getByText('The file of this piece was deleted').waitFor();
    await dialog.getByText('It is of another company.').waitFor();
    await checkPage(page, 'evidence-19-deleted');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await row(/Minutes of another company/).waitFor({ state: 'detached' });
    await show('Deleted');
    await row(/Minutes of another company.*Deleted/).waitFor();
  },
);

step('EV55 a schedule is set, and what is due is listed with its day and deleted with a typed word', async () => {
  await seal({ 'Minutes of 2019.txt': 'The board met.' }, { from: '2019-01-01', to: '2019-12-31' });
  await page.goto(`${journey.product.url}/evidence/retention`);
  await page.getByText('There is no schedule, so nothing is ever due.').waitFor();
  await page.getByRole('button', { name: 'Set a schedule' }).click();
  await dialog.getByLabel('Keep evidence for so many years').fill('1');
  await dialog.getByRole('button', { name: 'Set the schedule' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('Evidence is kept for 1 year after').waitFor();
  await page.getByRole('row', { name: /Minutes of 2019.*2021-01-01.*Nothing/ }).waitFor();
  await checkPage(page, 'evidence-20-retention');
  await page.getByRole('button', { name: 'Delete 1 file' }).click();
  await dialog.getByLabel('Type the word delete').fill('delete');
  await dialog.getByRole('button', { name: 'Delete 1 file' }).click();
  await page.getByText('Nothing is due within thirty days.').waitFor();
});

/** Seals files as a program would, and shows the list with them. */
async function seal(files: Record<string, string | Uint8Array>, days = period): Promise<void> {
  for (const [fileName, bytes] of Object.entries(files)) {
    const answer = await page.request.post(`${journey.product.url}/api/evidence.upload`, {
      headers: {
        origin: journey.product.url,
        'content-type': 'application/octet-stream',
        'idempotency-key': crypto.randomUUID(),
        'tickmark-input': encodeURIComponent(JSON.stringify({ title: fileName, period: days })),
        'tickmark-file-name': encodeURIComponent(fileName),
      },
      data: Buffer.from(bytes as string),
    });
    assert.equal(answer.status(), 200, await answer.text());
  }
  await page.goto(`${journey.product.url}/evidence`);
  await heading('Evidence');
}

async function open(fileName: string): Promise<void> {
  if ((await dialog.count()) > 0) {
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }
  await page.getByRole('cell', { name: fileName }).first().click();
  await shown.getByText(/By its content this is .* Its bytes are those that were sealed\./).waitFor();
}

step(
  'EV40 EV41 EV42 EV45 a file is asked for by a link, given without an account, and counts once it is accepted',
  async () => {
    await page.goto(`${journey.product.url}/evidence`);
    await page.getByRole('link', { name: 'Capture links' }).click();
    await heading('Capture links');
    await page.getByRole('button', { name: 'Ask for a file' }).first().click();
    await dialog.getByLabel('What is asked for').fill('Visitor list of the office');
    await dialog.getByLabel('For whom').fill('Greta at the front desk');
    await dialog.getByLabel('Instructions').fill('Who came in from October to December,\nas a table or a PDF.');
    await checkPage(page, 'evidence-20-ask');
    await dialog.getByRole('button', { name: 'Make the link' }).click();
    const link = await dialog.getByLabel('Capture link', { exact: true }).inputValue();
    await picture(page, 'evidence-21-link');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await row(/Visitor list.*Not opened yet.*Never/).waitFor();

    const outside = await journey.browser.newContext();
    const visitor = await outside.newPage();
    const asked: string[] = [];
    visitor.on('request', (request) => asked.push(`${request.url()} ${JSON.stringify(request.headers()['referer'])}`));
    await visitor.goto(`${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`);
    await visitor.getByRole('heading', { name: 'This link can’t be opened' }).waitFor();
    await picture(visitor, 'evidence-22-wrong');
    await visitor.goto(link);
    await visitor.getByRole('heading', { name: 'Visitor list of the office' }).waitFor();
    await checkPage(visitor, 'evidence-23-visitor');
    await visitor.locator('input[type="file"]').setInputFiles({
      name: 'visitors.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('visitor,day\nA. Guest,2025-11-03\n'),
    });
    await visitor.getByLabel('Your name').fill('Greta Guard');
    await visitor.getByLabel('A note').fill('From the book at the door.');
    await visitor.getByLabel('A note').press('Control+Enter');
    await visitor.getByRole('heading', { name: 'Thank you, the file has arrived' }).waitFor();
    await checkPage(visitor, 'evidence-24-thanks');
    const [receipt] = await Promise.all([
      visitor.waitForEvent('download'),
      visitor.getByRole('button', { name: 'Save a receipt' }).click(),
    ]);
    assert.match(await readFile(await receipt.path(), 'utf8'), /SHA-256: {4}[0-9a-f]{64}\n/);
    await visitor.reload();
    await visitor.getByRole('heading', { name: 'A file was given by this link' }).waitFor();
    assert.ok(asked.every((each) => each.startsWith(journey.product.url) && !each.includes(link.slice(-86))));
    await outside.close();

    await page.reload();
    await row(/Visitor list.*File came/).click();
    await dialog.getByText('File came', { exact: true }).waitFor();
    await picture(page, 'evidence-25-one-link');
    await page.goto(`${journey.product.url}/evidence`);
    await page.getByText('A file came through a capture link and waits to be accepted.').waitFor();
    assert.equal(await row(/Visitor list/).count(), 0);
    await page.getByRole('button', { name: 'Look at it' }).click();
    await row(/Visitor list.*Waits to be accepted/).click();
    await dialog.getByText('as they said; nobody verified it').waitFor();
    await checkPage(page, 'evidence-26-received');
    await dialog.getByRole('button', { name: 'Accept as evidence' }).click();
    await dialog.getByText('Accepted', { exact: true }).first().waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await show('Newest versions');
    await row(/Visitor list/).waitFor();
  },
);

step(
  'EV71 EV79 the requests of the catalogue that apply are taken, and stand by area with what is overdue',
  async () => {
    await journey.goTo('Requests');
    await page.getByText('There is no request on the list of this engagement yet.').waitFor();
    await page.getByRole('button', { name: 'Take the catalogue’s requests that apply' }).click();
    await dialog.getByText('4 requests of 62 in the catalogue apply to this engagement').waitFor();
    await dialog.getByText('It asks about Availability, which the engagement does not cover.').first().waitFor();
    await dialog.getByLabel('Due').fill('2025-12-01');
    await checkPage(page, 'evidence-30-catalogue');
    await dialog.getByRole('button', { name: 'Add 4 requests' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('0 of 4 submitted; 4 drafts, 4 overdue').waitFor();
    await page.getByRole('button', { name: 'Add a request' }).click();
    await dialog.getByLabel('Code').fill('A-1');
    await dialog.getByLabel('Area').fill('Governance');
    await dialog.getByLabel('What is asked for').fill('Minutes of the board');
    await checkPage(page, 'evidence-31-add');
    await dialog.getByLabel('What is asked for').press('Control+Enter');
    await dialog.getByText('Nothing is linked yet.').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page
      .getByRole('region', { name: 'Areas' })
      .getByRole('button', { name: /Completion.*0 of 2/ })
      .click();
    await row(/PBC-61.*Overdue.*None.*Draft/).waitFor();
    assert.equal(await row(/PBC-01/).count(), 0);
    await page.reload();
    await row(/PBC-62/).waitFor();
    assert.equal(await row(/A-1/).count(), 0, 'the address keeps what narrows the list down');
    await page.getByLabel('Search the requests').pressSequentially('representation letter');
    await row(/PBC-61/).waitFor({ state: 'detached' });
    await page.getByLabel('Search the requests').fill('');
    await page.getByRole('checkbox', { name: 'Select PBC-61' }).check();
    await page.getByRole('checkbox', { name: 'Select PBC-62' }).check();
    await page.getByRole('button', { name: 'Owner and due date' }).click();
    await journey.choose('Owner', 'Nora Newcomer');
    await dialog.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByText('2 requests changed.').waitFor();
    await row(/PBC-62.*Nora Newcomer/).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await row(/PBC-62.*Nobody/).waitFor();
    await checkPage(page, 'evidence-32-requests');
  },
);

step('EV73 EV74 EV75 EV77 a request is answered with evidence, submitted, and reopened with a reason', async () => {
  await journey.goTo('Evidence');
  await page.getByRole('checkbox', { name: 'Select Minutes of May' }).check();
  await page.getByRole('checkbox', { name: 'Select Minutes, June' }).check();
  await page.getByRole('button', { name: 'Requests', exact: true }).click();
  await journey.choose('Add requests', /A-1/);
  await page.keyboard.press('Tab');
  await picture(page, 'evidence-33-link');
  await dialog.getByRole('button', { name: 'Change requests' }).click();
  await page.getByText('Linked to 1 request.').waitFor();
  await row(/Minutes, June/).click();
  await dialog.getByRole('button', { name: 'Upload a newer version' }).click();
  await choose('Minutes of June, signed.txt');
  await dialog.getByRole('button', { name: 'Seal evidence' }).click();
  await dialog.getByRole('link', { name: /^Minutes, June/ }).click();
  await dialog.getByRole('link', { name: 'A-1 Minutes of the board' }).click();
  await heading('Requests');
  await dialog.getByText('There is a newer version:').waitFor();
  await checkPage(page, 'evidence-34-request');
  await dialog.getByRole('button', { name: /^Take the newer version of/ }).click();
  await dialog.getByText('There is a newer version:').waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: 'Link evidence' }).click();
  const over = page.getByRole('dialog', { name: /A-1$/ });
  await over.getByLabel('Evidence').fill('visitor');
  await page.getByRole('option', { name: /Visitor list/ }).click();
  await page.keyboard.press('Tab');
  await over.getByRole('button', { name: 'Link', exact: true }).click();
  await over.waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: 'Submit' }).click();
  await over.getByText('With 3 pieces of evidence, as they are linked now.').waitFor();
  await picture(page, 'evidence-35-submit');
  await over.getByRole('button', { name: 'Submit' }).click();
  await over.waitFor({ state: 'detached' });
  await dialog.getByText(/^Submitted 20.* by Nora Newcomer$/).waitFor();
  await dialog.getByRole('button', { name: 'Take off Visitor list of the office' }).click();
  await over.getByLabel('Why it is taken off').fill('It is of another office.');
  await over.getByRole('button', { name: 'Take off' }).click();
  await over.waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: 'Reopen' }).click();
  await over.getByLabel('Why it is taken up again').fill('The minutes of July are missing.');
  await over.getByLabel('Why it is taken up again').press('Control+Enter');
  await over.waitFor({ state: 'detached' });
  await dialog.getByText('In progress', { exact: true }).waitFor();
  await dialog.getByText('The minutes of July are missing.').waitFor();
  await picture(page, 'evidence-36-reopened');
  assert.equal(await page.getByText(/accepted by|approved/i).count(), 0);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

step('EV65 a PDF is read page by page with the keyboard, searched, enlarged, and linked to a page of it', async () => {
  const pages = Array.from({ length: 12 }, (_, n) => [
    `Minutes of the risk meeting, page ${n + 1}`,
    'Access is reviewed.',
  ]);
  await seal({ 'minutes.pdf': pdf({ pages }) });
  await open('minutes.pdf');
  await shown.getByText('Minutes of the risk meeting, page 1', { exact: true }).waitFor();
  await checkPage(page, 'evidence-11-pdf');
  await shown.getByRole('region', { name: 'Page 1 of minutes.pdf' }).focus();
  await page.keyboard.press('ArrowRight');
  await shown.getByText('Minutes of the risk meeting, page 2', { exact: true }).waitFor();
  assert.match(page.url(), /page=2/);
  await shown.getByLabel('Search the pages').fill('access IS');
  await page.keyboard.press('Enter');
  await shown.getByText('12 places on 12 pages').waitFor();
  await shown.getByRole('button', { name: 'Next page with it' }).click();
  await shown.getByText('Minutes of the risk meeting, page 3', { exact: true }).waitFor();
  await page.waitForFunction(() => CSS.highlights.get('tm-found')?.size === 1);
  await shown.getByRole('button', { name: 'Enlarge' }).click();
  await page.reload();
  await shown.getByText('Minutes of the risk meeting, page 3', { exact: true }).waitFor();
  await shown.getByRole('button', { name: 'Smaller', exact: true }).waitFor();
  await picture(page, 'evidence-12-pdf-large');
});

step('EV63 EV64 EV67 EV69 pictures, tables, texts and JSON are shown, with what nobody would see of them', async () => {
  const rows = Array.from({ length: 1500 }, (_, n) => `${n},user${n},=cmd|' /C calc'!A0`);
  await seal({
    'turned.jpg': jpeg({ width: 320, height: 160 }, 6),
    'accounts.csv': ['id,name,\u202eformula', ...rows].join('\n'),
    'accounts.xlsx': workbook({ sheets: { First: sheetData([['one']]), Second: sheetData([['two', null, 3]]) } }),
    'invoice\u202egpj.txt': `first line\npay\u200bpal${' and more'.repeat(400)}\n`,
    'users.json': `{"users": [{"id": 12345678901234567890}], "users": ${JSON.stringify(Array.from({ length: 300 }, (_, n) => `u${n}`))}}`,
  });
  await open('turned.jpg');
  await shown.getByText('160 × 320 pixels').waitFor();
  const grey = await shown.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const middle = canvas.getContext('2d')?.getImageData(canvas.width / 2, canvas.height / 2, 1, 1);
    return [...(middle?.data ?? [])];
  });
  assert.deepEqual(grey, [128, 128, 128, 255]);
  await shown.getByRole('region', { name: 'Picture: turned.jpg' }).focus();
  await page.keyboard.press('r');
  await shown.getByText('320 × 160 pixels').waitFor();
  await page.keyboard.press('+');
  await shown.getByText('125 %').waitFor();
  await picture(page, 'evidence-13-picture');

  await open('accounts.csv');
  await shown.getByRole('columnheader', { name: 'U+202Eformula' }).waitFor();
  await shown.getByRole('cell', { name: "=cmd|' /C calc'!A0" }).first().waitFor();
  await shown.getByText(/^1,000 rows so far · UTF-8$/).waitFor();
  await checkPage(page, 'evidence-14-table');
  await shown.getByRole('button', { name: 'Show more' }).click();
  await shown.getByText(/^1,500 rows · UTF-8$/).waitFor();
  await shown.getByText('Text', { exact: true }).click();
  await shown.getByText("0,user0,=cmd|' /C calc'!A0").waitFor();

  await open('accounts.xlsx');
  await shown.getByRole('cell', { name: 'one' }).waitFor();
  await shown.getByLabel('Sheet').first().click();
  await page.getByRole('option', { name: 'Second' }).click();
  await shown.getByRole('cell', { name: 'two' }).waitFor();

  await open('invoiceU+202Egpj.txt');
  await dialog.getByText('invoiceU+202Egpj.txt').first().waitFor();
  await shown.getByText(/^payU\+200Bpal and more/).waitFor();
  await picture(page, 'evidence-15-text');

  await open('users.json');
  await shown.getByRole('treeitem', { name: 'users: [ 1 value ]' }).waitFor();
  await shown.getByRole('treeitem', { name: 'users: [ 300 values ]' }).waitFor();
  await shown.getByLabel('Search names and values').fill('u299');
  await page.keyboard.press('Enter');
  await shown.getByRole('treeitem', { name: '299: "u299"' }).waitFor();
  await shown.getByLabel('Search names and values').fill('1234567');
  await page.keyboard.press('Enter');
  await shown.getByRole('treeitem', { name: 'id: 12345678901234567890' }).waitFor();
  await checkPage(page, 'evidence-16-json');
});

const script = "globalThis.ran=(globalThis.ran??'')+location.pathname;";
const hostile: Record<string, string | Uint8Array> = {
  'page.png': `<!doctype html><title>x</title><script>${script}</script><img src=x onerror="${script}">`,
  'logo.svg': `<svg xmlns="http://www.w3.org/2000/svg" onload="${script}"><script>${script}</script></svg>`,
  'both.gif': gif(script),
  'scripted.pdf': scriptedPdf("app.alert('ran')"),
};

step('EV66 control arm: the files of the next step do run where they are opened as what they claim to be', async () => {
  const reader = new URL('../node_modules/pdfjs-dist/legacy/build/', import.meta.url);
  const around = '<script src="/both.gif"></script>';
  const types: Record<string, string> = {
    svg: 'image/svg+xml',
    gif: 'text/javascript',
    mjs: 'text/javascript',
    pdf: 'application/pdf',
  };
  const careless = createServer(async (request, response) => {
    const name = request.url?.slice(1) ?? '';
    const ending = name.split('.').at(-1) ?? '';
    const bytes = ending === 'mjs' ? await readFile(new URL(name, reader)) : (hostile[name] ?? around);
    response.setHeader('content-type', types[ending] ?? 'text/html').end(bytes);
  }).listen(0, '127.0.0.1');
  careless.unref();
  await once(careless, 'listening');
  const { port } = careless.address() as { port: number };
  const elsewhere = await journey.context.newPage();
  for (const path of ['page.png', 'logo.svg', 'around.html']) {
    await elsewhere.goto(`http://127.0.0.1:${port}/${path}`);
    await elsewhere.waitForFunction(() => 'ran' in globalThis);
  }
  const scripts = await elsewhere.evaluate(async (library) => {
    const { getDocument, GlobalWorkerOptions } = await import(library);
    GlobalWorkerOptions.workerSrc = '/pdf.worker.min.mjs';
    return (await (await getDocument({ url: '/scripted.pdf' }).promise).getJSActions()).get('OpenAction');
  }, `http://127.0.0.1:${port}/pdf.min.mjs`);
  assert.deepEqual(scripts, ["app.alert('ran')"]);
  await elsewhere.close();
});

step('EV63 EV64 EV65 EV66 nothing of a hostile file runs in the page, and each is told for what it is', async () => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('dialog', () => asked.push('a dialog'));
  page.on('popup', () => asked.push('a popup'));
  const told: Record<string, [file: string | Uint8Array, told: RegExp]> = {
    'page.png': [hostile['page.png'] ?? '', /ends in \.png, but the file is a web page \(HTML\).*onerror/s],
    'logo.svg': [hostile['logo.svg'] ?? '', /an SVG drawing, which may hold scripts.*<svg xmlns/s],
    'both.gif': [hostile['both.gif'] ?? '', /a GIF image.*10799 × 10 pixels/s],
    'scripted.pdf': [hostile['scripted.pdf'] ?? '', /This page asks its reader to run a script\./],
    'photo.png': [
      Buffer.from(`MZ${'\0'.repeat(200)}`),
      /ends in \.png, but the file is a program for Windows\.\s*Don’t open it/,
    ],
    'vast.png': [png({ width: 1, height: 1 }, { width: 60_000, height: 60_000 }), /60,000 × 60,000 pixels/],
    'cut.jpg': [jpeg({ width: 640, height: 640 }).subarray(0, -400), /file ends before the picture does/],
    'locked.pdf': [lockedPdf(), /opens with a password alone/],
    'broken.pdf': [Buffer.from('%PDF-1.7\nnothing of a document'), /damaged so that its pages can’t be found/],
    'deep.pdf': [deepPages(3000), /a PDF.*of 1/s],
    'vast.pdf': [pdf({ pages: [['Far away']], box: [1_000_000, 1_000_000] }), /Far away/],
    'burst.xlsx': [await burstingWorkbook(12_000_000), /unpacks to 11 MiB/],
    'line.csv': [`id,text\n1,${'x'.repeat(10_000_000)}\n`, /not as a table\. .*longer than a mebibyte/],
  };
  await seal(Object.fromEntries(Object.entries(told).map(([name, [file]]) => [name, file])));
  for (const [name, [, words]] of Object.entries(told)) {
    await open(name);
    await shown
      .getByText(words)
      .or(shown.filter({ hasText: words }))
      .first()
      .waitFor();
    await picture(page, `evidence-17-${name}`);
  }
  for (const frame of page.frames()) assert.equal(await frame.evaluate(() => 'ran' in globalThis), false);
  assert.equal(page.frames().length, 1);
  assert.equal(await dialog.locator('img, object, embed, iframe, video').count(), 0);
  assert.deepEqual(
    asked.filter((url) => !url.startsWith(`${journey.product.url}/`)),
    [],
  );
});

step('EV65 a PDF whose drawing has no end leaves the page its own, and is given up', async () => {
  await seal({ 'laughs.pdf': billionLaughs() });
  await page.clock.install();
  await open('laughs.pdf');
  await shown.getByText('of 1', { exact: true }).waitFor();
  await shown.getByRole('button', { name: 'Enlarge' }).click();
  await shown.getByRole('button', { name: 'Smaller', exact: true }).click();
  await page.clock.fastForward(16_000);
  await shown.getByText('Drawing page 1 takes longer than 15 seconds.').waitFor();
  assert.deepEqual(complaints, []);
});
