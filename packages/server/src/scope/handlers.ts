import {
  changedFields,
  diagramOf,
  importColumn,
  importedFields,
  importTemplate,
  isIn,
  mostItemsAtOnce,
  nameKey,
  relinked,
  TickmarkError,
  type ScopeChange,
  type ScopeVersion,
} from '@tickmark/core';
import { engagementOf, localDate } from '../engagements/index.ts';
import type { HandlersOf } from '../platform/handler.ts';
import { bodyOf, scopeChanges } from './changes.ts';
import { importHandlers } from './import.ts';
import { discover } from './seen.ts';
import { countScope, hasWords, namesOf, periodOf, presentVersions, scopeState } from './shown.ts';
import { allVersions, lockScope, newestVersions } from './store.ts';
import { put, writeVersions, type Wanted } from './write.ts';

export const scopeHandlers: HandlersOf<'scope'> = {
  'scope.list': async ({ tx, organizationId, now }, { engagementId, asOf, kind, search, holes, item, ...by }) => {
    const engagement = await engagementOf(tx, organizationId, engagementId);
    const state = await scopeState(tx, organizationId, engagement, asOf);
    const names = new Map(state.items.map(({ id, body }) => [id, body.name]));
    const items = state.items.filter(
      (each) =>
        (kind === undefined || each.body.kind === kind) &&
        (item === undefined || each.id === item) &&
        (by.in === undefined || isIn(each.body) === (by.in === 'in')) &&
        (!holes || each.holes > 0) &&
        (search === undefined || hasWords(each, names, search)),
    );
    const today = localDate(now, engagement.timeZone);
    return {
      items,
      total: items.length,
      counts: countScope(state),
      names: state.items.map(({ id, body }) => ({ id, kind: body.kind, name: body.name, in: isIn(body) })),
      period: periodOf(engagement, today),
      today,
    };
  },

  'scope.put': async (context, { engagementId, items, ...timing }) => {
    const engagement = await engagementOf(context.tx, context.organizationId, engagementId);
    await lockScope(context.tx, engagementId);
    const wanted = items.map(({ id = context.newId(), after, body }, place) => ({
      id,
      after,
      body,
      removed: false,
      field: `items.${place}`,
    }));
    refuseTwice(wanted);
    return put(context, engagement, wanted, timing);
  },

  'scope.remove': async (context, { engagementId, items, ...timing }) => {
    const { tx, organizationId } = context;
    const engagement = await engagementOf(tx, organizationId, engagementId);
    await lockScope(tx, engagementId);
    const standing = await newestVersions(tx, organizationId, engagementId);
    const wanted = items.map(({ id, after }, place): Wanted => {
      const found = standing.get(id);
      if (found === undefined || found.removed) {
        throw new TickmarkError('not_found', 'There is no such item in this scope.', {
          field: `items.${place}.id`,
          action: 'Take an id from the list of items.',
        });
      }
      return { id, after, body: found.body, removed: true, field: `items.${place}` };
    });
    refuseTwice(wanted);
    const { written } = await writeVersions(context, engagement, wanted, timing);
    const after = await newestVersions(tx, organizationId, engagementId);
    const removed = written.map((id) => ({ id, version: after.get(id)?.version ?? 0 }));
    return { removed, total: removed.length };
  },

  'scope.copy': async (context, { engagementId, from, kinds, ...timing }) => {
    const { tx, organizationId, newId } = context;
    const engagement = await engagementOf(tx, organizationId, engagementId);
    await engagementOf(tx, organizationId, from, 'from');
    if (from === engagementId) {
      throw new TickmarkError('bad_input', 'An engagement is not copied into itself.', {
        field: 'from',
        action: 'Choose another engagement.',
      });
    }
    await lockScope(tx, engagementId);
    const source = await presentVersions(tx, organizationId, from);
    if (source.length === 0) {
      throw new TickmarkError('conflict', 'That engagement has no scope.', {
        field: 'from',
        action: 'Choose another engagement, or write the scope down here.',
      });
    }
    const keyOf = ({ body: { kind, name } }: Pick<ScopeVersion, 'body'>): string => `${kind} ${nameKey(name)}`;
    const here = new Map(
      (await presentVersions(tx, organizationId, engagementId)).map((each) => [keyOf(each), each.id]),
    );
    const copied = source.filter((each) => !here.has(keyOf(each)) && (kinds?.includes(each.body.kind) ?? true));
    const left = source.filter((each) => here.has(keyOf(each)));
    if (copied.length === 0) {
      throw new TickmarkError('already_done', 'Everything in that scope is here already.', { field: 'from' });
    }
    if (copied.length > mostItemsAtOnce) {
      throw new TickmarkError('too_large', `${copied.length} items would be copied; ${mostItemsAtOnce} are at once.`, {
        field: 'kinds',
        action: 'Copy some kinds first, beginning with those that others name: environments, data, locations, teams.',
      });
    }
    const ids = new Map(source.map((each) => [each.id, here.get(keyOf(each))]));
    for (const { id } of copied) ids.set(id, newId());
    let unlinked = 0;
    const wanted = copied.map((each, place): Wanted => {
      const { body, left: missing } = relinked(each.body, (id) => ids.get(id));
      unlinked += missing;
      const id = ids.get(each.id) ?? newId();
      return { id, after: 0, body, removed: false, copiedFrom: each.id, field: `items.${place}` };
    });
    const { written } = await writeVersions(context, engagement, wanted, timing);
    return {
      total: written.length,
      unlinked,
      left: left.map(({ body: { kind, name } }) => ({ kind, name })),
    };
  },

  'scope.history': async ({ tx, organizationId }, { engagementId, id }) => {
    await engagementOf(tx, organizationId, engagementId);
    const versions = await allVersions(tx, organizationId, engagementId, id);
    if (versions.length === 0) {
      throw new TickmarkError('not_found', 'There is no such item in this scope.', {
        field: 'id',
        action: 'Take an id from the list of items.',
      });
    }
    const names = await namesOf(tx, organizationId, engagementId);
    const items = versions.map((version, place) => ({
      ...version,
      fields: changedFields(bodyOf(versions[place - 1]), bodyOf(version), names),
    }));
    return { items: items.toReversed(), total: items.length };
  },

  'scope.changes': async ({ tx, organizationId }, { engagementId, kind, of }) => {
    const engagement = await engagementOf(tx, organizationId, engagementId);
    const all = await scopeChanges(tx, organizationId, engagement);
    const items = all.filter(
      (change) => (kind === undefined || change.item.kind === kind) && (of === undefined || change.of === of),
    );
    const count = (what: ScopeChange['of']): number => all.filter((change) => change.of === what).length;
    return { items, total: items.length, counts: { system: count('system'), record: count('record') } };
  },

  'scope.holes': async ({ tx, organizationId }, { engagementId, kind, item }) => {
    const engagement = await engagementOf(tx, organizationId, engagementId);
    const { holes } = await scopeState(tx, organizationId, engagement);
    const items = holes.filter(
      (hole) => (kind === undefined || hole.kind === kind) && (item === undefined || hole.item?.id === item),
    );
    return { items, total: items.length };
  },

  'scope.diagram': async ({ tx, organizationId }, { engagementId, asOf }) => {
    await engagementOf(tx, organizationId, engagementId);
    return diagramOf(await presentVersions(tx, organizationId, engagementId, asOf));
  },

  'scope.discovered': discover,

  'scope.template': async (_context, { kind }) => ({
    fileName: `scope-${kind}.csv`,
    text: importTemplate(kind),
    columns: importedFields(kind).map((field) => ({ name: importColumn(field), title: field.title })),
  }),

  ...importHandlers,
};

function refuseTwice(wanted: readonly Wanted[]): void {
  const seen = new Set<string>();
  for (const { id, field } of wanted) {
    if (seen.has(id)) {
      throw new TickmarkError('bad_input', 'The same item is named twice here.', {
        field: `${field}.id`,
        action: 'Name each item once.',
      });
    }
    seen.add(id);
  }
}
