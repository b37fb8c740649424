import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkAmong, checkTemplate, checkTogether, templateLibrary, type Template } from '../src/index.ts';

const shipped = templateLibrary().get('POL-01');
assert.ok(shipped);
const { front, body } = shipped;
const codes = (template: Template): string[] => checkTemplate(template).map(({ code, at }) => `${code} ${at}`);

test('PO1 each fault of a template is named with its place', () => {
  assert.deepEqual(codes({ front, body }), []);
  assert.deepEqual(codes({ front: { ...front, owner: 'CEO' }, body }), ['front-differs owner']);
  assert.deepEqual(codes({ front: { ...front, id: 'POL-99' }, body }), ['front-differs id']);
  assert.deepEqual(codes({ front, body: body.replace('## Objectives', '## Aims') }), [
    'heading-missing Objectives',
    'heading-unknown Aims',
  ]);
  assert.deepEqual(codes({ front, body: body.replace('{{roles.ceo}}', '{{roles.king}}') }), ['tag-unknown roles.king']);
  assert.deepEqual(codes({ front, body: body.replace('{{organization}}', '{{settings.none}}') }), [
    'tag-unknown settings.none',
  ]);
  assert.deepEqual(codes({ front, body: body.replace('{{/has.offices}}', '') }), ['tag-open body']);
  assert.deepEqual(codes({ front, body: body.replace(' {GOV-11 annual}', '') }), ['control-nowhere GOV-11']);
  assert.deepEqual(codes({ front, body: body.replace('{GOV-11 annual}', '{GOV-11 annual}{HR-01}') }), [
    'control-elsewhere HR-01',
  ]);
  assert.deepEqual(codes({ front, body: `${body} {GOV-99}` }), ['control-unknown GOV-99']);
  assert.deepEqual(codes({ front, body: body.replace('{GOV-11 annual}', '{GOV-11 quarterly}') }), [
    'frequency-differs GOV-11',
  ]);
  assert.deepEqual(codes({ front, body: body.replace('{GOV-11 annual}', '{GOV-11}') }), ['frequency-differs GOV-11']);
  assert.deepEqual(
    codes({
      front,
      body: body.replace(
        'the {{roles.ciso}} reviews it once a year. {GOV-11',
        'the {{roles.ciso}} reviews it. {GOV-11',
      ),
    }),
    ['frequency-unsaid GOV-11'],
  );
  assert.deepEqual(codes({ front, body: `${body} Do it where possible.` }), ['vague where possible']);
});

test('PO46 a document of one’s own is told what is empty in it and what was left to be filled in', () => {
  const own = (text: string): string[] =>
    checkTemplate({ front, body: text }, { own: true }).map(({ code, at }) => `${code} ${at}`);
  assert.deepEqual(own(body), []);
  assert.deepEqual(own(`${body}\n\n## Annex\n\n### Forms\n`), ['section-empty Forms']);
  assert.deepEqual(own(`${body}\n\nAsk [NAME], by TBD.`), ['not-written [NAME]', 'not-written TBD']);
});

test('PO90 nothing is told of the shipped documents held against each other; of what one names only where all are there', () => {
  const all = (more = ''): { template: Template; faults: ReturnType<typeof checkTemplate> }[] =>
    [...templateLibrary().values()].map((each) => {
      const template = each.front.id === 'POL-01' ? { ...each, body: `${each.body}${more}` } : each;
      return { template, faults: checkTemplate(template, { own: true }) };
    });
  const told = (more: string, complete = true): string[] =>
    checkAmong(all(more), { complete }).flatMap((own) => own.map(({ code, message }) => `${code}: ${message}`));
  assert.deepEqual(told(''), []);
  assert.deepEqual(checkTogether(all().map(({ template }) => template)), []);
  const dead = 'reference-dead: No document is named as in “The office snacks policy”.';
  assert.deepEqual(told('\n\nThe office snacks policy says who.\n'), [dead]);
  assert.deepEqual(told('\n\nThe office snacks policy says who.\n', false), []);
  assert.deepEqual(told('\n\nAsk [NAME] or {{list.things}}, as needed. {GOV-99}\n'), [], '`checkTemplate` tells these');
});
