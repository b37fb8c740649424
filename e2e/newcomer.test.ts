import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workedExample, writeExampleFiles } from '@tickmark/testkit';
import { plainFolder, TestRepository } from '@tickmark/testkit/repositories';
import type { Page } from 'playwright-core';
import { password, period, startJourney } from './journey.ts';
import { faultsOf } from './page-checks.ts';
import { startProcess, tickmark } from './product.ts';

/**
 * The newcomer's path through a real browser: from the printed address to a report draft and a bundle
 * that verifies without the server. Each step goes on where the one before it ended.
 */
const journey = await startJourney('newcomer', { timeout: 20_000, firstStart: true });
const { browser, data, folder, page, complaints, step, heading, goTo, jobDone } = journey;
const faults: string[] = [];
const pages: string[] = [];
page.on('console', (message) => {
  if (message.type() === 'error') complaints.push(message.text());
});

const example = workedExample({ seed: 'newcomer', ...period, timeZone: 'Europe/Berlin' });
const files = new Map(
  (
    await writeExampleFiles(
      { ...example, populations: example.populations.filter(({ kind }) => ['people', 'accounts'].includes(kind)) },
      join(folder, 'files'),
    )
  ).map(({ kind, path }) => [kind, path]),
);

/** Forty changes over the period: the third was never reviewed, the fourth only by its author. */
function repository(): TestRepository {
  const made = new TestRepository();
  for (let n = 1; n <= 40; n += 1) {
    const month = String(((n - 1) % 10) + 1).padStart(2, '0');
    const at = `2026-${month}-${String(Math.ceil(n / 10)).padStart(2, '0')}T10:00:00+0000`;
    const reviewer = n === 4 ? 'Ann <ann@example.com>' : 'Bea <bea@example.com>';
    const trailer = n === 3 ? '' : `\n\nReviewed-by: ${reviewer}`;
    made.add({ message: `OPS-${n}: Change number ${n}${trailer}`, at });
  }
  return made;
}

/** Looks at a page on the way; what was found is judged at the end, so that one page hides no other. */
async function checkPage(page: Page, name: string): Promise<void> {
  pages.push(name);
  faults.push(...(await faultsOf(page, name)));
}

step('the printed address claims the instance, once', async () => {
  await page.goto(journey.product.address);
  await heading('Claim this instance');
  await checkPage(page, '01-claim');
  await page.getByLabel('Name').fill('Nora Newcomer');
  await page.getByLabel('E-mail').fill('nora@example.com');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Claim this instance' }).click();
  await heading('Start with your organization');

  const stranger = await browser.newPage();
  await stranger.goto(journey.product.address);
  await stranger.getByRole('heading', { name: 'This instance has its owner' }).waitFor();
  await stranger.close();
});

step('UN11 UN12 the guide is there before an organization is, and its chooser fills in the first form', async () => {
  await checkPage(page, '02-start');
  await page.getByRole('link', { name: 'What is a SOC 2?' }).click();
  await heading('Understand SOC 2');
  await page.getByText('+ 18 criteria').waitFor();
  await checkPage(page, '32-guide');
  await page.getByRole('link', { name: 'Which report do our customers need?' }).click();
  await heading('Which report do our customers need?');
  await page.getByRole('heading', { name: 'Open: 10' }).waitFor();
  await page.getByRole('radio', { name: /^A SOC 2 Type 2/ }).check();
  const uptime = page.getByRole('radiogroup', { name: /promise uptime/ });
  await uptime.getByRole('radio', { name: 'Yes' }).check();
  await page
    .getByRole('radiogroup', { name: /personal information/ })
    .getByRole('radio', { name: /don’t know/ })
    .check();
  await page.getByLabel('Since this day').fill('2025-02-30');
  await page.getByText('No date of the calendar').waitFor();
  await page.getByLabel('Since this day').fill('2025-02-28');
  await page.getByRole('heading', { name: 'Open: 7' }).waitFor();
  await page.getByText('Privacy: open.').waitFor();
  assert.equal(new URL(page.url()).search, '?asks=type2&uptime=yes&personal=unknown&since=2025-02-28');
  await page.reload();
  await page.getByRole('heading', { name: 'Open: 7' }).waitFor();
  assert.equal(await uptime.getByRole('radio', { name: 'Yes' }).isChecked(), true);
  await checkPage(page, '33-chooser');
  await page.getByRole('link', { name: 'Start with this' }).click();
  await heading('Start with your organization');
  assert.equal(await page.getByRole('checkbox', { name: 'Availability' }).isChecked(), true);
  assert.equal(await page.getByRole('checkbox', { name: 'Privacy' }).isChecked(), false);
  assert.match(await page.getByLabel('First day of the period').inputValue(), /^\d{4}-\d\d-01$/);
  await page.getByRole('link', { name: 'The answers and the reasons' }).click();
  await page.getByRole('heading', { name: 'Open: 7' }).waitFor();
  await page.goBack();
  await heading('Start with your organization');
});

