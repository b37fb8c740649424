// The page that verifies bundles, opened from disk in a browser without a network.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { keyOf, originOf, pack, tarOf } from '../packages/cli/test/bundles/builder.ts';
import { evidencePath, exampleDraft } from '../packages/cli/test/bundles/example.ts';
import { rotatedDraft } from '../packages/verify-page/test/bundles.ts';
import { inlinePage } from '../packages/verify-page/scripts/inline.ts';
import { journeyBrowser } from './browser.ts';
import { picture } from './page-checks.ts';

const looks = [
  { name: 'light-wide', colorScheme: 'light', width: 1360, height: 860 },
  { name: 'dark-narrow', colorScheme: 'dark', width: 390, height: 844 },
] as const;

/** Whatever the page asked for, and errors and breaches of its policy that it reported. */
const requests: string[] = [];
const complaints: string[] = [];

const draft = exampleDraft();
draft.manifest.organization.name = '<img src=x onerror=document.title="run">Heron Harbour Ltd';
const { files, vkey } = await pack(draft);
const good = tarOf(files);
const changed = tarOf(new Map([...files, [evidencePath, Buffer.from('minutes of a meeting at')]]));
const otherKey = keyOf(new Uint8Array(32).fill(4), originOf(draft));

const folder = await mkdtemp(join(tmpdir(), 'verify-page-'));
const file = join(folder, 'verify.html');
const [html, { browser, close }] = await Promise.all([inlinePage(), journeyBrowser()]);
after(async () => {
  await close();
  await rm(folder, { recursive: true });
});
await writeFile(file, html);
const context = await browser.newContext({ locale: 'en-GB', offline: true });
context.setDefaultTimeout(10_000);
const page = await context.newPage();
page.on('request', (request) => requests.push(request.url()));
page.on('pageerror', (error) => complaints.push(error.message));
page.on('console', (message) => complaints.push(message.text()));
await page.goto(pathToFileURL(file).href);

/** Drops a file on the page, as a person drags it there. */
async function drop(name: string, bytes: Uint8Array): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([name, base64]) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], name));
      return transfer;
    },
    [name, Buffer.from(bytes).toString('base64')] as const,
  );
  await page.dispatchEvent('.drop', 'drop', { dataTransfer });
}

/** The answer once its heading is there. */
async function answer(heading: string): Promise<string> {
  await page.getByRole('heading', { level: 2, name: heading }).waitFor();
  return page.locator('#result').innerText();
}

/** axe finds nothing against WCAG 2.2 AA and the page does not scroll sideways, in every look. */
async function checkLooks(name: string): Promise<void> {
  for (const { name: look, colorScheme, width, height } of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      }),
    );
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    assert.deepEqual(found, [], `${name}, ${look}`);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wider <= 0, `${name}, ${look}: the page is ${wider} px wider than the window`);
    await picture(page, `verify-page-${name}-${look}`);
  }
}

test('EL42 the page says that it checks integrity before anything is asked', async () => {
  const text = await page.innerText('body');
  assert.match(text, /This page checks integrity\. Order and re-performance: tickmark verify --reperform/);
  await checkLooks('start');
});

test('EL43 a bundle that holds, with a key of its own', async () => {
  await drop('bundle.tar', good);
  const text = await answer('The integrity of the bundle holds');
  assert.match(text, /bundle’s own and was not compared/);
  assert.ok(text.includes(vkey));
  await checkLooks('holds');
});

test('EL40 texts of a bundle are shown as text', async () => {
  assert.ok((await page.innerText('#result')).includes('<img src=x onerror='));
  assert.equal(await page.locator('#result img').count(), 0);
});

test('EL43 a key that is given is compared, and one that can’t be used is told at its field', async () => {
  const field = page.getByLabel('Key you trust, optional');
  await field.fill(` ${vkey} `);
  await field.press('Enter');
  await page.getByText('signed with the key that you gave').waitFor();
  await field.fill(otherKey);
  await field.press('Enter');
  assert.match(await answer('The bundle does not hold'), /EL2:[^]*log\/vkey/);
  await field.fill(`${vkey}x`);
  await field.press('Enter');
  await page.getByText('not canonical base64').waitFor();
  assert.match(await answer('No answer yet'), /Correct or remove it/);
  await checkLooks('bad-key');
  await field.fill('');
  await field.press('Enter');
  await answer('The integrity of the bundle holds');
});

test('EL98 of a bundle over several logs each is told, and of which log the key is that was given', async () => {
  const rotated = await pack(rotatedDraft());
  const field = page.getByLabel('Key you trust, optional');
  await field.fill(rotated.vkeys[1] ?? '');
  await drop('rotated.tar', tarOf(rotated.files));
  const text = await answer('The integrity of the bundle holds');
  assert.match(text, /Log 1\n+log\.example.*, entries 0 to 4; its key was rotated/);
  assert.match(text, /Log 3, the newest\n+log\.example.*\/3, 5 entries/);
  assert.match(text, /is that of log 2, which was rotated.*ask for the key of log 3/);
  await checkLooks('rotated');
  await field.fill('');
});

test('EL41 a bundle whose evidence was changed names rule and file', async () => {
  await page.setInputFiles('#file', { name: 'changed.tar', mimeType: 'application/x-tar', buffer: changed });
  const text = await answer('The bundle does not hold');
  assert.match(text, /EL11:/);
  assert.ok(text.includes(evidencePath));
  await checkLooks('changed');
});

test('EL41 a file that is no bundle does not hold', async () => {
  await drop('notes.txt', Buffer.from('These are notes and no bundle. '.repeat(40)));
  assert.match(await answer('The bundle does not hold'), /does not begin as a bundle does[^]*EL1:/);
  await checkLooks('no-bundle');
});

test('EL46 a file that can’t be read is no answer', async () => {
  await page.evaluate(() => {
    Blob.prototype.arrayBuffer = () => Promise.reject(new DOMException('It went away.', 'NotReadableError'));
  });
  await drop('gone.tar', good);
  assert.match(await answer('No answer'), /gone\.tar can’t be read: It went away\./);
});

test('EL40 the page has asked for nothing, and nothing broke its policy', () => {
  assert.deepEqual(
    requests.filter((url) => !/^(file:.*\/verify\.html|data:image\/svg)/.test(url)),
    [],
  );
  assert.deepEqual(complaints, []);
});
