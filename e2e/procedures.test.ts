import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startJourney } from './journey.ts';
import { checkPage } from './page-checks.ts';

/** A procedure from a list of a document to the record of its first run. */
const journey = await startJourney('procedures');
const { page, dialog, complaints, step, press, field } = journey;
const closed = () => dialog.waitFor({ state: 'detached' });
const about = 'Ada Lovelace joins 2026-12-01';
const item = (n: number) => page.getByRole('listitem', { name: `Step ${n}`, exact: true });

step('PO71 a list of a document is proposed, and becomes a procedure once somebody writes it', async () => {
  await journey.begin();
  await journey.goTo('Procedures');
  await page.getByText('No procedure is written yet.').waitFor();
  await checkPage(page, 'procedures-01-none');
  await page.getByRole('link', { name: 'Take steps from a document' }).click();
  await journey.heading('Steps from a document');
  await page.getByText('There is no document yet.').waitFor();
  await checkPage(page, 'procedures-02-no-document');
  await journey.goTo('Policies');
  await page.getByRole('button', { name: /^Begin all \d+ that are needed$/ }).click();
  await page.getByText('documents have no owner').waitFor();
  await journey.goTo('Procedures');
  await page.getByRole('link', { name: 'Take steps from a document' }).click();
  await page.getByRole('combobox', { name: 'Document' }).click();
  await page.getByRole('option', { name: /^POL-04/ }).click();
  await page.getByRole('heading', { name: 'Onboarding' }).waitFor();
  await checkPage(page, 'procedures-03-proposed');
  await page.getByRole('link', { name: 'Make it a procedure: Onboarding' }).click();
  await journey.heading('Write a procedure');
  await page.getByText('Still to be said').waitFor();
  await checkPage(page, 'procedures-04-write');
});

step('PO70 what the document does not say is said by whoever writes it', async () => {
  await page.getByRole('textbox', { name: 'What it is for' }).fill('Nobody begins before all of it is done.');
  await page.getByRole('combobox', { name: 'How often it is run' }).click();
  await page.getByRole('option', { name: 'quarterly' }).click();
  for (const n of [6, 5, 4]) await page.getByRole('button', { name: `Take step ${n} away` }).click();
  await page.getByRole('textbox', { name: 'Who does step 3' }).fill('Manager');
  await page.getByRole('combobox', { name: 'What step 2 leaves' }).click();
  await page.getByRole('option', { name: 'A file' }).click();
  await page.getByRole('checkbox', { name: 'Step 3 may be skipped, with a reason' }).check();
  for (const n of [1, 2]) {
    const performer = page.getByRole('textbox', { name: `Who does step ${n}` });
    if ((await performer.inputValue()) === '') await performer.fill('HR lead');
  }
  await page.getByRole('button', { name: 'Write the procedure' }).click();
  await journey.heading('Onboarding');
  await page.getByText('Never run').waitFor();
  await checkPage(page, 'procedures-05-written');
});

step('PO79 a run is a checklist: notes are written, a file is dropped in, and the rest says what is left', async () => {
  await page.getByRole('button', { name: 'Run it' }).click();
  await field('What or whom it is about').fill(about);
  await checkPage(page, 'procedures-06-start');
  await press('Begin the run');
  await journey.heading(about);
  await page.getByText('0 of 3 steps told.').waitFor();
  await checkPage(page, 'procedures-07-begun');
  await page.getByRole('button', { name: 'Done: step 1' }).click();
  await page.getByRole('alert', { name: 'This step leaves a note' }).waitFor();
  await checkPage(page, 'procedures-08-refused');
  await page.getByRole('textbox', { name: /^Note on step 1/ }).fill('First day 2026-12-01.');
  await page.getByRole('button', { name: 'Done: step 1' }).click();
  await page.getByText('1 of 3 steps told.').waitFor();
  await journey.focused(page.getByRole('textbox', { name: 'Note on step 2' }));

  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['all of it is there'], 'checklist.txt', { type: 'text/plain' }));
    return data;
  });
  for (const type of ['dragenter', 'dragover', 'drop'] as const)
    await page.locator('body').dispatchEvent(type, { dataTransfer: transfer });
  await dialog.getByText('Add a file to step 2').waitFor();
  await dialog.getByRole('button', { name: 'Today' }).click();
  await checkPage(page, 'procedures-09-file');
  await press('Seal it and link it');
  await closed();
  await item(2).getByRole('button', { name: 'Take “checklist” off' }).waitFor();
  await checkPage(page, 'procedures-10-linked');
  await page.getByRole('button', { name: 'Done: step 2' }).click();
  await page.getByText('2 of 3 steps told.').waitFor();
  await page.getByRole('textbox', { name: /^Note on step 3/ }).fill('Has all access already.');
  await page.getByRole('button', { name: 'Skip it: step 3' }).click();
  await journey.focused(page.getByText('3 of 3 steps told, 1 of them skipped.'));
});

