import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { weighDecisions, type Decision, type DescriptionBody } from '@tickmark/core';
import { renderReport, reportFacts } from '../../src/documents/index.ts';
import { squeezed, textOf } from './pdf-text.ts';
import { reportRecords, type Wanted } from './records.ts';

async function rendered(wanted: Wanted = {}) {
  const answer = await renderReport(reportFacts(reportRecords(wanted)));
  const text = textOf(answer.pdf);
  return {
    ...answer,
    raw: Buffer.from(answer.pdf).toString('latin1'),
    text,
    says: (words: string) => text.includes(squeezed(words)),
  };
}

test('the draft is a tagged PDF/UA-1 in English with a title, bookmarks and a contents that can be clicked', async () => {
  const { raw } = await rendered({ controls: 3, tests: 2 });
  assert.match(raw, /^%PDF-1\.7/);
  for (const mark of ['/StructTreeRoot', '/MarkInfo', '/Lang', '/Outlines', '/DisplayDocTitle true', '/Subtype/Link']) {
    assert.ok(raw.replaceAll(/\s+\//g, '/').includes(mark), `${mark} is missing`);
  }
  assert.match(raw, /<pdfuaid:part>1<\/pdfuaid:part>/);
  assert.match(raw, /CreationDate \(D:20260704100000/);
  assert.match(raw, /Brightwater Software: draft report, SOC 2 Type 2/);
});

test('the same facts give the same bytes, and one changed fact gives others', async () => {
  const digest = async (wanted: Wanted) =>
    createHash('sha256')
      .update((await rendered(wanted)).pdf)
      .digest('hex');
  const first = await digest({ controls: 3, tests: 2 });
  assert.equal(await digest({ controls: 3, tests: 2 }), first);
  assert.notEqual(await digest({ controls: 3, tests: 1 }), first);
});

test('every page carries the draft mark, the classification and its number of all', async () => {
  const { text, says, pages } = await rendered({ controls: 3, tests: 2 });
  const count = (wanted: RegExp) => [...text.matchAll(wanted)].length;
  assert.ok(count(/DRAFT–notanauditor’sreport/g) >= pages);
  assert.ok(count(/Confidential/g) >= pages);
  for (let page = 1; page <= pages; page += 1) assert.ok(says(`UTC ${page} of ${pages}`), `page ${page} has no number`);
});

test('with no control and no test everything is said to be missing, and nothing is written for anybody', async () => {
  const { says } = await rendered();
  for (const said of [
    'No control has been adopted.',
    'No population was frozen.',
    'Not written yet.',
    'Left to the service auditor.',
    'Unsigned',
    'None recorded.',
    'No signed checkpoint',
    'No criterion has been marked as not relevant',
    'No service is in scope.',
  ]) {
    assert.ok(says(said), `"${said}" is missing`);
  }
  assert.ok(!says('No exceptions noted. '));
});

test('a control without a test is shown as not tested, one with deviations shows 25 and how many more', async () => {
  const { says } = await rendered({ controls: 2, tests: 1, deviationsEach: 31 });
  assert.ok(says('Not tested'));
  assert.ok(says('Exception noted: 31 of 1,200 items tested deviate'));
  assert.ok(says('6 more in the bundle.'));
  assert.ok(says('9f2c0024aa10b7c4') && !says('9f2c0025aa10b7c4'));
});

test('a Type 1 has no tests of operation and no part on operation', async () => {
  const { says } = await rendered({ terms: { type: 'type1', asOf: '2026-06-30' }, controls: 2, tests: 1 });
  assert.ok(says('A Type 1 has no tests of operation.'));
  assert.ok(!says('Tests performed'));
  assert.ok(!says('Operation of controls'));
  assert.ok(says('Does not apply to a Type 1.'));
});

test('85 pages with 450 rows of deviations render whole', async () => {
  const { pages, text } = await rendered({
    controls: 138,
    tests: 20,
    deviationsEach: 70,
    categories: ['security', 'availability', 'confidentiality', 'processing_integrity', 'privacy'],
  });
  assert.ok(pages >= 80, `${pages} pages`);
  assert.ok([...text.matchAll(/DeviationinA/g)].length >= 450);
});

const markup =
  '#panic("x") $x^2$ *bold* _it_ <label> @ref = head \\ // c /* d */ [x] `raw` ~ -- ... #import "/etc/passwd"';

test('markup in the facts appears as text and does nothing', async () => {
  const { says } = await rendered({ controls: 1, tests: 1, deviationsEach: 1, text: markup });
  assert.ok(says(markup), 'the text is not there as written');
});

test('what the font cannot draw, reorders or hides text appears by its number', async () => {
  const { says } = await rendered({
    controls: 1,
    tests: 1,
    deviationsEach: 1,
    text: 'a\u202eevil\u0000 \u{1F600} \u05d0 \ud800 end Ünïcödé Ελλάδα',
  });
  for (const said of ['a[U+202E]evil[U+0000]', '[U+1F600]', '[U+05D0]', 'end Ünïcödé Ελλάδα']) {
    assert.ok(says(said), `"${said}" is missing`);
  }
});

test('a word of 5,000 characters breaks over lines and pages and loses nothing', async () => {
  const { text, pages } = await rendered({
    controls: 1,
    tests: 1,
    deviationsEach: 1,
    text: `begin${'x'.repeat(5000)}end`,
  });
  const betweenPages = /Rendered2026-07-0410:00UTC\d+of\d+DRAFTbegin.*?SOC2Type2·Draft3Confidential/g;
  assert.match(text.replaceAll(betweenPages, ''), /beginx{5000}end/);
  const { pages: pagesUnbroken } = await rendered({ controls: 1, tests: 1, deviationsEach: 1 });
  assert.ok(pages > pagesUnbroken + 15, `${pages} pages: the word runs out of the page instead of breaking`);
});

test('CN27 without decisions the draft says so; with them it shows proposal and decision with who, when and why', async () => {
  const undecided = await rendered({ controls: 2, tests: 1, deviationsEach: 2 });
  assert.ok(undecided.says('No decision is on record: every state in this draft is a proposal.'));
  const records = reportRecords({ controls: 2, tests: 1, deviationsEach: 2 });
  const [control] = records.dryRun.document.controls;
  assert.ok(control);
  const made = (entryIndex: number, change: Partial<Decision>): Decision => ({
    id: '00000000-0000-4000-8000-000000000801',
    dryRunId: records.dryRun.id,
    on: 'control',
    subject: control.code,
    conclusion: 'not-effective',
    proposal: control.state,
    against: control.state,
    softer: false,
    reason: null,
    explainedToo: false,
    decidedAt: '2026-07-04T09:45:00.000Z',
    decidedBy: { id: '00000000-0000-4000-8000-000000000802', name: 'Olga Owner' },
    entryIndex,
    ...change,
  });
  const decisions = [made(20, { conclusion: 'cannot-say' }), made(21, { reason: 'Seen by the lead #1 only.' })];
  const standings = weighDecisions(records.dryRun.document, decisions);
  const explanations = [
    {
      id: '00000000-0000-4000-8000-000000000803',
      engagementId: '00000000-0000-4000-8000-000000000804',
      test: control.results[0]?.code ?? '',
      control: control.code,
      items: ['9f2c0000aa10b7c4'],
      causeKind: 'oversight' as const,
      cause: 'The reviewer was on leave.',
      designAtFault: false,
      extent: 'One repository.',
      remediation: { fixedOn: '2026-05-02', text: 'A deputy is named' },
      correction: null,
      explainedAt: '2026-07-04T09:40:00.000Z',
      explainedBy: { id: '00000000-0000-4000-8000-000000000802', name: 'Olga Owner' },
      entryIndex: 19,
    },
  ];
  const { pdf } = await renderReport(reportFacts({ ...records, standings, explanations }));
  const text = textOf(pdf);
  for (const said of [
    'Olga Owner, 2026-07-04 09:45 UTC, log entry 21',
    'Seen by the lead #1 only.',
    'Superseded by the later decision.',
    'Decided: Not effective, by Olga Owner on 2026-07-04.',
    'The reviewer was on leave.',
    'Fixed later, on 2026-05-02: A deputy is named. The deviations stay.',
  ]) {
    assert.ok(text.includes(squeezed(said)), `"${said}" is missing`);
  }
});

test('CN30 the draft shows each wording that was in force in the period, with its days', async () => {
  const records = reportRecords({ controls: 1 });
  const [newest] = records.controls;
  assert.ok(newest);
  const first = {
    ...newest,
    id: '00000000-0000-4000-8000-000000000901',
    description: 'As it was before.',
    retiredOn: '2026-03-01',
  };
  const second = { ...newest, version: 2, effectiveFrom: '2026-03-01', revisionReason: 'A new team took over.' };
  const { pdf } = await renderReport(reportFacts({ ...records, controls: [first, second] }));
  const text = textOf(pdf);
  for (const said of ['2026-01-01 to 2026-02-28', 'As it was before.', 'A new team took over.'])
    assert.ok(text.includes(squeezed(said)), `"${said}" is missing`);
});

test('an aborted render rejects with the reason', async () => {
  const facts = reportFacts(reportRecords({ controls: 138, tests: 20, deviationsEach: 70 }));
  await assert.rejects(renderReport(facts, { signal: AbortSignal.abort(new Error('left')) }), /left/);
  const controller = new AbortController();
  const running = renderReport(facts, { signal: controller.signal });
  setImmediate(() => controller.abort(new Error('gone')));
  await assert.rejects(running, /gone/);
});

test('facts the template cannot set reject with the reason and leave no process', async () => {
  const facts = {
    ...reportFacts(reportRecords()),
    rendered: { year: 2026, month: 13, day: 1, hour: 0, minute: 0, second: 0 },
  };
  await assert.rejects(renderReport(facts), /the renderer of documents failed.*month/s);
});

test('CO49 criteria that are not relevant are listed with reason, by whom and when, and count as nothing', async () => {
  const { says } = await rendered({
    controls: 3,
    categories: ['security', 'availability'],
    notRelevant: ['CC1.1', 'A1.3'],
  });
  for (const said of [
    'Nothing is concluded on these, and none of them counts as met. 34 of 36 criteria that apply are left.',
    'Nothing of ours falls under A1.3.',
    'Ruth Reader 2026-06-01 08:00',
    'A common criterion, which hardly ever is without relevance.',
    'Supported all the same by GOV-01',
    '36 criteria apply, 34 of them relevant; 3 controls are adopted.',
    'Weighed: 2 of the 3 criteria that apply.',
  ])
    assert.ok(says(said), `"${said}" is missing`);
  assert.ok(!says('A1.3 – '), 'it has no place among the criteria that are concluded on');
  const none = await rendered({ categories: ['availability'], notRelevant: ['A1.1', 'A1.2', 'A1.3'] });
  assert.ok(none.says('Nothing concluded'));
});

test('SC39 the scope stands in the draft as far as it is written, and what is not written is named', async () => {
  const { says } = await rendered({
    scope: [
      { kind: 'service', name: 'Ledger online', users: 'Small companies', delivery: 'cloud' },
      { kind: 'boundary', name: 'Web site', description: 'Left out', why: 'It holds no data of customers' },
      { kind: 'commitment', name: 'Availability of 99.9 percent', sourceKind: 'contract', source: 'Section 4' },
      ...['ledger-db', 'ledger-web', 'ledger-queue'].map((name) => ({ kind: 'system', name })),
      { kind: 'person', name: 'Ada Example' },
      {
        kind: 'vendor',
        name: 'Cloud host',
        method: 'carve-out',
        test: {
          matters: { answer: 'yes', reason: 'It runs everything' },
          needed: { answer: 'yes', reason: 'Locked rooms' },
          suffices: { answer: 'no', reason: 'We have no rooms' },
        },
        expectedControls: [{ text: 'Rooms are locked', criteria: ['CC6.4'] }],
      },
      { kind: 'vendor', name: 'Printer of letters' },
      { kind: 'cuec', name: 'Customers remove their own leavers', criteria: ['CC6.2'] },
    ],
  });
  for (const said of [
    'Ledger online Small companies Over the web, run by us',
    'It holds no data of customers',
    'Contract or terms of service: Section 4',
    'Carve-out: its controls are named and not examined',
    'Rooms are locked (CC6.4)',
    'Not decided whether these are subservice organizations: • Printer of letters',
    'Not decided whether these are controls that customers have to run: • Customers remove their own leavers',
    'Not written yet, or contradicting itself',
    'more points.',
  ])
    assert.ok(says(said), `"${said}" is missing`);
  assert.ok(!says('Ada Example'), 'people are told by role, not by name');
});

test('SC40 changes of the scope and of controls within the period stand under DC 9 by their day, and what they mean is left to management', async () => {
  const { says, text } = await rendered({
    controls: 3,
    changes: [
      {},
      { what: 'added', effectiveFrom: '2026-05-01', item: { id: '', kind: 'system', name: 'ledger-queue' } },
      { of: 'record', reason: 'It was so from the beginning.' },
    ],
    versions: [
      { version: 2, effectiveFrom: '2026-02-01', title: 'A code of conduct', revisionReason: 'Two became one.' },
      {
        version: 3,
        effectiveFrom: '2026-06-01',
        title: 'A better code',
        retiredOn: '2026-06-20',
        retirementReason: 'Sold.',
      },
    ],
  });
  const places = [
    '2026-02-01 GOV-01 control, changed',
    'A code of conduct Two became one.',
    '2026-03-01 Cloud host vendor, changed in the scope',
    'Name: Old host → Cloud host The old one closed.',
    '2026-05-01 ledger-queue system, added to the scope New',
    'A code of conduct → A better code',
    '2026-06-20 GOV-01 control, retired A better code Sold.',
  ].map((said) => ({ said, place: text.indexOf(squeezed(said)) }));
  for (const { said, place } of places) assert.ok(place >= 0, `"${said}" is missing`);
  assert.deepEqual(
    places.map(({ place }) => place),
    places.map(({ place }) => place).toSorted((a, b) => a - b),
  );
  assert.ok(!says('It was so from the beginning.'), 'what was only written later is no change');
  const again = await rendered({
    controls: 1,
    versions: [
      { version: 2, effectiveFrom: '2026-04-01', retiredOn: '2026-04-01' },
      { code: 'OWN-01', effectiveFrom: '2026-04-02' },
    ],
  });
  assert.ok(again.says('2026-04-02 OWN-01 control, begun'));
  assert.ok(!again.says('2026-04-01 GOV-01'), 'a version that never held changed nothing');
  const gap = await rendered({
    controls: 1,
    versions: [
      { code: 'OWN-01', effectiveFrom: '2025-01-01', retiredOn: '2026-02-10' },
      { code: 'OWN-01', version: 2, effectiveFrom: '2026-03-10' },
    ],
  });
  for (const said of ['2026-02-10 OWN-01 control, retired', '2026-03-10 OWN-01 control, brought back'])
    assert.ok(gap.says(said), said);
  const none = await rendered({ controls: 1 });
  assert.ok(none.says('neither significant changes nor that there are none'));
  assert.ok(!none.says('Changes on record of which'));
  const type1 = await rendered({ controls: 1, changes: [{}], terms: { type: 'type1', asOf: '2026-06-30' } });
  assert.ok(type1.says('Does not apply to a Type 1.') && !type1.says('The old one closed.'));
});

test('DE14 Section III is the description as it is: own words, what was stated, what is missing, and how the newest version stands', async () => {
  const words = (text: string) => [{ kind: 'paragraph' as const, line: [{ text }] }];
  const decided = (key: string): DescriptionBody => ({
    part: 'dc9',
    blocks: [],
    none: null,
    told: [],
    decisions: [{ key, significant: true, effect: 'The promise of 99.9 percent stayed the same.' }],
  });
  const { says, text } = await rendered({
    controls: 3,
    changes: [{}],
    bodies: [
      { part: 'dc1', blocks: words('Brightwater runs payroll in two regions.') },
      {
        part: 'dc4',
        blocks: [],
        incidents: [],
        setAside: [],
        none: { lookedAt: 'Tickets and the status page', lookedOn: '2026-06-30' },
      },
      { part: 'dc5', blocks: words('Controls are grouped by team.') },
      decided('scope/00000000-0000-4000-8000-000000000600/2'),
    ],
    frozen: { number: 3, approved: true, same: false },
  });
  for (const said of [
    'Brightwater runs payroll in two regions.',
    'No incident is known that came from controls',
    '• Looked through: Tickets and the status page • Until: 2026-06-30',
    'Controls are grouped by team.',
    'Cloud host: vendor, changed in the scope',
    'The promise of 99.9 percent stayed the same.',
    'Control environment, risk assessment, communication and monitoring',
    'Management took version 3 as its own; what is told here has changed since.',
    'It is not stated whether customers have to run controls of their own.',
  ])
    assert.ok(says(said), `"${said}" is missing`);
  assert.ok(!says('Changes on record of which management'), 'the one on record is decided');
  const whole = squeezed('DC 5 – Applicable criteria and the controls that meet them');
  assert.ok(text.indexOf(squeezed('Controls are grouped by team.')) > text.lastIndexOf(whole));
  const none = await rendered({ controls: 1 });
  assert.ok(none.says('No version of it is frozen yet.'));
  assert.ok(none.says('Nothing is stated yet: neither incidents nor that there are none.'));
});
