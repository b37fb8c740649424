import assert from 'node:assert/strict';
import { TestRepository } from '@tickmark/testkit/repositories';
import { startJourney } from './journey.ts';
import { checkPage } from './page-checks.ts';

/** The organization's holidays are pasted, corrected and removed, and a result shows those it left out. */
const journey = await startJourney('holidays');
const { page, complaints, step, goTo, jobDone } = journey;

const repository = new TestRepository();
repository.add({ message: 'A change', at: '2026-04-07T10:00:00+0000' });
const definition = `id: CHG-02.soon
control: CHG-02
title: Merged soon
kind: items
population: code-changes
attributes:
  A: { title: Within two business days, pass: 'businessDaysBetween(item.authored_at, item.merged_at) <= 2' }
`;

step(
  'CT110 CT113 holidays are pasted; what cannot be used is named line by line, and nothing is added until all can',
  async () => {
    await journey.begin();
    await goTo('Organization');
    await page.getByText('No holidays are listed.').waitFor();
    await page.getByRole('button', { name: 'Paste a list' }).first().click();
    const list = page.getByRole('textbox', { name: 'Holidays' });
    const lines = page.getByRole('table', { name: 'What the list says' });
    await list.fill('2026-04-03 Good Friday\n6.4.2026 Easter Monday\n2026-05-01\n2026-04-03 Again');
    await lines.getByRole('row', { name: '2 "6.4.2026" is no date; write dates as 2026-12-25.' }).waitFor();
    await lines.getByRole('row', { name: '3 2026-05-01 has no name; write it after the date.' }).waitFor();
    await lines.getByRole('row', { name: '4 2026-04-03 stands on line 1 already.' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Add 1 holiday' }).isDisabled(), true);
    await checkPage(page, '51-holidays-pasted');
    await list.fill('2026-04-03 Good Friday\n2026-04-06 Easter Monday\n2026-05-01 May Day # in Germany');
    await page.getByRole('button', { name: 'Add 3 holidays' }).click();
    await page.getByRole('row', { name: /2026-05-01 Friday May Day/ }).waitFor();
    await page.getByRole('button', { name: 'Add a holiday' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Date' }).fill('2026-04-03');
    await page.getByRole('dialog').getByLabel('Name').fill('Karfreitag');
    await page.getByRole('button', { name: 'Add the holiday' }).click();
    await page
      .getByRole('dialog')
      .getByText(/2026-04-03 is on the list already, as Good Friday/)
      .first()
      .waitFor();
    await checkPage(page, '52-holiday-refused');
    await page.keyboard.press('Escape');
    await page.getByRole('checkbox', { name: 'Select 2026-05-01' }).check();
    await page.getByRole('button', { name: 'Remove 1 holiday' }).click();
    await page.getByText('2 rows', { exact: true }).waitFor();
    await checkPage(page, '53-holidays');
  },
);

step('CT115 the preview of a test that counts business days shows the holidays it left out', async () => {
  await journey.collectFromGit(repository.path);
  await jobDone();
  await journey.write(definition);
  await page.getByText('Monday to Friday, 2 holidays left out').click();
  await page.getByText('2026-04-06, Monday').waitFor();
  await checkPage(page, '55-preview-business-days');
});

step('CT112 a result that counts business days shows the holidays it left out', async () => {
  await journey.publishAndRun(definition);
  await goTo('Results');
  await page.getByRole('row', { name: /CHG-02\.soon/ }).click();
  await page.getByText('Monday to Friday, 2 holidays left out').click();
  await page.getByText('2026-04-06, Monday').waitFor();
  await checkPage(page, '54-result-business-days');
});

step('the browser had nothing to complain about', async () => {
  assert.deepEqual(complaints, []);
});
