import assert from 'node:assert/strict';
import { freezePopulation } from './freeze.ts';
import { startJourney } from './journey.ts';
import { checkPage } from './page-checks.ts';

/** Deployments are held against changes; what differs is resolved with a reason. */
const journey = await startJourney('reconciliation', { timeout: 60_000 });
const { page, product, step } = journey;

/** Imports a file without the page, and waits until it is frozen. */
step(
  'the differences of two populations are seen, resolved with a reason, and the population is reconciled',
  async () => {
    await journey.begin();
    const ids = Array.from({ length: 40 }, (_, i) => `${'ab12'.repeat(9)}${String(i).padStart(4, '0')}`);
    const changes = ids.map((id) => `${id},main,2026-05-20T10:00:00Z`);
    const deployed = [...ids.slice(3), 'hotfix-7', ''];
    const deployments = deployed.map((id, i) => `d${String(i).padStart(3, '0')},production,${id},2026-05-21T10:00:00Z`);
    await freezePopulation(page, product.url, {
      kind: 'code-changes',
      name: 'Changes of moorings',
      rows: ['id,branch,merged_at', ...changes],
    });
    await freezePopulation(page, product.url, {
      kind: 'deployments',
      name: 'Deployments of moorings',
      rows: ['id,environment,change_id,deployed_at', ...deployments],
    });

    await page.getByRole('navigation').getByRole('link', { name: 'Populations', exact: true }).click();
    await page.getByRole('link', { name: 'Changes of moorings' }).waitFor();
    await page.getByRole('link', { name: 'Deployments of moorings' }).click();
    await page.getByText('Not reconciled against anything.').waitFor();
    await checkPage(page, 'reconcile-1-nothing');
    await page.getByRole('button', { name: 'Reconcile' }).click();
    const drawer = page.getByRole('dialog');
    await drawer
      .getByRole('combobox', { name: 'Second source' })
      .or(drawer.getByLabel('Second source'))
      .first()
      .click();
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
  },
);
