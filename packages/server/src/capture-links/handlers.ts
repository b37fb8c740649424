import { holds, sealedFacts, TickmarkError, type CapturePage, type GivenFile } from '@tickmark/core';
import { organizationFacts } from '../engagements/index.ts';
import { addPiece, refuseFork, refuseProgram, refuseUnknown, pieceGivenBy } from '../evidence/index.ts';
import type { HandlerContext, HandlersOf, LinkContext } from '../platform/handler.ts';
import { tooLargeForLink } from '../platform/http/stage-upload.ts';
import { seal } from '../platform/trail/index.ts';
import { closedBy } from './closed.ts';
import { newLinkSecret } from './secret.ts';
import {
  addOpening,
  findLink,
  insertLink,
  listLinks,
  lockLink,
  toCaptureLink,
  updateLink,
  type LinkRow,
} from './store.ts';

const day = 86_400_000;
const mebibyte = 1024 * 1024;

export const captureLinkHandlers: HandlersOf<'capture-links'> = {
  'capture-links.create': async (context, input) => {
    const { tx, organizationId, now, userId } = context;
    const controls = [...new Set(input.controls)].sort();
    await refuseUnknown(context, controls, 'controls');
    if (input.supersedes !== undefined) await refuseFork(context, input.supersedes);
    if (input.renewOn !== undefined && input.renewOn <= input.period.from) {
      throw new TickmarkError('bad_input', 'It is to be renewed before it begins to speak for anything.', {
        field: 'renewOn',
        action: `Give a day after ${input.period.from}, or none.`,
      });
    }
    const id = context.newId();
    const { secret, sha256 } = newLinkSecret({ organizationId, linkId: id });
    const expiresAt = new Date(now.getTime() + input.days * day);
    const row = {
      organizationId,
      id,
      secretSha256: sha256,
      title: input.title,
      instructions: input.instructions ?? null,
      forWhom: input.forWhom,
      periodFrom: input.period.from,
      periodTo: input.period.to,
      controls,
      renewOn: input.renewOn ?? null,
      supersedes: input.supersedes ?? null,
      maxBytes: input.maxMebibytes * mebibyte,
      createdAt: now,
      createdBy: userId,
      expiresAt,
    };
    const entryIndex = await context.record(
      { linkId: id, expiresAt: expiresAt.toISOString() },
      seal('captureLinks', row),
    );
    await insertLink(tx, { ...row, entryIndex });
    return { captureLink: toCaptureLink(await linkOf(context, id)), secret };
  },

  'capture-links.list': async (context, input) => {
    const page = await listLinks(context.tx, whose(context), input);
    return { ...page, items: page.items.map(toCaptureLink) };
  },

  'capture-links.get': async (context, { id }) => toCaptureLink(await linkOf(context, id)),

  'capture-links.withdraw': async (context, { id }) => {
    const { tx, organizationId, now, userId } = context;
    const stored = await lockLink(tx, organizationId, id);
    const { state } = await linkOf(context, id);
    if (state === 'withdrawn') {
      throw new TickmarkError('already_done', 'This link was withdrawn already.', { field: 'id' });
    }
    if (state === 'used') {
      throw new TickmarkError('no_longer_possible', 'A file has come by this link already.', {
        field: 'id',
        action: 'Refuse the file in the evidence library, if it is not what was asked for.',
      });
    }
    const change = { withdrawnAt: now, withdrawnBy: userId };
    await updateLink(tx, organizationId, id, change);
    await context.record({ linkId: id }, seal('captureLinks', { ...stored, ...change }));
    return toCaptureLink(await linkOf(context, id));
  },

  'capture-links.open': async (context) => {
    const { tx, organizationId, link, now } = context;
    if (link.closed === null) await addOpening(tx, organizationId, link.linkId, now);
    return pageOf(context, await heldLink(context));
  },

  'capture-links.begin': async (context, input) => {
    const { tx, link, uploads } = context;
    if (link.closed !== null) throw link.closed;
    if (input.size > link.maxBytes) throw tooLargeForLink(link.maxBytes);
    const sender = senderBy(context);
    // One file is asked for, so one is on its way: another that was begun is given up.
    for (const { id, sha256, size } of await uploads.list(tx, sender)) {
      if (sha256 !== input.sha256 || size !== input.size) await uploads.discard(tx, sender, id);
    }
    return uploads.begin(tx, sender, { ...input, id: context.newId() });
  },

  'capture-links.append': (context, { id }) => context.uploads.show(context.tx, senderBy(context), id),

  'capture-links.show': (context, { id }) => context.uploads.show(context.tx, senderBy(context), id),

  'capture-links.discard': async (context, { id }) => {
    await context.uploads.discard(context.tx, senderBy(context), id);
    return { id };
  },

  'capture-links.give': async (context, { name, note }) => {
    const { tx, organizationId, file, now } = context;
    const { linkId } = context.link;
    // Of two that give at once, the second waits here and finds it used.
    const stored = await lockLink(tx, organizationId, linkId);
    const link = await heldLink(context);
    const closed = closedBy(link.state);
    if (closed !== null) throw closed;
    if (file !== undefined && file.size > link.maxBytes) throw tooLargeForLink(link.maxBytes);
    await refuseProgram(context);
    const change = { usedAt: now };
    await updateLink(tx, organizationId, linkId, change);
    await addPiece(
      context,
      {
        title: link.title,
        method: 'link',
        source: 'capture link',
        period: { from: link.periodFrom, to: link.periodTo },
        controls: link.controls,
        renewOn: link.renewOn,
        supersedes: null,
        capturedBy: null,
        given: {
          captureLinkId: linkId,
          givenBy: name,
          note: note ?? null,
          askedBy: link.createdBy,
          forWhom: link.forWhom,
          toSupersede: link.supersedes,
        },
      },
      {
        facts: (piece) => sealedFacts['capture-links.give'].parse({ linkId, ...piece }),
        seals: seal('captureLinks', { ...stored, ...change }),
      },
    );
    const given = await givenBy(context, { ...link, usedAt: now });
    if (given === null) throw new Error(`What came by the link ${linkId} is gone.`);
    return given;
  },
};

