import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  controlCatalogue,
  heldPromise,
  policyCatalogue,
  policyConditions,
  policyLists,
  policyRoles,
  templateValues,
  textFinding,
  textFindingCodes,
  type Control,
  type Frequency,
  type PolicyFacts,
  type TestDefinition,
  type TextFinding,
} from '@tickmark/core';
import {
  checkText,
  decideTemplate,
  fillBlocks,
  readBlocks,
  templateLibrary,
  type CheckedText,
  type KnownNames,
  type OtherText,
} from '../src/index.ts';

const known = { controls: controlCatalogue.map(({ id }) => id), roles: [...Object.values(policyRoles), 'Ada Byron'] };
const document = (markdown: string, some: Partial<CheckedText> = {}): CheckedText => ({
  code: 'POL-09',
  title: 'Access control policy',
  owner: 'CISO',
  review: null,
  sections: [],
  blocks: readBlocks(markdown),
  ...some,
});
const other = (code: string, title: string, markdown = '', retired = false): OtherText => ({
  code,
  title,
  retired,
  blocks: readBlocks(markdown),
});
const others = [
  other('POL-20', 'Incident response plan', '## Severity\n\nFour of them.\n\n## Emergency\n\nAt once.'),
  other('POL-11', 'Asset management policy', '', true),
];
const check = (
  markdown: string,
  some: Partial<CheckedText> = {},
  around: OtherText[] = others,
  names: KnownNames = known,
): TextFinding[] => checkText(document(markdown, some), around, names).map((finding) => textFinding.parse(finding));
const told = (findings: readonly TextFinding[]): string[] =>
  findings.map(({ code, severity }) => `${code} ${severity}`);

const period = { from: '2025-06-01', to: '2026-05-31' };
const adopted = (frequency: Frequency, retiredOn: string | null) =>
  ({ code: 'IAM-06', version: 1, effectiveFrom: '2025-01-01', retiredOn, frequency }) as Control;
/** Held against a control that operates so, and is retired then. */
const besideControl = (markdown: string, frequency: Frequency, retiredOn: string | null = null): TextFinding[] =>
  check(markdown, {}, others, {
    ...known,
    hold: (promise) =>
      heldPromise(promise, { controls: [adopted(frequency, retiredOn)], period, tests: [], results: [] }),
  });

/** Held against a test that judges by so many business days. */
const besideTest = (markdown: string, days: number): TextFinding[] => {
  const judging = {
    id: 'IAM-04.leavers',
    control: 'IAM-04',
    kind: 'items',
    attributes: { A: { title: 'Ended', pass: `date(item.x) <= addBusinessDays(date(item.y), ${days})` } },
  } as unknown as TestDefinition;
  return check(markdown, {}, others, {
    ...known,
    hold: (promise) =>
      heldPromise(promise, { controls: [], period, tests: [{ id: 't1', definition: judging }], results: [] }),
  });
};

/** A text that has just this fault. */
const faults: Record<TextFinding['code'], () => TextFinding[]> = {
  'heading-missing': () => check('## Scope\n\nIt holds for all.', { sections: ['Scope', 'Reviews'] }),
  'section-empty': () => check('## Scope\n\n## Reviews\n\nOnce a year.'),
  'tag-unknown': () => check('It holds for {{organisation}}.'),
  'not-written': () => check('It holds for [COMPANY NAME].'),
  'reference-dead': () => check('The access review policy says more.'),
  'control-unknown': () => check('The CISO reviews it. {IAM-99}'),
  'numbers-contradict': () =>
    check('The CISO ends access within 5 days. {IAM-04}', {}, [
      other('POL-10', 'Leaver procedure', 'The HR lead ends access within 3 days. {IAM-04}'),
    ]),
  'duty-unowned': () => check('Access must be reviewed every quarter. {IAM-06 quarterly}'),
  vague: () => check('The CISO reviews access periodically.'),
  'owner-missing': () => check('It holds for all.', { owner: ' ' }),
  'review-overdue': () =>
    check('It holds for all.', { review: { last: '2025-03-01', on: '2026-03-01', state: 'overdue' } }),
  'review-due': () => check('It holds for all.', { review: { last: '2025-03-01', on: '2026-03-01', state: 'due' } }),
  'control-differs': () => besideControl('The CISO reviews access each quarter. {IAM-06 quarterly}', 'annual'),
  'control-retired': () =>
    besideControl('The CISO reviews access each quarter. {IAM-06 quarterly}', 'quarterly', '2026-01-01'),
  'test-differs': () => besideTest('The HR lead ends access within 3 business days. {IAM-04}', 1),
};

