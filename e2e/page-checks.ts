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
  // Only what is wrong, and in the page itself: a list of all that is right takes as long again.
  resultTypes: ['violations'],
  iframes: false,
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};

/** Folder for pictures of what is checked; none are taken when it is not set. */
const pictures = process.env['TICKMARK_SCREENSHOTS'];

const modal = '[role="dialog"][aria-modal="true"]';

/** Of each page, and page beneath a dialog, how many of its states were checked. */
const checked = new Map<string, number>();

/**
 * What holds for every page, light and wide as well as dark and narrow: axe finds nothing against WCAG 2.2 AA,
 * the page itself does not scroll sideways, and no column of a table is too narrow for a word. Leaves a picture of each.
 * Later states of a page take the looks by turns, the narrow one first; all of them where pictures are asked for.
 */
export async function faultsOf(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  const path = new URL(page.url()).pathname.replaceAll(/[0-9a-f-]{36}/g, ':id');
  const part = (await page.locator(modal).count()) > 0 ? `${path}, dialog` : path;
  const before = checked.get(part) ?? 0;
  checked.set(part, before + 1);
  const due = before === 0 || pictures !== undefined ? looks : looks.filter((_, place) => place === before % 2);
  await page.mouse.move(0, 0);
  for (const { name: look, scheme, width, height } of due) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height });
    // A page without a script is no part of the app, and follows the scheme by itself.
    await page.locator(`html[data-mantine-color-scheme="${scheme}"], html:not(:has(script))`).waitFor();
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
    const squeezed = await page.evaluate(columnsWithoutRoom);
    if (squeezed.length > 0) faults.push(`${name}, ${look}: columns without room: ${squeezed.join(', ')}`);
    await picture(page, `${name}-${look}`);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1360, height: 860 });
  return faults;
}

/** Headings of columns that others have left no room. */
function columnsWithoutRoom(): string[] {
  return [...document.querySelectorAll('th')].flatMap((heading) => {
    const { paddingLeft, paddingRight } = getComputedStyle(heading);
    const room = heading.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
    const words = heading.textContent.trim();
    return words === '' || heading.clientHeight === 0 || room >= 24 ? [] : [`${words} (${room} px)`];
  });
}

/**
 * What axe finds in the page, or in the dialog that keeps everything else from reach: what is behind it is checked where
 * it is not covered. axe is put into a document once, which takes longer than a run.
 */
async function violationsOn(page: Page): Promise<Result[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const found = await page.evaluate(
    ([dialog, options]) => {
      const part = [...document.querySelectorAll(dialog)].at(-1) ?? document;
      return (globalThis as unknown as { axe: typeof axe }).axe.run(part, options);
    },
    [modal, axeOptions] as const,
  );
  return found.violations;
}

/** Fails with what `faultsOf` finds. */
export async function checkPage(page: Page, name: string): Promise<void> {
  assert.deepEqual(await faultsOf(page, name), []);
}

/** A picture of the whole page, where there is a folder for them. */
export async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}
