import { mostTags, tagKey, TickmarkError } from '@tickmark/core';
import { adoptedCodes } from '../controls/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal, type Seals } from '../platform/trail/index.ts';
import { deleteControls, insertControls, lockLibrary, recordsOf, updateRenewOn, type EvidenceRecord } from './store.ts';
import {
  byKey,
  deleteTagged,
  insertTagged,
  mergeTags,
  piecesTagged,
  renameTag,
  tagsNamed,
  tagsOf,
  tagsWithKeys,
} from './tag-store.ts';

/** What is said of pieces after they were sealed: their controls, tags and days of renewal, of many at once. */
export const organizeHandlers: Pick<
  HandlersOf<'evidence'>,
  'evidence.assign' | 'evidence.tag' | 'evidence.renew-by' | 'evidence.rename-tag'
> = {
  'evidence.assign': async (context, input) => {
    const { tx, organizationId } = context;
    const [add, remove] = [unique(input.add), unique(input.remove)];
    refuseBoth(add, remove);
    await refuseUnknown(context, add, 'add');
    await lockLibrary(tx, organizationId);
    const pieces = await piecesOf(context, input.ids);
    const changed = pieces.flatMap((piece) => {
      const added = add.filter((code) => !piece.controls.includes(code));
      const removed = remove.filter((code) => piece.controls.includes(code));
      return added.length + removed.length === 0 ? [] : [{ piece, added, removed }];
    });
    refuseNothing(changed, 'Each of these pieces names these controls already, or none of those to be removed.');
    await deleteControls(
      tx,
      organizationId,
      changed.map(({ piece }) => piece.id),
      remove,
    );
    await insertControls(
      tx,
      organizationId,
      changed.flatMap(({ piece, added }) => added.map((controlCode) => ({ evidenceId: piece.id, controlCode }))),
    );
    await context.record(
      { pieces: changed.length, added: add, removed: remove },
      sealsOf(
        changed.map(({ piece, added, removed }) => ({
          ...piece,
          controls: [...piece.controls.filter((code) => !removed.includes(code)), ...added].toSorted(),
        })),
      ),
    );
    return answer(changed);
  },

  'evidence.tag': async (context, input) => {
    const { tx, organizationId } = context;
    const [add, remove] = [byKey(input.add), byKey(input.remove)];
    refuseBoth([...add.keys()], [...remove.keys()]);
    await lockLibrary(tx, organizationId);
    const pieces = await piecesOf(context, input.ids);
    const before = await tagsOf(tx, organizationId, input.ids);
    const changed = pieces.flatMap((piece) => {
      const own = new Map((before.get(piece.id) ?? []).map((tag) => [tag.key, tag]));
      const added = [...add.keys()].filter((key) => !own.has(key));
      const removed = [...remove.keys()].flatMap((key) => own.get(key) ?? []);
      if (own.size + added.length - removed.length > mostTags) {
        throw new TickmarkError('bad_input', `“${piece.title}” would carry more than ${mostTags} tags.`, {
          field: 'add',
          action: `A piece of evidence carries ${mostTags} tags at most: take some away, or leave it out.`,
        });
      }
      return added.length + removed.length === 0 ? [] : [{ piece, added, removed }];
    });
    refuseNothing(changed, 'Each of these pieces carries these tags already, or none of those to be taken away.');
    const tags = await tagsNamed(
      tx,
      organizationId,
      [...add].filter(([key]) => changed.some(({ added }) => added.includes(key))).map(([, name]) => name),
      () => context.newId(),
    );
    const idOf = (key: string): string => tags.get(key)?.id ?? '';
    await insertTagged(
      tx,
      organizationId,
      changed.flatMap(({ piece, added }) => added.map((key) => ({ evidenceId: piece.id, tagId: idOf(key) }))),
    );
    const removed = unique(changed.flatMap((each) => each.removed.map(({ id }) => id)));
    await deleteTagged(
      tx,
      organizationId,
      changed.map(({ piece }) => piece.id),
      removed,
    );
    // Ids alone: a tag may be the name of a person.
    await context.record({
      pieces: changed.map(({ piece }) => piece.id),
      added: [...tags.values()].map(({ id }) => id),
      removed,
    });
    return answer(
      changed.map(({ piece, added, removed: taken }) => ({
        piece,
        added: added.map((key) => tags.get(key)?.name ?? ''),
        removed: taken.map(({ name }) => name),
      })),
    );
  },

  'evidence.renew-by': async (context, { ids, renewOn }) => {
    const { tx, organizationId } = context;
    await lockLibrary(tx, organizationId);
    const pieces = await piecesOf(context, ids);
    const superseded = pieces.find(({ supersededBy }) => supersededBy !== null);
    if (superseded !== undefined) {
      throw new TickmarkError('conflict', `“${superseded.title}” has a newer version, so no day of its own counts.`, {
        field: `ids.${ids.indexOf(superseded.id)}`,
        action: `Set the day of the newest version: ${superseded.supersededBy} comes next.`,
      });
    }
    const early = renewOn === null ? undefined : pieces.find(({ periodFrom }) => renewOn <= periodFrom);
    if (early !== undefined) {
      throw new TickmarkError(
        'bad_input',
        `“${early.title}” begins to speak for anything only on ${early.periodFrom}.`,
        {
          field: 'renewOn',
          action: `Give a day after ${early.periodFrom}, or leave it out.`,
        },
      );
    }
    const changed = pieces.filter((piece) => piece.renewOn !== renewOn);
    refuseNothing(changed, 'Each of these pieces has that day already.');
    await updateRenewOn(
      tx,
      organizationId,
      changed.map(({ id }) => id),
      renewOn,
    );
    await context.record({ pieces: changed.length, renewOn }, sealsOf(changed.map((piece) => ({ ...piece, renewOn }))));
    const items = changed.map(({ id, title, renewOn: before }) => ({ id, title, before }));
    return { items, total: items.length };
  },

  'evidence.rename-tag': async (context, { tag, name, merge }) => {
    const { tx, organizationId } = context;
    await lockLibrary(tx, organizationId);
    const known = await tagsWithKeys(tx, organizationId, [tagKey(tag), tagKey(name)]);
    const from = known.get(tagKey(tag));
    if (from === undefined) {
      throw new TickmarkError('not_found', `No piece of evidence carries the tag “${tag}”.`, {
        field: 'tag',
        action: 'Take a tag from the list of tags.',
      });
    }
    const there = known.get(tagKey(name));
    const into = there?.id === from.id ? undefined : there;
    if (into !== undefined && !merge) {
      throw new TickmarkError('conflict', `There is a tag “${into.name}” already.`, {
        field: 'name',
        action: 'Choose another name, or put the two together (merge).',
      });
    }
    if (into === undefined && from.name === name) {
      throw new TickmarkError('already_done', `The tag is called “${name}”.`, { field: 'name' });
    }
    const moved = await piecesTagged(tx, organizationId, from.id);
    if (into === undefined) await renameTag(tx, organizationId, from.id, name);
    else await mergeTags(tx, organizationId, from.id, into.id);
    await context.record({ tagId: from.id, into: into?.id ?? null, pieces: moved });
    return { name: into?.name ?? name, pieces: await piecesTagged(tx, organizationId, (into ?? from).id) };
  },
};

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].toSorted();
}

