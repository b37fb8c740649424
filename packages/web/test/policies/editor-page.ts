import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBrowser } from '@tickmark/testkit';
import type { Page } from 'playwright-core';
import { build } from 'vite';

const web = fileURLToPath(new URL('../../', import.meta.url));
const origin = 'http://editor.test';

/** Begins a page with nothing but the editor; `window` holds what a page of the product would. */
const entry = `
import '@mantine/core/styles.css';
import { MantineProvider } from '@mantine/core';
import { createElement, createRef } from 'react';
import { createRoot } from 'react-dom/client';
import { PolicyEditor } from '/src/pages/policies/editor/editor.tsx';

const root = createRoot(document.getElementById('root'));
window.begin = (props) => {
  const handle = (window.handle = createRef());
  Object.assign(window, { blocks: props.blocks, changes: 0, passage: null, clicked: null });
  const told = {
    onChange: (blocks) => Object.assign(window, { blocks, changes: window.changes + 1 }),
    onPassage: (passage) => Object.assign(window, { passage }),
    onMarked: (clicked) => Object.assign(window, { clicked }),
  };
  const shown = { key: props.id ?? Math.random(), ref: handle, tags: [], controls: [], editable: true, ...told, ...props };
  root.render(createElement(MantineProvider, null, createElement(PolicyEditor, shown)));
};
`;

/** The editor alone on a page of a real browser. */
export async function openEditorPage(): Promise<{ page: Page; close: () => Promise<void> }> {
  const out = await mkdtemp(join(tmpdir(), 'tickmark-editor-'));
  const built = await build({
    configFile: false,
    root: web,
    logLevel: 'error',
    plugins: [
      {
        name: 'editor-page',
        resolveId: (id) => (id === 'editor-page' ? '\0editor-page' : null),
        load: (id) => (id === '\0editor-page' ? entry : null),
      },
    ],
    build: { write: false, outDir: out, minify: false, rollupOptions: { input: 'editor-page' } },
  });
  await rm(out, { recursive: true });
  const files = [built].flat().flatMap((each) => ('output' in each ? each.output : []));
  const script = files.find((file) => file.type === 'chunk');
  const style = files.find((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
  const { browser, close } = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  await page.route(`${origin}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/page.js' && script?.type === 'chunk')
      return route.fulfill({ contentType: 'text/javascript', body: script.code });
    if (pathname === '/page.css' && style?.type === 'asset')
      return route.fulfill({ contentType: 'text/css', body: String(style.source) });
    return route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><html lang="en"><link rel="stylesheet" href="/page.css"><main id="root"></main><script type="module" src="/page.js"></script></html>',
    });
  });
  await page.goto(origin);
  await page.waitForFunction('window.begin');
  return { page, close };
}