step('PO73 what was told is corrected in sight, and the finished run never changes', async () => {
  await page.getByRole('button', { name: 'Correct it: step 1' }).click();
  await page.getByRole('textbox', { name: /^Note on step 1/ }).fill('First day 2026-12-02.');
  await page.getByRole('button', { name: 'Done: step 1' }).click();
  await item(1).getByText('1 earlier telling').waitFor();
  await checkPage(page, 'procedures-11-ready');
  await page.getByRole('button', { name: 'Finish the run' }).click();
  await page.getByText('The record never changes.').waitFor();
  assert.equal(await page.getByRole('button', { name: /Correct|Take this/ }).count(), 0);
  await checkPage(page, 'procedures-12-finished');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'PDF: record of run 1' }).click(),
  ]);
  assert.equal((await readFile(await file.path())).subarray(0, 4).toString(), '%PDF');
  const kept = process.env['TICKMARK_SCREENSHOTS'];
  if (kept !== undefined) await writeFile(join(kept, 'procedures-record.pdf'), await readFile(await file.path()));
});

step('PO74 the list tells what is due next, and what was abandoned counts as no run', async () => {
  await journey.goTo('Procedures');
  await page.getByText('Not due', { exact: true }).waitFor();
  await checkPage(page, 'procedures-13-list');
  await page.getByRole('link', { name: 'Onboarding' }).click();
  await page.getByRole('button', { name: 'Run it' }).click();
  await field('What or whom it is about').fill('Grace Hopper joins');
  await press('Begin the run');
  await journey.heading('Grace Hopper joins');
  await page.getByRole('button', { name: 'Abandon it' }).click();
  await field('Why').fill('She does not come.');
  await checkPage(page, 'procedures-14-abandon');
  await press('Abandon the run');
  await page.getByText('It counts as no run.').waitFor();
  await checkPage(page, 'procedures-15-abandoned');
  await journey.goTo('Procedures');
  await page.getByRole('tab', { name: 'Runs' }).click();
  await page.getByRole('link', { name: '2. Grace Hopper joins' }).waitFor();
  await checkPage(page, 'procedures-16-runs');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'XLSX: these runs with their steps' }).click(),
  ]);
  assert.equal((await readFile(await file.path())).subarray(0, 2).toString(), 'PK');
});

step('PO70 PO78 a further version is written, earlier ones stay, and a retired procedure begins no run', async () => {
  await page.getByRole('tab', { name: 'Procedures' }).click();
  await page.getByRole('link', { name: 'Onboarding' }).click();
  await page.getByRole('link', { name: 'Change it' }).click();
  await journey.heading('Change the procedure');
  await page.getByRole('button', { name: 'Move step 3 up' }).click();
  await page.getByRole('textbox', { name: 'What is new in it' }).fill('Access comes first.');
  await page.getByRole('button', { name: 'Write the next version' }).click();
  await journey.heading('Onboarding');
  await page.getByRole('tab', { name: 'Versions 2' }).click();
  await page.getByText('Access comes first.').waitFor();
  await page.getByRole('button', { name: 'Show its steps' }).last().click();
  await checkPage(page, 'procedures-17-versions');
  await page.getByRole('tab', { name: 'Runs 2' }).click();
  await page.getByRole('link', { name: `1. ${about}` }).waitFor();
  await page.getByRole('button', { name: 'Retire it' }).click();
  await field('Why').fill('Another one takes its place.');
  await checkPage(page, 'procedures-18-retire');
  await press('Retire the procedure');
  await closed();
  await page.getByText('Another one takes its place.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Run it' }).count(), 0);
  await checkPage(page, 'procedures-19-retired');
  await journey.goTo('What changed');
  await page.getByText('The procedure “Onboarding” retired, with a reason.').first().waitFor();
});

step('the browser had nothing to complain about', async () => {
  assert.deepEqual(complaints, []);
});
