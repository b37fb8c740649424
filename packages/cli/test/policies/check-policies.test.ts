import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runLine } from '../run-line.ts';

const shipped = fileURLToPath(new URL('../../../../content/policies/', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'tickmark-policies-'));
after(() => rm(folder, { recursive: true, force: true }));

/** The shipped documents in a folder of their own, one of them written otherwise. */
async function withChange(name: string, file: string, change: (text: string) => string): Promise<string> {
  const own = join(folder, name);
  await cp(shipped, own, { recursive: true });
  const path = join(own, file);
  await writeFile(path, change(await readFile(path, 'utf8')));
  return own;
}

interface Checked {
  documents: number;
  faults: { code: string; at: string; files: string[] }[];
  warnings: Checked['faults'];
}
const linesOf = (told: Checked['faults']): string[] =>
  told.map(({ code, at, files }) => `${files.join()} ${code} ${at}`);

test('PO12 the shipped documents have nothing wrong, and an organization may have its own titles, owners, headings and rhythms', async () => {
  const all = await runLine('check-policies', shipped);
  assert.deepEqual(
    [all.code, all.stdout],
    [0, '30 documents: nothing is wrong. 30 do not tell when they were reviewed.\n'],
  );
  const own = await withChange('own', 'POL-09.md', (text) =>
    text
      .replace('title: Access control policy', 'title: Our access control policy')
      .replace('owner: IT operations lead', 'owner: Petra')
      .replace('## Reviews', '## What is ours alone\n\nText.\n\n## Reviews')
      .replace('{IAM-06 quarterly}', '{IAM-06 annual}'),
  );
  assert.equal((await runLine('check-policies', own)).code, 0);
});

test('PO12 a document of its own, beside those of the catalogue, is checked without being asked for anything', async () => {
  const own = await withChange('beside', 'POL-09.md', (text) => text);
  const front = 'id: OWN-7\ntitle: Badges\nkind: policy\npurpose: Who wears one.\nsatisfies: []\ncontrols: []';
  const written = (text: string) =>
    writeFile(
      join(own, 'badges.md'),
      `---\n${front}\nowner: Petra\nreviewCadence: annual\nacknowledgement: false\n---\n\n## Badges\n\n${text}\n`,
    );
  await written('Everybody wears a badge.');
  const fine = await runLine('check-policies', own);
  assert.deepEqual([fine.code, fine.stdout.slice(0, 34)], [0, '31 documents: nothing is wrong. 31']);
  await written('Badges are worn where possible.');
  const { code, stdout } = await runLine('check-policies', own, '--json');
  assert.equal(code, 1);
  assert.deepEqual(linesOf((JSON.parse(stdout) as Checked).faults), ['badges.md vague where possible']);
});

test('PO12 what is missing, unknown, vague or contradicted elsewhere is told by file, and ends with 1', async () => {
  const faults = async (name: string, file: string, change: (text: string) => string) => {
    const { code, stdout } = await runLine('check-policies', await withChange(name, file, change), '--json');
    assert.equal(code, 1, name);
    return linesOf((JSON.parse(stdout) as Checked).faults);
  };
  assert.deepEqual(await faults('a', 'POL-09.md', (text) => text.replace('## Reviews', '## Views')), [
    'POL-09.md heading-missing Reviews',
  ]);
  assert.deepEqual(await faults('b', 'POL-09.md', (text) => text.replace('{{list.systems}}', '{{list.things}}')), [
    'POL-09.md tag-unknown list.things',
  ]);
  assert.deepEqual(await faults('c', 'POL-09.md', (text) => `${text}\nDo so where possible.\n`), [
    'POL-09.md vague where possible',
  ]);
  assert.deepEqual(
    await faults('d', 'POL-09.md', (text) =>
      text.replace('within {{settings.accessRemoval}} of their last day', 'within 3 business days of their last day'),
    ),
    ['POL-09.md,POL-10.md numbers-contradict IAM-04 in business days'],
  );
  const twice = await faults('e', 'POL-10.md', (text) => text.replace('id: POL-10', 'id: POL-09'));
  assert.ok(twice.includes('POL-09.md,POL-10.md id-twice POL-09'), twice.join('; '));
  assert.deepEqual(await faults('f', 'POL-09.md', () => 'No front.'), ['POL-09.md unreadable front']);
});

