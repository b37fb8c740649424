import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startTickmark, type Running } from '@tickmark/server';
import { fillDataFolder } from '@tickmark/testkit';
import { memorySessions } from '../../src/operations/session.ts';
import { syncPolicies, type Ask } from '../../src/policies/sync.ts';
import { askOf } from '../../src/policies/sync-command.ts';
import { runLine } from '../run-line.ts';

let folder: string;
let running: Running;
let ask: Ask;
let engagementId: string;
const repository = () => join(folder, 'policies');
const path = (name: string) => join(repository(), name);
const sync = async (dryRun = false) =>
  Object.fromEntries(
    (await syncPolicies({ folder: repository(), ask, engagementId, dryRun })).map(({ file, outcome }) => [
      file,
      outcome,
    ]),
  );
const idOf = async (code: string): Promise<string> =>
  (await ask('policies.list', {})).items.find((each) => each.code === code)?.id ?? '';
const draftOf = async (code: string): Promise<string> =>
  JSON.stringify((await ask('policies.draft', { id: await idOf(code) })).blocks);
const edit = async (name: string, from: RegExp, to: string) =>
  writeFile(path(name), (await readFile(path(name), 'utf8')).replace(from, to));

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-sync-'));
  const data = join(folder, 'data');
  await fillDataFolder(data);
  running = await startTickmark({ data, port: 0 });
  const claim = running.claimUrl?.split('#')[1] ?? '';
  ask = askOf({ server: running.url }, memorySessions());
  const person = { name: 'Olga', email: 'olga@example.com', password: 'four words make a password' };
  await ask('instance.claim', { claim, ...person });
  const made = await ask('organizations.create', {
    name: 'Northwind',
    service: 'Keeps books.',
    categories: ['security'],
    terms: { type: 'type2', period: { from: '2026-01-01', to: '2026-12-31' } },
    timeZone: 'Europe/Berlin',
  });
  engagementId = made.engagement.id;
  await mkdir(repository());
  await ask('policies.begin', { engagementId, templates: ['POL-08', 'POL-13'] });
});
after(async () => {
  await running.close();
  await rm(folder, { recursive: true, force: true });
});

