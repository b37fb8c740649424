import { controlCatalogue, policyCatalogue, type Frequency, type TextBlock } from '@tickmark/core';
import { readBlocks } from './blocks.ts';
import { contradictions, often, saidIn } from './contradictions.ts';
import { withTemplateWords } from './fill.ts';
import { linesOf, obligationsOf, textOf } from './obligations.ts';
import { isEmptySection, sectionsOf } from './sections.ts';
import { everyTag, tagsOf } from './tags.ts';
import type { Template } from './template.ts';

/** What does not hold of a template, and where. */
export interface TemplateFault {
  code:
    | 'front-differs'
    | 'heading-missing'
    | 'heading-unknown'
    | 'section-empty'
    | 'tag-unknown'
    | 'tag-open'
    | 'control-unknown'
    | 'control-elsewhere'
    | 'control-nowhere'
    | 'frequency-differs'
    | 'frequency-unsaid'
    | 'vague'
    | 'not-written'
    | 'id-twice'
    | 'numbers-contradict';
  /** A field of the front, a heading, a tag, a control or a word. */
  at: string;
  message: string;
}

/** How a frequency may be said in a sentence. Controls that wait for a trigger or run all the time have no rhythm to say. */
const rhythms: Partial<Record<Frequency, RegExp>> = {
  annual: /\b(once a year|each year|every year|a year|yearly|annual|twelve months|12 months)\b/i,
  semiannual: /\b(twice a year|every six months|each half-year|every half-year)\b/i,
  quarterly: /\b(quarter|quarterly|every three months)\b/i,
  monthly: /\b(month|monthly)\b/i,
  weekly: /\b(week|weekly)\b/i,
  daily: /\b(daily|day)\b/i,
};

/** Words that nobody can be held to. */
export const vague =
  /\b(appropriate|appropriately|as needed|as necessary|where possible|if possible|industry[- ]standard|best practices?|reasonable|timely|adequate|robust|ensures?|shall|utili[sz]e|regularly|periodically|from time to time)\b/gi;

/** What a template or a writer leaves to be filled in. */
export const leftOver =
  /\[[A-Z][A-Z0-9]*(?:[ _/-][A-Z0-9]+)*\]|\[(?:insert|enter|add|your|our|company|organi[sz]ation|name|date|role|title|owner|number|describe|list|specify)\b[^[\]]*\]|<[A-Za-z][^<>]{0,60}>|\b(?:TBD|TBC|TBA|TODO|FIXME|X{2,})\b|_{3,}|\?{2,}|\blorem ipsum\b/g;

/**
 * What a template gets wrong that a reader, or the comparison with controls, would stumble over; nothing where all holds.
 * `own`: of an organization, which may have another title and owner, more headings, criteria and controls, and rhythms of its
 * own; what the catalogue asks for may not be missing.
 */
export function checkTemplate(template: Template, { own = false } = {}): TemplateFault[] {
  const { front, body } = template;
  const blocks = readBlocks(whole(body));
  const faults: TemplateFault[] = [];
  const add = (code: TemplateFault['code'], at: string, message: string): unknown => faults.push({ code, at, message });
  const known = policyCatalogue.find(({ id }) => id === front.id);
  // A document of one's own may be none of the catalogue.
  if (known === undefined && !own) {
    add('front-differs', 'id', `The catalogue has no ${front.id}.`);
    return faults;
  }
  const { sections, ...wanted } = known ?? { sections: [] };
  for (const [field, value] of Object.entries(wanted)) {
    const given = front[field as keyof typeof front];
    if (own && !Array.isArray(value)) continue;
    const lacks = Array.isArray(value) && Array.isArray(given) && value.some((each) => !given.includes(each));
    if (own ? lacks : JSON.stringify(given) !== JSON.stringify(value)) {
      add(
        'front-differs',
        field,
        `${field} is ${JSON.stringify(given)}, and in the catalogue ${JSON.stringify(value)}.`,
      );
    }
  }
  try {
    for (const tag of everyTag(tagsOf(body)))
      if (tag.kind === 'unknown') add('tag-unknown', tag.name, `Nothing is known by {{${tag.name}}}.`);
  } catch (error) {
    add('tag-open', 'body', String(error));
    return faults;
  }
  const ofOwn: TemplateFault['code'][] = own
    ? ['heading-unknown', 'control-elsewhere', 'frequency-differs', 'frequency-unsaid']
    : [];
  const told: Add = (code, ...rest) => (ofOwn.includes(code) ? undefined : add(code, ...rest));
  checkHeadings(blocks, sections, told);
  checkMarks(blocks, front.controls, told);
  for (const line of blocks.flatMap(linesOf)) {
    for (const [left] of textOf(line).matchAll(leftOver))
      add('not-written', left, `“${left}” stands for something that is to be filled in.`);
  }
  for (const [word] of body.matchAll(vague)) add('vague', word, `Nobody can be held to “${word}”.`);
  return faults;
}