test('PO12 a folder without documents, or none, is refused with what to do', async () => {
  const none = await runLine('check-policies', join(folder, 'nowhere'));
  assert.deepEqual(
    [none.code, none.stderr],
    [2, `error: The folder ${join(folder, 'nowhere')} cannot be read. Check the path.\n`],
  );
  const empty = await mkdtemp(join(folder, 'empty-'));
  assert.match((await runLine('check-policies', empty)).stderr, /has no documents in \.md files\. Name the folder/);
});

/** What is told of the shipped documents with one of them written otherwise. */
async function checked(name: string, file: string, change: (text: string) => string, ...options: string[]) {
  const own = await withChange(name, file, change);
  const { code, stdout } = await runLine('check-policies', own, '--json', ...options);
  const { faults, warnings } = JSON.parse(stdout) as Checked;
  return { code, faults: linesOf(faults), warnings: linesOf(warnings) };
}

test('PO90 what a document names and is not there is told as in the editor, with its sentence, and ends with 1', async () => {
  const dead = await withChange('dead', 'POL-09.md', (text) =>
    text.replace(
      '## Requests',
      '## Requests\n\nThe office snacks policy says who. POL-77 has more, and {IAM-6} as well.',
    ),
  );
  const { code, stdout } = await runLine('check-policies', dead);
  assert.equal(code, 1);
  assert.equal(
    stdout,
    [
      'POL-09.md: Requests: “The office snacks policy says who.” No document is named as in “The office snacks policy”. Name the document by its title, add it, or say here what holds. [reference-dead]',
      'POL-09.md: Requests: “POL-77 has more, and {IAM-6} as well.” There is no control {IAM-6}. Name a control by its code, as the list of controls has it. [control-unknown]',
      'POL-09.md: Requests: “POL-77 has more, and {IAM-6} as well.” No document is named as in “POL-77”. Name the document by its title, add it, or say here what holds. [reference-dead]',
      '30 documents: 3 things are wrong. 30 do not tell when they were reviewed.',
      '',
    ].join('\n'),
  );
  const gone = await withChange('gone', 'POL-01.md', String);
  await rm(join(gone, 'POL-10.md'));
  const { faults } = JSON.parse((await runLine('check-policies', gone, '--json')).stdout) as Checked;
  assert.ok(faults.length > 0 && faults.every((each) => each.code === 'reference-dead'), linesOf(faults).join('; '));
  // Which document is named cannot be told while one cannot be read.
  assert.deepEqual((await checked('unread', 'POL-10.md', () => 'No front.')).faults, ['POL-10.md unreadable front']);
});

test('PO90 nothing is told twice, and who owns nothing, or promises as often as no other, is told', async () => {
  const of = async (name: string, change: (text: string) => string) =>
    (await checked(name, 'POL-09.md', change)).faults;
  assert.deepEqual(await of('nobody', (text) => text.replace('owner: IT operations lead', 'owner: Nobody is named')), [
    'POL-09.md owner-missing ',
  ]);
  assert.deepEqual(
    await of('once', (text) => `${text}\n## Annex\n\nAsk [NAME] for {{list.things}} as needed. {IAM-99}\n\n## Empty\n`),
    [
      'POL-09.md tag-unknown list.things',
      'POL-09.md section-empty Empty',
      'POL-09.md control-unknown IAM-99',
      'POL-09.md not-written [NAME]',
      'POL-09.md vague as needed',
    ],
  );
  const { faults } = await checked('often', 'POL-05.md', (text) =>
    text.replaceAll('{HR-03 annual}', '{HR-03 quarterly}'),
  );
  assert.deepEqual(faults, ['POL-05.md,POL-06.md numbers-contradict HR-03 frequency']);
});

