import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const looks = [
  { name: 'light-wide', scheme: 'light', width: 1360, height: 860 },
  { name: 'dark-narrow', scheme: 'dark', width: 390, height: 844 },
] as const;

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
    const { violations } = await new AxeBuilder({ page })
      // Only what is wrong, and in the page itself: a list of all that is right takes as long again.
      .options({ resultTypes: ['violations'], iframes: false })
      .setLegacyMode(true)
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze();
    for (const { id, help, nodes } of violations)
      faults.push(
        `${name}, ${look}: ${id}: ${help}: ${nodes.map(({ target, html }) => `${target.join(' ')} ${html.slice(0, 200)}`).join('; ')}`,
      );
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wider > 0) faults.push(`${name}, ${look}: the page is ${wider} px wider than the window`);
    await picture(page, `${name}-${look}`);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1360, height: 860 });
  return faults;
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
