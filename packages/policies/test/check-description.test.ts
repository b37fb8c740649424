import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  descriptionFinding,
  descriptionFindingCodes,
  descriptionParts,
  descriptionPartWords,
  type DescriptionFinding,
  type ScopeBody,
  type TextBlock,
} from '@tickmark/core';
import { workedExample } from '../../testkit/src/example/index.ts';
import { checkDescription, readBlocks, type ScopeNames } from '../src/index.ts';

const nothing: ScopeNames = { outOfScope: [], inScope: [] };
const check = (markdown: string | readonly TextBlock[], known = nothing): DescriptionFinding[] =>
  checkDescription(typeof markdown === 'string' ? readBlocks(markdown) : markdown, known).map((finding) =>
    descriptionFinding.parse(finding),
  );
const codes = (findings: readonly DescriptionFinding[]): string[] => findings.map(({ code }) => code);

/** Sentences of which each has just this fault. */
const questioned: Record<Exclude<DescriptionFinding['code'], 'out-of-scope' | 'not-written'>, string[]> = {
  advertising: [
    'Ledger is a best-in-class service.',
    'State-of-the-art locks protect the office.',
    'Our world-class team answers within a day.',
    'Books are kept with military-grade care.',
    'The platform is highly secure.',
    'Data is 100% secure.',
    'Data is 100 percent secure with us.',
    'It is a cutting-edge product.',
    'Support is second to none.',
    'Signing up is seamless.',
  ],
  vague: [
    'Access is reviewed periodically.',
    'Appropriate people look at alerts.',
    'Alerts are looked at promptly.',
    'Tickets are closed within a reasonable time.',
    'Backups are tried as needed.',
    'We follow best practices.',
    'Logs, tickets, chats, etc. are kept.',
    'The team strives to answer on the same day.',
    'Patches are installed on a regular basis.',
  ],
  unnamed: [
    'Ledger runs at a leading cloud provider.',
    'Tickets are kept in a third-party tool.',
    'Bookings are kept in a modern database.',
    'We use various vendors.',
    'Data is encrypted with industry-standard encryption.',
    'Connections use strong encryption.',
    'The service is hosted by a third-party provider.',
    'A number of external providers send data.',
    'Mail goes out through a reputable email service.',
    'It is a third-party tool for sign-in.',
  ],
  'not-yet': [
    'A second region will be added.',
    'The team plans to add a second region.',
    'We are going to move to another host.',
    'Sign-in with passkeys comes soon.',
    'Logs are kept for two years in the future.',
    'Passkeys are on the roadmap.',
    'Management intends to hire a security lead.',
    'A second office is planned.',
    'A second office is planned for 2027.',
    'We’ll encrypt the archive.',
    'Single sign-on is currently being rolled out.',
  ],
  certified: [
    'We are SOC 2 certified.',
    'Ledger is SOC 2 Type II compliant.',
    'Our SOC2 certification covers the service.',
    'The system complies with SOC 2.',
    'In 2024 we passed SOC 2.',
    'The company passed its first SOC 2 examination.',
    'We achieved SOC 2 compliance.',
    'Encryption guarantees that nobody reads the books.',
    'The firewall guarantees security.',
  ],
  'helps-attackers': [
    'The database listens on 10.20.0.14.',
    'The office network is 192.168.4.0/24.',
    'The database listens on 10.20.0.14:5432.',
    'It answers at fd00:12:34::5.',
    'Builds run on build-01.corp.internal.',
    'The console is at admin.example.com:8443.',
    'Bookings are kept on prod-db-02.',
    'CVE-2021-44228 is not patched on the old host.',
    'CVE-2024-3094 is known.',
    'The password is hunter2hunter.',
    'The api key: a81bc81bdead4e5d.',
    'It signs with AKIAIOSFODNN7EXAMPLE.',
    'It connects to postgres://ledger:pa55word@db.example.com.',
  ],
};

test('DE20 each kind of finding has a text that has just this fault, told with its heading, its sentence and what to do', () => {
  const known: ScopeNames = { outOfScope: [{ name: 'Payroll', kind: 'service' }], inScope: [] };
  const faults: Record<DescriptionFinding['code'], string> = {
    ...(Object.fromEntries(Object.entries(questioned).map(([code, [first]]) => [code, first ?? ''])) as Record<
      keyof typeof questioned,
      string
    >),
    'not-written': 'It runs at [NAME].',
    'out-of-scope': 'Bookings go to Payroll each night.',
  };
  assert.deepEqual(Object.keys(faults).sort(), [...descriptionFindingCodes].sort());
  for (const [code, text] of Object.entries(faults)) {
    const [finding, ...more] = check(`## Software\n\nIt is there. ${text} It is kept.`, known);
    assert.deepEqual([finding?.code, more], [code, []], text);
    assert.deepEqual([finding?.heading, finding?.passage], ['Software', text]);
    for (const words of [finding?.message, finding?.action]) assert.ok(words?.endsWith('.'), code);
  }
  assert.deepEqual(check('We are SOC 2 certified.'), [
    {
      code: 'certified',
      severity: 'must',
      heading: '',
      passage: 'We are SOC 2 certified.',
      message: '“SOC 2 certified” says what no examination says.',
      action: 'An examination gives an opinion and certifies nothing. Say what is done, or take the sentence out.',
    },
  ]);
});

