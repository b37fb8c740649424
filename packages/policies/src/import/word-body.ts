import type { LostKind } from './imported.ts';
import { markOf } from './marks.ts';
import { isHidden, type Role, type WordStyles } from './word-styles.ts';
import { childOf, element, elementsOf, holds, valueOf, type XmlElement, type XmlNode } from './xml.ts';

/** Names of the styles that paragraphs get, for headings and titles are called otherwise in each document. */
export const headingStyle = 'ImportedHeading';
export const titleStyle = 'ImportedTitle';
/** What the logo on an exported document is called: it comes from how documents look, and is no part of a text. */
export const exportedLogo = 'Tickmark: logo of the organization';
/** Lists of Word have nine. */
export const listLevels = 9;

/** The numbering that lists refer to: 1 has bullets, 2 counts. */
export const importedNumbering = element('w:numbering', {}, [
  ...['bullet', 'decimal'].map((format, at) =>
    element(
      'w:abstractNum',
      { 'w:abstractNumId': String(at) },
      Array.from({ length: listLevels }, (_, level) =>
        element('w:lvl', { 'w:ilvl': String(level) }, [element('w:numFmt', { 'w:val': format })]),
      ),
    ),
  ),
  ...['0', '1'].map((id, at) =>
    element('w:num', { 'w:numId': String(at + 1) }, [element('w:abstractNumId', { 'w:val': id })]),
  ),
]);

/** Of no use to the text, or read where they are. */
const properties = /^w:(?:\w+Pr|sectPr|tblGrid|sdtEndPr)$/;
/** Around words, and nothing to them. */
const wrappers = new Set(['w:fldSimple', 'w:bdo', 'w:dir', 'w:ruby', 'w:rubyBase', 'w:smartTag', 'w:customXml']);
const notes = new Set(['w:footnoteReference', 'w:endnoteReference']);
const emptied = new Set(['w:delText', 'w:delInstrText', 'w:rt', 'w:del', 'w:moveFrom', 'w:commentReference']);
const dropped: Readonly<Record<string, LostKind>> = {
  'w:del': 'deleted',
  'w:moveFrom': 'deleted',
  'w:commentReference': 'comment',
  'w:altChunk': 'picture',
};

/** Brings the parts of a Word document to what is read of them: what is not, leaves a mark of what was there. */
export class WordBody {
  readonly #styles: WordStyles;
  readonly #targets: ReadonlySet<string>;
  readonly #notes: ReadonlySet<string>;
  /** What was lost where no mark may stand, such as between rows; it comes with the next paragraph. */
  #pending: LostKind[] = [];
  #afterContents = false;
  /** Numbered lists, each with whether a text came since its last item. */
  #interrupted = new Map<string, boolean>();

  /** `targets`: ids of relationships; `notes`: names and ids of notes that are there: `w:footnoteReference 2`. */
  constructor(styles: WordStyles, targets: ReadonlySet<string>, notesThere: ReadonlySet<string>) {
    this.#styles = styles;
    this.#targets = targets;
    this.#notes = notesThere;
  }

