import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { CapturePage, GivenFile, OperationName } from '@tickmark/core';
import { verifyBundle } from '../../../cli/src/bundles/index.ts';
import { sourceOf } from '../../../verify-page/src/verify/source.ts';
import { verifyIntegrity } from '../../../verify-page/src/verify/verify.ts';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { sequence } from '../../src/log/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

const period = { from: '2025-03-01', to: '2026-02-28' };
const asked = {
  title: 'Visitors of the office',
  instructions: 'The list of who came in, as a PDF or a table.',
  forWhom: 'Greta at the front desk',
  period,
};
const text = 'visitor,day\nA. Guest,2025-09-01\n';
const day = 86_400_000;

onPostgres('capture links', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;
  let began: Date;
  let keeper: Person;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner, engagementId } = await house.organization());
    began = house.time.now;
    keeper = await house.member(owner, 'control-owner');
    await house.ok('controls.adopt', { codes: ['GOV-01', 'PHY-01'], effectiveFrom: '2025-03-01' }, { as: owner });
  });
  after(() => house.stop());

  const make = async (changes: Record<string, unknown> = {}, as = owner) => {
    const { captureLink, secret } = await house.ok('capture-links.create', { ...asked, ...changes }, { as });
    return { ...captureLink, link: secret };
  };
  const open = async (link: string): Promise<CapturePage> => house.ok('capture-links.open', {}, { link });
  const give = (link: string, file: string | Uint8Array = text, input: Record<string, unknown> = {}) =>
    house.call('capture-links.give', { name: 'Greta Guard', ...input }, { link, file, fileName: 'visitors.csv' });
  const given = async ({ id, link }: { id: string; link: string }, file: string | Uint8Array = text) => {
    const reply = await give(link, file);
    assert.equal(reply.status, 200, reply.bytes.toString());
    const { used } = await house.ok('capture-links.get', { id }, { as: owner });
    return house.ok('evidence.get', { id: used?.evidenceId }, { as: owner });
  };
  const refused = async (name: OperationName, input: Record<string, unknown>, as = owner) => {
    const { error } = await house.call(name, input, { as });
    return [error?.code, error?.field];
  };
  const stateOf = async (id: string, as = owner) => (await house.ok('capture-links.get', { id }, { as })).state;

  test('EV40 a link is made for one file, and its secret is nowhere but in the answer', async () => {
    const { link, id, entryIndex, ...made } = await make({ controls: ['PHY-01'], renewOn: '2026-09-01', days: 3 });
    assert.equal(made.state, 'open');
    assert.equal(Date.parse(made.expiresAt) - Date.parse(made.createdAt), 3 * day);
    assert.deepEqual([made.maxBytes, made.createdBy.name], [100 * 1024 * 1024, 'Olga Owner']);
    assert.match(link, /^[\w-]{86}$/);
    const rows = await subject.database.owner(({ query }) =>
      query<{ found: string }>(
        `select 'x' as found from tickmark.log_entries where statement like '%' || $1 || '%' or statement like '%Greta%'
           or statement like '%Visitors%'`,
        [link],
      ),
    );
    assert.deepEqual(rows, []);
    const { items } = await house.ok('log.entries', { op: 'capture-links.create' }, { as: owner });
    assert.deepEqual(items[0]?.statement.facts, { linkId: id, expiresAt: made.expiresAt });
    assert.equal(items[0]?.index, entryIndex);
    const listed = await house.ok('capture-links.list', { search: 'greta', state: 'open' }, { as: owner });
    assert.equal(JSON.stringify(listed).includes(link), false);
    assert.deepEqual([listed.total, listed.items[0]?.id], [1, id]);
  });

  test('EV40 what can not be asked for is refused, with the field, and leaves nothing', async () => {
    const { total } = await house.ok('log.entries', {}, { as: owner });
    const attempt = (changes: Record<string, unknown>) => refused('capture-links.create', { ...asked, ...changes });
    assert.deepEqual(await attempt({ days: 31 }), ['bad_input', 'days']);
    assert.deepEqual(await attempt({ days: 0 }), ['bad_input', 'days']);
    assert.deepEqual(await attempt({ forWhom: ' ' }), ['bad_input', 'forWhom']);
    assert.deepEqual(await attempt({ controls: ['CHG-02'] }), ['not_found', 'controls']);
    assert.deepEqual(await attempt({ renewOn: period.from }), ['bad_input', 'renewOn']);
    assert.deepEqual(await attempt({ supersedes: crypto.randomUUID() }), ['not_found', 'supersedes']);
    assert.equal((await house.ok('log.entries', {}, { as: owner })).total, total);
  });

  test('EV41 a wrong secret gets one answer, whatever is wrong with it, and what is right is told its own', async () => {
    const { link, id } = await make();
    const bytes = Buffer.from(link, 'base64url');
    const changed = (at: number): string => {
      const other = Buffer.from(bytes);
      other[at] = (other[at] ?? 0) ^ 1;
      return other.toString('base64url');
    };
    const answers = new Set<string>();
    // Another organization, another link, other random bytes, the same bytes written otherwise, too short, none.
    for (const wrong of [
      changed(0),
      changed(16),
      changed(40),
      `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`,
      'x',
      '',
    ]) {
      for (const name of ['capture-links.open', 'capture-links.give'] as const) {
        const reply = await house.call(
          name,
          { name: 'X' },
          { link: wrong, file: name.endsWith('give') ? text : undefined },
        );
        answers.add(`${reply.status} ${reply.bytes.toString()}`);
      }
    }
    assert.equal(answers.size, 1, [...answers].join('\n'));
    assert.match([...answers][0] ?? '', /^401 .*wrong_credentials/);
    assert.equal((await open(link)).state, 'open');
    await house.ok('capture-links.withdraw', { id }, { as: owner });
    assert.equal((await open(link)).state, 'withdrawn');
  });

  test('EV41 the page of a link tells what is asked and who asks, and nothing else of the organization', async () => {
    const { link, id } = await make({ controls: ['PHY-01'] });
    assert.deepEqual(await open(link), {
      state: 'open',
      organization: 'Northwind',
      askedBy: 'Olga Owner',
      title: asked.title,
      instructions: asked.instructions,
      forWhom: asked.forWhom,
      period,
      expiresAt: new Date(began.getTime() + 7 * day).toISOString(),
      maxBytes: 100 * 1024 * 1024,
    });
    house.time.now = new Date(began.getTime() + 1000);
    await open(link);
    house.time.now = began;
    const { opened, state } = await house.ok('capture-links.get', { id }, { as: owner });
    assert.deepEqual([state, opened?.times, opened?.first], ['opened', 2, began.toISOString()]);
  });

  test('EV42 a file given is told with its hash, waits to be accepted, and leaves no name in the log', async () => {
    const { link, id } = await make({ controls: ['PHY-01'], renewOn: '2026-09-01' });
    const reply = await give(link, text, { note: 'From the book at the door.' });
    const sha256 = createHash('sha256').update(text).digest('hex');
    const { salt, commitment, entry, ...told } = reply.body as GivenFile;
    assert.equal(createHash('sha256').update(Buffer.from(salt, 'hex')).update(text).digest('hex'), commitment);
    assert.deepEqual(told, {
      organization: 'Northwind',
      askedBy: 'Olga Owner',
      title: asked.title,
      at: began.toISOString(),
      fileName: 'visitors.csv',
      size: text.length,
      sha256,
    });
    const { used, state } = await house.ok('capture-links.get', { id }, { as: owner });
    assert.equal(state, 'used');
    const piece = await house.ok('evidence.get', { id: used?.evidenceId }, { as: owner });
    assert.deepEqual(
      [piece.method, piece.capturedBy, piece.renewOn, piece.controls, piece.engagements],
      ['link', null, '2026-09-01', ['PHY-01'], []],
    );
    assert.deepEqual(
      { ...piece.given, askedBy: piece.given?.askedBy.name },
      {
        state: 'received',
        by: 'Greta Guard',
        note: 'From the book at the door.',
        linkId: id,
        forWhom: asked.forWhom,
        askedBy: 'Olga Owner',
        supersedes: null,
        decided: null,
      },
    );
    const { items } = await house.ok('log.entries', { op: 'capture-links.give' }, { as: owner });
    const statement = items[0]?.statement;
    assert.deepEqual([statement?.by, statement?.link], [null, id]);
    assert.deepEqual([items[0]?.index, statement?.facts['commitment']], [entry, commitment]);
    assert.deepEqual(Object.keys(statement?.seals ?? {}).toSorted(), [`captureLinks/${id}`, `evidence/${piece.id}`]);
    assert.doesNotMatch(JSON.stringify(statement), /Greta|book at the door|visitors/);
    // What changed is told of what is signed.
    await sequence(house, owner.organization);
    const { items: changes } = await house.ok(
      'log.changes',
      { since: 'beginning', search: 'given through' },
      { as: owner },
    );
    assert.deepEqual([changes[0]?.by, changes[0]?.link], [null, id]);
    const again = await open(link);
    assert.deepEqual([again.state, 'sha256' in again && again.sha256], ['used', sha256]);
  });

  test('EV43 a link that was used, withdrawn or has expired takes nothing, and says so to who has it', async () => {
    const links = { used: await make(), withdrawn: await make(), expired: await make({ days: 1 }) };
    await given(links.used);
    await house.ok('capture-links.withdraw', { id: links.withdrawn.id }, { as: owner });
    house.time.now = new Date(began.getTime() + day);
    const { total } = await house.ok('evidence.list', {}, { as: owner });
    const words = new Set<string>();
    for (const [state, { link, id }] of Object.entries(links)) {
      assert.equal((await open(link)).state, state);
      assert.equal(await stateOf(id), state);
      const reply = await give(link);
      assert.equal(reply.error?.code, 'no_longer_possible', state);
      words.add(reply.error?.message ?? '');
      const begun = await house.call('capture-links.begin', { name: 'a', size: 9, sha256: 'a'.repeat(64) }, { link });
      assert.equal(begun.error?.code, 'no_longer_possible');
    }
    assert.equal(words.size, 3);
    assert.equal((await house.ok('evidence.list', {}, { as: owner })).total, total);
    assert.deepEqual(await refused('capture-links.withdraw', { id: links.used.id }), ['no_longer_possible', 'id']);
    assert.deepEqual(await refused('capture-links.withdraw', { id: links.withdrawn.id }), ['already_done', 'id']);
    house.time.now = began;
  });

  test('EV43 a link of somebody who may no longer ask for files takes nothing', async () => {
    const { link, id } = await make({}, keeper);
    const userId = (await house.ok('capture-links.get', { id }, { as: owner })).createdBy.id;
    await house.ok('members.change-role', { userId, role: 'reader' }, { as: owner });
    assert.deepEqual([(await open(link)).state, await stateOf(id)], ['lapsed', 'lapsed']);
    assert.equal((await give(link)).error?.code, 'no_longer_possible');
    await house.ok('members.change-role', { userId, role: 'control-owner' }, { as: owner });
    assert.equal((await give(link)).status, 200);
  });

  test('EV44 managers see every link, others their own, and another organization none', async () => {
    const manager = await house.member(owner, 'compliance-manager');
    const other = await house.member(owner, 'control-owner');
    const { owner: stranger } = await house.organization('Southwind');
    const { id, link } = await make({ title: 'Theirs alone' }, keeper);
    for (const [person, sees] of [
      [keeper, true],
      [manager, true],
      [other, false],
      [stranger, false],
    ] as const) {
      const { total } = await house.ok('capture-links.list', { search: 'theirs alone' }, { as: person });
      assert.equal(total, sees ? 1 : 0);
      const reply = await house.call('capture-links.get', { id }, { as: person });
      assert.equal(reply.status, sees ? 200 : 404);
      if (!sees) assert.equal((await house.call('capture-links.withdraw', { id }, { as: person })).status, 404);
    }
    const reply = await house.call('capture-links.open', {}, { link, as: stranger });
    assert.equal((reply.body as CapturePage).organization, 'Northwind', 'who is signed in makes no difference');
  });

  test('EV45 what was not accepted counts nowhere: lists by control, engagement and newest, counts, samples, and what supersedes', async () => {
    const { owner: west, engagementId: theirs } = await house.organization('Westwind');
    await house.ok('controls.adopt', { codes: ['PHY-01'], effectiveFrom: '2025-03-01' }, { as: west });
    const { id: first } = await house.ok('evidence.upload', { title: 'First', period }, { as: west, file: text });
    const { link } = await make({ controls: ['PHY-01'], supersedes: first, renewOn: '2026-03-05' }, west);
    assert.equal((await give(link)).status, 200);
    const waiting = await house.ok('evidence.list', { acceptance: 'received' }, { as: west });
    const [piece] = waiting.items;
    const seen = async () => {
      const total = async (input: Record<string, unknown>) =>
        (await house.ok('evidence.list', input, { as: west })).total;
      const { newest, soon, received } = await house.ok('evidence.counts', {}, { as: west });
      return {
        control: await total({ control: 'PHY-01' }),
        engagement: await total({ engagement: theirs }),
        newest: await total({ newest: true }),
        renewal: await total({ renewWithin: 30 }),
        counts: [newest, soon, received],
        superseded: (await house.ok('evidence.get', { id: first }, { as: west })).supersededBy,
        speaks: (await house.ok('evidence.get', { id: piece?.id }, { as: west })).engagements.length,
      };
    };
    const none = { control: 0, engagement: 0, newest: 1, renewal: 0, superseded: null, speaks: 0 };
    assert.deepEqual(await seen(), { ...none, counts: [1, 0, 1] });
    const next = await house.call(
      'evidence.upload',
      { title: 'Next', period, supersedes: piece?.id },
      { as: west, file: text },
    );
    assert.deepEqual([next.error?.code, next.error?.field], ['conflict', 'supersedes']);
    await house.ok('evidence.refuse', { id: piece?.id, reason: 'The wrong year.' }, { as: west });
    assert.deepEqual(await seen(), { ...none, counts: [1, 0, 0] });
    const accepted = await house.ok('evidence.accept', { id: piece?.id }, { as: west });
    assert.deepEqual([accepted.supersedes, accepted.given?.state], [first, 'accepted']);
    assert.deepEqual(await seen(), {
      control: 1,
      engagement: 1,
      newest: 1,
      renewal: 1,
      counts: [1, 1, 0],
      superseded: piece?.id,
      speaks: 1,
    });
    const { result } = await house.run('log.check', {}, { as: west });
    assert.deepEqual(result?.['faults'], { count: 0, first: [] });
  });

  test('EV46 who may add evidence accepts or refuses it, each with one entry, and an accepted piece stays accepted', async () => {
    const { id } = await given(await make());
    const reader = await house.member(owner, 'reader');
    assert.deepEqual(await refused('evidence.accept', { id }, reader), ['not_permitted', undefined]);
    const { owner: stranger } = await house.organization('Farwind');
    assert.deepEqual(await refused('evidence.accept', { id }, stranger), ['not_found', 'id']);
    assert.deepEqual(await refused('evidence.refuse', { id, reason: ' ' }), ['bad_input', 'reason']);
    const { total } = await house.ok('log.entries', {}, { as: owner });
    const no = await house.ok('evidence.refuse', { id, reason: 'Names of guests are in it.' }, { as: owner });
    assert.deepEqual(
      [no.given?.state, no.given?.decided?.reason, no.given?.decided?.by.name],
      ['refused', 'Names of guests are in it.', 'Olga Owner'],
    );
    assert.deepEqual(await refused('evidence.refuse', { id, reason: 'Again.' }), ['already_done', 'id']);
    const yes = await house.ok('evidence.accept', { id }, { as: owner });
    assert.deepEqual([yes.given?.state, yes.given?.decided?.reason], ['accepted', null]);
    assert.deepEqual(await refused('evidence.accept', { id }), ['already_done', 'id']);
    assert.deepEqual(await refused('evidence.refuse', { id, reason: 'No.' }), ['no_longer_possible', 'id']);
    const { items, total: now } = await house.ok('log.entries', { limit: 2, sort: '-index' }, { as: owner });
    assert.equal(now, total + 2);
    assert.deepEqual(
      items.map(({ statement }) => statement.op),
      ['evidence.accept', 'evidence.refuse'],
    );
    assert.doesNotMatch(JSON.stringify(items), /guests/);
    const own = await house.ok('evidence.upload', { title: 'Own', period }, { as: owner, file: text });
    assert.deepEqual(await refused('evidence.accept', { id: own.id }), ['conflict', 'id']);
  });

  test('EV46 where what it was to supersede has a newer version by then, it is accepted without', async () => {
    const { id: first } = await house.ok('evidence.upload', { title: 'First', period }, { as: owner, file: text });
    const made = await make({ supersedes: first });
    await house.ok('evidence.upload', { title: 'Second', period, supersedes: first }, { as: owner, file: text });
    const { id, given: how } = await given(made);
    assert.deepEqual(how?.supersedes, { id: first, title: 'First' });
    assert.deepEqual(await refused('evidence.accept', { id }), ['conflict', 'supersede']);
    const accepted = await house.ok('evidence.accept', { id, supersede: false }, { as: owner });
    assert.equal(accepted.supersedes, null);
  });

  test('EV47 a file is taken by its size and content; one that is not leaves the link as it was', async () => {
    const { link, id } = await make({ maxMebibytes: 1 });
    const large = await give(link, Buffer.alloc(1024 * 1024 + 1, 'x'));
    assert.deepEqual([large.status, large.error?.code, large.error?.field], [413, 'too_large', 'file']);
    let pulled = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        pulled += 64;
        controller.enqueue(Buffer.alloc(64 * 1024, 'x'));
      },
    });
    const headers = { 'tickmark-link': link, 'tickmark-input': encodeURIComponent('{"name":"Greta"}') };
    const init = { method: 'POST', headers, body: endless, duplex: 'half' };
    const cut = await house.fetch(new Request('http://localhost/api/capture-links.give', init as RequestInit));
    assert.match(await cut.text(), /too_large.*more than 1 MiB/);
    assert.ok(pulled < 4 * 1024, `${pulled} KiB were taken in`);
    const announced = { name: 'a', size: 1024 * 1024 + 1, sha256: 'a'.repeat(64) };
    assert.equal((await house.call('capture-links.begin', announced, { link })).error?.code, 'too_large');
    const program = await give(link, Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]));
    assert.deepEqual([program.error?.code, program.error?.field], ['unsupported_media', 'file']);
    assert.deepEqual((await give(link, '')).error?.field, 'file');
    assert.deepEqual((await give(link, text, { name: '' })).error?.field, 'name');
    assert.equal(await stateOf(id), 'open');
    assert.equal((await give(link)).status, 200);
  });

  test('EV48 a large file comes by a link in pieces, which nobody but who has the link reaches', async () => {
    const { link } = await make();
    const { link: another } = await make();
    const bytes = Buffer.alloc(3000, 'y');
    const announced = { name: 'list.txt', size: 3000, sha256: createHash('sha256').update(bytes).digest('hex') };
    const { id } = await house.ok('capture-links.begin', announced, { link });
    const append = (offset: number, to: number, by = link) =>
      house.call('capture-links.append', { id, offset }, { link: by, file: bytes.subarray(offset, to) });
    assert.equal((await append(0, 1000)).status, 200);
    for (const by of [{ link: another }, { as: owner }]) {
      const show = by.link === undefined ? 'uploads.show' : 'capture-links.show';
      assert.equal((await house.call(show, { id }, by)).status, 404);
    }
    assert.equal((await append(1000, 2000, another)).status, 404);
    assert.equal((await house.ok('capture-links.begin', announced, { link })).received, 1000, 'it goes on');
    const other = { name: 'other.txt', size: 10, sha256: 'b'.repeat(64) };
    const { id: given } = await house.ok('capture-links.begin', other, { link: another });
    await house.ok('capture-links.begin', { ...other, sha256: 'c'.repeat(64) }, { link: another });
    const gone = await house.call('capture-links.show', { id: given }, { link: another });
    assert.equal(gone.status, 404, 'one file by a link at a time');
    assert.equal((await append(1000, 3000)).status, 200);
    const take = (by: string) => house.call('capture-links.give', { name: 'G' }, { link: by, upload: id });
    assert.equal((await take(another)).status, 404);
    const reply = await take(link);
    assert.deepEqual([reply.status, (reply.body as { sha256: string }).sha256], [200, announced.sha256]);
  });

  test('EV49 wrong secrets of a link are limited by link and address, and so are sendings', async () => {
    const { link } = await make();
    const wrong = Buffer.from(link, 'base64url');
    wrong[63] = (wrong[63] ?? 0) ^ 1;
    const guess = () => house.call('capture-links.open', {}, { link: wrong.toString('base64url') });
    for (let tries = 0; tries < 10; tries += 1) assert.equal((await guess()).status, 401);
    assert.equal((await guess()).error?.code, 'too_many_requests');
    assert.equal((await house.call('capture-links.open', {}, { link })).error?.code, 'too_many_requests');
    assert.equal((await open((await make()).link)).state, 'open', 'another link is not concerned');
    house.time.now = new Date(began.getTime() + 16 * 60_000);
    assert.equal((await open(link)).state, 'open');

    const ends: (() => void)[] = [];
    const sending = (): Promise<Response> => {
      const body = new ReadableStream({
        start: (controller) => {
          controller.enqueue(Buffer.from('x'));
          ends.push(() => controller.close());
        },
      });
      const headers = { 'tickmark-link': link, 'tickmark-input': encodeURIComponent('{"name":"Greta"}') };
      const init = { method: 'POST', headers, body, duplex: 'half' };
      return house.fetch(new Request('http://localhost/api/capture-links.give', init as RequestInit));
    };
    const three = [sending(), sending(), sending()];
    // Two wait for their bodies to end, so it is the third that answers.
    assert.equal((await Promise.race(three)).status, 429);
    for (const end of ends) end();
    const answers = (await Promise.all(three)).map(({ status }) => status);
    assert.deepEqual(answers.toSorted(), [200, 422, 429]);
    house.time.now = began;
  });

  test('EV45 a bundle holds what was accepted, by the entry that accepted it, and nothing else that came by a link', async () => {
    await house.ok('dry-runs.run', { engagementId }, { as: owner });
    const { id } = await given(await make({ title: 'In the bundle' }), 'the list, signed');
    const { id: without } = await given(await make({ title: 'Not in it' }), 'something else');
    await house.ok('evidence.accept', { id }, { as: owner });
    const job = await house.run('bundles.create', { engagementId }, { as: owner });
    assert.equal(job.state, 'done', JSON.stringify(job.error));
    const { bytes } = await house.call('bundles.download', { id: job.result?.['bundleId'] }, { as: owner });
    assert.ok(bytes.includes(`evidence/${id}`) && bytes.includes('the list, signed'));
    assert.ok(!bytes.includes(`"path":"evidence/${without}"`) && !bytes.includes('something else'));
    await writeFile(join(subject.dataFolder, 'given.tar'), bytes);
    assert.equal((await verifyBundle(join(subject.dataFolder, 'given.tar'))).failure, null);
    assert.equal((await verifyIntegrity(sourceOf(bytes))).broken, null);
    const { items } = await house.ok('log.entries', { op: 'evidence.accept' }, { as: owner });
    assert.ok(bytes.includes(`"entry":${items.find(({ statement }) => statement.facts['evidenceId'] === id)?.index}`));
  });
});
