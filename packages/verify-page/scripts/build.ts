// npm run build: writes dist/verify.html, the page as one file.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { inlinePage } from './inline.ts';

const folder = fileURLToPath(new URL('../dist/', import.meta.url));
const page = await inlinePage();
await mkdir(folder, { recursive: true });
await writeFile(`${folder}verify.html`, page);
console.log(`${folder}verify.html: ${Buffer.byteLength(page).toLocaleString('en')} bytes`);