test('PO44 each code of a finding is told of a text that has just that fault, with its passage and what to do', () => {
  assert.deepEqual(Object.keys(faults).sort(), [...textFindingCodes].sort());
  const should = [
    'duty-unowned',
    'vague',
    'review-overdue',
    'review-due',
    'control-differs',
    'control-retired',
    'test-differs',
  ];
  for (const [code, found] of Object.entries(faults)) {
    const findings = found();
    assert.deepEqual(told(findings), [`${code} ${should.includes(code) ? 'should' : 'must'}`], code);
    for (const { message, action } of findings) assert.ok(message.endsWith('.') && action.endsWith('.'), code);
  }
  assert.deepEqual(check('## Review\n\nIt is done. The CISO does it periodically. It is kept.'), [
    {
      code: 'vague',
      severity: 'should',
      heading: 'Review',
      passage: 'The CISO does it periodically.',
      message: 'Nobody can be held to “periodically”.',
      action: 'Say who does what, by when, or by which number.',
    },
  ]);
});

test('PO44 what is wrong of the whole document stands first, the rest in the order of the text', () => {
  const findings = check('## Scope\n\nFor [NAME], as needed.\n\n## Review\n\n### Yearly\n\n### Else\n\nTBD.', {
    owner: null,
    sections: ['Purpose'],
  });
  assert.deepEqual(
    findings.map(({ code, heading }) => `${code} ${heading}`),
    [
      'owner-missing ',
      'heading-missing Purpose',
      'not-written Scope',
      'vague Scope',
      'section-empty Yearly',
      'not-written Else',
    ],
  );
});

test('PO45 nothing is found in any template, filled or not, but what nobody wrote down', () => {
  const factsOf = (value: boolean | null, names: string[]): PolicyFacts => ({
    organization: 'Northwind',
    has: Object.fromEntries(Object.keys(policyConditions).map((id) => [id, value])) as PolicyFacts['has'],
    list: Object.fromEntries(Object.keys(policyLists).map((id) => [id, names])) as unknown as PolicyFacts['list'],
    values: templateValues,
  });
  for (const [facts, missing] of [
    [factsOf(true, ['One', 'Two']), false],
    [factsOf(false, []), true],
    [factsOf(null, []), true],
  ] as const) {
    for (const fill of [true, false]) {
      const documents = [...templateLibrary().values()].map((template) => {
        const { id, title, owner } = template.front;
        const blocks = readBlocks(decideTemplate(template, facts).markdown);
        const sections = policyCatalogue.find((each) => each.id === id)?.sections ?? [];
        return {
          code: id,
          title,
          owner,
          sections,
          review: null,
          retired: false,
          blocks: fill ? fillBlocks(blocks, facts) : blocks,
        };
      });
      const findings = documents.flatMap((each) => checkText(each, documents, known));
      const really = findings.filter(
        ({ code, passage }) => code === 'not-written' && /not written down yet/.test(passage),
      );
      assert.deepEqual(
        findings.filter((each) => !really.includes(each)),
        [],
      );
      assert.equal(really.length > 0, missing && fill);
    }
  }
});

test('PO97 a review that is not due yet is not told, and one that is says when it was and by when it had to be', () => {
  const review = { last: '2025-03-01', on: '2026-03-01' } as const;
  assert.deepEqual(check('It holds for all.', { review: { ...review, state: 'not-due' } }), []);
  const [finding] = check('It holds for all.', { review: { ...review, state: 'overdue' } });
  assert.match(finding?.message ?? '', /was due on 2026-03-01: it was reviewed last on 2025-03-01/);
});