/** Managers see the links of everybody, others their own. */
function whose({ organizationId, actor, now }: HandlerContext) {
  const makerId = holds(actor.role, 'capture-links.oversee') ? undefined : actor.userId;
  return { organizationId, makerId, now };
}

async function linkOf(context: HandlerContext, id: string): Promise<LinkRow> {
  const link = await findLink(context.tx, whose(context), id);
  if (link !== undefined) return link;
  throw new TickmarkError('not_found', 'There is no such link, or it is not one of yours.', {
    field: 'id',
    action: 'Take an id from the list of links.',
  });
}

/** The link is in the place of a person: what is on its way by it is its own. */
function senderBy({ organizationId, link }: LinkContext) {
  return { organizationId, userId: link.linkId };
}

async function heldLink({ tx, organizationId, link, now }: LinkContext): Promise<LinkRow> {
  const row = await findLink(tx, { organizationId, makerId: undefined, now }, link.linkId);
  if (row === undefined) throw new Error(`The link ${link.linkId} is gone.`);
  return row;
}

/** What somebody who has the link is shown, and no more. */
async function pageOf(context: LinkContext, link: LinkRow): Promise<CapturePage> {
  const asked = await askedBy(context, link);
  switch (link.state) {
    case 'used': {
      const given = await givenBy(context, link);
      const at = (link.usedAt ?? context.now).toISOString();
      return given === null ? { state: 'deleted', ...asked, at } : { state: 'used', ...given };
    }
    case 'expired':
      return { state: 'expired', ...asked, at: link.expiresAt.toISOString() };
    case 'withdrawn':
      return { state: 'withdrawn', ...asked, at: (link.withdrawnAt ?? context.now).toISOString() };
    case 'lapsed':
      return { state: 'lapsed', ...asked };
    default:
      return {
        state: 'open',
        ...asked,
        instructions: link.instructions,
        forWhom: link.forWhom,
        period: { from: link.periodFrom, to: link.periodTo },
        expiresAt: link.expiresAt.toISOString(),
        maxBytes: link.maxBytes,
      };
  }
}

/** null where the file was deleted since. */
async function givenBy(context: LinkContext, link: LinkRow): Promise<GivenFile | null> {
  const piece = await pieceGivenBy(context.tx, context.organizationId, link.id);
  const at = (link.usedAt ?? context.now).toISOString();
  return piece === null ? null : { ...(await askedBy(context, link)), at, ...piece };
}

async function askedBy({ tx, organizationId }: LinkContext, { title, makerName }: LinkRow) {
  const { name } = await organizationFacts(tx, organizationId);
  return { organization: name, askedBy: makerName ?? name, title };
}
