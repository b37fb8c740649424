import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import postcssPresetMantine from 'postcss-preset-mantine';
import { defineConfig } from 'vite';
import { operationModes } from './scripts/operation-modes.ts';
import { pdfFiles, pdfFilesAddress } from './scripts/pdf-files.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

/** `TICKMARK_URL` names the server that the development server passes `/api` on to. */
export default defineConfig({
  root: here,
  plugins: [react(), pdfFiles()],
  // Effect and transport of each operation, so that the list itself, with its catalogues, stays out of the bundle.
  define: {
    __OPERATION_MODES__: JSON.stringify(operationModes()),
    __PDF_FILES__: JSON.stringify(pdfFilesAddress),
  },
  css: { postcss: { plugins: [postcssPresetMantine()] } },
  build: { outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0, target: 'es2023' },
  server: { proxy: { '/api': process.env.TICKMARK_URL ?? 'http://127.0.0.1:4400' } },
});
