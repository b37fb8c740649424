import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { faultOf, filesOf, partsOf } from '../documents/zip-parts.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

/** A PNG of one colour. */
function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    crc.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, crc]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + width * 3), 90);
  for (let row = 0; row < height; row += 1) rows[row * (1 + width * 3)] = 0;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A grey JPEG, twice as wide as high: one block of eight by eight pixels of which half is seen. */
function jpeg(): Buffer {
  const bytes = Buffer.from(
    '/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==',
    'base64',
  );
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(4, frame + 5);
  bytes.writeUInt16BE(8, frame + 7);
  return bytes;
}

onPostgres('how documents look', (subject) => {
  let house: House;
  let owner: Person;
  let id: string;
  const fails = async (name: Parameters<House['call']>[0], input: Record<string, unknown>, as: Person) => {
    const { error } = await house.call(name, input, { as });
    return [error?.code, error?.field] as const;
  };
  const file = async (format: 'pdf' | 'docx') => {
    const { status, bytes } = await house.call('policies.download', { id, format }, { as: owner });
    assert.equal(status, 200, bytes.toString().slice(0, 200));
    return bytes;
  };

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    const made = await house.organization();
    owner = made.owner;
    const blocks = [{ kind: 'paragraph', line: [{ text: 'Badges are worn.' }] }];
    const input = { engagementId: made.engagementId, title: 'Badges', blocks };
    ({ id } = await house.ok('policies.write', input, { as: owner }));
  });
  after(() => house.stop());

  test('PO81 a colour that can be read and a logo stand on documents, tagged, and are taken off again', async () => {
    const plain = await file('pdf');
    await house.ok('policies.set-colour', { colour: '#7a1f5c' }, { as: owner });
    const brand = await house.ok('policies.set-logo', {}, { as: owner, file: png(60, 20), fileName: 'logo.png' });
    assert.deepEqual([brand.colour, brand.logo?.mediaType], ['#7a1f5c', 'image/png']);
    const branded = await file('pdf');
    assert.match(branded.toString('latin1'), /<pdfuaid:part>1<\/pdfuaid:part>/);
    assert.match(branded.toString('latin1'), /\/Subtype ?\/Image/);
    assert.doesNotMatch(plain.toString('latin1'), /\/Subtype ?\/Image/);
    const styles = partsOf(await file('docx')).get('word/styles.xml') ?? '';
    assert.match(styles, /7A1F5C/);
    await house.ok('policies.remove-logo', {}, { as: owner });
    await house.ok('policies.set-colour', { colour: null }, { as: owner });
    assert.deepEqual(await file('pdf'), plain);
    assert.deepEqual(await fails('policies.remove-logo', {}, owner), ['already_done', undefined]);
    assert.deepEqual(await fails('policies.set-colour', { colour: null }, owner), ['already_done', 'colour']);
  });

  test('PO89 the logo stands on the first page of a DOCX in its proportions, with a text, and the file is whole', async () => {
    const plain = await file('docx');
    for (const [picture, extension, mediaType, size] of [
      [png(60, 20), 'png', 'image/png', 'cx="1404000" cy="468000"'],
      [jpeg(), 'jpeg', 'image/jpeg', 'cx="936000" cy="468000"'],
      // No wider than the text: 17 cm.
      [png(4_000, 100), 'png', 'image/png', 'cx="6120130" cy="153003"'],
    ] as const) {
      await house.ok('policies.set-logo', {}, { as: owner, file: picture, fileName: 'logo' });
      const word = await file('docx');
      assert.deepEqual(await file('docx'), word);
      const parts = partsOf(word);
      const part = `word/media/picture1.${extension}`;
      assert.ok(filesOf(word).get(part)?.equals(picture));
      for (const [name, xml] of parts) if (name !== part) assert.equal(faultOf(xml), null, name);
      assert.ok(
        parts.get('[Content_Types].xml')?.includes(`<Default Extension="${extension}" ContentType="${mediaType}"/>`),
      );
      const related = new Map(
        [
          ...(parts.get('word/_rels/document.xml.rels') ?? '').matchAll(/ Id="(\w+)" Type="[^"]+" Target="([^"]+)"/g),
        ].map(([, relation, target]) => [relation, `word/${target}`]),
      );
      const body = parts.get('word/document.xml') ?? '';
      const used = [...body.matchAll(/r:(?:embed|id)="(\w+)"/g)].map(([, relation]) => relation);
      for (const target of related.values()) assert.ok(parts.has(target), target);
      for (const relation of used) assert.ok(related.has(relation), relation);
      assert.equal(related.get(/<a:blip r:embed="(\w+)"/.exec(body)?.[1]), part);
      assert.match(
        body,
        /^<\?xml[^>]*>\n<w:document[^>]*><w:body><w:p><w:pPr><w:pStyle w:val="Picture"\/><\/w:pPr><w:r><w:drawing>/,
      );
      assert.match(body, /<wp:docPr id="1" name="[^"]+" descr="Logo of Northwind"\/>/);
      assert.equal(body.match(/<wp:docPr /g)?.length, 1);
      assert.equal(body.split(size).length, 3, body.slice(0, 2_000));
    }
    await house.ok('policies.remove-logo', {}, { as: owner });
    assert.deepEqual(await file('docx'), plain);
  });

  test('PO89 a document with a logo comes in again from Word with the same text, and the logo is no part of it', async () => {
    await house.ok('policies.set-logo', {}, { as: owner, file: png(60, 20), fileName: 'logo.png' });
    const branded = await house.ok(
      'policies.read-file',
      {},
      { as: owner, file: await file('docx'), fileName: 'a.docx' },
    );
    await house.ok('policies.remove-logo', {}, { as: owner });
    const plain = await house.ok('policies.read-file', {}, { as: owner, file: await file('docx'), fileName: 'a.docx' });
    assert.deepEqual(branded, plain);
    assert.deepEqual([branded.title, branded.lost], ['Badges', []]);
  });

  test('PO81 what cannot be read on white, is no picture or too large is refused, and others see nothing of it', async () => {
    assert.deepEqual(await fails('policies.set-colour', { colour: '#ffd400' }, owner), ['bad_input', 'colour']);
    assert.deepEqual(await fails('policies.set-colour', { colour: 'red' }, owner), ['bad_input', 'colour']);
    const sent = async (bytes: Buffer, as = owner) =>
      (await house.call('policies.set-logo', {}, { as, file: bytes, fileName: 'logo.png' })).error?.code;
    assert.equal(await sent(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')), 'unsupported_media');
    assert.equal(await sent(Buffer.concat([png(4, 4), Buffer.alloc(300 * 1024)])), 'too_large');
    const whole = png(60, 20);
    assert.equal(await sent(Buffer.concat([whole.subarray(0, 60), Buffer.alloc(200, 7)])), 'bad_input');
    assert.equal(await sent(png(4_001, 1)), 'bad_input');
    const second = await house.member(owner, 'control-owner');
    assert.equal(await sent(png(4, 4), second), 'not_permitted');
    await house.ok('policies.set-logo', {}, { as: owner, file: png(4, 4), fileName: 'logo.png' });
    const other = await house.organization('Elsewhere');
    assert.deepEqual(await house.ok('policies.brand', {}, { as: other.owner }), { colour: null, logo: null });
  });
});