test('DE20 findings stand in the order of the text, in lists and tables too, and words are questioned once and for one reason', () => {
  const text = [
    'It is robust, robust and seamless.',
    '### Hosts',
    '- at a leading provider\n  - that will grow',
    '| Tool | Use |\n| - | - |\n| a modern database | as needed |',
  ].join('\n\n');
  assert.deepEqual(
    check(text).map(({ code, heading, message }) => `${code} ${heading} ${/“.*”/.exec(message)?.[0] ?? ''}`),
    [
      'vague  “robust”',
      'advertising  “seamless”',
      'unnamed Hosts “a leading provider”',
      'not-yet Hosts “will”',
      'unnamed Hosts “a modern database”',
      'vague Hosts “as needed”',
    ],
  );
  assert.deepEqual(codes(check('It uses industry-standard encryption.')), ['unnamed'], 'not vague as well');
  assert.deepEqual(check(''), []);
});

test('DE21 what readers would question is found, each as what it is', () => {
  for (const [code, sentences] of Object.entries(questioned)) {
    for (const sentence of sentences) assert.deepEqual(codes(check(sentence)), [code], sentence);
  }
});

test('DE21 a key or a password has to go, and is not said again in the finding', () => {
  for (const secret of ['AKIAIOSFODNN7EXAMPLE', 'ghp_0123456789abcdefghij0123456789abcdef']) {
    const [finding] = check(`It signs with ${secret}.`);
    assert.equal(finding?.severity, 'must');
    assert.ok(!finding.message.includes(secret));
  }
});

const goodProse = [
  'The description covers reasonable assurance that commitments are kept.',
  'Processing is complete, valid, accurate, timely, and authorized.',
  'Requests shall be approved by the owner; this ensures that nobody approves their own.',
  'Evidence is kept as required by law.',
  'Sign-in goes through Okta, a third-party tool.',
  'Okta is a third-party tool for sign-in.',
  'Ledger runs at a leading cloud provider (Amazon Web Services, eu-central-1).',
  'Tickets are kept in a third-party tool called Jira.',
  'We use several vendors: Amazon Web Services, Okta and Stripe.',
  'Various tools such as Grafana and Loki show alerts.',
  'Third-party vendors are assessed before a contract is signed.',
  'Access by a third-party vendor needs the approval of the platform lead.',
  'Ledger online runs in the region eu-central-1 of a cloud provider that DC 7 names.',
  'Data is encrypted with strong encryption, AES-256 at rest and TLS 1.3 on its way.',
  'Copies go to different regions.',
  'Unmatched bookings are looked at each morning.',
  'The contract says that customers will be told 30 days before a price changes.',
  'If a host fails, traffic will go to the other zone.',
  'Accounts are closed as soon as somebody leaves.',
  'A plan to recover the service is tried each year.',
  'Recovery plans to restore the service are tried each year.',
  'Capacity is planned each quarter.',
  'Changes are planned, reviewed and tested.',
  'Traffic is going to the load balancer.',
  'Employment is at will.',
  'The product roadmap is agreed each quarter.',
  'Will Example leads the platform team.',
  'Releases without review are refused, so that it does not happen again in future.',
  'The service level agreement guarantees 99.9 percent of each month.',
  'The bank guarantee is kept by finance.',
  'A test shows what it found and does not guarantee that nothing else is there.',
  'We are not SOC 2 certified, for nobody is.',
  'The auditor’s SOC 2 report is read each May.',
  'The SOC 2 examination covers Ledger online.',
  'The host is certified for ISO/IEC 27001 and its SOC 2 report is read each year.',
  'The data centre is certified to ISO 27001.',
  'Ledger online is version 10.4.2.1, released in May.',
  'The rule is section 4.2.1.3 of the handbook.',
  'Agents listen on 127.0.0.1 alone.',
  'Batches begin at 02:30:00 and end at 04:15.',
  'Machines stand in eu-central-1 and us-east-1a.',
  'Ledger is at https://ledger.example.com and answers on port 443.',
  'CVE-2021-44228 was patched on 14 December 2021, two days after it was known.',
  'The password is at least 14 characters long.',
  'The secret is SHA-256 hashed and never shown.',
  'Passwords are kept as Argon2id hashes.',
  'Tokens last 15 minutes.',
  'The board hears about security in March and September.',
  'Backups are kept for 35 days in a second account.',
  'GOV-01 and IAM-06 see to it, as ISO-27001 asks.',
  'Customers use it for bookkeeping.',
  'The lead of support reads each ticket within one business day.',
  'The archive is not highly secure by itself.',
  'Records are kept as long as needed for the audit.',
  'The procedure says how soon and how often customers are told.',
  'Its pipeline shows what will change.',
  'Questions are on the page of frequently asked questions.',
];