test('PO82 documents are written to an empty folder, and then both sides say the same', async () => {
  assert.deepEqual(await sync(true), { 'POL-08.md': 'pulled', 'POL-13.md': 'pulled' });
  await assert.rejects(readFile(path('POL-08.md')), { code: 'ENOENT' });
  assert.deepEqual(await sync(), { 'POL-08.md': 'pulled', 'POL-13.md': 'pulled' });
  assert.match(await readFile(path('POL-08.md'), 'utf8'), /\{\{organization\}\}[^]*\{MON-\d\d/);
  assert.deepEqual(await sync(), { 'POL-08.md': 'unchanged', 'POL-13.md': 'unchanged' });
});

test('PO82 what changed on one side goes to the other, with its tags and details', async () => {
  await edit('POL-08.md', /^## Independence$/m, '## Independence\n\n{{organization}} keeps testers apart.');
  await edit('POL-08.md', /^title: .*$/m, 'title: How we watch our controls');
  const id = await idOf('POL-13');
  const { blocks, revision } = await ask('policies.draft', { id });
  const more = [...blocks, { kind: 'paragraph' as const, line: [{ text: 'Written in the browser.' }] }];
  await ask('policies.save', { id, revision, blocks: more });
  assert.deepEqual(await sync(), { 'POL-08.md': 'pushed', 'POL-13.md': 'pulled' });
  assert.match(await draftOf('POL-08'), /"tag":"organization"\},\{"text":" keeps testers apart\./);
  assert.equal((await ask('policies.get', { id: await idOf('POL-08') })).title, 'How we watch our controls');
  assert.match(await readFile(path('POL-13.md'), 'utf8'), /Written in the browser\./);
  assert.deepEqual(await sync(), { 'POL-08.md': 'unchanged', 'POL-13.md': 'unchanged' });
});

test('PO82 where both changed nothing is lost: theirs is written beside, and mine goes only once it was merged', async () => {
  await edit('POL-08.md', /keeps testers apart/, 'keeps testers and owners apart');
  const id = await idOf('POL-08');
  const { blocks, revision } = await ask('policies.draft', { id });
  await ask('policies.save', { id, revision, blocks: [...blocks, { kind: 'paragraph', line: [{ text: 'Theirs.' }] }] });
  assert.equal((await sync())['POL-08.md'], 'conflict');
  assert.match(await readFile(path('POL-08.theirs.md'), 'utf8'), /Theirs\./);
  assert.match(await readFile(path('POL-08.md'), 'utf8'), /testers and owners/);
  assert.equal((await sync())['POL-08.md'], 'conflict', 'it is not merged yet');
  assert.doesNotMatch(await draftOf('POL-08'), /testers and owners/);
  await writeFile(path('POL-08.md'), `${await readFile(path('POL-08.md'), 'utf8')}\nTheirs.\n`);
  await unlink(path('POL-08.theirs.md'));
  assert.equal((await sync())['POL-08.md'], 'pushed');
  assert.match(await draftOf('POL-08'), /testers and owners[^]*Theirs\./);
});

test('PO82 a new file begins a document, one that is no document is told, and what is deleted here stays there', async () => {
  const front = (await readFile(path('POL-13.md'), 'utf8')).split('---')[1] ?? '';
  await writeFile(path('badges.md'), `---${front.replace('POL-13', 'POL-31')}---\n\nBadges are worn.\n`);
  await writeFile(path('notes.md'), '# Our policies\n');
  await unlink(path('POL-13.md'));
  const done = await syncPolicies({ folder: repository(), ask, engagementId, dryRun: false });
  assert.deepEqual(
    done.map(({ file, outcome }) => [file, outcome]),
    [
      ['badges.md', 'begun'],
      ['notes.md', 'faulty'],
      ['POL-08.md', 'unchanged'],
      ['POL-13.md', 'gone'],
    ],
  );
  assert.match(await draftOf('POL-31'), /Badges are worn\./);
  assert.match(await draftOf('POL-13'), /Written in the browser/);
});

test('PO93 a README in the folder is left alone', async () => {
  await writeFile(path('README.md'), '# Our policies\n');
  assert.equal('README.md' in (await sync()), false);
  assert.equal(await readFile(path('README.md'), 'utf8'), '# Our policies\n');
});

test('PO92 when a document was reviewed is no difference: the folder is told what the server knows, and keeps its own until then', async () => {
  const told = (await readFile(path('POL-08.md'), 'utf8')).replace('\n---\n', '\nreviewedOn: 2026-01-31\n---\n');
  await writeFile(path('POL-08.md'), told);
  assert.equal((await sync())['POL-08.md'], 'unchanged', 'nothing is in force there');
  assert.equal(await readFile(path('POL-08.md'), 'utf8'), told);
  await edit('POL-08.md', /keeps testers/, 'always keeps testers');
  assert.equal((await sync())['POL-08.md'], 'pushed');
  assert.match(await readFile(path('POL-08.md'), 'utf8'), /\nreviewedOn: 2026-01-31\n---\n/);

  const known: Ask = async (name, input) => {
    const reply = await ask(name, input);
    return name === 'policies.get' ? { ...reply, reviewedOn: '2026-11-30' } : reply;
  };
  const syncKnown = async (dryRun = false) =>
    (await syncPolicies({ folder: repository(), ask: known, engagementId, dryRun })).find(
      ({ file }) => file === 'POL-08.md',
    )?.outcome;
  const before = await readFile(path('POL-08.md'), 'utf8');
  assert.equal(await syncKnown(true), 'reviewed');
  assert.equal(await readFile(path('POL-08.md'), 'utf8'), before);
  const revision = (await ask('policies.draft', { id: await idOf('POL-08') })).revision;
  assert.equal(await syncKnown(), 'reviewed');
  assert.equal(await readFile(path('POL-08.md'), 'utf8'), before.replace('2026-01-31', '2026-11-30'));
  assert.equal(await syncKnown(), 'unchanged');
  assert.equal((await ask('policies.draft', { id: await idOf('POL-08') })).revision, revision, 'no draft was saved');

  // With nothing else changed here, what changed there is no conflict.
  await edit('POL-08.md', /^reviewedOn: .*$/m, 'reviewedOn: 2026-06-30');
  const id = await idOf('POL-08');
  const { blocks } = await ask('policies.draft', { id });
  await ask('policies.save', { id, revision, blocks: [...blocks, { kind: 'paragraph', line: [{ text: 'More.' }] }] });
  assert.equal(await syncKnown(), 'pulled');
  assert.match(await readFile(path('POL-08.md'), 'utf8'), /\nreviewedOn: 2026-11-30\n[^]*More\./);
});

test('PO82 the command names what it needs, and a folder that is none is refused', async () => {
  const { code, stderr } = await runLine('sync-policies', join(folder, 'nowhere'), '--server', running.url);
  assert.equal(code, 2);
  assert.match(stderr, /cannot be read/);
});
