import { createHash } from 'node:crypto';
import { reviewOf, TickmarkError, versionInForce, effectiveFromOf } from '@tickmark/core';
import { readBlocks } from '@tickmark/policies';
import { writeNotice, writePublicPolicy, type HtmlPage, type PublicPolicy } from '../documents/index.ts';
import { organizationFacts, todayIn } from '../engagements/index.ts';
import { admitAttempt } from '../platform/auth/index.ts';
import type { Clock } from '../platform/clock/index.ts';
import { instanceLogId, type Database, type Tx } from '../platform/database/index.ts';
import { brandFor } from './branding.ts';
import { organizationOfPage, publicPage } from './page-store.ts';
import { isRetired, lifeOf, livesOf } from './shown.ts';
import { isSlug } from './slug.ts';
import { policiesOf, versionTexts } from './store.ts';

/**
 * Answers whoever opens the address of a public page, without a session or a cookie: the version in force as a page of its own.
 * Whatever is not there, not public or not in force gets one answer. Addresses that lead nowhere are counted for whoever asks,
 * so that none is found by trying; pages that are there are not, for many people may come from one address.
 */
export function createPublicPages({ database, clock }: { database: Database; clock: Clock }) {
  return async (request: Request, slug: string, address: string): Promise<Response> => {
    const now = clock.now();
    if (!isSlug(slug)) return nothingHere();
    const policy = await findPolicy(database, slug, now);
    if (policy !== null) return answer(request, policy);
    try {
      await admitAttempt(database, { address: `public page ${address}`, account: null }, now);
    } catch (error) {
      if (!(error instanceof TickmarkError) || error.code !== 'too_many_requests') throw error;
      return respond(writeNotice('Too many addresses that lead nowhere', error.toJSON().action ?? error.message), 429);
    }
    return nothingHere();
  };
}

/** null where nothing may be read at this address. */
async function findPolicy(database: Database, slug: string, now: Date): Promise<PublicPolicy | null> {
  const nobody = { role: 'identity', organizationId: instanceLogId, userId: null } as const;
  const organizationId = await database.transaction(nobody, (tx) => organizationOfPage(tx, slug));
  if (organizationId === undefined) return null;
  return database.transaction({ role: 'app', organizationId, userId: null }, (tx) =>
    policyInForce({ tx, organizationId, now }, slug),
  );
}

async function policyInForce(
  context: { tx: Tx; organizationId: string; now: Date },
  slug: string,
): Promise<PublicPolicy | null> {
  const { tx, organizationId } = context;
  const page = await publicPage(tx, organizationId, slug);
  if (page === undefined) return null;
  const { today, timeZone } = await todayIn(context);
  const [life] = await livesOf(context, await policiesOf(tx, organizationId, [page.id]), timeZone);
  if (life === undefined || isRetired(life.policy, today)) return null;
  const version = versionInForce(life.versions, today);
  const since = version && effectiveFromOf(version);
  if (version === undefined || since == null) return null;
  const document = (await versionTexts(tx, organizationId, [version.record.id])).get(version.record.id);
  if (document === undefined) throw new Error('A version has no text.');
  return {
    organization: await organizationFacts(tx, organizationId),
    brand: await brandFor(context),
    code: document.code,
    kind: document.kind,
    title: document.title,
    number: version.number,
    since,
    reviewOn: reviewOf(lifeOf(life), life.policy.reviewCadence, today)?.on ?? null,
    searchable: page.searchable,
    blocks: readBlocks(document.text),
  };
}

function answer(request: Request, policy: PublicPolicy): Response {
  const page = writePublicPolicy(policy);
  const etag = `"${createHash('sha256').update(page.html).digest('hex')}"`;
  const response = respond(page, 200);
  response.headers.set('etag', etag);
  // May be kept, and is asked for again each time: what was taken back is gone at once.
  response.headers.set('cache-control', 'public, no-cache');
  if (policy.searchable) response.headers.delete('x-robots-tag');
  const known = (request.headers.get('if-none-match') ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''));
  return known.includes(etag) ? new Response(null, { status: 304, headers: response.headers }) : response;
}

function nothingHere(): Response {
  return respond(
    writeNotice('Nothing to read here', 'There is no document at this address, or none that is in force.'),
    404,
  );
}

/** Nothing on such a page runs, and nothing is loaded: its style and its logo stand in it. */
function respond({ html, styleSha256 }: HtmlPage, status: number): Response {
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${styleSha256}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
    },
  });
}