test('PO91 a duty that nobody has is told apart, and fails only where that is asked for', async () => {
  const change = (text: string) => `${text}\nRights must be reviewed every quarter. {IAM-06 quarterly}\n`;
  const own = await withChange('duty', 'POL-09.md', change);
  const { code, stdout } = await runLine('check-policies', own);
  assert.equal(code, 0);
  assert.match(
    stdout,
    /^Worth a look:\nPOL-09\.md: [^:]+: “Rights must be reviewed every quarter\.” The sentence does not say whose duty it is\. Name the role.*\[duty-unowned\]\n\n30 documents: nothing is wrong, 1 is worth a look\. 30 do not tell when they were reviewed\.\n$/,
  );
  assert.equal((await runLine('check-policies', own, '--strict')).code, 1);
  assert.equal((await runLine('check-policies', shipped, '--strict')).code, 0);
});

test('PO93 a README is no document, in whatever case', async () => {
  const own = await withChange('readme', 'POL-09.md', String);
  await writeFile(join(own, 'ReadMe.md'), '# Our policies\n');
  assert.deepEqual(await runLine('check-policies', own), {
    code: 0,
    stdout: '30 documents: nothing is wrong. 30 do not tell when they were reviewed.\n',
    stderr: '',
  });
});

test('PO92 a review is overdue, due soon or not by the rhythm of the document, and who does not tell when is counted', async () => {
  const reviewed = (day: string) => (text: string) =>
    text.replace('reviewCadence: annual', `reviewCadence: annual\nreviewedOn: ${day}`);
  const own = await withChange('reviewed', 'POL-09.md', reviewed('2026-01-31'));
  const on = async (day: string, ...options: string[]) => runLine('check-policies', own, '--on', day, ...options);
  const unknown = '29 do not tell when they were reviewed.\n';
  assert.deepEqual(await on('2026-12-31'), {
    code: 0,
    stdout: `30 documents: nothing is wrong. ${unknown}`,
    stderr: '',
  });
  assert.deepEqual(await on('2027-01-31'), {
    code: 0,
    stdout: `Worth a look:\nPOL-09.md: Its review is due on 2027-01-31: it was reviewed last on 2026-01-31. Look at it again, and have it approved or confirmed. [review-due]\n\n30 documents: nothing is wrong, 1 is worth a look. ${unknown}`,
    stderr: '',
  });
  assert.equal((await on('2027-01-31', '--strict')).code, 1);
  assert.deepEqual(await on('2027-02-01'), {
    code: 1,
    stdout: `POL-09.md: Its review was due on 2027-01-31: it was reviewed last on 2026-01-31. Look at it again, and have it approved or confirmed. [review-overdue]\n30 documents: 1 thing is wrong. ${unknown}`,
    stderr: '',
  });
  // It may be tomorrow already where it was approved.
  assert.equal((await on('2026-01-30')).code, 0);
  assert.match((await on('2026-01-29')).stdout, /reviewed on 2026-01-31, and it is 2026-01-29\..*\[review-ahead\]/);
  const today = await withChange('long-ago', 'POL-09.md', reviewed('2020-01-31'));
  assert.equal((await runLine('check-policies', today)).code, 1, 'today by the clock of the machine');
});

test('PO92 what is no date is refused with what to do', async () => {
  const wrong = await checked('no-date', 'POL-09.md', (text) =>
    text.replace('reviewCadence: annual', 'reviewCadence: annual\nreviewedOn: in spring'),
  );
  assert.deepEqual([wrong.code, wrong.faults], [1, ['POL-09.md unreadable reviewedOn']]);
  const { code, stderr } = await runLine('check-policies', shipped, '--on', '2026-02-30');
  assert.deepEqual([code, stderr], [2, 'error: “2026-02-30” is no date. (on) Write it as 2026-11-30.\n']);
});