step('six questions lead to the eight steps', async () => {
  await page.getByLabel('Company name').fill('Heron Harbour Ltd');
  await page.getByLabel('What does the service do?').fill('Books moorings for small harbours.');
  await page.getByLabel('First day of the period').fill(period.to);
  await page.getByLabel('Last day of the period').fill(period.from);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByText('must not lie before the first day').first().waitFor();
  await page.getByLabel('First day of the period').fill(period.from);
  await page.getByLabel('Last day of the period').fill(period.to);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await heading('Eight steps');
  await page.locator('main ol > li').nth(7).waitFor();
  await checkPage(page, '03-home-empty');
});

step('controls are adopted from the catalogue', async () => {
  await goTo('Controls');
  await checkPage(page, '04-controls-empty');
  for (const code of ['CHG-02', 'GOV-01', 'IAM-02', 'IAM-04']) {
    await page.getByRole('searchbox').fill(code);
    await page.getByRole('checkbox', { name: `Select ${code}` }).check();
  }
  await page.getByRole('button', { name: 'Adopt 4 controls' }).click();
  await page.getByRole('tab', { name: 'Adopted 4' }).click();
  await page.getByRole('cell', { name: 'CHG-02', exact: true }).waitFor();
  await checkPage(page, '05-controls');
});

step('a folder that is no repository is refused with the reason, and nothing is frozen', async () => {
  await goTo('Populations');
  await checkPage(page, '06-populations-empty');
  await journey.collectFromGit(plainFolder());
  await page
    .getByRole('dialog')
    .getByText(/not a git repository/)
    .first()
    .waitFor();
  await goTo('Populations');
  await page.getByText('No population is frozen yet.').waitFor();
});

step('a git history becomes two frozen, counted and hashed populations', async () => {
  await journey.collectFromGit(repository().path);
  await jobDone();
  await goTo('Populations');
  await page.getByRole('row', { name: /Code changes.*40/ }).waitFor();
  await page.getByRole('row', { name: /Code reviews.*39/ }).waitFor();
});

step('a damaged file is refused with the line and the reason', async () => {
  await page.goto(`${journey.product.url}/populations?add=file`);
  await page.getByLabel('File', { exact: true }).setInputFiles({
    name: 'people.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('id,name,email,started_on,ended_on\np1,J\xf6rg,joerg@example.com,2025-01-01,\n', 'latin1'),
  });
  await page.getByRole('dialog').getByText(/UTF-8/).first().waitFor();
  await checkPage(page, '07-file-refused');
});

step('two CSV files are mapped, previewed and frozen', async () => {
  for (const kind of ['people', 'accounts']) {
    await page.goto(`${journey.product.url}/populations?add=file`);
    await page.getByLabel('File', { exact: true }).setInputFiles(String(files.get(kind)));
    await page.getByRole('heading', { name: 'Freeze it' }).waitFor();
    await page.getByLabel('Type the word freeze').fill('freeze');
    if (kind === 'people') await checkPage(page, '08-file-preview');
    await page.getByRole('button', { name: 'Freeze population' }).click();
    await jobDone();
  }
  await goTo('Populations');
  await page.getByRole('row', { name: /Accounts.*21,660/ }).waitFor();
  await checkPage(page, '09-populations');
  await page.getByRole('row', { name: /People.*240/ }).click();
  await page.getByText('Hash of the file').first().waitFor();
  await checkPage(page, '10-population');
});

