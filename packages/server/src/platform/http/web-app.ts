import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const mediaTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};
const compressible = new Set([
  '.css',
  '.html',
  '.js',
  '.json',
  '.map',
  '.mjs',
  '.svg',
  '.txt',
  '.wasm',
  '.webmanifest',
]);

/** Serves the built web app; undefined where the path is no file of it. */
export type WebApp = (request: Request) => Promise<Response | undefined>;

/**
 * The built web app of a folder, listed once at the start, so that no request names a path of the
 * disk. Paths that are no file answer with the page itself, which knows its own routes.
 */
export async function openWebApp(root: string): Promise<WebApp> {
  const built = existsSync(join(root, 'index.html'));
  const files = new Set(built ? await listFiles(root, '') : []);
  const packed = new Map<string, Promise<Uint8Array>>();

  return async (request) => {
    const asked = decodePath(new URL(request.url).pathname);
    const path = files.has(asked) ? asked : isPage(asked) ? '/index.html' : undefined;
    if (path === undefined || !files.has(path)) return built ? undefined : notBuilt(asked);
    const encoding = compressible.has(extname(path)) ? chooseEncoding(request) : 'identity';
    const cacheKey = `${encoding} ${path}`;
    const bytes = packed.get(cacheKey) ?? readFile(join(root, path)).then((plain) => encoders[encoding](plain));
    packed.set(cacheKey, bytes);
    const headers = new Headers({
      'content-type': mediaTypes[extname(path)] ?? 'application/octet-stream',
      // The build writes a hash of the content into the names of what lies in assets.
      'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
    });
    if (encoding !== 'identity') headers.set('content-encoding', encoding);
    return new Response(await bytes, { headers });
  };
}

async function listFiles(root: string, under: string): Promise<string[]> {
  const entries = await readdir(join(root, under), { withFileTypes: true });
  const lists = entries.map((entry) => {
    const path = `${under}/${entry.name}`;
    return entry.isDirectory() ? listFiles(root, path) : entry.isFile() ? [path] : [];
  });
  return (await Promise.all(lists)).flat();
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function isPage(path: string): boolean {
  return extname(path) === '' && !path.startsWith('/assets/');
}

function notBuilt(path: string): Response | undefined {
  if (path !== '/') return undefined;
  return new Response('The web app is not built. Run: npm run build\n', {
    status: 503,
    headers: { 'content-type': 'text/plain' },
  });
}

type Encoding = 'br' | 'gzip' | 'identity';

const encoders: Record<Encoding, (bytes: Uint8Array) => Promise<Uint8Array> | Uint8Array> = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (bytes) => promisify(gzip)(bytes),
  identity: (bytes) => bytes,
};

function chooseEncoding(request: Request): Encoding {
  const accepted = (request.headers.get('accept-encoding') ?? '').split(',').map((part) => part.trim().split(';')[0]);
  return accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : 'identity';
}
