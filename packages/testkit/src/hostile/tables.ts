import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** A workbook whose only sheet unpacks to so many bytes of next to nothing. */
export async function burstingWorkbook(bytes: number): Promise<Buffer> {
  const zip = new ZipFile();
  const add = (name: string, content: string | Buffer): void => zip.addBuffer(Buffer.from(content as string), name);
  add('[Content_Types].xml', `${head}<Types/>`);
  add(
    '_rels/.rels',
    `${head}<Relationships><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  );
  add(
    'xl/workbook.xml',
    `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="All" sheetId="1" r:id="r1"/></sheets></workbook>`,
  );
  add(
    'xl/_rels/workbook.xml.rels',
    `${head}<Relationships><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  );
  add('xl/worksheets/sheet1.xml', Buffer.concat([Buffer.from(`${head}<worksheet>`), Buffer.alloc(bytes, ' ')]));
  zip.end();
  return buffer(zip.outputStream);
}