test('PO98 a promise is held against the adopted control, in the words of both; without a rhythm as often as the catalogue has it', () => {
  const [differs] = besideControl('The CISO reviews access each quarter. {IAM-06 quarterly}', 'annual');
  assert.match(differs?.message ?? '', /^IAM-06 is promised here as “quarterly”, and your control says “annual”\.$/);
  assert.equal(differs?.passage, 'The CISO reviews access each quarter.');
  assert.deepEqual(besideControl('The CISO reviews access each quarter. {IAM-06 quarterly}', 'quarterly'), []);
  assert.deepEqual(besideControl('The CISO reviews access. {IAM-06}', 'quarterly'), []);
  assert.deepEqual(told(besideControl('The CISO reviews access. {IAM-06}', 'continuous')), ['control-differs should']);
  assert.deepEqual(besideControl('The CISO ends access. {IAM-04}', 'annual'), [], 'of no other control');
  assert.deepEqual(
    told(besideControl('The CISO reviews access each year. {IAM-06 annual}', 'quarterly', '2026-01-01')),
    ['control-retired should', 'control-differs should'],
  );
});

test('PO99 beside the text it is told by which number a test of the control judges, where that is another one', () => {
  const [differs] = besideTest('The HR lead ends access within 3 business days. {IAM-04}', 1);
  assert.equal(
    differs?.message,
    'IAM-04 is promised here by 3 business days, and the test IAM-04.leavers judges by 1 business day.',
  );
  assert.deepEqual(besideTest('The HR lead ends access within 3 business days. {IAM-04}', 3), []);
  assert.deepEqual(
    besideTest('The HR lead ends access within 3 business days. {END-04}', 1),
    [],
    'of no other control',
  );
});

test('PO46 what is left to be filled in is found in whatever way it is marked, and ordinary words are not', () => {
  for (const text of [
    'For [NAME] alone.',
    'By [insert role] alone.',
    'Done TBD.',
    'Within XX days.',
    'Signed ____ here.',
    'It is ??? now.',
  ])
    assert.deepEqual(told(check(text)), ['not-written must'], text);
  const written = document('');
  const brackets = checkText(
    { ...written, blocks: [{ kind: 'paragraph', line: [{ text: 'For <insert name>.' }] }] },
    [],
    known,
  );
  assert.deepEqual(told(brackets), ['not-written must']);
  for (const text of ['It is [sic] so.', 'With AES in XTS mode.', 'Fewer than 5, or more than 6.', 'Really?'])
    assert.deepEqual(check(text), [], text);
  for (const text of ['For {{organisation}}.', 'For {{organization.', 'For {{settings.none}}.'])
    assert.deepEqual(told(check(text)), ['tag-unknown must'], text);
  assert.deepEqual(
    told(
      checkText(
        {
          ...written,
          blocks: fillBlocks([{ kind: 'paragraph', line: [{ text: 'x', tag: 'roles.king' }] }], {
            organization: 'Northwind',
            has: {} as PolicyFacts['has'],
            list: {} as PolicyFacts['list'],
            values: templateValues,
          }),
        },
        [],
        known,
      ),
    ),
    ['tag-unknown must'],
  );
});

