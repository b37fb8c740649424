import { buffer } from 'node:stream/consumers';
import { contrastToWhite, leastContrast, TickmarkError, type PolicyBrand } from '@tickmark/core';
import { renderPolicies, type Brand } from '../documents/index.ts';
import { pictureFormats } from '../evidence/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { brandOf, putBrand, type BrandRecord } from './brand-store.ts';
import { lockPolicies } from './store.ts';

type Branding = 'policies.brand' | 'policies.set-colour' | 'policies.set-logo' | 'policies.remove-logo';

/** Bytes of a logo. */
const mostBytes = 256 * 1024;
const mostPixels = 4_000;

/** How documents look. */
export const brandingHandlers: Pick<HandlersOf<'policies'>, Branding> = {
  'policies.brand': async ({ tx, organizationId }) => shown(await brandOf(tx, organizationId)),

  'policies.set-colour': async (context, { colour }) => {
    const before = await held(context);
    if (before.colour === colour)
      throw new TickmarkError('already_done', 'It is that colour already.', { field: 'colour' });
    const contrast = colour === null ? leastContrast : contrastToWhite(colour);
    if (contrast < leastContrast)
      throw new TickmarkError(
        'bad_input',
        `${colour} has a contrast of ${contrast.toFixed(1)} to white; words need ${leastContrast} to be read.`,
        { field: 'colour', action: 'Take a darker one.' },
      );
    return write(context, { ...before, colour }, 'colour');
  },

  'policies.set-logo': async (context) => {
    const { file, blobs, organizationId } = context;
    if (file === undefined) throw new Error('A file that was sent is not there.');
    const { mediaType } = file;
    if (mediaType !== 'image/png' && mediaType !== 'image/jpeg')
      throw new TickmarkError('unsupported_media', 'It is neither a PNG nor a JPEG.', {
        field: 'file',
        action: 'Save the logo as PNG.',
      });
    if (file.size > mostBytes)
      throw new TickmarkError('too_large', `The logo has more than ${mostBytes / 1024} KiB.`, {
        field: 'file',
        action: 'Make it smaller: 600 pixels across will do.',
      });
    const logo = await buffer(await blobs.open(organizationId, file.sha256));
    await refuseUnreadable(logo, mediaType);
    return write(context, { ...(await held(context)), logo, logoType: mediaType }, 'logo');
  },

  'policies.remove-logo': async (context) => {
    const before = await held(context);
    if (before.logo === null) throw new TickmarkError('already_done', 'There is no logo.', {});
    return write(context, { ...before, logo: null, logoType: null }, 'logo');
  },
};

/**
 * A picture that cannot be set would keep every document from being saved, so it is set once before it is taken.
 * Errors: bad_input.
 */
async function refuseUnreadable(logo: Buffer, mediaType: 'image/png' | 'image/jpeg'): Promise<void> {
  const size = await sizeOf(logo, mediaType);
  const wrong = (message: string): TickmarkError =>
    new TickmarkError('bad_input', message, { field: 'file', action: 'Save the logo anew as PNG, 600 pixels across.' });
  if (size === undefined) throw wrong('The picture is damaged.');
  if (Math.max(size.width, size.height) > mostPixels)
    throw wrong(`The picture is ${size.width} by ${size.height} pixels; up to ${mostPixels} each way are taken.`);
  const pack = { organization: { name: '', example: false }, today: '2000-01-01', mark: '', status: '', note: '' };
  const documents = [{ code: '', title: 'Logo', rows: [['Logo', 'Logo'] as const], blocks: [] }];
  await renderPolicies({
    ...pack,
    brand: { colour: null, logo: { bytes: logo, mediaType, ...size } },
    documents,
  }).catch((cause: unknown) => {
    throw Object.assign(wrong('The picture is damaged.'), { cause });
  });
}

/** What PDF and DOCX take of it. */
export async function brandFor({ tx, organizationId }: Pick<HandlerContext, 'tx' | 'organizationId'>): Promise<Brand> {
  const row = await brandOf(tx, organizationId);
  const colour = row?.colour ?? null;
  if (row?.logo == null || row.logoType === null) return { colour, logo: null };
  const size = await sizeOf(row.logo, row.logoType);
  if (size === undefined) throw new Error('A logo that was taken has no size.');
  return { colour, logo: { bytes: row.logo, mediaType: row.logoType, ...size } };
}

/** Pixels; undefined where the picture does not say. */
async function sizeOf(
  logo: Uint8Array,
  mediaType: 'image/png' | 'image/jpeg',
): Promise<{ width: number; height: number } | undefined> {
  const format = pictureFormats[mediaType === 'image/png' ? 'png' : 'jpeg'];
  const size = await format.size(async (at, length) => Buffer.from(logo.subarray(at, at + length)));
  return size && { width: size.width, height: size.height };
}

async function held({ tx, organizationId, now, userId }: HandlerContext): Promise<BrandRecord> {
  await lockPolicies(tx, organizationId);
  const none = { organizationId, colour: null, logo: null, logoType: null, changedAt: now, changedBy: userId };
  return (await brandOf(tx, organizationId)) ?? none;
}

async function write(context: HandlerContext, row: BrandRecord, changed: string): Promise<PolicyBrand> {
  const next = { ...row, changedAt: context.now, changedBy: context.userId };
  await context.record({ changed });
  await putBrand(context.tx, next);
  return shown(next);
}

function shown(row: BrandRecord | undefined): PolicyBrand {
  if (row === undefined) return { colour: null, logo: null };
  const { colour, logo, logoType } = row;
  return {
    colour,
    logo:
      logo === null || logoType === null
        ? null
        : { mediaType: logoType, size: logo.length, data: Buffer.from(logo).toString('base64') },
  };
}
