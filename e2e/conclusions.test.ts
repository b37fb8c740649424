import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openBrowser, type OpenedBrowser } from '@tickmark/testkit';
import { checkPage } from './page-checks.ts';
import { startProduct, type Product } from './product.ts';

const definition = `id: IAM-06.done
control: IAM-06
title: Reviews of access are completed
kind: items
population: access-reviews
attributes:
  A: { title: It was completed, pass: 'item.status == "completed"' }
`;

/** Two of four reviews were left open. */
const reviews = [
  'id,system,reviewer,status,completed_at,accounts_reviewed,removals',
  'r1,mail,bob,completed,2025-05-20T10:00:00Z,12,1',
  'r2,mail,bob,open,2025-08-21T10:00:00Z,13,0',
  'r3,mail,bob,open,2025-09-21T10:00:00Z,13,0',
  'r4,mail,bob,completed,2026-02-20T10:00:00Z,13,0',
].join('\n');

let data: string;
let product: Product;
let opened: OpenedBrowser;
let page: Page;

before(async () => {
  data = await mkdtemp(join(tmpdir(), 'tickmark-conclusions-'));
  product = await startProduct(data);
  opened = await openBrowser();
  page = await opened.browser.newPage({ viewport: { width: 1360, height: 860 }, timezoneId: 'Europe/Berlin' });
  page.setDefaultTimeout(20_000);
  await page.goto(product.address);
  await page.getByLabel('Name').fill('Olga Owner');
  await page.getByLabel('E-mail').fill('olga@example.com');
  await page.getByLabel('Password').fill('four words make a password');
  await page.getByRole('button', { name: 'Claim this instance' }).click();
  await page.getByRole('heading', { level: 1, name: 'Start with your organization' }).waitFor();
  await prepare();
});
after(async () => {
  await opened.close();
  await product.stop();
  await rm(data, { recursive: true, force: true });
});

/** One write as the page itself would send it. */
async function call<T>(name: string, input: unknown, organization?: string, file?: string): Promise<T> {
  return page.evaluate(
    async ({ name, input, organization, file }) => {
      const headers: Record<string, string> = organization ? { 'tickmark-organization': organization } : {};
      let body = JSON.stringify(input);
      if (file === undefined) headers['content-type'] = 'application/json';
      else {
        headers['tickmark-input'] = encodeURIComponent(body);
        headers['tickmark-file-name'] = 'reviews.csv';
        body = file;
      }
      const reply = await fetch(`/api/${name}`, { method: 'POST', headers, body });
      if (!reply.ok) throw new Error(`${name}: ${await reply.text()}`);
      return (await reply.json()) as T;
    },
    { name, input, organization, file },
  );
}

async function prepare(): Promise<void> {
  const { organization, engagement } = await call<{ organization: { id: string }; engagement: { id: string } }>(
    'organizations.create',
    {
      name: 'Heron Harbour Ltd',
      service: 'Books moorings for small harbours.',
      categories: ['security'],
      terms: { type: 'type2', period: { from: '2025-03-01', to: '2026-02-28' } },
      timeZone: 'Europe/Berlin',
    },
  );
  const engagementId = engagement.id;
  const send = <T>(name: string, input: unknown, file?: string) => call<T>(name, input, organization.id, file);
  const finished = async ({ jobId }: { jobId: string }): Promise<void> => {
    await page.waitForFunction(
      async ({ jobId, organization }) => {
        const headers = { 'tickmark-organization': organization };
        const job = (await (await fetch(`/api/jobs.get?id=${jobId}`, { headers })).json()) as { state: string };
        if (job.state === 'failed') throw new Error('the job failed');
        return job.state === 'done';
      },
      { jobId, organization: organization.id },
      { timeout: 60_000, polling: 300 },
    );
  };
  await send('controls.adopt', { codes: ['IAM-06', 'CHG-02'], effectiveFrom: '2025-03-01' });
  await send('tests.publish', { engagementId, yaml: definition });
  const reading = { format: 'csv' };
  await finished(
    await send('populations.import', { engagementId, kind: 'access-reviews', name: 'Reviews', reading }, reviews),
  );
  await finished(await send('tests.run', { engagementId }));
  await send('dry-runs.run', { engagementId });
}