  /** A part with its body or its notes. */
  read(root: XmlElement): XmlElement {
    const children = root.children.flatMap((each) => this.#within(each));
    return { ...root, children: [...children, ...this.#marks()] };
  }

  #within(node: XmlNode): XmlNode[] {
    if (typeof node === 'string' || properties.test(node.name)) return [node];
    const kind = dropped[node.name];
    if (kind !== undefined) return [marked(kind)];
    if (emptied.has(node.name)) return [];
    if (wrappers.has(node.name)) return this.#all(node);
    if (notes.has(node.name)) return this.#note(node);
    switch (node.name) {
      case 'w:p':
        return this.#paragraph(node);
      case 'w:r':
        return isHidden(childOf(node, 'w:rPr')) ? [marked('hidden')] : [{ ...node, children: this.#all(node) }];
      case 'w:ins':
      case 'w:moveTo':
        return [marked('inserted'), ...this.#all(node)];
      case 'w:cr':
        return [element('w:br')];
      case 'w:ptab':
        return [element('w:tab')];
      case 'w:tr':
        return this.#row(node);
      case 'w:sdt':
        return this.#control(node);
      case 'w:hyperlink':
        return [this.#link(node)];
      case 'mc:AlternateContent':
        // The first choice is what Word shows; what is behind it says the same again.
        return this.#all(childOf(node, 'mc:Choice') ?? childOf(node, 'mc:Fallback'));
      case 'm:oMath':
        return [marked('formula'), element('w:r', {}, [element('w:t', {}, [lettersOf(node)])])];
      case 'm:oMathPara':
        return this.#all(node);
      case 'w:drawing':
      case 'w:pict':
      case 'w:object':
        return this.#graphic(node);
      default:
        return [{ ...node, children: this.#all(node) }];
    }
  }

  #all(node: XmlElement | undefined): XmlNode[] {
    return (node?.children ?? []).flatMap((each) => this.#within(each));
  }

  #marks(): XmlNode[] {
    const marks = this.#pending.map(marked);
    this.#pending = [];
    return marks;
  }

  #paragraph(node: XmlElement): XmlNode[] {
    const own = childOf(node, 'w:pPr');
    const role = this.#styles.roleOf(own);
    if (role.contents) {
      if (!this.#afterContents) this.#pending.push('contents');
      this.#afterContents = true;
      return [];
    }
    this.#afterContents = false;
    if (childOf(own, 'w:rPr', 'w:del') !== undefined) this.#pending.push('deleted');
    if (holds(node, 'w:t')) this.#count(role);
    const children = this.#all({ ...node, children: node.children.filter((each) => each !== own) });
    return [element('w:p', {}, [propertiesOf(role, own), ...this.#marks(), ...children])];
  }

  #count({ list, heading }: Role): void {
    if (list === null || heading !== null) {
      for (const id of this.#interrupted.keys()) this.#interrupted.set(id, true);
    } else if (list.level === 0 && list.ordered) {
      if (this.#interrupted.get(list.id) === true) this.#pending.push('interrupted');
      this.#interrupted.set(list.id, false);
    }
  }

  #row(node: XmlElement): XmlNode[] {
    const own = childOf(node, 'w:trPr');
    if (childOf(own, 'w:del') !== undefined) {
      this.#pending.push('deleted');
      return [];
    }
    if (childOf(own, 'w:ins') !== undefined) this.#pending.push('inserted');
    return [{ ...node, children: this.#all(node) }];
  }

  /** A content control: a table of contents is left out, and of others their content is kept. */
  #control(node: XmlElement): XmlNode[] {
    const gallery = childOf(node, 'w:sdtPr', 'w:docPartObj', 'w:docPartGallery');
    if (valueOf(gallery) === 'Table of Contents') {
      this.#pending.push('contents');
      return [];
    }
    return [{ ...node, children: this.#all(node) }];
  }

  #link(node: XmlElement): XmlElement {
    const { 'r:id': id, ...rest } = node.attributes;
    const attributes = id !== undefined && this.#targets.has(id) ? { ...rest, 'r:id': id } : rest;
    return { ...node, attributes, children: this.#all(node) };
  }

  #note(node: XmlElement): XmlNode[] {
    const isThere = this.#notes.has(`${node.name} ${node.attributes['w:id'] ?? ''}`);
    return isThere ? [marked('footnote'), node] : [marked('footnote')];
  }

  #graphic(node: XmlElement): XmlNode[] {
    const boxes = boxesOf(node);
    const isRule = elementsOf(node).some(({ attributes }) => attributes['o:hr'] === 't');
    if (childOf(node, 'wp:inline', 'wp:docPr')?.attributes['name'] === exportedLogo) return [];
    const isPicture = holds(node, 'pic:pic', 'v:imagedata') || (boxes.length === 0 && !isRule);
    return [
      ...(isPicture ? [marked('picture')] : []),
      ...boxes.flatMap((box) => [
        marked('textBox'),
        element('w:pict', {}, [element('v:textbox', {}, [{ ...box, children: this.#all(box) }])]),
      ]),
    ];
  }
}

const marked = (kind: LostKind): XmlElement => element('w:t', {}, [markOf(kind)]);

function propertiesOf({ heading, title, list }: Role, own: XmlElement | undefined): XmlElement {
  const looks = childOf(own, 'w:rPr');
  const style = title ? titleStyle : heading === null ? undefined : `${headingStyle}${Math.min(6, heading)}`;
  return element('w:pPr', {}, [
    ...(style === undefined ? [] : [element('w:pStyle', { 'w:val': style })]),
    ...(list === null
      ? []
      : [
          element('w:numPr', {}, [
            element('w:ilvl', { 'w:val': String(list.level) }),
            element('w:numId', { 'w:val': list.ordered ? '2' : '1' }),
          ]),
        ]),
    ...(looks === undefined ? [] : [looks]),
  ]);
}

/** Text boxes in a drawing, each once: the newer form of one stands before the older, which says the same. */
function boxesOf(node: XmlElement): XmlElement[] {
  if (node.name === 'w:txbxContent') return [node];
  if (node.name === 'mc:AlternateContent') {
    const shown = childOf(node, 'mc:Choice') ?? childOf(node, 'mc:Fallback');
    return elementsOf(shown).flatMap(boxesOf);
  }
  return elementsOf(node).flatMap(boxesOf);
}

function lettersOf(node: XmlElement): string {
  if (node.name === 'm:t') return node.children.filter((each) => typeof each === 'string').join('');
  return elementsOf(node).map(lettersOf).join('');
}