step('three tests of the library are published and run over every item', async () => {
  await goTo('Tests');
  await checkPage(page, '11-tests-library');
  for (const code of ['CHG-02.review', 'IAM-02.mfa', 'IAM-04.removal']) {
    await page.getByRole('searchbox').fill(code);
    await page.getByRole('checkbox', { name: `Select ${code}` }).check();
  }
  await page.getByLabel('Type the word publish').fill('publish');
  await page.getByRole('button', { name: 'Publish 3 tests' }).click();
  await page.getByRole('button', { name: 'Run tests' }).click();
  await jobDone();
  await checkPage(page, '12-tests-published');
  await page.goto(`${journey.product.url}/tests?tab=write&as=text`);
  await page.getByText('No faults found').waitFor();
  await checkPage(page, '13-tests-write');
  const text = page.getByRole('textbox', { name: 'Definition' });
  const written = (await text.locator('.cm-line').allInnerTexts()).join('\n');
  await text.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(written.replace('item.signed_off_by', 'item.signed_of_by'));
  await page
    .getByText(/signed_off_by/)
    .last()
    .waitFor();
  await page.getByRole('button', { name: /^Line \d+, column \d+/ }).waitFor();
  await checkPage(page, '14-tests-write-fault');
});

step('deviations are shown with their reasons', async () => {
  await goTo('Results');
  await checkPage(page, '15-results');
  await page.getByRole('row', { name: /CHG-02\.review/ }).click();
  await heading(/^CHG-02\.review/);
  await checkPage(page, '16-result-items');
  await page.goto(`${page.url().split('?')[0]}?state=deviation`);
  const rows = page.getByRole('row', { name: /Deviation.*Fail/ });
  await page.getByText('2 rows', { exact: true }).waitFor();
  assert.equal(await rows.count(), 2);
  await page
    .getByRole('row', { name: /Deviation.*Fail/ })
    .first()
    .click();
  await page
    .getByRole('dialog')
    .getByText(/ann@example\.com/)
    .first()
    .waitFor();
  await checkPage(page, '17-result-why');
  await page.keyboard.press('Escape');
  await page.goto(`${journey.product.url}/results`);
  await page.getByRole('row', { name: /IAM-02\.mfa/ }).click();
  await heading(/^IAM-02\.mfa/);
  await checkPage(page, '18-result-state');
});

step('the dry run concludes on what was tested and says "not tested" of the rest', async () => {
  await goTo('Dry run');
  await checkPage(page, '19-dry-run-empty');
  await page.getByRole('button', { name: 'Run the dry run' }).click();
  await page.getByText('A rehearsal, not an auditor’s conclusion').waitFor();
  await checkPage(page, '20-dry-run');
  const criteria = page.getByRole('table', { name: 'Criteria of the dry run' });
  await criteria.getByText('Not tested').first().waitFor();
  await page.getByText(/3 of 4 adopted controls were tested/).waitFor();
});

step('report draft and bundle are made and downloaded', async () => {
  await goTo('Report and bundle');
  await checkPage(page, '21-report-empty');
  await page.getByRole('button', { name: 'Render the report' }).click();
  const report = await downloaded(page, 'Download PDF', 'report.pdf');
  assert.equal((await readFile(report)).subarray(0, 5).toString('latin1'), '%PDF-');
  await page.getByRole('button', { name: 'Create bundle' }).click();
  await downloaded(page, 'Download bundle', 'bundle.tar');
  await checkPage(page, '22-report');
});

