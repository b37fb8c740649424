import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const source = fileURLToPath(new URL('../src/', import.meta.url));

/**
 * The page as one HTML file: style and script stand in it, and its policy allows these two by their hash
 * and nothing else; no request leaves it.
 */
export async function inlinePage(): Promise<string> {
  const [html, style, script] = await Promise.all([
    readFile(`${source}index.html`, 'utf8'),
    readFile(`${source}page.css`, 'utf8'),
    bundleScript(),
  ]);
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const parts: Record<string, string> = {
    'content security policy': `<meta http-equiv="Content-Security-Policy" content="${policy}" />`,
    style: `<style>${style}</style>`,
    script: `<script>${script}</script>`,
  };
  return Object.entries(parts).reduce((page, [name, part]) => replaceOnce(page, `<!-- ${name} -->`, part), html);
}

async function bundleScript(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2023',
      lib: { entry: `${source}page.ts`, formats: ['iife'], name: 'page', fileName: 'page' },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((each) => ('output' in each ? each.output : []));
  const [chunk, ...more] = outputs;
  if (chunk?.type !== 'chunk' || more.length > 0) throw new Error('The script of the page is not one file.');
  // HTML would end the script here, or read these characters as others, so that the hash no longer fits.
  // oxlint-disable-next-line no-control-regex -- looks for control characters
  if (/<\/script|<!--|[\0\r]/i.test(chunk.code))
    throw new Error('The script of the page can’t stand in HTML as it is.');
  return chunk.code;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function replaceOnce(page: string, mark: string, part: string): string {
  const [before = '', after, ...more] = page.split(mark);
  if (after === undefined || more.length > 0) throw new Error(`The page does not have ${mark} once.`);
  return before + part + after;
}