/** Errors: not_found where one of the controls was never adopted. */
export async function refuseUnknown(
  { tx, organizationId }: Pick<HandlerContext, 'tx' | 'organizationId'>,
  controls: readonly string[],
  field: string,
): Promise<void> {
  const adopted = await adoptedCodes(tx, organizationId, controls, false);
  const unknown = controls.find((code) => !adopted.has(code));
  if (unknown === undefined) return;
  throw new TickmarkError('not_found', `${unknown} is not among the adopted controls.`, {
    field,
    action: `Adopt ${unknown} first, or leave it out.`,
  });
}

function refuseBoth(add: readonly string[], remove: readonly string[]): void {
  const both = add.find((each) => remove.includes(each));
  if (both === undefined) return;
  throw new TickmarkError('bad_input', `${both} is to be added and to be removed.`, {
    field: 'remove',
    action: 'Name it once.',
  });
}

function refuseNothing(changed: readonly unknown[], message: string): void {
  if (changed.length === 0) throw new TickmarkError('already_done', message, { field: 'ids' });
}

/** The pieces of these ids, each once, in their order. */
async function piecesOf({ tx, organizationId }: HandlerContext, ids: readonly string[]): Promise<EvidenceRecord[]> {
  const records = await recordsOf(tx, organizationId, ids);
  return [...new Set(ids)].map((id) => {
    const found = records.get(id);
    if (found?.sha256 === null) {
      throw new TickmarkError('no_longer_possible', `The file of “${found.title}” was deleted.`, {
        field: `ids.${ids.indexOf(id)}`,
        action: 'Leave this piece out.',
      });
    }
    if (found !== undefined) return found;
    throw new TickmarkError('not_found', 'There is no such evidence.', {
      field: `ids.${ids.indexOf(id)}`,
      action: 'Take ids from the evidence library.',
    });
  });
}

/** Seals of pieces as they are about to be written. */
export function sealsOf(pieces: readonly EvidenceRecord[]): Seals {
  // Which version came after it is told by that version; what is not there is not sealed.
  return Object.assign({}, ...pieces.map((piece) => seal('evidence', { ...piece, supersededBy: undefined }))) as Seals;
}

function answer(changed: readonly { piece: EvidenceRecord; added: string[]; removed: string[] }[]) {
  const items = changed.map(({ piece: { id, title }, added, removed }) => ({ id, title, added, removed }));
  return { items, total: items.length };
}
