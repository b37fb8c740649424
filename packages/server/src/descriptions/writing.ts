import { canonicalBytes, sha256Hex } from '@tickmark/control-testing';
import {
  descriptionPartWords,
  emptyBody,
  TickmarkError,
  type DescriptionBody,
  type DescriptionPartId,
  type Inline,
  type TextBlock,
} from '@tickmark/core';
import { engagementOf } from '../engagements/index.ts';
import { namesOf } from '../members/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { partShown, standingOf } from './shown.ts';
import { insertPart, lockDescription, partsOf, updatePart, type PartRecord } from './store.ts';

/** Bytes that one part may have as JSON; a long description has a hundredth of it. */
const mostBytes = 1_000_000;

/** How the parts of a description are written, before anything is frozen. */
export const writingHandlers: Pick<HandlersOf<'descriptions'>, 'descriptions.save' | 'descriptions.take-over'> = {
  'descriptions.save': async (context, { engagementId, revision, body: given }) => {
    const { tx, organizationId } = context;
    await lockDescription(tx, engagementId);
    const { terms } = await engagementOf(tx, organizationId, engagementId);
    if (given.part === 'dc9' && terms.type === 'type1')
      throw new TickmarkError('no_longer_possible', 'A Type 1 speaks of one day, and tells of no changes.', {
        field: 'body.part',
        action: 'Write what is so on that day under the other parts.',
      });
    const body = plain(given);
    refuseFaults(body);
    const before = (await partsOf(tx, organizationId, engagementId)).get(body.part);
    await keep(context, engagementId, body, before, revision);
    const standing = await standingOf(context, engagementId);
    const record = standing.written.get(body.part);
    return partShown(standing, body.part, await namesOf(tx, [record?.savedBy ?? null]));
  },

  'descriptions.take-over': async (context, { engagementId, parts }) => {
    const { tx, organizationId } = context;
    await lockDescription(tx, engagementId);
    const { previousId } = await engagementOf(tx, organizationId, engagementId);
    if (previousId === null)
      throw new TickmarkError('not_yet_possible', 'The engagement follows none, so there is nothing to take over.', {
        field: 'engagementId',
        action: 'Say first which engagement it follows.',
      });
    const earlier = await partsOf(tx, organizationId, previousId);
    const here = await partsOf(tx, organizationId, engagementId);
    const taken: DescriptionPartId[] = [];
    for (const part of new Set(parts)) {
      const blocks = earlier.get(part)?.body.blocks ?? [];
      const before = here.get(part);
      const own = before?.body ?? emptyBody(part);
      // Whatever somebody wrote here stays.
      if (blocks.length === 0 || own.blocks.length > 0) continue;
      await keep(context, engagementId, { ...own, blocks }, before, before?.revision ?? 0);
      taken.push(part);
    }
    return { taken };
  },
};

/** Errors: conflict, where somebody else saved something else since. */
async function keep(
  { tx, organizationId, now, userId }: HandlerContext,
  engagementId: string,
  body: DescriptionBody,
  before: PartRecord | undefined,
  revision: number,
): Promise<void> {
  if (before !== undefined && same(before.body, body)) return;
  if (before === undefined && same(emptyBody(body.part), body)) return;
  if (revision !== (before?.revision ?? 0)) {
    const names = await namesOf(tx, [before?.savedBy ?? null]);
    throw new TickmarkError(
      'conflict',
      before === undefined
        ? 'Nothing was saved of this part yet.'
        : `${names.get(before.savedBy) ?? 'Somebody'} saved ${descriptionPartWords[body.part].title} since you opened it. Nothing of what you sent was kept here.`,
      { field: 'revision', action: 'Look at what they wrote, and decide which of the two goes on.' },
    );
  }
  const row = { organizationId, engagementId, part: body.part, body, savedAt: now, savedBy: userId };
  if (before === undefined) await insertPart(tx, { ...row, revision: 1 });
  else await updatePart(tx, { ...row, revision: before.revision + 1 });
}

function same(a: DescriptionBody, b: DescriptionBody): boolean {
  return sha256Hex(canonicalBytes(a)) === sha256Hex(canonicalBytes(b));
}

/** Text alone: what belongs to templates of policies, such as tags and marks of controls, has no place here. */
function plain<Body extends DescriptionBody>(body: Body): Body {
  return { ...body, blocks: body.blocks.map((block) => plainBlock(block as TextBlock)) };
}

function plainBlock(block: TextBlock): TextBlock {
  switch (block.kind) {
    case 'heading':
      // The title of the part is of the second level.
      return { ...block, level: Math.max(3, block.level), line: plainLine(block.line) };
    case 'paragraph':
      return { ...block, line: plainLine(block.line) };
    case 'list':
      return {
        ...block,
        items: block.items.map(({ line, below }) => ({
          line: plainLine(line),
          below: below === null ? null : { ...below, items: below.items.map((each) => plainLine(each)) },
        })),
      };
    case 'table':
      return {
        ...block,
        head: block.head.map((cell) => plainLine(cell)),
        rows: block.rows.map((row) => row.map((cell) => plainLine(cell))),
      };
  }
}

function plainLine(line: readonly Inline[]): Inline[] {
  return line.flatMap(({ text, strong, emphasis, code, obligation }) =>
    obligation !== undefined || text === ''
      ? []
      : [
          {
            text,
            ...(strong === true ? { strong } : {}),
            ...(emphasis === true ? { emphasis } : {}),
            ...(code === true ? { code } : {}),
          },
        ],
  );
}

/** What cannot be, whatever else is written. Errors: bad_input. */
function refuseFaults(body: DescriptionBody): void {
  const refuse = (field: string, message: string, action: string): never => {
    throw new TickmarkError('bad_input', message, { field: `body.${field}`, action });
  };
  if (Buffer.byteLength(JSON.stringify(body)) > mostBytes)
    refuse('blocks', 'That is more than a part of a description can hold.', 'Shorten it, or move tables to evidence.');
  if (body.part === 'dc4') {
    refuseTwice(body.incidents, 'incidents', refuse);
    for (const [place, { title, from, to }] of body.incidents.entries())
      if (to !== null && (from === null || to < from))
        refuse(`incidents.${place}.to`, `“${title}” ends before it begins.`, 'Mend the two days.');
  }
  if (body.part === 'dc9') {
    refuseTwice(body.told, 'told', refuse);
    const keys = body.decisions.map(({ key }) => key);
    if (new Set(keys).size < keys.length)
      refuse('decisions', 'The same change is decided twice.', 'Send one decision for each.');
  }
}

function refuseTwice(
  entries: readonly { id: string }[],
  field: string,
  refuse: (field: string, message: string, action: string) => never,
): void {
  if (new Set(entries.map(({ id }) => id)).size < entries.length)
    refuse(field, 'Two entries have the same id.', 'Give each an id of its own.');
}
