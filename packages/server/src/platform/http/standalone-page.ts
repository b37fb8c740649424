import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Serves a page that is one file and no part of the app: to look at, or as a file to keep, with the same bytes. It runs
 * in a sandbox, where nothing of the app is within its reach, under the policy that stands in the file itself.
 */
export function standalonePage(root: string, name: string): (as: 'inline' | 'attachment') => Promise<Response> {
  return async (as) => {
    const page = await readFile(join(root, name)).catch(() => undefined);
    if (page === undefined) {
      return new Response(`${name} is not built. Run: npm run build\n`, {
        status: 503,
        headers: { 'content-type': 'text/plain' },
      });
    }
    return new Response(new Uint8Array(page), {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-disposition': `${as}; filename="${name}"`,
        'content-security-policy': `sandbox allow-scripts; frame-ancestors 'none'; ${policyIn(page.toString())}`,
        'cache-control': 'no-cache',
      },
    });
  };
}

function policyIn(page: string): string {
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
  if (policy === undefined) throw new Error('The page states no policy.');
  return policy;
}