/** Every part of a text: the tags of conditions stand on lines of their own. */
export function whole(body: string): string {
  return body.replaceAll(/^\{\{[#^/].*\}\}\n?/gm, '');
}

type Add = (code: TemplateFault['code'], at: string, message: string) => unknown;

function checkHeadings(blocks: readonly TextBlock[], sections: readonly string[], add: Add): void {
  sectionsOf(blocks).forEach(({ title }, place, all) => {
    if (title !== null && isEmptySection(blocks, all, place))
      add('section-empty', title, `Nothing stands under “${title}”.`);
  });
  const headings = blocks.flatMap((block) =>
    block.kind === 'heading' && block.level === 2 ? [textOf(block.line)] : [],
  );
  for (const heading of sections)
    if (!headings.includes(heading)) add('heading-missing', heading, `The heading “${heading}” is missing.`);
  for (const heading of headings) {
    if (!sections.includes(heading))
      add('heading-unknown', heading, `The heading “${heading}” is none of those asked for.`);
  }
}

function checkMarks(blocks: readonly TextBlock[], controls: readonly string[], add: Add): void {
  const passages = Map.groupBy(obligationsOf(blocks), ({ control }) => control);
  for (const [code, own] of passages) {
    const control = controlCatalogue.find(({ id }) => id === code);
    if (control === undefined) {
      add('control-unknown', code, `The catalogue has no control ${code}.`);
      continue;
    }
    if (!controls.includes(code)) add('control-elsewhere', code, `${code} is not among the controls of this document.`);
    const rhythm = rhythms[control.frequency];
    const wanted = rhythm === undefined ? null : control.frequency;
    for (const { frequency } of own) {
      if (frequency === wanted) continue;
      add('frequency-differs', code, `It says ${frequency ?? 'no frequency'}, and ${code} is ${control.frequency}.`);
    }
    if (rhythm !== undefined && !own.some(({ passage }) => rhythm.test(passage))) {
      add('frequency-unsaid', code, `No words before {${code}} say that it is ${control.frequency}.`);
    }
  }
  for (const code of controls)
    if (!passages.has(code)) add('control-nowhere', code, `No sentence says what ${code} does.`);
}

/** What documents say against one another: an id that two have, and a control of which they promise other numbers. */
export function checkTogether(templates: readonly Template[]): (TemplateFault & { ids: string[] })[] {
  const faults: (TemplateFault & { ids: string[] })[] = [];
  for (const [id, same] of Map.groupBy(templates, ({ front }) => front.id)) {
    if (same.length < 2) continue;
    const ids = [id];
    faults.push({ code: 'id-twice', at: id, message: `${same.length} documents are ${id}.`, ids });
  }
  const said = templates.flatMap(({ front, body }) =>
    saidIn({ code: front.id, blocks: withTemplateWords(readBlocks(whole(body))) }),
  );
  for (const { control, unit, said: against } of contradictions(said)) {
    const key = unit === often ? `${control} ${often}` : `${control} in ${unit}s`;
    const contradicting = against.map(({ id }) => id);
    const how = unit === often ? `${control} differently often` : `${key} by different numbers`;
    faults.push({
      code: 'numbers-contradict',
      at: key,
      message: `${contradicting.join(', ')} promise ${how}: ${against.map(({ values }) => [...values].join(' and ')).join('; ')}.`,
      ids: contradicting,
    });
  }
  return faults;
}
