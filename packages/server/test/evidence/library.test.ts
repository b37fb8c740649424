import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readingLeft } from '../../src/evidence/index.ts';
import { EvidenceReader, readingLimits } from '../../src/evidence/reader.ts';
import { archive, sheetData, workbook } from '../../../connectors/test/files/workbooks.ts';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';
import { docx, pdf, pptx } from './documents.ts';

const period = { from: '2025-03-01', to: '2026-02-28' };

onPostgres('evidence library', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner, engagementId } = await house.organization());
    await house.ok('controls.adopt', { codes: ['GOV-01', 'PRV-01'], effectiveFrom: '2025-03-01' }, { as: owner });
  });
  after(() => house.stop());

  const upload = (title: string, more: Record<string, unknown> = {}, file: string | Buffer = 'x', as = owner) =>
    house.ok('evidence.upload', { title, period, ...more }, { as, file, fileName: 'file.bin' });
  const scopeOf = (person: Person) => ({ role: 'app', organizationId: person.organization, userId: null }) as const;

  /** When everything that was uploaded has been read. */
  async function allRead(as = owner): Promise<void> {
    const { items } = await house.ok('jobs.list', { kind: 'read-evidence' }, { as });
    for (const { id } of items) {
      const job = await house.finished(id, as);
      assert.equal(job.state, 'done', house.logged.join(''));
    }
  }

  const titles = async (input: Record<string, unknown>, as = owner): Promise<string[]> =>
    (await house.ok('evidence.list', { sort: 'title', ...input }, { as })).items.map(({ title }) => title);
  const refused = async (name: Parameters<House['call']>[0], input: Record<string, unknown>, as = owner) => {
    const { error } = await house.call(name, input, { as });
    return [error?.code, error?.field];
  };

  test('EV30 unknown controls, foreign pieces, both at once and nothing to change are refused, and change nothing', async () => {
    const { owner: other } = await house.organization('Southwind');
    const theirs = await upload('Theirs', {}, 'x', other);
    const { id } = await upload('Ours', { controls: ['GOV-01'] });
    const { total } = await house.ok('log.entries', {}, { as: owner });
    const assign = (input: Record<string, unknown>, as = owner) => refused('evidence.assign', input, as);
    assert.deepEqual(await assign({ ids: [id], add: ['CHG-02'] }), ['not_found', 'add']);
    assert.deepEqual(await assign({ ids: [id, theirs.id], remove: ['GOV-01'] }), ['not_found', 'ids.1']);
    assert.deepEqual(await assign({ ids: [id], add: ['GOV-01'], remove: ['GOV-01'] }), ['bad_input', 'remove']);
    assert.deepEqual(await assign({ ids: [id], add: ['GOV-01'] }), ['already_done', 'ids']);
    assert.deepEqual(await assign({ ids: [], add: ['GOV-01'] }), ['bad_input', 'ids']);
    const reader = await house.member(owner, 'reader');
    const { total: after } = await house.ok('log.entries', {}, { as: owner });
    for (const name of ['evidence.assign', 'evidence.tag'] as const) {
      assert.deepEqual(await refused(name, { ids: [id], add: ['GOV-01'] }, reader), ['not_permitted', undefined]);
    }
    assert.equal(after, total + 2, 'only the invitation and its acceptance');
    assert.deepEqual((await house.ok('evidence.get', { id }, { as: owner })).controls, ['GOV-01']);
    const { items } = await house.ok('log.entries', { op: 'evidence.upload' }, { as: other });
    assert.equal(items.length, 1);
  });

  test('EV30 500 pieces fit into one entry with controls, and with tags', async () => {
    const { owner: keeper } = await house.organization('Manywind');
    await house.ok('controls.adopt', { codes: ['GOV-01'], effectiveFrom: '2025-03-01' }, { as: keeper });
    const { id } = await upload('One of many', {}, 'x', keeper);
    const ids = Array.from({ length: 500 }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
    await subject.database.transaction(scopeOf(keeper), async (tx) => {
      const row = await tx.selectFrom('evidence').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
      await tx
        .insertInto('evidence')
        .values(ids.map((each) => ({ ...row, id: each })))
        .execute();
    });
    const names = Array.from({ length: 20 }, (_, n) => `tag ${n}`);
    assert.equal((await house.ok('evidence.tag', { ids, add: names }, { as: keeper })).total, 500);
    assert.equal((await house.ok('evidence.assign', { ids, add: ['GOV-01'] }, { as: keeper })).total, 500);
    assert.equal((await house.ok('evidence.renew-by', { ids, renewOn: '2026-12-31' }, { as: keeper })).total, 500);
    const tooMany = { ids: [...ids, id], add: ['GOV-01'] };
    assert.deepEqual(await refused('evidence.assign', tooMany, keeper), ['bad_input', 'ids']);
  });

  test('EV31 a piece speaks to an engagement by a day and a control that it examines, and each leads to the other', async () => {
    const { owner: keeper, engagementId: here } = await house.organization('Nearwind');
    await house.ok('controls.adopt', { codes: ['GOV-01', 'PRV-01'], effectiveFrom: '2025-03-01' }, { as: keeper });
    const add = (title: string, more: Record<string, unknown>) => upload(title, more, 'x', keeper);
    const inside = await add('Inside', { controls: ['GOV-01'] });
    const lastDay = { from: '2026-02-28', to: '2026-12-31' };
    const last = await add('Last day', { controls: ['GOV-01'], period: lastDay });
    const later = await add('Day after', { controls: ['GOV-01'], period: { from: '2026-03-01', to: '2026-03-01' } });
    const privacy = await add('Privacy alone', { controls: ['PRV-01'] });
    await add('No control', {});
    assert.deepEqual(await titles({ engagement: here }, keeper), ['Inside', 'Last day']);
    const of = async (id: string) => (await house.ok('evidence.get', { id }, { as: keeper })).engagements;
    assert.deepEqual(
      (await of(inside.id)).map(({ id, controls }) => [id, controls]),
      [[here, ['GOV-01']]],
    );
    assert.equal((await of(last.id)).length, 1);
    assert.deepEqual([await of(later.id), await of(privacy.id)], [[], []]);
    assert.deepEqual(await refused('evidence.list', { engagement: engagementId }, keeper), ['not_found', 'engagement']);
    const wider = { categories: ['security', 'privacy'], terms: { type: 'type1', asOf: '2025-06-30' } };
    const second = await house.ok('engagements.create', { service: 'Books', ...wider }, { as: keeper });
    assert.deepEqual(
      (await of(privacy.id)).map(({ id }) => id),
      [second.id],
    );
  });

  test('EV32 tags keep their case, are compared without it, and are found, counted, written otherwise and put together', async () => {
    const { owner: keeper } = await house.organization('Tagwind');
    const one = await upload('One', { tags: ['Board', 'board ', 'Straße'] }, 'x', keeper);
    const two = await upload('Two', {}, 'x', keeper);
    assert.deepEqual(one.tags, ['Board', 'Straße']);
    const tagged = await house.ok(
      'evidence.tag',
      { ids: [one.id, two.id], add: ['BOARD', 'Quarter three'] },
      { as: keeper },
    );
    assert.deepEqual(
      tagged.items.map(({ title, added }) => [title, added]),
      [
        ['One', ['Quarter three']],
        ['Two', ['Board', 'Quarter three']],
      ],
    );
    const counted = async (search?: string) =>
      (await house.ok('evidence.tags', search === undefined ? {} : { search }, { as: keeper })).items;
    assert.deepEqual(await counted(), [
      { name: 'Board', pieces: 2 },
      { name: 'Quarter three', pieces: 2 },
      { name: 'Straße', pieces: 1 },
    ]);
    assert.deepEqual(await counted('RASSE'), []);
    assert.deepEqual(await counted('OAR'), [{ name: 'Board', pieces: 2 }]);
    assert.deepEqual(await titles({ tags: 'board' }, keeper), ['One', 'Two']);
    assert.deepEqual(await titles({ tags: 'board,straße' }, keeper), ['One']);
    assert.deepEqual(await titles({ tags: 'nowhere' }, keeper), []);

    const rename = { tag: 'board', name: 'Board of directors' };
    assert.deepEqual(await house.ok('evidence.rename-tag', rename, { as: keeper }), { name: rename.name, pieces: 2 });
    const into = { tag: 'Straße', name: 'quarter three' };
    assert.deepEqual(await refused('evidence.rename-tag', into, keeper), ['conflict', 'name']);
    assert.deepEqual(await refused('evidence.rename-tag', { ...into, tag: 'gone' }, keeper), ['not_found', 'tag']);
    const merged = await house.ok('evidence.rename-tag', { ...into, merge: true }, { as: keeper });
    assert.deepEqual(merged, { name: 'Quarter three', pieces: 2 });
    assert.deepEqual((await house.ok('evidence.get', { id: one.id }, { as: keeper })).tags, [
      'Board of directors',
      'Quarter three',
    ]);
    assert.deepEqual(await refused('evidence.rename-tag', { tag: 'quarter three', name: 'Quarter three' }, keeper), [
      'already_done',
      'name',
    ]);

    const gone = { ids: [one.id, two.id], remove: ['Quarter three'] };
    await house.ok('evidence.tag', gone, { as: keeper });
    assert.deepEqual(await counted('Quarter three'), [], 'a tag that nothing carries is gone');
    assert.deepEqual(
      (await upload('Three', { tags: ['quarter three'] }, 'x', keeper)).tags,
      ['quarter three'],
      'and may be written anew',
    );
    const { items } = await house.ok('log.entries', {}, { as: keeper });
    const entries = items.filter(({ statement }) => statement.op.startsWith('evidence.'));
    assert.equal(entries.length, 7);
    assert.doesNotMatch(JSON.stringify(entries), /board|straße|quarter/i, 'no entry holds a word of a tag');
    assert.deepEqual(entries[1]?.statement.facts['pieces'], gone.ids);
  });

  test('EV32 a tag too long, with a comma, or one too many on a piece is refused, and changes nothing', async () => {
    const { id } = await upload('Full', { tags: Array.from({ length: 30 }, (_, n) => `t${n}`) });
    const tag = (add: string[]) => refused('evidence.tag', { ids: [id], add });
    assert.deepEqual(await tag(['a'.repeat(41)]), ['bad_input', 'add.0']);
    assert.deepEqual(await tag(['a,b']), ['bad_input', 'add.0']);
    assert.deepEqual(await tag([' ']), ['bad_input', 'add.0']);
    assert.deepEqual(await tag(['one more']), ['bad_input', 'add']);
    assert.deepEqual(await tag(['t0']), ['already_done', 'ids']);
    await house.ok('evidence.tag', { ids: [id], add: ['one more'], remove: ['t0'] }, { as: owner });
    assert.equal((await house.ok('evidence.get', { id }, { as: owner })).tags.length, 30);
  });

  test('EV33 the day of renewal of many pieces is set or taken away later, never of what has a newer version', async () => {
    const first = await upload('Certificate', { renewOn: '2026-06-30' });
    const second = await upload('Licence');
    const ids = [first.id, second.id];
    const set = await house.ok('evidence.renew-by', { ids, renewOn: '2026-09-30' }, { as: owner });
    assert.deepEqual(
      set.items.map(({ before }) => before),
      ['2026-06-30', null],
    );
    const early = { ids, renewOn: period.from };
    assert.deepEqual(await refused('evidence.renew-by', early), ['bad_input', 'renewOn']);
    assert.deepEqual(await refused('evidence.renew-by', { ids, renewOn: '2026-09-30' }), ['already_done', 'ids']);
    await upload('Certificate, renewed', { supersedes: first.id });
    const old = { ids: [second.id, first.id], renewOn: null };
    assert.deepEqual(await refused('evidence.renew-by', old), ['conflict', 'ids.1']);
    await house.ok('evidence.renew-by', { ids: [second.id], renewOn: null }, { as: owner });
    assert.equal((await house.ok('evidence.get', { id: second.id }, { as: owner })).renewOn, null);
    const { result } = await house.run('log.check', {}, { as: owner });
    assert.deepEqual(result?.['faults'], { count: 0, first: [] });
  });

  test('EV34 text, tables, JSON, workbooks, documents and PDF are read; what is not is told with the reason', async () => {
    const { owner: keeper } = await house.organization('Readwind');
    const sheets = {
      Joiners: sheetData([
        ['name', 'since'],
        ['Heron', 46_000],
      ]),
      Second: sheetData([['Egret']]),
    };
    const files: Record<string, string | Buffer> = {
      text: 'The board met.\n',
      table: 'name,role\nGrebe,admin\n',
      json: '{"name": "Bittern"}',
      workbook: workbook({ sheets }),
      word: docx(['Minutes of the meeting', 'Approved by Avocet &amp; Dunlin'], 'For Lapwing'),
      slides: pptx({ 'slides/slide1': 'Stint', 'slides/slide3': 'Knot', 'notesSlides/notesSlide3': 'Ruff' }),
      halfScanned: pdf(['Only page with Snipe', '']),
      pdf: pdf(['Certificate of Plover', 'Second page by Curlew']),
      picture: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]),
      archive: archive([{ name: 'list.txt', content: 'x' }]),
      scanned: pdf(['']),
      latin: Buffer.from([0xe9, 0x74, 0xe9, 0x0a]),
      long: 'Godwit '.repeat(200_000),
      damaged: Buffer.from('%PDF-1.7\nnothing that follows\n'),
      broken: workbook({ sheets }).subarray(0, 900),
      doctype: archive([{ name: 'word/document.xml', content: '<!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>' }]),
    };
    for (const [title, file] of Object.entries(files)) await upload(title, {}, file, keeper);
    const { total } = await house.ok('log.entries', {}, { as: keeper });
    await allRead(keeper);
    const { items } = await house.ok('evidence.list', {}, { as: keeper });
    const content = Object.fromEntries(items.map((piece) => [piece.title, piece.content]));
    const whole = { state: 'indexed', reason: null };
    for (const title of ['text', 'table', 'json', 'workbook', 'word', 'slides', 'pdf'])
      assert.deepEqual(content[title], whole, title);
    assert.deepEqual(content['long'], {
      state: 'in-part',
      reason: 'Only the first 1 MiB of its text can be searched.',
    });
    const told: Record<string, [string, RegExp]> = {
      halfScanned: ['in-part', /Of 2 pages these hold no text, .*: 2\.$/],
      picture: ['nothing', /picture/],
      archive: ['nothing', /archive/],
      scanned: ['nothing', /pictures, such as those of a scanner/],
      latin: ['nothing', /neither UTF-8 text/],
      damaged: ['failed', /damaged PDF/],
      broken: ['failed', /damaged/],
      doctype: ['failed', /document type/],
    };
    for (const [title, [state, reason]] of Object.entries(told)) {
      assert.equal(content[title]?.state, state, title);
      assert.match(content[title]?.reason ?? '', reason, title);
    }
    assert.equal((await house.ok('log.entries', {}, { as: keeper })).total, total, 'reading leaves no entry');
    const found = {
      Heron: 'workbook',
      egret: 'workbook',
      avocet: 'word',
      curl: 'pdf',
      lapwing: 'word',
      knot: 'slides',
      ruff: 'slides',
      GREBE: 'table',
      bitt: 'json',
    };
    for (const [word, title] of Object.entries(found))
      assert.deepEqual(await titles({ search: word }, keeper), [title]);
    assert.deepEqual(await titles({ content: 'failed' }, keeper), ['broken', 'damaged', 'doctype']);
    assert.deepEqual(await house.ok('evidence.counts', {}, { as: keeper }), {
      newest: 16,
      soon: 0,
      overdue: 0,
      withoutControl: 16,
      untagged: 16,
      received: 0,
      content: { waiting: 0, indexed: 7, 'in-part': 2, nothing: 4, failed: 3 },
    });
  });

  test('EV34 a file that takes too much memory or time, or is made to burst, is broken off and told, and the next is read', async () => {
    const usual = new EvidenceReader(house.blobs, owner.organization, readingLimits);
    const readers = [usual];
    const read = async (bytes: Buffer, mediaType: string, limits?: Partial<typeof readingLimits>) => {
      const reader =
        limits === undefined
          ? usual
          : new EvidenceReader(house.blobs, owner.organization, { ...readingLimits, ...limits });
      readers.push(reader);
      const source = (async function* () {
        yield bytes;
      })();
      const stored = await house.blobs.put(owner.organization, source);
      return reader.read({ id: stored.sha256, mediaType, ...stored });
    };
    try {
      const plain = pdf(['Plover']);
      assert.deepEqual(await read(plain, 'application/pdf'), { state: 'indexed', reason: null, text: 'Plover' });
      const memory = await read(plain, 'application/pdf', { memory: 1024 ** 2 });
      assert.deepEqual([memory.state, memory.reason], ['failed', 'Reading it took more than 1 MiB of memory.']);
      const time = await read(plain, 'application/pdf', { time: 1 });
      assert.deepEqual([time.state, time.reason], ['failed', 'Reading it took longer than 0 seconds.']);
      const large = await read(plain, 'application/pdf', { file: 100 });
      assert.match(large.reason ?? '', /It is larger than/);
      const letters = 'a'.repeat(30 * 1024 ** 2);
      const burst = archive([{ name: 'word/document.xml', content: `<d><t>${letters}</t></d>` }]);
      assert.ok(burst.length < 100_000);
      const unpacked = await read(burst, 'application/zip');
      assert.equal(unpacked.state, 'failed');
      assert.match(unpacked.reason ?? '', /unpacks to 30 MiB/);
    } finally {
      for (const reader of readers) reader.close();
    }
  });

  test('EV34 what came before there was a search, or an older reader read, is read again', async () => {
    const { owner: keeper } = await house.organization('Oldwind');
    await upload('From before', {}, 'Redshank', keeper);
    await allRead(keeper);
    const left = () => subject.database.transaction(scopeOf(keeper), (tx) => readingLeft(tx, keeper.organization));
    assert.equal(await left(), undefined);
    await subject.database.transaction(scopeOf(keeper), (tx) => tx.deleteFrom('evidenceContents').execute());
    assert.deepEqual(await titles({ search: 'redshank' }, keeper), []);
    assert.equal((await house.ok('evidence.list', {}, { as: keeper })).items[0]?.content.state, 'waiting');
    assert.equal((await left())?.kind, 'read-evidence');
    await upload('Another', {}, 'x', keeper);
    await allRead(keeper);
    assert.deepEqual(await titles({ search: 'redshank' }, keeper), ['From before']);
  });

  test('EV35 a search finds every word wherever it stands, and tells where, with the passage and its hits', async () => {
    const { owner: keeper } = await house.organization('Seekwind');
    const lead = 'Nothing of note was said. '.repeat(600);
    const minutes = `${lead}Then Ana.Example@Northwind.example moved to approve the access review of the third quarter. ${lead}`;
    await upload('Minutes', { source: 'Intranet', tags: ['Board'] }, minutes, keeper);
    await upload('Access list', {}, '<script>alert("access review")</script> Ünal ﬁnished', keeper);
    await allRead(keeper);
    const list = async (search: string) =>
      (await house.ok('evidence.list', { search, sort: 'title' }, { as: keeper })).items;
    const [piece, ...others] = await list('board rev intranet');
    assert.equal(others.length, 0);
    assert.deepEqual(piece?.foundIn, ['source', 'tags', 'content']);
    assert.match(piece?.passage ?? '', /^… .*approve the access review of the third quarter\. .* …$/);
    assert.deepEqual(
      piece?.hits.map(({ from, to }) => piece.passage?.slice(from, to)),
      ['review'],
    );
    const [script] = await list('"access review"');
    assert.equal(script?.title, 'Access list');
    assert.match(script?.passage ?? '', /<script>alert\("access review"\)/);
    const titlesOf = async (search: string) => (await list(search)).map(({ title }) => title);
    assert.deepEqual(await titlesOf('ana.example@north'), ['Minutes']);
    assert.deepEqual(await titlesOf('example@ana'), []);
    assert.deepEqual(await titlesOf('ünal FINISHED'), ['Access list']);
    assert.deepEqual(await titlesOf('eview'), [], 'content is found by the beginnings of its words');
    assert.deepEqual(await titlesOf('ccess l'), ['Access list'], 'titles by any part');
    assert.deepEqual(await titlesOf("' & | ! :* \\"), []);
    const [plain] = (await house.ok('evidence.list', { limit: 1 }, { as: keeper })).items;
    assert.deepEqual([plain?.foundIn, plain?.passage, plain?.hits], [[], null, []]);
    assert.deepEqual(await titles({ search: 'review' }, (await house.organization('Elsewind')).owner), []);
  });

  test('EV36 what is soon, overdue, without control or without tag is counted and listed alike, newest versions only', async () => {
    const { owner: keeper } = await house.organization('Quickwind');
    await house.ok('controls.adopt', { codes: ['GOV-01'], effectiveFrom: '2025-03-01' }, { as: keeper });
    const add = (title: string, more: Record<string, unknown> = {}) => upload(title, more, 'x', keeper);
    await add('soon', { renewOn: '2026-03-20', controls: ['GOV-01'] });
    await add('overdue', { renewOn: '2026-03-01', tags: ['A'] });
    const old = await add('old', { renewOn: '2026-03-01' });
    await add('new', { supersedes: old.id, controls: ['GOV-01'], tags: ['A'] });
    await allRead(keeper);
    const { content, ...counts } = await house.ok('evidence.counts', {}, { as: keeper });
    assert.equal(content.indexed, 3);
    assert.deepEqual(counts, { newest: 3, soon: 1, overdue: 1, withoutControl: 1, untagged: 1, received: 0 });
    const newest = true;
    assert.deepEqual(await titles({ newest, renewal: 'soon' }, keeper), ['soon']);
    assert.deepEqual(await titles({ newest, renewal: 'overdue' }, keeper), ['overdue']);
    assert.deepEqual(await titles({ renewal: 'renewed' }, keeper), ['old']);
    assert.deepEqual(await titles({ newest, renewal: 'none' }, keeper), ['new']);
    assert.deepEqual(await titles({ renewal: 'later' }, keeper), []);
    assert.deepEqual(await titles({ newest, without: 'controls' }, keeper), ['overdue']);
    assert.deepEqual(await titles({ newest, without: 'tags' }, keeper), ['soon']);
  });
});
