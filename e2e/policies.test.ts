import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { startJourney } from './journey.ts';
import { checkPage } from './page-checks.ts';

/** Documents as templates: filled from the scope, read, held against controls, and saved. */
const journey = await startJourney('policies');
const { page, complaints, step } = journey;

step('PO7 PO8 a template is filled from the scope, tells what is not known, and is saved', async () => {
  await journey.begin();
  await journey.goTo('Policies');
  await page.getByRole('link', { name: 'Information security policy' }).waitFor();
  await checkPage(page, 'policies-01-list');
  const search = page.getByRole('searchbox', { name: 'Search the documents' });
  await search.fill('capacity');
  await page.getByText('No document matches.').waitFor();
  await page.getByRole('button', { name: /^Also those not needed \d+$/ }).click();
  await page.getByText('Not needed: no criterion of it is asked in this engagement.').waitFor();
  await search.fill('IAM-06 access');
  await page.getByRole('link', { name: 'Access control policy' }).click();
  await journey.heading('Access control policy');
  await page.getByText('Template text', { exact: true }).waitFor();
  await page.getByRole('heading', { level: 2, name: 'Privileged access' }).waitFor();
  await checkPage(page, 'policies-02-template');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Markdown' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'POL-09 Access control policy.md');
  const text = await readFile(await download.path(), 'utf8');
  assert.match(text, /^> Template text of Tickmark for POL-09/);
  assert.match(text, /\n## Privileged access\n/);
  assert.doesNotMatch(text, /\{\{|\{IAM-/);
  for (const [label, begins] of [
    ['PDF: Access control policy', '%PDF'],
    ['DOCX: Access control policy', 'PK'],
  ] as const) {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: label }).click()]);
    assert.equal((await readFile(await file.path())).subarray(0, begins.length).toString(), begins);
  }
});

step('PO9 what a text promises is held against the controls that are adopted', async () => {
  await page.evaluate(async () => {
    const post = async (operation: string, input: unknown) =>
      fetch(`/api/${operation}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      });
    await post('controls.adopt', { codes: ['IAM-06', 'IAM-07'], effectiveFrom: '2025-11-01' });
  });
  await page.reload();
  const row = page.getByRole('table', { name: 'Promises' }).getByRole('row').filter({ hasText: 'IAM-06' });
  await row.first().getByText('Says the same').waitFor();
  await page.getByRole('table', { name: 'Promises' }).getByText('Not adopted').first().waitFor();
});

step('the browser had nothing to complain about', async () => {
  assert.deepEqual(complaints, []);
});
