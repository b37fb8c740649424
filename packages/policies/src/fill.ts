import {
  joined,
  policyConditions,
  policyLists,
  policySettings,
  templateValues,
  type Inline,
  type PolicyFacts,
  type PolicySettingId,
  type PolicyUnknown,
  type TextBlock,
} from '@tickmark/core';
import Mustache from 'mustache';
import type { Template } from './template.ts';
import { mapLines, obligationMark } from './obligations.ts';
import { namedTag, tagsOf, type Tag } from './tags.ts';

/** A text with its tags filled; marks of obligations stand in it still. */
export interface Filled {
  /** Markdown. What is missing stands as `[services: not written down yet]`. */
  markdown: string;
  /** What is not known of the organization and would decide or fill a part, each once, in the order of the text. */
  unknown: PolicyUnknown[];
}

/**
 * Fills a template from what is known. A part whose condition is not known is kept: a rule too many is seen and struck out,
 * one too few is missed.
 */
export function fillTemplate({ body }: Template, facts: PolicyFacts): Filled {
  const markdown = Mustache.render(
    body,
    {
      organization: facts.organization,
      roles: facts.values.roles,
      settings: Object.fromEntries(settingIds.map((id) => [id, settingText(id, facts.values.numbers[id])])),
      has: conditionsOf(facts),
      list: Object.fromEntries(
        Object.entries(facts.list).map(([id, names]) => [
          id,
          names.length === 0 ? missingText(policyLists[id as keyof typeof policyLists]) : joined(names),
        ]),
      ),
    },
    {},
    { escape: escaped },
  );
  return { markdown: markdown.replaceAll(/\n{3,}/g, '\n\n').trim(), unknown: unknownOf(tagsOf(body), facts) };
}

/** A template with its conditions decided and its tags as they are: what a document of one's own begins with. */
export function decideTemplate({ body }: Template, facts: PolicyFacts): Filled {
  const named = (group: string, ids: readonly string[]): Record<string, string> =>
    Object.fromEntries(ids.map((id) => [id, `{{${group}.${id}}}`]));
  const markdown = Mustache.render(
    body,
    {
      organization: '{{organization}}',
      roles: named('roles', Object.keys(facts.values.roles)),
      settings: named('settings', settingIds),
      list: named('list', Object.keys(policyLists)),
      has: conditionsOf(facts),
    },
    {},
    { escape: String },
  );
  return { markdown: markdown.replaceAll(/\n{3,}/g, '\n\n').trim(), unknown: unknownOf(tagsOf(body), facts) };
}

/** Blocks with each tag filled from what is known; what is not known stands as missing. */
export function fillBlocks(blocks: readonly TextBlock[], facts: PolicyFacts): TextBlock[] {
  return mapLines(blocks, (line) =>
    line.map((piece) => {
      if (piece.tag === undefined) return piece;
      const { missing: _, ...rest } = piece;
      return { ...rest, ...wordsOf(piece.tag, facts) };
    }),
  );
}

/** Blocks with numbers and roles that are not filled as the templates have them: a text as it may be read without any facts. */
export function withTemplateWords(blocks: readonly TextBlock[]): TextBlock[] {
  return mapLines(blocks, (line) =>
    line.map((piece) => {
      if (piece.tag === undefined || piece.text !== piece.tag) return piece;
      const tag = namedTag(piece.tag);
      if (tag.kind === 'setting') return { ...piece, text: settingText(tag.id) };
      return tag.kind === 'role' ? { ...piece, text: templateValues.roles[tag.id] } : piece;
    }),
  );
}

/** What a tag stands for. */
export function wordsOf(name: string, facts: PolicyFacts): Pick<Inline, 'text' | 'missing'> {
  const tag = namedTag(name);
  switch (tag.kind) {
    case 'organization':
      return { text: facts.organization };
    case 'role':
      return { text: facts.values.roles[tag.id] };
    case 'setting':
      return { text: settingText(tag.id, facts.values.numbers[tag.id]) };
    case 'list': {
      const names = facts.list[tag.id];
      return names.length === 0 ? { text: missingText(policyLists[tag.id]), missing: true } : { text: joined(names) };
    }
    case 'unknown':
      return { text: `{{${name}}}`, missing: true };
  }
}

const settingIds = Object.keys(policySettings) as PolicySettingId[];

function conditionsOf({ has }: PolicyFacts): Record<string, boolean> {
  return Object.fromEntries(Object.entries(has).map(([id, value]) => [id, value !== false]));
}

/** `1 business day`, `14 days`. */
export function settingText(id: PolicySettingId, value: number = templateValues.numbers[id]): string {
  const { unit } = policySettings[id];
  const one = unit.replace(/s$/, '');
  return `${value} ${unit === 'percent' || value === 1 ? one : `${one}s`}`;
}

/** How a name that is not written down is marked; `missing` finds it again. */
const missingText = (what: string): string => `[${what}: not written down yet]`;
export const missing = /\[([a-z ]+): not written down yet\]/;

function unknownOf(tags: readonly Tag[], facts: PolicyFacts): PolicyUnknown[] {
  const found = tags.flatMap((tag): PolicyUnknown[] => {
    if (tag.kind === 'list' && facts.list[tag.id].length === 0)
      return [{ kind: 'list', id: tag.id, words: policyLists[tag.id] }];
    if (tag.kind !== 'condition') return [];
    const value = facts.has[tag.id];
    const within = (value ?? true) === tag.met ? unknownOf(tag.within, facts) : [];
    return value === null ? [{ kind: 'condition', id: tag.id, words: policyConditions[tag.id] }, ...within] : within;
  });
  return [...new Map(found.map((each) => [`${each.kind} ${each.id}`, each])).values()];
}

/** Names are written by people and may hold what Markdown reads as its own. What was put in for a missing one may not. */
function escaped(value: unknown): string {
  const text = String(value);
  if (missing.test(text)) return text.replaceAll(/[[\]]/g, '\\$&');
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_{}[\]<>()#+!|~&]|^\s*(?:[-+]|\d+[.)])/g, (found) => found.replaceAll(/[^\s\d]/g, '\\$&'));
}

/** A filled text as it is read: without its marks. */
export function withoutMarks(markdown: string): string {
  return markdown.replaceAll(new RegExp(` ?${obligationMark.source}`, 'g'), '');
}

/** Words of a filled text: what stands between spaces or cells and has a letter or a digit. */
export function countWords(markdown: string): number {
  const read = withoutMarks(markdown).replaceAll(/^ *\d+[.] /gm, '');
  return (read.match(/[^\s|]*[\p{L}\p{N}][^\s|]*/gu) ?? []).length;
}
