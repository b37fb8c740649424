import mammoth from 'mammoth';
import { damaged, locked, openZip, storedZip, type Zip } from './zip.ts';
import { headingStyle, importedNumbering, listLevels, titleStyle, WordBody } from './word-body.ts';
import { WordStyles } from './word-styles.ts';
import { childOf, element, elementsOf, readXml, writeXml, type XmlElement } from './xml.ts';
import { refusedFile } from './imported.ts';

/** A part of text; one of 100 pages has about one MiB. */
const maxPart = 16 * 1024 ** 2;
const noteParts = ['footnotes', 'endnotes'] as const;

/** What stands for the styles of each document; its own are looked at before. */
const styleMap = [
  `p.${titleStyle} => h1.title:fresh`,
  ...[1, 2, 3, 4, 5, 6].map((level) => `p.${headingStyle}${level} => h${level}:fresh`),
  ...Array.from({ length: listLevels }, (_, level) => {
    const outer = 'ul|ol > li > '.repeat(level);
    return [
      `p:unordered-list(${level + 1}) => ${outer}ul > li:fresh`,
      `p:ordered-list(${level + 1}) => ${outer}ol > li:fresh`,
    ];
  }).flat(),
  "r[style-name='Strong'] => strong",
  "r[style-name='Emphasis'] => em",
];

/** A Word document as HTML, with marks of what is lost (`withoutLost`). Nothing outside the file is read. Errors: bad_input. */
export async function wordHtml(bytes: Uint8Array): Promise<string> {
  refuseOthers(bytes);
  const zip = openZip(bytes);
  const parts = wordParts(zip);
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: storedZip(parts) },
      { styleMap, includeDefaultStyleMap: false, includeEmbeddedStyleMap: false, externalFileAccess: false },
    );
    return value;
  } catch (cause) {
    throw damaged('its parts don’t fit together', cause);
  }
}

function refuseOthers(bytes: Uint8Array): void {
  const begins = (...signature: number[]): boolean => signature.every((byte, at) => bytes[at] === byte);
  if (begins(0xd0, 0xcf, 0x11, 0xe0)) {
    if (Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'))) throw locked();
    throw refusedFile('It is a document of Word 97 to 2003 (DOC).', 'Open it in Word and save it as DOCX.');
  }
  if (begins(...Buffer.from('%PDF')))
    throw refusedFile('It is a PDF, not a Word document.', 'Import it as a PDF, or the document it was made from.');
  if (begins(...Buffer.from('{\\rtf')))
    throw refusedFile('It is a document in Rich Text Format.', 'Open it in Word and save it as DOCX.');
  if (!begins(...Buffer.from('PK')))
    throw refusedFile('It is no Word document.', 'Give a file in the format DOCX, a PDF or Markdown.');
}

/** The parts that are read, under the names that Word gives them. */
function wordParts(zip: Zip): Record<string, string> {
  const part = (name: string): XmlElement | undefined => {
    if (!zip.names.includes(name)) return undefined;
    const content = zip.read(name);
    if (content.length > maxPart)
      throw refusedFile(`${name} has more than ${maxPart / 1024 ** 2} MiB of text.`, 'Split the document.');
    return readXml(content, name);
  };
  const main = mainPart(zip, part);
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const relationsOf = (name: string): XmlElement | undefined =>
    part(`${name.slice(0, name.lastIndexOf('/') + 1)}_rels/${name.slice(name.lastIndexOf('/') + 1)}.rels`);
  const relations = relationsOf(main);
  const related = (kind: string): string => {
    const target = elementsOf(relations).find(({ attributes }) => attributes['Type']?.endsWith(`/${kind}`))?.attributes[
      'Target'
    ];
    if (target === undefined) return `${folder}${kind}.xml`;
    return target.startsWith('/') ? target.slice(1) : `${folder}${target}`;
  };
  const [styles, numbering] = [part(related('styles')), part(related('numbering'))];
  const notes = noteParts.map((kind) => ({ kind, name: related(kind), root: part(related(kind)) }));
  const there = notes.flatMap(({ kind, root }) =>
    elementsOf(root).map(({ attributes }) => `w:${kind.slice(0, -1)}Reference ${attributes['w:id'] ?? ''}`),
  );
  const known = new WordStyles(styles, numbering);
  const read = (root: XmlElement, targets: XmlElement | undefined): string =>
    writeXml(new WordBody(known, idsOf(targets), new Set(there)).read(root));
  const document = part(main);
  if (document === undefined || childOf(document, 'w:body') === undefined) throw damaged('it has no text');
  const written: Record<string, string> = { 'word/document.xml': read(document, relations) };
  const add = (name: string, root: XmlElement | undefined): void => {
    if (root !== undefined) written[name] = writeXml(root);
  };
  add('word/_rels/document.xml.rels', linksOf(relations));
  add('word/styles.xml', styles);
  add('word/numbering.xml', importedNumbering);
  for (const { kind, name, root } of notes) {
    if (root === undefined) continue;
    const own = relationsOf(name);
    written[`word/${kind}.xml`] = read(root, own);
    add(`word/_rels/${kind}.xml.rels`, linksOf(own));
  }
  return written;
}

function mainPart(zip: Zip, part: (name: string) => XmlElement | undefined): string {
  const found = elementsOf(part('_rels/.rels')).find(({ attributes }) =>
    attributes['Type']?.endsWith('/officeDocument'),
  )?.attributes['Target'];
  const main = (found ?? 'word/document.xml').replace(/^\//, '');
  if (zip.names.includes(main) && !/^(?:xl|ppt)\//.test(main)) return main;
  throw refusedFile(
    'It is an archive, but no Word document.',
    'Give a file in the format DOCX. A workbook or a presentation can’t be imported as a policy.',
  );
}

function idsOf(relations: XmlElement | undefined): Set<string> {
  return new Set(elementsOf(relations).flatMap(({ attributes }) => attributes['Id'] ?? []));
}

/** Addresses alone: the parts of the new archive are found by their names. */
function linksOf(relations: XmlElement | undefined): XmlElement | undefined {
  if (relations === undefined) return undefined;
  return element(
    'rel:Relationships',
    {},
    elementsOf(relations).filter(({ attributes }) => attributes['Type']?.endsWith('/hyperlink')),
  );
}
