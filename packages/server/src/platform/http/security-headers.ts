/**
 * The web app loads everything from here and runs no inline script. Inline styles are allowed: the
 * component library (Mantine) writes its theme variables into a style element at run time.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const always: [string, string][] = [
  ['content-security-policy', contentSecurityPolicy],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), geolocation=(), microphone=()'],
  ['referrer-policy', 'no-referrer'],
  ['x-content-type-options', 'nosniff'],
];

/**
 * Sets what every response says; answers are private and not kept unless their maker said more, and a page
 * that is no part of the app brings a policy of its own.
 */
export function secured(response: Response, { secure }: { secure: boolean }): Response {
  const own = response.headers.get('content-security-policy');
  for (const [name, value] of always) response.headers.set(name, value);
  if (own !== null) response.headers.set('content-security-policy', own);
  if (secure) response.headers.set('strict-transport-security', 'max-age=31536000');
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
  return response;
}
