import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser } from 'playwright-core';

/** Without these, Chromium asks outside hosts at every start and waits for answers in a closed network. */
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-gpu',
  '--disable-quic',
];

export interface OpenedBrowser {
  browser: Browser;
  close(): Promise<void>;
}

/**
 * The browser that comes as an npm package, headless. `TICKMARK_CHROMIUM` names another executable.
 * The package unpacks itself into the temporary folder on first use.
 */
export async function openBrowser(): Promise<OpenedBrowser> {
  const downloads = await mkdtemp(join(tmpdir(), 'tickmark-browser-'));
  const browser = await playwright.launch({
    executablePath: process.env['TICKMARK_CHROMIUM'] ?? (await chromium.executablePath()),
    args: ['--no-sandbox', ...quiet],
    headless: true,
    downloadsPath: downloads,
  });
  return {
    browser,
    close: async () => {
      await browser.close();
      await rm(downloads, { recursive: true, force: true });
    },
  };
}
