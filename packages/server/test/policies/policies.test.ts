import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { policyCatalogue } from '@tickmark/core';
import { linesOf } from '@tickmark/policies';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { keepRendererWarm } from '../../src/documents/index.ts';
import { squeezed, textOf } from '../documents/pdf-text.ts';
import { faultOf, partsOf } from '../documents/zip-parts.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

onPostgres('policies as templates', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;
  const ahead = { type: 'type2', period: { from: '2026-03-10', to: '2027-03-09' } };
  const template = async (id: string, as = owner) => house.ok('policies.template', { engagementId, id }, { as });

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner, engagementId } = await house.organization('North *wind*', { terms: ahead }));
  });
  after(() => house.stop());

  test('PO7 every document of the catalogue is listed, and those that no criterion of the engagement asks for are told apart', async () => {
    const { items, total, needed } = await house.ok('policies.templates', { engagementId }, { as: owner });
    assert.deepEqual(
      items.map(({ id }) => id),
      policyCatalogue.map(({ id }) => id),
    );
    assert.deepEqual([total, needed], [30, items.filter(({ applies }) => applies).length]);
    assert.deepEqual(
      items.filter(({ applies }) => !applies).map(({ id }) => id),
      ['POL-25', 'POL-26', 'POL-28', 'POL-29'],
    );
    for (const { id, words } of items) assert.ok(words > 400, `${id} has ${words} words`);
  });

  test('PO3 PO8 a text follows the scope: nothing is known before it is written, and offices come and go', async () => {
    const before = await template('POL-16');
    assert.ok(before.missing.some(({ kind, id }) => kind === 'condition' && id === 'offices'));
    assert.match(before.markdown, /North \\\*wind\\\*/);
    const item = (kind: string, body: object) => ({ body: { kind, name: 'Item', ...body } });
    const put = async (...items: object[]) => house.ok('scope.put', { engagementId, items }, { as: owner });
    await put(item('location', { name: 'Frankfurt', type: 'cloud-region' }));
    const without = await template('POL-16');
    assert.ok(!without.missing.some(({ id }) => id === 'offices'));
    assert.doesNotMatch(without.markdown, /Visitors? (sign|is|are)/i);
    await put(item('location', { name: 'Kiel', type: 'office' }));
    const withOffice = await template('POL-16');
    assert.match(withOffice.markdown, /Kiel/);
    assert.notEqual(withOffice.words, without.words);
    assert.match(withOffice.markdown, /^> Template text of Tickmark for POL-16/);
    assert.doesNotMatch(withOffice.markdown, /\{PHY-/);
  });

  test('PO9 each promise is held against the control that is adopted on the examined days', async () => {
    const promise = async () => (await template('POL-09')).obligations.find(({ control }) => control === 'IAM-06');
    const unheld = await promise();
    assert.deepEqual([unheld?.frequency, unheld?.adopted, unheld?.agrees], ['quarterly', null, null]);
    const { adopted } = await house.ok(
      'controls.adopt',
      { codes: ['IAM-06', 'IAM-02'], effectiveFrom: '2026-03-10' },
      { as: owner },
    );
    const same = await promise();
    assert.deepEqual([same?.adopted, same?.agrees], ['quarterly', true]);
    const triggered = (await template('POL-09')).obligations.find(({ control }) => control === 'IAM-02');
    assert.deepEqual([triggered?.frequency, triggered?.catalogued, triggered?.agrees], [null, 'continuous', true]);
    const id = adopted.find(({ code }) => code === 'IAM-06')?.id;
    await house.ok(
      'controls.revise',
      { id, title: 'Access review', frequency: 'annual', effectiveFrom: '2026-06-01', reason: 'Too often.' },
      { as: owner },
    );
    const drifted = await promise();
    assert.deepEqual([drifted?.adopted, drifted?.agrees], ['annual', false]);
  });

  test('PO10 one document or all that are needed are a tagged PDF and a DOCX, marked as templates, with the same words', async () => {
    const file = async (input: object): Promise<Buffer> => {
      const { status, bytes } = await house.call('policies.export', { engagementId, ...input }, { as: owner });
      assert.equal(status, 200, bytes.toString().slice(0, 300));
      return bytes;
    };
    const pdf = await file({ id: 'POL-09', format: 'pdf' });
    const text = textOf(pdf);
    assert.match(pdf.toString('latin1'), /<pdfuaid:part>1<\/pdfuaid:part>/);
    const parts = partsOf(await file({ id: 'POL-09', format: 'docx' }));
    for (const [name, xml] of parts) assert.equal(faultOf(xml), null, name);
    const word = [...(parts.get('word/document.xml') ?? '').matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)]
      .map(([, run]) => run)
      .join('');
    const { blocks } = await template('POL-09');
    for (const line of blocks.flatMap(linesOf)) {
      const said = squeezed(line.map(({ text: run, obligation }) => run + (obligation?.control ?? '')).join(''));
      assert.ok(text.includes(said), `not in the PDF: ${said}`);
      assert.ok(
        squeezed(word.replaceAll('&quot;', '"').replaceAll('&amp;', '&')).includes(said),
        `not in the DOCX: ${said}`,
      );
    }
    for (const told of ['TEMPLATE', 'Template text, not approved by anybody']) {
      assert.ok(text.includes(squeezed(told)), told);
      assert.ok((parts.get('word/header1.xml') ?? '').includes(told), told);
    }
    const { items } = await house.ok('policies.templates', { engagementId }, { as: owner });
    const pack = textOf(await file({ format: 'pdf' }));
    const packed = partsOf(await file({ format: 'docx' })).get('word/document.xml') ?? '';
    for (const { title, purpose, applies } of items) {
      assert.equal(pack.includes(squeezed(purpose)), applies, title);
      assert.equal(packed.includes(purpose.replaceAll('&', '&amp;')), applies, title);
    }
    const missing = await house.call('policies.export', { engagementId, id: 'POL-31', format: 'pdf' }, { as: owner });
    assert.deepEqual([missing.status, missing.error?.field], [404, 'id']);
  });

  test('PO11 a process that waits for the next document sets it byte for byte as one that is started for it', async () => {
    const pack = async (): Promise<string> => {
      const { bytes } = await house.call(
        'policies.export',
        { engagementId, id: 'POL-01', format: 'pdf' },
        { as: owner },
      );
      return createHash('sha256').update(bytes).digest('hex');
    };
    const cold = await pack();
    const coolDown = keepRendererWarm();
    try {
      assert.deepEqual([await pack(), await pack()], [cold, cold]);
    } finally {
      coolDown();
    }
    assert.equal(await pack(), cold);
  });

  test('PO7 a template that is none is not there, and another organization or an employee sees nothing', async () => {
    const missing = await house.call('policies.template', { engagementId, id: 'POL-31' }, { as: owner });
    assert.deepEqual([missing.status, missing.error?.field], [404, 'id']);
    const wrong = await house.call('policies.template', { engagementId, id: '../POL-01' }, { as: owner });
    assert.deepEqual([wrong.status, wrong.error?.field], [400, 'id']);
    const { owner: other } = await house.organization('Other');
    const reader = await house.member(owner, 'reader');
    const employee = await house.member(owner, 'employee');
    for (const [name, input] of [
      ['policies.templates', { engagementId }],
      ['policies.template', { engagementId, id: 'POL-01' }],
      ['policies.export', { engagementId, id: 'POL-01', format: 'docx' }],
    ] as const) {
      assert.equal((await house.call(name, input, { as: other })).status, 404);
      assert.equal((await house.call(name, input, { as: employee })).status, 403);
      assert.equal((await house.call(name, input, { as: reader })).status, 200);
    }
  });
});
