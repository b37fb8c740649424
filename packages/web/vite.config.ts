import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import postcssPresetMantine from 'postcss-preset-mantine';
import { defineConfig, type Plugin } from 'vite';
import { inlinePage } from '../verify-page/scripts/inline.ts';
import { operationModes } from './scripts/operation-modes.ts';
import { pdfFiles, pdfFilesAddress } from './scripts/pdf-files.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Puts the page that verifies bundles beside the app. */
function withVerifyPage(page: string): Plugin {
  return {
    name: 'verify-page',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'verify.html', source: page });
    },
  };
}

/** `TICKMARK_URL` names the server that the development server passes `/api` on to. */
export default defineConfig(async () => {
  const page = await inlinePage();
  const server = process.env.TICKMARK_URL ?? 'http://127.0.0.1:4400';
  return {
    root: here,
    plugins: [react(), pdfFiles(), withVerifyPage(page)],
    define: {
      // Effect and transport of each operation, so that the list itself, with its catalogues, stays out of the bundle.
      __OPERATION_MODES__: JSON.stringify(operationModes()),
      __PDF_FILES__: JSON.stringify(pdfFilesAddress),
      // What the app says of the page that was built with it.
      __VERIFY_PAGE__: JSON.stringify({
        sha256: createHash('sha256').update(page).digest('hex'),
        size: Buffer.byteLength(page),
      }),
    },
    css: { postcss: { plugins: [postcssPresetMantine()] } },
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      assetsInlineLimit: 0,
      target: 'es2023',
      // What the browser loads first has a budget of its own, packed: scripts/budget.ts.
      chunkSizeWarningLimit: 700,
    },
    server: { proxy: { '/api': server, '/verify': server, '/public': server } },
  };
});
