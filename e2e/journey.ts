import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fillDataFolder } from '@tickmark/testkit';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { journeyBrowser } from './browser.ts';
import { picture } from './page-checks.ts';
import { startProcess, startProduct, type Product } from './product.ts';

export const password = 'seven quiet herons wade';
export const period = { from: '2025-11-01', to: '2026-10-31' };

/** One person's way through the product, in a browser of its own. */
export interface Journey {
  /** A folder that goes away at the end; the product keeps its data below it. */
  folder: string;
  data: string;
  product: Product;
  browser: Browser;
  context: BrowserContext;
  page: Page;
  /** The form or the record beside the page. */
  dialog: Locator;
  /** Errors that pages of the browser threw. */
  complaints: string[];
  /** One step of the way; those after a failed one have nothing to stand on and fail at once. */
  step(name: string, walk: () => Promise<void>): void;
  /** From the printed address to an organization with a period of twelve months. */
  begin(): Promise<void>;
  heading(name: string | RegExp): Promise<void>;
  /** Goes to a page by the navigation, and is there when its heading is. */
  goTo(name: string, heading?: string | RegExp): Promise<void>;
  /** Asks for the history of a repository; the job that freezes it has begun then, or the page says why not. */
  collectFromGit(path: string): Promise<void>;
  /** Writes a definition as text that has no faults. */
  write(yaml: string): Promise<void>;
  /** Publishes a definition as text and runs all tests. */
  publishAndRun(yaml: string): Promise<void>;
  /** A field of the form beside the page. */
  field(name: string): Locator;
  /** Clicks a button of it. */
  press(name: string): Promise<void>;
  /** Leaves it by keyboard. */
  closeDialog(): Promise<void>;
  focused(locator: Locator): Promise<void>;
  /** Chooses in a list of the form beside the page. */
  choose(label: string, option: RegExp | string): Promise<void>;
  /** Waits until the job that was begun is done. */
  jobDone(): Promise<void>;
}

/**
 * Starts the product and opens a browser; both end with the tests of the file. The database is a copy of one that was
 * just made, unless the journey begins with the very first start, which is that of a process of its own.
 */
export async function startJourney(
  name: string,
  { timeout = 30_000, firstStart = false, allowLoopback = false } = {},
): Promise<Journey> {
  const folder = await mkdtemp(join(tmpdir(), `tickmark-${name}-`));
  const data = join(folder, 'data');
  if (!firstStart) await fillDataFolder(data);
  const started = firstStart ? startProcess(data) : startProduct(data, { allowLoopback });
  const [product, { browser, close }] = await Promise.all([started, journeyBrowser()]);
  const context = await browser.newContext({ acceptDownloads: true, timezoneId: 'Europe/Berlin', locale: 'en-GB' });
  context.setDefaultTimeout(timeout);
  const page = await context.newPage();
  const dialog = page.getByRole('dialog');
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));

  let stopped = false;
  const journey: Journey = {
    folder,
    data,
    product,
    browser,
    context,
    page,
    dialog,
    complaints,
    step: (title, walk) => {
      test(title, async () => {
        assert.ok(!stopped, 'an earlier step failed');
        stopped = true;
        try {
          await walk();
          stopped = false;
        } finally {
          if (stopped) {
            const shown = await page.innerText('body').catch(() => 'nothing that can be read');
            console.error(`${name} stopped at ${page.url()}, which showed:\n${shown.slice(0, 1_000)}`);
            await picture(page, `${name}-failed`);
          }
        }
      });
    },
    begin: async () => {
      await page.goto(journey.product.address);
      await page.getByLabel('Name').fill('Nora Newcomer');
      await page.getByLabel('E-mail').fill('nora@example.com');
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Claim this instance' }).click();
      await page.getByLabel('Company name').fill('Heron Harbour Ltd');
      await page.getByLabel('What does the service do?').fill('Books moorings for small harbours.');
      await page.getByLabel('First day of the period').fill(period.from);
      await page.getByLabel('Last day of the period').fill(period.to);
      await page.getByRole('button', { name: 'Start', exact: true }).click();
      await journey.heading('Eight steps');
    },
    heading: (title) => page.getByRole('heading', { level: 1, name: title }).waitFor(),
    goTo: async (title, heading = title) => {
      if ((await dialog.count()) > 0) await journey.closeDialog();
      await page.getByRole('navigation').getByRole('link', { name: title, exact: true }).click();
      // The page left stays until the other is there, and what is asked for next may stand on both.
      await journey.heading(heading);
    },
    collectFromGit: async (path) => {
      await page.goto(`${journey.product.url}/populations?add=git`);
      await page.getByLabel('Folder of the repository').fill(path);
      await page.getByLabel('Type the word freeze').fill('freeze');
      await journey.press('Collect from git');
    },
    write: async (yaml) => {
      await page.goto(`${journey.product.url}/tests?tab=write&as=text`);
      await page.getByRole('textbox', { name: 'Definition' }).click();
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Delete');
      await page.keyboard.insertText(yaml);
      await page.getByText('No faults found').waitFor();
    },
    publishAndRun: async (yaml) => {
      await journey.write(yaml);
      await page.getByLabel('Type the word publish').fill('publish');
      await page.getByRole('button', { name: 'Publish test' }).click();
      await dialog.waitFor();
      await journey.closeDialog();
      await page.getByRole('button', { name: 'Run tests' }).click();
      await journey.jobDone();
    },
    field: (name) => dialog.getByRole('textbox', { name, exact: true }),
    press: (name) => dialog.getByRole('button', { name }).click(),
    closeDialog: async () => {
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    },
    focused: (locator) => locator.and(page.locator(':focus')).waitFor(),
    choose: async (label, option) => {
      // What slides in takes the focus once it stands; a list that was opened before that is closed again.
      const focus = dialog.locator(':focus').first();
      await focus.waitFor({ timeout: 2000 }).catch(() => undefined);
      await dialog
        .getByRole('combobox', { name: label })
        .or(dialog.getByRole('textbox', { name: label }))
        .first()
        .click();
      await page.getByRole('option', { name: option }).first().click();
    },
    jobDone: () => page.getByText('Done', { exact: true }).first().waitFor({ timeout: 60_000 }),
  };
  after(async () => {
    await close();
    await journey.product.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return journey;
}
