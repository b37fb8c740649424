import {
  joined,
  policyConditions,
  policyLists,
  policyRoles,
  policySettings,
  type PolicyFacts,
  type PolicyUnknown,
} from '@tickmark/core';
import Mustache from 'mustache';
import type { Template } from './template.ts';
import { obligationMark } from './obligations.ts';
import { tagsOf, type Tag } from './tags.ts';

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
      roles: policyRoles,
      settings: Object.fromEntries(Object.keys(policySettings).map((id) => [id, settingText(id)])),
      has: Object.fromEntries(Object.entries(facts.has).map(([id, value]) => [id, value !== false])),
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

/** `1 business day`. */
export function settingText(id: string): string {
  const { value, unit } = policySettings[id as keyof typeof policySettings];
  return `${value} ${unit}`;
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
