import { escaped, officeRelations, packageRelations, packed } from '../files/office.ts';
import { field, run } from './parts.ts';
import { picturePart, pictureRelation, type WordPicture } from './picture.ts';
import { headerText, numbering, stylesWith, usualAccent } from './styles.ts';

export const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const wordMl = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
const namespaces = [
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  `xmlns:r="${officeRelations}"`,
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
  'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"',
  'xmlns:v="urn:schemas-microsoft-com:vml"',
  'xmlns:o="urn:schemas-microsoft-com:office:office"',
].join(' ');
/** A document to edit: what stands on every page, and its body as WordprocessingML. */
export interface WordDocument {
  /** Of the file. */
  title: string;
  organization: string;
  description: string;
  /** Instant. */
  created: string;
  /** Upper right, and a word behind the text of every page; empty for none. */
  version: string;
  status: string;
  mark: string;
  classification: string;
  /** Lower left. */
  footer: string;
  /** Of headings, `1D3B5F` where it is left out. */
  accent?: string;
  /** How many lists there are; the numbered ones among them count from 2. */
  lists: number;
  /** The picture that the body shows; left out where it shows none. */
  picture?: WordPicture;
  body: string;
}

/** The same document gives the same bytes. */
export function writeWord(document: WordDocument): Promise<Uint8Array> {
  const { title, organization, description, created, footer, lists, picture, body, accent = usualAccent } = document;
  const overrides = [
    ['/word/document.xml', `${wordMl}.document.main+xml`],
    ['/word/styles.xml', `${wordMl}.styles+xml`],
    ['/word/numbering.xml', `${wordMl}.numbering+xml`],
    ['/word/settings.xml', `${wordMl}.settings+xml`],
    ['/word/header1.xml', `${wordMl}.header+xml`],
    ['/word/footer1.xml', `${wordMl}.footer+xml`],
    ['/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'],
  ].map(([part, type]) => `<Override PartName="${part}" ContentType="${type}"/>`);
  const related = ['styles', 'numbering', 'settings', 'header', 'footer'].map(
    (kind, place) =>
      `<Relationship Id="r${place + 1}" Type="${officeRelations}/${kind}" Target="${kind === 'header' || kind === 'footer' ? `${kind}1` : kind}.xml"/>`,
  );
  const shown = picture === undefined ? null : picturePart(picture);
  if (shown !== null)
    related.push(`<Relationship Id="${pictureRelation}" Type="${officeRelations}/image" Target="${shown.target}"/>`);
  const pictures = shown === null ? '' : `<Default Extension="${shown.extension}" ContentType="${shown.mediaType}"/>`;
  return packed({
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${pictures}${overrides.join('')}</Types>`,
    '_rels/.rels': `<Relationships ${packageRelations}><Relationship Id="r1" Type="${officeRelations}/officeDocument" Target="word/document.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    'docProps/core.xml': `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escaped(title)}</dc:title><dc:creator>${escaped(organization)}</dc:creator><dc:description>${escaped(description)}</dc:description><dc:language>en-US</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">${created}</dcterms:created></cp:coreProperties>`,
    'word/document.xml': `<w:document ${namespaces}><w:body>${body}<w:sectPr><w:headerReference w:type="default" r:id="r4"/><w:footerReference w:type="default" r:id="r5"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1474" w:right="1134" w:bottom="1247" w:left="1134" w:header="624" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`,
    'word/styles.xml': stylesWith(accent),
    'word/numbering.xml': numbering(lists),
    'word/settings.xml': `<w:settings ${namespaces}><w:themeFontLang w:val="en-US"/></w:settings>`,
    'word/header1.xml': `<w:hdr ${namespaces}>${headerText(document)}</w:hdr>`,
    'word/footer1.xml': `<w:ftr ${namespaces}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>${run(footer)}<w:r><w:tab/></w:r>${field('PAGE')}${run(' of ')}${field('NUMPAGES')}</w:p></w:ftr>`,
    'word/_rels/document.xml.rels': `<Relationships ${packageRelations}>${related.join('')}</Relationships>`,
    ...(shown === null ? {} : { [`word/${shown.target}`]: shown.bytes }),
  });
}
