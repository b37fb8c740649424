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

step('PO96 PO99 beside each promise stand its tests and what they found, on a template and on a document', async () => {
  const { url } = journey.product;
  const post = async (operation: string, data: object) => {
    const sent = await page.request.post(`${url}/api/${operation}`, { headers: { origin: url }, data });
    assert.equal(sent.status(), 200, await sent.text());
  };
  const listed = (await (await page.request.get(`${url}/api/engagements.list`)).json()) as {
    items: { id: string; terms: { period: { from: string } } }[];
  };
  const [engagement] = listed.items;
  assert.ok(engagement);
  const engagementId = engagement.id;
  const rhythm = (every: string, name: string) =>
    `id: IAM-06.${name}\ncontrol: IAM-06\ntitle: Access is reviewed\nkind: cadence\npopulation: access-reviews\nevery: ${every}\nat: item.completed_at\n`;
  await post('tests.publish', { engagementId, yaml: rhythm('half-year', 'half-yearly') });
  await post('tests.publish', { engagementId, yaml: rhythm('quarter', 'quarterly') });
  // The documents promise another number than the test that ships judges by.
  const shipped = await readFile(new URL('../content/tests/IAM-04.leavers.yaml', import.meta.url), 'utf8');
  await post('controls.adopt', { codes: ['IAM-04'], effectiveFrom: engagement.terms.period.from });
  await post('tests.publish', { engagementId, yaml: shipped });
  await post('policies.set-values', {
    values: [{ kind: 'setting', key: 'accessRemoval', value: 3, revision: 0 }],
  });
  const imported = await page.request.post(`${url}/api/populations.import`, {
    headers: {
      origin: url,
      'content-type': 'application/octet-stream',
      'tickmark-file-name': 'reviews.csv',
      'tickmark-input': encodeURIComponent(
        JSON.stringify({ engagementId, kind: 'access-reviews', name: 'Reviews', reading: { format: 'csv' } }),
      ),
    },
    data: Buffer.from(`id,status,completed_at\nr1,completed,${engagement.terms.period.from}T10:00:00Z\n`),
  });
  assert.equal(imported.status(), 200, await imported.text());
  const { jobId } = (await imported.json()) as { jobId: string };
  for (let state = ''; state !== 'done';) {
    ({ state } = (await (await page.request.get(`${url}/api/jobs.get?id=${jobId}`)).json()) as { state: string });
    assert.notEqual(state, 'failed');
  }
  await page.goto(`${url}/tests`);
  await page.getByRole('button', { name: 'Run tests' }).click();
  await journey.jobDone();

  const shown = async () => {
    const table = page.getByRole('table', { name: 'Promises' });
    const row = table.getByRole('row').filter({ hasText: 'IAM-06' }).first();
    await row.getByText('Less often than the text and the control').waitFor();
    await row.getByRole('link', { name: /^1 of 4 met, 3 missed/ }).waitFor();
    await table.getByText('No test', { exact: true }).first().waitFor();
    return row;
  };
  await page.goto(`${url}/policies/templates/POL-09`);
  await shown();
  await page.getByText('IAM-06: a test asks less often than is promised').waitFor();
  await page.getByText('IAM-04: a test judges by another number than is promised').waitFor();
  await page.getByText('Judges by 1 business day; the text says 3 business days').waitFor();
  await page.getByRole('heading', { name: 'What it promises, by control' }).scrollIntoViewIfNeeded();
  await checkPage(page, 'policies-03-promises-of-a-template');
  await page.getByRole('button', { name: 'Begin this document' }).click();
  await page.getByRole('tab', { name: 'Promises' }).click();
  await page.getByText('The draft, as it stands.').waitFor();
  const row = await shown();
  await checkPage(page, 'policies-04-promises-of-a-document');
  await row.getByRole('link', { name: /^1 of 4 met, 3 missed/ }).click();
  await page.waitForURL(/\/results\//);
});

step('the browser had nothing to complain about', async () => {
  assert.deepEqual(complaints, []);
});