step(
  'EL108 the verify page opens without a session, in a sandbox, asks for nothing and verifies the bundle',
  async () => {
    const shown = /Its SHA-256:\s+([0-9a-f]{64})/.exec(await page.innerText('main'))?.[1];
    const [opened] = await Promise.all([
      journey.context.waitForEvent('page'),
      page.getByRole('link', { name: 'Open the page' }).click(),
    ]);
    assert.equal(new URL(opened.url()).pathname, '/verify');
    await opened.close();
    const stranger = await browser.newContext({ locale: 'en-GB' });
    const verifier = await stranger.newPage();
    const asked: string[] = [];
    const told: string[] = [];
    verifier.on('request', (request) => asked.push(request.url()));
    verifier.on('console', (message) => told.push(message.text()));
    verifier.on('pageerror', (error) => told.push(error.message));
    const answer = await verifier.goto(`${journey.product.url}/verify`);
    assert.match(answer?.headers()['content-security-policy'] ?? '', /^sandbox allow-scripts; .*default-src 'none'/);
    await verifier.setInputFiles('#file', join(folder, 'bundle.tar'));
    await verifier.getByRole('heading', { name: 'The integrity of the bundle holds' }).waitFor();
    assert.deepEqual(
      asked.filter((url) => !url.startsWith('data:')),
      [`${journey.product.url}/verify`],
    );
    assert.deepEqual(told, []);
    const kept = await stranger.request.get(`${journey.product.url}/verify.html`);
    assert.match(kept.headers()['content-disposition'] ?? '', /^attachment/);
    const copy = await kept.body();
    assert.equal(createHash('sha256').update(copy).digest('hex'), shown);
    await stranger.close();
    const written = await tickmark('verify-page', '--out', join(folder, 'verify.html'));
    assert.equal(written.code, 0, written.stderr);
    assert.ok(written.stdout.includes(String(shown)));
    assert.deepEqual(await readFile(join(folder, 'verify.html')), copy);
  },
);

step('EL107 the bundle is dropped where changes are shown, and is the beginning of the log', async () => {
  await goTo('What changed');
  await page.getByLabel('File you kept').setInputFiles(join(folder, 'bundle.tar'));
  await page.getByText(/The checkpoint you gave is the beginning of this log.* 1 entry came after it/).waitFor();
  await page.getByRole('table', { name: 'Changes' }).getByText('Bundle packed into one file.').waitFor();
});

