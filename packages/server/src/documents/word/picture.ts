import { escaped } from '../files/office.ts';
import { textWidth } from './parts.ts';

/** A picture in a document, as its file. */
export interface WordPicture {
  bytes: Uint8Array;
  mediaType: 'image/png' | 'image/jpeg';
  /** Pixels. */
  width: number;
  height: number;
}

/** What the body calls the file of its picture by. */
export const pictureRelation = 'r6';

/** English Metric Units (ECMA-376 part 1, 20.1.10.16), of which drawings are made. */
const emuPerMillimetre = 36_000;
const emuPerTwentieth = 635;

/** The file beside the document: where it lies, and how the package tells its type. */
export function picturePart({ bytes, mediaType }: WordPicture) {
  const extension = mediaType === 'image/png' ? 'png' : 'jpeg';
  return { bytes, mediaType, extension, target: `media/picture1.${extension}` };
}

/**
 * A picture in a line of text (ECMA-376 part 1, 20.4.2.8), in its own proportions: `height` in millimetres, or lower where it
 * would be wider than the text. `name` is what programs call it by, `description` is read to whoever doesn't see it.
 */
export function inlinePicture(
  { width, height: own }: WordPicture,
  { height, name, description }: { height: number; name: string; description: string },
): string {
  const high = height * emuPerMillimetre;
  const scale = Math.min(high / own, (textWidth * emuPerTwentieth) / width);
  const [cx, cy] = [width, own].map((each) => Math.max(1, Math.round(each * scale)));
  const size = `cx="${cx}" cy="${cy}"`;
  const named = `id="1" name="${escaped(name)}" descr="${escaped(description)}"`;
  const schema = 'http://schemas.openxmlformats.org/drawingml/2006/picture';
  const shown = `<pic:pic xmlns:pic="${schema}"><pic:nvPicPr><pic:cNvPr ${named}/><pic:cNvPicPr><a:picLocks noChangeAspect="1"/></pic:cNvPicPr></pic:nvPicPr><pic:blipFill><a:blip r:embed="${pictureRelation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext ${size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>`;
  return `<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent ${size}/><wp:docPr ${named}/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="${schema}">${shown}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;
}