test('PO47 a document that is named stands and is not retired; a section that is named stands in it', () => {
  const dead: [string, string][] = [
    ['Report it as the asset management policy says.', 'must'],
    ['See the Vendor Security Policy.', 'must'],
    ['It follows the key ceremony procedure.', 'must'],
    ['POL-77 says more.', 'must'],
    ['POL-11 says more.', 'must'],
    ['As the section on exceptions says.', 'must'],
    ['As section “Reviews” says.', 'must'],
    ['As the section on backups of the incident response plan says.', 'must'],
    ['As section 4.2 says.', 'should'],
    ['Each bucket follows the bucket policy.', 'should'],
    ['The SDLC policy says it.', 'should'],
  ];
  for (const [text, severity] of dead) assert.deepEqual(told(check(text)), [`reference-dead ${severity}`], text);
  const alive = [
    'Report it as the incident response plan says.',
    'Report it as the response plan says.',
    'This policy holds, and so does the access control policy.',
    'POL-20 says more.',
    'The plan says more. The back-out plan says how. The current policy holds.',
    'It meets the ISO 27001 standard, and the standard procedure.',
    'As the section on emergencies of the incident response plan says.',
    'Section 5 of the act is no section of ours.',
    'Keys have SHA-256, and access follows IAM-06.',
    'The team runs plan reviews, and the law that the policy names.',
  ];
  for (const text of alive) assert.deepEqual(check(text), [], text);
  assert.deepEqual(check('## Exceptions\n\nAs the section on exceptions says.'), []);
  assert.match(check('The asset management policy says it.')[0]?.message ?? '', /is retired/);
  // Of the two documents that the words may mean the longer is told, once.
  assert.deepEqual(
    check('Report it as the key ceremony policy and procedure says.').map(({ message }) => message),
    ['No document is named as in “the key ceremony policy and procedure”.'],
  );
  // Nothing is said of the headings of a document that is none.
  assert.deepEqual(told(check('As the section on backups of the key ceremony procedure says.')), [
    'reference-dead must',
  ]);
  const earlier = [other('POL-09', 'Access control policy', '', true)];
  assert.deepEqual(check('POL-09 and the access control policy say more.', {}, earlier), []);
});

test('PO47 a control is named by a code that is known, in a mark and in words', () => {
  assert.deepEqual(told(check('It is done by IAM-98.')), ['control-unknown must']);
  assert.deepEqual(told(check('The CISO does it. {IAM-6}')), ['control-unknown must']);
  assert.deepEqual(check('The CISO does it. {IAM-06 quarterly}'), []);
});

test('PO48 a control is promised by the same numbers and as often in every document that holds', () => {
  const leaver = (markdown: string, retired = false) => [other('POL-10', 'Leaver procedure', markdown, retired)];
  const [finding] = check('The CISO does it. {IAM-06 quarterly}', {}, leaver('The CISO does it. {IAM-06 annual}'));
  assert.equal(finding?.message, 'IAM-06 is promised here by quarterly, and in Leaver procedure by annual.');
  const text = 'The CISO ends it within 5 days. {IAM-04}';
  assert.deepEqual(told(check(text, {}, leaver('The CISO ends it within 3 days. {IAM-04}'))), [
    'numbers-contradict must',
  ]);
  for (const agreeing of [
    leaver('The CISO ends it within 5 days. {IAM-04}'),
    leaver('The CISO ends it within 3 hours. {IAM-04}'),
    leaver('The CISO ends it. {IAM-04}'),
    leaver('The CISO ends it within 3 days. {IAM-05}'),
    leaver('The CISO ends it within 3 days. {IAM-04}', true),
    [other('POL-09', 'An earlier version', 'The CISO ends it within 3 days. {IAM-04}')],
  ])
    assert.deepEqual(check(text, {}, agreeing), []);
  // A number of a setting is its number.
  const tagged = 'The CISO ends it within {{settings.accessRemoval}}. {IAM-04}';
  assert.deepEqual(told(check(tagged, {}, leaver('It ends within 2 business days. {IAM-04}'))), [
    'numbers-contradict must',
  ]);
});

test('PO48 a duty in a promise has somebody who does it; what is no promise or no duty is left alone', () => {
  for (const text of [
    'Access has to be reviewed. {IAM-06 quarterly}',
    'It is known. Keys are to be kept apart. {CRY-03 annual}',
    'Access must not be given. {IAM-06 quarterly}',
  ])
    assert.deepEqual(told(check(text)), ['duty-unowned should'], text);
  for (const text of [
    'Access has to be reviewed by the CISO. {IAM-06 quarterly}',
    'Access has to be reviewed by {{roles.platform}}. {IAM-06 quarterly}',
    'Access has to be reviewed by Ada Byron. {IAM-06 quarterly}',
    'Access must be reviewed by its owner. {IAM-06 quarterly}',
    'Access must be reviewed.',
    'Access is reviewed. {IAM-06 quarterly}',
  ])
    assert.deepEqual(check(text), [], text);
});