step('every other page of the product is in order', async () => {
  for (const [place, name] of [
    ['Eight steps', '23-home'],
    ['Engagement', '24-engagement'],
    ['Evidence', '25-evidence-empty'],
    ['Evidence log', '26-log'],
    ['Long work', '27-jobs'],
    ['Members', '28-members'],
    ['Organization', '29-organization'],
  ] as const) {
    await goTo(place, place === 'Engagement' ? /^SOC 2/ : place);
    await checkPage(page, name);
  }
  await page.goto(`${journey.product.url}/account`);
  await heading(/./);
  await checkPage(page, '30-account');
  await page.goto(`${journey.product.url}/nowhere`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await checkPage(page, '31-lost');
});

step('the keyboard alone reaches, walks and opens', async () => {
  await page.goto(`${journey.product.url}/`);
  await heading('Eight steps');
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await heading('Results');
  await page.getByRole('row', { name: /CHG-02\.review/ }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/results\/[0-9a-f-]+/);
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('Next row').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder(/^Go to, do/).waitFor();
  await page.keyboard.type('dry run');
  await page.keyboard.press('Enter');
  await heading('Dry run');
});

step('UN10 UN13 a term explains itself under the pointer and by the keyboard, and has a place of its own', async () => {
  await goTo('Controls');
  const term = page.getByRole('heading', { level: 1 }).getByRole('button', { name: 'Controls' });
  const explained = page.getByRole('tooltip', { name: /Something your company does/ });
  await term.hover();
  await explained.waitFor();
  await explained.hover();
  assert.equal(await explained.isVisible(), true);
  await page.mouse.move(0, 0);
  await explained.waitFor({ state: 'detached' });
  await page.keyboard.press('Tab');
  await explained.waitFor();
  assert.equal(await term.getAttribute('aria-describedby'), await explained.getAttribute('id'));
  await page.keyboard.press('Escape');
  await explained.waitFor({ state: 'detached' });
  assert.ok(await term.evaluate((button) => button === document.activeElement));
  await goTo('Guide', 'Understand SOC 2');
  await page.getByRole('link', { name: 'All terms' }).click();
  await heading('Terms');
  await page.getByRole('searchbox').fill('cosigns');
  await page.getByText(/^1 of \d+ terms$/).waitFor();
  await page.getByRole('link', { name: 'Witness' }).click();
  assert.match(page.url(), /terms\?search=cosigns#witness$/);
  await checkPage(page, '34-terms');
});

step('no page has an accessibility fault or is wider than the window, light and dark, wide and narrow', async () => {
  assert.equal(pages.length, 34);
  assert.deepEqual(faults, []);
});

step('the browser had nothing to complain about', async () => {
  assert.deepEqual(
    complaints.filter((text) => !/status of 4\d\d/.test(text)),
    [],
  );
});

step('a restart keeps everything, and the session', async () => {
  await journey.product.stop();
  journey.product = await startProcess(data);
  assert.doesNotMatch(journey.product.address, /#/);
  const context = await browser.newContext({ timezoneId: 'Europe/Berlin' });
  const fresh = await context.newPage();
  await fresh.goto(`${journey.product.url}/populations`);
  await fresh.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  await fresh.getByLabel('E-mail').fill('nora@example.com');
  await fresh.getByRole('textbox', { name: 'Password' }).fill('not this one at all');
  await fresh.getByRole('button', { name: 'Sign in' }).click();
  await fresh.getByRole('alert').waitFor();
  await fresh.getByRole('textbox', { name: 'Password' }).fill(password);
  await fresh.getByRole('button', { name: 'Sign in' }).click();
  await fresh.getByRole('row', { name: /Accounts.*21,660/ }).waitFor();
  await context.close();
});

step(
  'UN12 inside an organization the chooser ends in the form of another engagement, which a person confirms',
  async () => {
    await page.goto(`${journey.product.url}/understand/choose?asks=type1&since=2025-01-01&figures=books&by=never`);
    await page.getByRole('heading', { name: 'Besides' }).waitFor();
    await page.getByText(/may need a SOC 1/).waitFor();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save answers and reasons' }).click();
    await (await saved).saveAs(join(folder, 'reasons.txt'));
    const reasons = await readFile(join(folder, 'reasons.txt'), 'utf8');
    assert.match(reasons, /SOC 2 Type 1, as of \d{4}-/);
    assert.match(reasons, /By when does a customer need the report\? Not answered/);
    await page.getByRole('link', { name: 'Begin an engagement with this' }).click();
    const form = page.getByRole('dialog');
    assert.match(await form.getByLabel('Title').inputValue(), /^SOC 2 Type 1, as of \d{4}-/);
    assert.equal(await form.getByRole('checkbox', { name: 'Processing integrity' }).isChecked(), true);
    await form.getByLabel('What does the service do?').fill('Books moorings for small harbours.');
    await form.getByRole('button', { name: 'Begin the engagement' }).click();
    await heading(/^SOC 2 Type 1, as of/);
    await page.waitForURL(({ search }) => search === '');
  },
);

step('the bundle holds without the server, and no longer once one byte has changed', async () => {
  await journey.product.stop();
  const bundle = join(folder, 'bundle.tar');
  const holds = await tickmark('verify', bundle, '--reperform', '--json');
  assert.equal(holds.code, 0, holds.stderr + holds.stdout);
  const file = await open(bundle, 'r+');
  const { size } = await file.stat();
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, Math.floor(size / 2));
  await file.write(Buffer.from([(byte[0] ?? 0) ^ 1]), 0, 1, Math.floor(size / 2));
  await file.close();
  const broken = await tickmark('verify', bundle, '--json');
  assert.equal(broken.code, 1, broken.stdout);
});

async function downloaded(from: Page, label: string, name: string): Promise<string> {
  const link = from.getByRole('link', { name: new RegExp(label) }).first();
  await link.waitFor({ timeout: 60_000 });
  const [download] = await Promise.all([from.waitForEvent('download'), link.click()]);
  const path = join(folder, name);
  await download.saveAs(path);
  return path;
}
