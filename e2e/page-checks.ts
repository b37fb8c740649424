import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import axe, { type Result, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const looks = [
  { name: 'light-wide', scheme: 'light', width: 1360, height: 860 },
  { name: 'dark-narrow', scheme: 'dark', width: 390, height: 844 },
] as const;

const axeOptions: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  // Only what is wrong, and in the page itself: a list of all that is right takes as long again.
  resultTypes: ['violations'],
  iframes: false,
};

/**
 * What holds for every page, light and wide as well as dark and narrow: axe finds nothing against WCAG 2.2 AA,
 * and the page itself does not scroll sideways. Leaves a picture of each.
 */
export async function faultsOf(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  await page.mouse.move(0, 0);
  for (const { name: look, scheme, width, height } of looks) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height });
    await page.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor();
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
    // A cursor that blinks never ends; everything else is waited for.
    await page.evaluate(async () => {
      const ending = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
      await Promise.allSettled(ending.map(({ finished }) => finished));
    });
    const violations = await violationsOn(page);
    for (const { id, help, nodes } of violations)
      faults.push(
        `${name}, ${look}: ${id}: ${help}: ${nodes.map(({ target, html, failureSummary = '' }) => `${target.join(' ')} ${html.slice(0, 100)} ${failureSummary.replaceAll(/\s+/g, ' ')}`).join('; ')}`,
      );
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wider > 0) faults.push(`${name}, ${look}: the page is ${wider} px wider than the window`);
    await picture(page, `${name}-${look}`);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1360, height: 860 });
  return faults;
}

/** What axe finds. It is put into a document once: that takes longer than a run. */
async function violationsOn(page: Page): Promise<Result[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const found = await page.evaluate(
    (options) => (globalThis as unknown as { axe: typeof axe }).axe.run(document, options),
    axeOptions,
  );
  return found.violations;
}

/** Fails with what `faultsOf` finds. */
export async function checkPage(page: Page, name: string): Promise<void> {
  assert.deepEqual(await faultsOf(page, name), []);
}

/** A picture of the whole page, where TICKMARK_SCREENSHOTS names a folder for them. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['TICKMARK_SCREENSHOTS'];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
