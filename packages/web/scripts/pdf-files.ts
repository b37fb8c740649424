import { createReadStream, readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const home = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };

/** The version is in the address, so that browsers may keep the files for good. */
export const pdfFilesAddress = `/assets/pdfjs-${version}/`;

/** What the reader of PDFs asks for by name: character maps, fonts that PDFs need not bring, decoders as scripts. */
const wanted = ['cmaps/*.bcmap', 'standard_fonts/*.{pfb,ttf}', 'wasm/*_nowasm_fallback.js'];

/** Puts these files of pdfjs-dist beside the web app. */
export function pdfFiles(): Plugin {
  return {
    name: 'tickmark-pdf-files',
    async generateBundle() {
      for await (const path of glob(wanted, { cwd: home })) {
        const source = readFileSync(join(home, path));
        this.emitFile({ type: 'asset', fileName: `${pdfFilesAddress.slice(1)}${path}`, source });
      }
    },
    async configureServer(server) {
      const known = new Set(await Array.fromAsync(glob(wanted, { cwd: home })));
      server.middlewares.use(pdfFilesAddress, (request, response, next) => {
        const path = request.url?.slice(1) ?? '';
        if (!known.has(path)) return next();
        if (path.endsWith('.js')) response.setHeader('content-type', 'text/javascript');
        createReadStream(join(home, path)).pipe(response);
      });
    },
  };
}
