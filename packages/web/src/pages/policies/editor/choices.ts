import { frequencies } from '@tickmark/core/control-words';
import type { Frequency } from '@tickmark/core';
import { tagAttributes, type EditorTag } from './chips.ts';

export interface EditorControl {
  code: string;
  title: string;
  frequency: string;
}

/** What may be put into a text: a tag, or the mark of a control. */
export interface Choice {
  id: string;
  /** What stands in the text. */
  name: string;
  meaning: string;
  missing: boolean;
  put: { type: 'tag' | 'obligation'; attrs: Record<string, unknown> };
}

/** Most that are shown at a time. */
const most = 40;

/** Tags that fit what was typed, those that begin with it first. */
export function tagChoices(tags: readonly EditorTag[], query: string): Choice[] {
  return fitting(
    tags.map(({ tag, text, meaning, missing }) => ({
      id: tag,
      name: text,
      meaning,
      missing,
      put: { type: 'tag', attrs: tagAttributes({ tag, text, meaning, missing }) },
    })),
    query,
  );
}

/** Controls that fit what was typed, each with how often it operates. */
export function controlChoices(controls: readonly EditorControl[], query: string): Choice[] {
  return fitting(
    controls.map(({ code, title, frequency }) => {
      const rhythm = rhythmOf(frequency);
      return {
        id: code,
        name: rhythm === null ? code : `${code} ${rhythm}`,
        meaning: title,
        missing: false,
        put: { type: 'obligation', attrs: { control: code, frequency: rhythm } },
      };
    }),
    query,
  );
}

/** How often a mark may say that something is done. A control that waits for a trigger, or works all the time, has no rhythm to say. */
export const rhythms: readonly Frequency[] = frequencies.filter(
  (each) => each !== 'continuous' && each !== 'per_occurrence',
);

function rhythmOf(frequency: string): Frequency | null {
  return rhythms.find((each) => each === frequency) ?? null;
}

function fitting(choices: readonly Choice[], query: string): Choice[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return choices
    .flatMap((choice) => {
      const [id, name] = [choice.id.toLowerCase(), choice.name.toLowerCase()];
      const text = `${id} ${name} ${choice.meaning.toLowerCase()}`;
      if (!words.every((word) => text.includes(word))) return [];
      const [first = ''] = words;
      const begins = id.startsWith(first) || id.split('.').at(-1)?.startsWith(first) || name.startsWith(first);
      return [{ choice, rank: begins ? 0 : id.includes(first) || name.includes(first) ? 1 : 2 }];
    })
    .toSorted((left, right) => left.rank - right.rank)
    .slice(0, most)
    .map(({ choice }) => choice);
}
