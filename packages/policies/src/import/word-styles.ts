import { childOf, elementsOf, isOn, valueOf, type XmlElement } from './xml.ts';

/** What a paragraph is, by its style and by what it says itself. */
export interface Role {
  /** 1 for the highest level, as outlines count from 0. */
  heading: number | null;
  title: boolean;
  /** An entry of a table of contents. */
  contents: boolean;
  /** `level`: 0 for the highest. */
  list: { id: string; level: number; ordered: boolean } | null;
}

interface Style {
  id: string;
  name: string;
  basedOn: string | undefined;
  paragraph: XmlElement | undefined;
}

/** `Heading 1` as programs and languages call it; Word itself writes the English name whatever its language. */
const headings =
  /(?<!\p{L})(?:heading|headline|überschrift|titre|título|titulo|encabezado|titolo|intestazione|kop|rubrik|overskrift|otsikko|nagłówek|nadpis|címsor|başlık)\s*([1-9])(?!\d)|(?:заголовок|見出し|标题|標題|제목|כותרת|عنوان)\s*([1-9])(?!\d)/iu;
const titles =
  /^(?:title|titel|titre|título|titulo|titolo|название|表題|标题|標題|제목|tytuł|název|cím|otsikko|başlık)$/iu;
const contents = /^(?:toc|contents|inhaltsverzeichnis|verzeichnis)\s*(?:heading|\d)$/i;
const maxAncestors = 20;

/** Styles and numbering of a document, as far as they tell what a paragraph is. */
export class WordStyles {
  readonly #styles: ReadonlyMap<string, Style>;
  readonly #default: string | undefined;
  readonly #numbering: Numbering;

  constructor(styles: XmlElement | undefined, numbering: XmlElement | undefined) {
    const all = elementsOf(styles).filter(
      ({ name, attributes }) => name === 'w:style' && attributes['w:type'] === 'paragraph',
    );
    this.#default = all.find(({ attributes }) => attributes['w:default'] === '1')?.attributes['w:styleId'];
    this.#styles = new Map(
      // Of two with one id the first counts (ECMA-376, 17.7.4.17).
      all.toReversed().map((style): [string, Style] => {
        const id = style.attributes['w:styleId'] ?? '';
        return [
          id,
          {
            id,
            name: valueOf(childOf(style, 'w:name')) ?? id,
            basedOn: valueOf(childOf(style, 'w:basedOn')),
            paragraph: childOf(style, 'w:pPr'),
          },
        ];
      }),
    );
    this.#numbering = new Numbering(numbering, styles);
  }

  /** `properties`: the `w:pPr` of a paragraph. */
  roleOf(properties: XmlElement | undefined): Role {
    const id = valueOf(childOf(properties, 'w:pStyle')) ?? this.#default;
    const chain = id === undefined ? [] : this.#chain(id);
    const names = chain.map(({ name }) => name);
    const said = [properties, ...chain.map(({ paragraph }) => paragraph)];
    const title = names.some((name) => titles.test(name));
    const heading = this.#headingOf(childOf(properties, 'w:outlineLvl'), chain);
    return {
      heading: title ? null : heading,
      title,
      contents: names.some((name) => contents.test(name)),
      list: heading === null && !title ? this.#listOf(said, chain) : null,
    };
  }

  #chain(id: string): Style[] {
    const chain: Style[] = [];
    for (let next: string | undefined = id; next !== undefined && chain.length < maxAncestors;) {
      const style: Style = this.#styles.get(next) ?? { id: next, name: next, basedOn: undefined, paragraph: undefined };
      chain.push(style);
      next = style.basedOn;
    }
    return chain;
  }

  #headingOf(own: XmlElement | undefined, chain: readonly Style[]): number | null {
    if (own !== undefined) return outlined(own);
    for (const { name, paragraph } of chain) {
      const outline = childOf(paragraph, 'w:outlineLvl');
      if (outline !== undefined) return outlined(outline);
      const [, latin, another] = headings.exec(name) ?? [];
      const level = latin ?? another;
      if (level !== undefined) return Number(level);
    }
    return null;
  }

  #listOf(said: readonly (XmlElement | undefined)[], chain: readonly Style[]): Role['list'] {
    const numbered = said.map((each) => childOf(each, 'w:numPr')).filter((each) => each !== undefined);
    const id = numbered.map((each) => valueOf(childOf(each, 'w:numId'))).find((each) => each !== undefined);
    if (id === undefined || !this.#numbering.has(id)) return null;
    const [level] = numbered.map((each) => valueOf(childOf(each, 'w:ilvl'))).filter((each) => each !== undefined);
    const linked = chain.map((style) => this.#numbering.levelOfStyle(id, style.id)).find((each) => each !== undefined);
    const at = Math.max(0, Math.min(8, Math.trunc(Number(level ?? linked ?? 0)) || 0));
    return { id, level: at, ordered: this.#numbering.isOrdered(id, at) };
  }
}

/** Outlines have nine levels; the tenth is that of a text. */
function outlined(outline: XmlElement): number | null {
  const level = Number(valueOf(outline));
  return Number.isInteger(level) && level >= 0 && level < 9 ? level + 1 : null;
}

class Numbering {
  readonly #levels = new Map<string, readonly XmlElement[]>();

  /** Lists by their ids; one may have the levels of another, by the name of a style. */
  constructor(numbering: XmlElement | undefined, styles: XmlElement | undefined) {
    const abstract = new Map(
      elementsOf(numbering).flatMap((each) =>
        each.name === 'w:abstractNum' ? [[each.attributes['w:abstractNumId'], each]] : [],
      ),
    );
    const numbers = new Map(
      elementsOf(numbering).flatMap((each) => {
        const id = each.name === 'w:num' ? each.attributes['w:numId'] : undefined;
        return id === undefined ? [] : [[id, abstract.get(valueOf(childOf(each, 'w:abstractNumId')))]];
      }),
    );
    for (const [id, definition] of numbers) {
      const link = valueOf(childOf(definition, 'w:numStyleLink'));
      const style = elementsOf(styles).find(({ attributes }) => link !== undefined && attributes['w:styleId'] === link);
      const linked = numbers.get(valueOf(childOf(style, 'w:pPr', 'w:numPr', 'w:numId')) ?? '');
      const levels = elementsOf(linked ?? definition).filter(({ name }) => name === 'w:lvl');
      if (levels.length > 0) this.#levels.set(id, levels);
    }
  }

  has(id: string): boolean {
    return this.#levels.has(id);
  }

  isOrdered(id: string, level: number): boolean {
    const levels = this.#levels.get(id) ?? [];
    const found = levels.find(({ attributes }) => Number(attributes['w:ilvl'] ?? 0) === level) ?? levels[0];
    return valueOf(childOf(found, 'w:numFmt')) !== 'bullet';
  }

  levelOfStyle(id: string, style: string): number | undefined {
    const found = this.#levels.get(id)?.find((level) => valueOf(childOf(level, 'w:pStyle')) === style);
    return found === undefined ? undefined : Number(found.attributes['w:ilvl'] ?? 0);
  }
}

/** Whether a run is not shown. */
export function isHidden(properties: XmlElement | undefined): boolean {
  return isOn(childOf(properties, 'w:vanish'));
}