const drawer = () => page.getByRole('dialog');

async function choose(label: string, option: string | RegExp): Promise<void> {
  await drawer().getByRole('textbox', { name: label }).click();
  await page.getByRole('option', { name: option }).first().click();
}

test('CN25 a decision that is softer needs its reason, and stands beside the proposal with who and why', async () => {
  await page.goto(`${product.url}/dry-run`);
  await page.getByRole('heading', { level: 2, name: 'Controls' }).waitFor();
  await checkPage(page, 'conclusions-1-dry-run');
  await page.getByRole('row', { name: /IAM-06.*Not effective/ }).click();
  await drawer().getByText('2 of 4 items deviate').first().waitFor();
  await checkPage(page, 'conclusions-2-control');
  await choose('Conclusion', /Effective, with isolated deviations/);
  await drawer().getByText('Softer than the rules: say why').waitFor();
  const reason = drawer().getByRole('textbox', { name: 'Reason' });
  await reason.fill('                         ');
  await drawer().getByRole('button', { name: 'Record decision' }).click();
  await drawer().getByRole('alert').waitFor();
  await reason.fill('Both reviews were done on paper and seen by the lead.');
  await drawer().getByRole('button', { name: 'Record decision' }).click();
  await drawer().getByText('Both reviews were done on paper').first().waitFor();
  await drawer()
    .getByText(/^Olga Owner, /)
    .waitFor();
  await checkPage(page, 'conclusions-3-decided');
});

test('CN28 a cause is recorded for chosen deviations and shown with its fix', async () => {
  await drawer().getByRole('button', { name: 'Record a cause' }).click();
  await drawer().getByRole('combobox', { name: 'Deviations' }).or(drawer().getByLabel('Deviations')).first().click();
  await page.getByRole('option', { name: 'r2', exact: true }).click();
  await page.getByRole('option', { name: 'r3', exact: true }).click();
  await page.keyboard.press('Escape');
  await choose('Kind of cause', 'Oversight');
  await drawer().getByRole('textbox', { name: 'Cause', exact: true }).fill('The reminder went to a closed mailbox.');
  await drawer().getByRole('textbox', { name: 'Extent' }).fill('One system, two quarters.');
  await drawer().getByLabel('Fixed on').fill('2026-03-01');
  await drawer().getByRole('textbox', { name: 'What was done' }).fill('The reminder goes to the team.');
  await checkPage(page, 'conclusions-4-cause');
  await drawer().getByRole('button', { name: 'Record cause' }).click();
  await drawer().getByText('Fixed later, on 2026-03-01: The reminder goes to the team.').waitFor();
  await checkPage(page, 'conclusions-5-caused');
});

test('CN26 a part of the opinion is decided on its own', async () => {
  await page.goto(`${product.url}/dry-run?part=operation`);
  await drawer().getByText('Decisions', { exact: true }).waitFor();
  await checkPage(page, 'conclusions-6-part');
});

test('CN30 CN32 a control is revised from a date, warns of what stands, and shows both versions', async () => {
  await page.goto(`${product.url}/controls?tab=adopted&open=IAM-06`);
  await drawer().getByRole('button', { name: 'Revise from a date' }).click();
  await drawer().getByLabel('New version from').fill('2025-09-01');
  await drawer().getByRole('textbox', { name: 'Wording' }).fill('The lead reviews the accounts every quarter.');
  await drawer().getByRole('textbox', { name: 'Why it changes' }).fill('The lead took over.');
  await checkPage(page, 'conclusions-7-revise');
  await drawer().getByRole('button', { name: 'Make new version' }).click();
  await drawer().getByText('A change of wording does not take it back.').first().waitFor();
  await drawer().getByLabel('New version from').fill('2025-10-01');
  await drawer().getByRole('button', { name: 'Make new version' }).click();
  await drawer().getByText('Version 2, from 2025-10-01').waitFor();
  await drawer()
    .getByText(/Deviations of IAM-06 before 2025-10-01 stand/)
    .waitFor();
  assert.equal(
    await drawer()
      .getByText(/^Version 1, from 2025-03-01 until the day before 2025-10-01/)
      .count(),
    1,
  );
  await checkPage(page, 'conclusions-8-versions');
});
