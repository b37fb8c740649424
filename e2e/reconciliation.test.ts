import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openBrowser } from '@tickmark/testkit';
import { checkPage } from './page-checks.ts';
import { startProduct } from './product.ts';

/** Deployments are held against changes; what differs is resolved with a reason. */
const folder = await mkdtemp(join(tmpdir(), 'tickmark-reconciliation-'));
const product = await startProduct(join(folder, 'data'));
const { browser, close } = await openBrowser();
const context = await browser.newContext({ timezoneId: 'Europe/Berlin', locale: 'en-GB' });
context.setDefaultTimeout(60_000);
const page = await context.newPage();
after(async () => {
  await close();
  await product.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Imports a file without the page, and waits until it is frozen. */
async function freeze(
  organization: string,
  input: { engagementId: string; kind: string; name: string },
  rows: string[],
) {
  const headers = { 'tickmark-organization': organization, origin: product.url };
  const sent = await page.request.post(`${product.url}/api/populations.import`, {
    headers: {
      ...headers,
      'content-type': 'text/csv',
      'tickmark-file-name': 'file.csv',
      'tickmark-input': encodeURIComponent(JSON.stringify({ ...input, reading: { format: 'csv' } })),
    },
    data: rows.join('\n'),
  });
  assert.equal(sent.status(), 200, await sent.text());
  const { jobId } = await sent.json();
  for (;;) {
    const job = await (await page.request.get(`${product.url}/api/jobs.get?id=${jobId}`, { headers })).json();
    if (job.state === 'done') return;
    assert.notEqual(job.state, 'failed', JSON.stringify(job.error));
  }
}

test('the differences of two populations are seen, resolved with a reason, and the population is reconciled', async () => {
  await page.goto(product.address);
  await page.getByLabel('Name').fill('Nora Newcomer');
  await page.getByLabel('E-mail').fill('nora@example.com');
  await page.getByLabel('Password').fill('seven quiet herons wade');
  await page.getByRole('button', { name: 'Claim this instance' }).click();
  await page.getByLabel('Company name').fill('Heron Harbour Ltd');
  await page.getByLabel('What does the service do?').fill('Books moorings for small harbours.');
  await page.getByLabel('First day of the period').fill('2025-11-01');
  await page.getByLabel('Last day of the period').fill('2026-10-31');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Eight steps' }).waitFor();
  const session = await (await page.request.get(`${product.url}/api/sessions.current`)).json();
  const organization: string = session.organizations[0].id;
  const list = await page.request.get(`${product.url}/api/engagements.list`, {
    headers: { 'tickmark-organization': organization },
  });
  const engagementId: string = (await list.json()).items[0].id;
  const ids = Array.from({ length: 40 }, (_, i) => `${'ab12'.repeat(9)}${String(i).padStart(4, '0')}`);
  const changes = ids.map((id) => `${id},main,2026-05-20T10:00:00Z`);
  const deployed = [...ids.slice(3), 'hotfix-7', ''];
  const deployments = deployed.map((id, i) => `d${String(i).padStart(3, '0')},production,${id},2026-05-21T10:00:00Z`);
  await freeze(organization, { engagementId, kind: 'code-changes', name: 'Changes of moorings' }, [
    'id,branch,merged_at',
    ...changes,
  ]);
  await freeze(organization, { engagementId, kind: 'deployments', name: 'Deployments of moorings' }, [
    'id,environment,change_id,deployed_at',
    ...deployments,
  ]);

  await page.getByRole('navigation').getByRole('link', { name: 'Populations', exact: true }).click();
  await page.getByRole('link', { name: 'Changes of moorings' }).waitFor();
  await page.getByRole('link', { name: 'Deployments of moorings' }).click();
  await page.getByText('Not reconciled against anything.').waitFor();
  await checkPage(page, 'reconcile-1-nothing');
  await page.getByRole('button', { name: 'Reconcile' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('combobox', { name: 'Second source' }).or(drawer.getByLabel('Second source')).first().click();
  await page.getByRole('option', { name: /Changes of moorings/ }).click();
  assert.equal(await drawer.getByLabel('Matched by, 1: column of deployments').first().inputValue(), 'change_id');
  await checkPage(page, 'reconcile-2-drawer');
  await drawer.getByRole('button', { name: 'Reconcile' }).click();
  await drawer.getByText('Done', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });

  await page.getByText('Differences unresolved').waitFor();
  await page.getByText('5 differences: 0 resolved with a reason, 5 unresolved.').waitFor();
  // The notice of the finished job is another page's concern.
  await page.locator('[data-with-title]').first().waitFor({ state: 'detached' });
  await checkPage(page, 'reconcile-3-unresolved');
  await page.getByRole('checkbox', { name: 'Select all rows shown' }).check();
  await page.getByRole('button', { name: 'Resolve with a reason' }).click();
  await page.getByLabel('Why they differ').first().click();
  await page.getByRole('option', { name: 'Timing' }).click();
  await page.getByLabel('Reason', { exact: false }).last().fill('Deployed after the list was taken');
  await checkPage(page, 'reconcile-4-resolve');
  await page.getByRole('button', { name: 'Resolve 5 differences' }).click();
  await page.getByText('Reconciled', { exact: true }).waitFor();
  await page.getByText('5 differences resolved.').waitFor({ state: 'detached' });
  await page.getByRole('checkbox', { name: 'Show resolved ones too' }).check();
  await page.getByText('Deployed after the list was taken').first().waitFor();
  await checkPage(page, 'reconcile-5-reconciled');
});