test('DE22 nothing is found in good prose, nor in the example of any part', () => {
  for (const sentence of goodProse) assert.deepEqual(check(sentence), [], sentence);
  for (const part of descriptionParts) assert.deepEqual(check(descriptionPartWords[part].example), [], part);
});

test('DE23 what the scope leaves out is found by whole words, but not where the text leaves it out or a name in scope holds it', () => {
  const known: ScopeNames = {
    outOfScope: [
      { name: 'Payroll', kind: 'service' },
      { name: 'Support', kind: 'team' },
      { name: 'Web site (old)', kind: 'system' },
    ],
    inScope: ['Payroll export', 'Support'],
  };
  const outOfScope = (text: string) => check(text, known).map(({ message }) => message);
  const payroll = ['The scope leaves out the service “Payroll”.'];
  assert.deepEqual(outOfScope('Bookings go to Payroll.'), payroll);
  assert.deepEqual(outOfScope('Payroll’s bookings arrive by the Payroll export.'), payroll);
  assert.deepEqual(outOfScope('Orders come from the web  site (old).'), [
    'The scope leaves out the system “Web site (old)”.',
  ]);
  for (const fine of [
    'Bookings leave by the Payroll export.',
    'Bookings go to Payrolling and Payroll-2.',
    'It is about payroll.',
    'Support answers tickets.',
    'Payroll is not part of this report.',
    'This report does not cover Payroll.',
    'Payroll is out of scope.',
    'These are not part of the system:\n\n- Payroll\n- the web site (old)',
    '### Boundaries of the system\n\nPayroll has a database of its own.',
  ])
    assert.deepEqual(outOfScope(fine), [], fine);
  assert.deepEqual(
    outOfScope('### Out of scope\n\nPayroll.\n\n### Software\n\nIt reads Payroll.'),
    payroll,
    'a heading leaves out what stands below it, and no more',
  );
});

test('DE24 what is to be filled in, or stands as not written down, is named, and its tag or mark is nothing else', () => {
  assert.deepEqual(
    check([
      { kind: 'heading', level: 3, line: [{ text: 'Hosts' }] },
      { kind: 'paragraph', line: [{ text: 'Led by ' }, { text: 'not written down', missing: true }, { text: '.' }] },
      { kind: 'paragraph', line: [{ text: 'It runs at TBD. It is called [NAME] and {{nobody.knows}}.' }] },
    ]).map(({ code, severity, heading, message }) => [code, severity, heading, message]),
    [
      ['not-written', 'must', 'Hosts', 'It is not written down yet: not written down.'],
      ['not-written', 'must', 'Hosts', '“{{nobody.knows}}” stands for something that is to be filled in.'],
      ['not-written', 'must', 'Hosts', '“TBD” stands for something that is to be filled in.'],
      ['not-written', 'must', 'Hosts', '“[NAME]” stands for something that is to be filled in.'],
    ],
  );
});

test('DE24 whatever is told of the scope of the example company by its names in scope, none of it is out of scope', () => {
  const { scope } = workedExample({ seed: 'one', from: '2025-01-01', to: '2025-12-31', timeZone: 'Europe/Berlin' });
  const bodies = scope.flatMap(({ items }) => items.map(({ body }) => body));
  const isOut = (body: Partial<ScopeBody>): boolean => 'inScope' in body && body.inScope === false;
  const known: ScopeNames = {
    outOfScope: bodies.filter(isOut).map(({ name, kind }) => ({ name, kind })),
    inScope: bodies.filter((body) => !isOut(body)).map(({ name }) => name),
  };
  assert.ok(known.outOfScope.length > 0);
  const shapes = [
    (one: string, other: string) => `${one} uses ${other}.`,
    (one: string, other: string) => `- ${one}, ${other}\n- ${one}: ${other}`,
    (one: string, other: string) => `| Name | Uses |\n| - | - |\n| ${one} | ${other} |`,
    (one: string, other: string) => `### ${one}\n\nData of ${other} is kept.`,
  ];
  for (const [at, one] of known.inScope.entries())
    for (const other of [...known.inScope, ...known.inScope].slice(at, at + 8))
      for (const shape of shapes) {
        const text = shape(one, other);
        assert.ok(!codes(check(text, known)).includes('out-of-scope'), text);
      }
  for (const { name } of known.outOfScope)
    assert.ok(codes(check(`It reads from ${name}.`, known)).includes('out-of-scope'), name);
  const told = bodies.filter((body) => !isOut(body)).flatMap(({ description }) => description ?? []);
  for (const each of told) assert.deepEqual(check(each, known), [], each);
});
