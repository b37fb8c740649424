import {
  policyConditions,
  policyLists,
  policyRoles,
  policySettings,
  type PolicyConditionId,
  type PolicyListId,
  type PolicyRoleId,
  type PolicySettingId,
} from '@tickmark/core';
import Mustache from 'mustache';

/** A tag of a template, by what it stands for. */
export type Tag =
  | { kind: 'organization' }
  | { kind: 'role'; id: PolicyRoleId }
  | { kind: 'setting'; id: PolicySettingId }
  | { kind: 'list'; id: PolicyListId }
  | { kind: 'condition'; id: PolicyConditionId; met: boolean; within: Tag[] }
  | { kind: 'unknown'; name: string };

/** A tag for words, as it is written. */
export const writtenTag = /\{\{ ?(?<tag>[A-Za-z]+(?:\.\w+)?) ?\}\}/g;

/** Every tag of a text, in its order; those within a condition are a part of it. Throws where one is not closed. */
export function tagsOf(body: string): Tag[] {
  return read(Mustache.parse(body) as Token[]);
}

/** As mustache.js gives it: type, name, first and last place, and what is between the tags of a section. */
type Token = [type: string, name: string, from: number, to: number, within?: Token[] | number];

function read(tokens: readonly Token[]): Tag[] {
  return tokens.flatMap(([type, name, , , within]) =>
    type === 'text' || type === '!' ? [] : [tagOf(type, name, Array.isArray(within) ? within : [])],
  );
}

function tagOf(type: string, name: string, within: readonly Token[]): Tag {
  if (type === 'name') return namedTag(name);
  const [group, id = '', ...rest] = name.split('.');
  if ((type !== '#' && type !== '^') || group !== 'has' || rest.length > 0 || !isIn(policyConditions, id))
    return { kind: 'unknown', name };
  return { kind: 'condition', id, met: type === '#', within: read(within) };
}

/** What a tag that stands for words is: `settings.access_review_days`. */
export function namedTag(name: string): Exclude<Tag, { kind: 'condition' }> {
  const [group, id = '', ...rest] = name.split('.');
  if (rest.length > 0) return { kind: 'unknown', name };
  if (name === 'organization') return { kind: 'organization' };
  if (group === 'roles' && isIn(policyRoles, id)) return { kind: 'role', id };
  if (group === 'settings' && isIn(policySettings, id)) return { kind: 'setting', id };
  if (group === 'list' && isIn(policyLists, id)) return { kind: 'list', id };
  return { kind: 'unknown', name };
}

/** The tags of a text and those within its conditions, as if all of it were kept. */
export function everyTag(tags: readonly Tag[]): Tag[] {
  return tags.flatMap((tag) => (tag.kind === 'condition' ? [tag, ...everyTag(tag.within)] : [tag]));
}

function isIn<Key extends string>(known: Readonly<Record<Key, unknown>>, id: string): id is Key {
  return Object.hasOwn(known, id);
}
