// npm run budget -w @tickmark/web: gzip size of what the browser loads before the first page, against
// its budget, and of each chunk that comes later.
import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const budget = 250_000;
const dist = new URL('../dist/', import.meta.url);
const page = await readFile(new URL('index.html', dist), 'utf8');
const first = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, path]) => path ?? '');

async function gzipped(path: string): Promise<number> {
  return gzipSync(await readFile(new URL(path, dist))).length;
}

const line = (name: string, bytes: number) => console.log(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${name}`);
let scripts = 0;
for (const path of first) {
  const bytes = await gzipped(path);
  if (path.endsWith('.js')) scripts += bytes;
  line(path, bytes);
}
line('first scripts together', scripts);
for (const name of (await readdir(new URL('assets/', dist))).toSorted()) {
  if (!name.endsWith('.js') || first.includes(`assets/${name}`)) continue;
  line(`later: ${name}`, await gzipped(`assets/${name}`));
}
console.log(scripts <= budget ? 'within the budget of 250 kB' : 'OVER the budget of 250 kB');
process.exitCode = scripts <= budget ? 0 : 1;
