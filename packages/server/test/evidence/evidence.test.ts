import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmod, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { forEachDatabase, onPostgres } from '../../../testkit/src/databases/index.ts';
import { burstingWorkbook, gif, jpeg, pdf, png } from '../../../testkit/src/hostile/index.ts';
import { sheetData, workbook } from '../../../connectors/test/files/workbooks.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

const period = { from: '2025-03-01', to: '2026-02-28' };
const text = 'minutes of the board, 2025-09-01\n';

forEachDatabase('evidence', (subject) => {
  let house: House;
  let owner: Person;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner } = await house.organization());
    await house.ok('controls.adopt', { codes: ['GOV-01', 'GOV-02'], effectiveFrom: '2025-03-01' }, { as: owner });
  });
  after(() => house.stop());

  const upload = (changes: Record<string, unknown> = {}) =>
    house.ok(
      'evidence.upload',
      { title: 'Board minutes', period, controls: ['GOV-02'], ...changes },
      { as: owner, file: text, fileName: 'minutes.txt' },
    );

  test('a file is sealed by a commitment that its salt and bytes give again', async () => {
    const made = await upload();
    assert.equal(made.sha256, createHash('sha256').update(text).digest('hex'));
    assert.equal(made.fileName, 'minutes.txt');
    const scope = { role: 'app', organizationId: owner.organization, userId: null } as const;
    const { salt } = await subject.database.transaction(scope, (tx) =>
      tx.selectFrom('evidence').select('salt').where('id', '=', made.id).executeTakeFirstOrThrow(),
    );
    assert.match(String(salt), /^[0-9a-f]{64}$/);
    assert.equal(
      made.commitment,
      createHash('sha256')
        .update(Buffer.from(String(salt), 'hex'))
        .update(text)
        .digest('hex'),
    );
    const { items } = await house.ok('log.entries', { op: 'evidence.upload' }, { as: owner });
    assert.equal(items[0]?.index, made.entryIndex);
    assert.deepEqual(items[0]?.statement.facts, {
      evidenceId: made.id,
      commitment: made.commitment,
      periodFrom: period.from,
      periodTo: period.to,
      backDated: true,
      supersedes: null,
    });
  });

  test('the same bytes get another salt each time, so that no entry tells what they were', async () => {
    assert.notEqual((await upload()).commitment, (await upload()).commitment);
  });

  test('captured after the last day of its period, in the zone of the organization, is back-dated', async () => {
    const lastDay = new Date('2026-02-28T22:59:00.000Z');
    const nextDay = new Date('2026-02-28T23:01:00.000Z');
    const today = house.time.now;
    house.time.now = lastDay;
    assert.equal((await upload()).backDated, false);
    house.time.now = nextDay;
    assert.equal((await upload()).backDated, true);
    house.time.now = today;
  });

  test('the bytes come back as sealed, as an attachment', async () => {
    const { id } = await upload();
    const reply = await house.call('evidence.download', { id }, { as: owner });
    assert.equal(reply.status, 200);
    assert.equal(reply.bytes.toString(), text);
    assert.match(reply.headers.get('content-disposition') ?? '', /^attachment/);
  });

  test('a list is filtered by control and searched', async () => {
    await upload({ title: 'Code of conduct', controls: ['GOV-01'] });
    const { items, total } = await house.ok('evidence.list', { control: 'GOV-01' }, { as: owner });
    assert.equal(total, 1);
    assert.deepEqual(items[0]?.controls, ['GOV-01']);
    assert.equal((await house.ok('evidence.list', { search: 'conduct nowhere' }, { as: owner })).total, 0);
  });

  test('a control that was never adopted, a file that is missing and a foreign predecessor are refused, and nothing is kept', async () => {
    const { total } = await house.ok('evidence.list', {}, { as: owner });
    const log = await house.ok('log.entries', {}, { as: owner });
    const { owner: other } = await house.organization('Southwind');
    const foreign = await house.ok('evidence.upload', { title: 'Theirs', period }, { as: other, file: text });
    const attempt = (input: Record<string, unknown>, file: string | undefined) =>
      house.call('evidence.upload', { title: 'X', period, ...input }, { as: owner, file });

    const unknown = await attempt({ controls: ['CHG-02'] }, text);
    assert.deepEqual([unknown.error?.code, unknown.error?.field], ['not_found', 'controls']);
    assert.equal((await attempt({}, undefined)).status, 400);
    const superseding = await attempt({ supersedes: foreign.id }, text);
    assert.deepEqual([superseding.error?.code, superseding.error?.field], ['not_found', 'supersedes']);
    assert.equal((await attempt({ period: { from: '2026-02-01', to: '2026-01-01' } }, text)).status, 400);

    assert.equal((await house.ok('evidence.list', {}, { as: owner })).total, total);
    assert.equal((await house.ok('log.entries', {}, { as: owner })).total, log.total);
    assert.equal((await house.call('evidence.get', { id: foreign.id }, { as: owner })).status, 404);
    assert.equal((await house.call('evidence.download', { id: foreign.id }, { as: owner })).status, 404);
  });

  test('EV1 a new version names the one before, which tells of it and otherwise stays as it was', async () => {
    const first = await upload({ title: 'Version 1' });
    const second = await upload({ title: 'Version 2', supersedes: first.id });
    assert.deepEqual([second.supersedes, second.supersededBy], [first.id, null]);
    const {
      engagements: _,
      requests,
      content,
      ...now
    } = await house.ok('evidence.get', { id: first.id }, { as: owner });
    assert.deepEqual({ ...now, content: first.content }, { ...first, supersededBy: second.id, renewal: 'renewed' });
    assert.deepEqual(requests, []);
    assert.ok(['waiting', 'indexed'].includes(content.state));
  });

  test('EV1 of two who send a newer version at once one does, and the other is told of it', async () => {
    const { id } = await upload();
    const replies = await Promise.all(
      ['A', 'B'].map((title) =>
        house.call('evidence.upload', { title, period, supersedes: id }, { as: owner, file: text }),
      ),
    );
    const refused = replies.filter(({ error }) => error !== undefined);
    assert.deepEqual(
      refused.map(({ error }) => [error?.code, error?.field]),
      [['conflict', 'supersedes']],
    );
    const { supersededBy } = await house.ok('evidence.get', { id }, { as: owner });
    const { total } = await house.ok('evidence.list', { newest: true }, { as: owner });
    const all = await house.ok('evidence.list', {}, { as: owner });
    assert.equal(all.items.filter(({ supersedes }) => supersedes === id).length, 1);
    assert.ok(all.items.some((each) => each.id === supersededBy));
    assert.equal(total, all.items.filter((each) => each.supersededBy === null).length);
  });

  test('EV1 of two versions that were made before that was refused, the later counts', async () => {
    const first = await upload();
    await upload({ supersedes: first.id });
    const other = await upload();
    const row = { title: 'A fork', supersedes: first.id, id: '00000000-0000-4000-8000-0000000000f0' };
    const scope = { role: 'app', organizationId: owner.organization, userId: null } as const;
    await subject.database.transaction(scope, async (tx) => {
      const kept = await tx.selectFrom('evidence').selectAll().where('id', '=', other.id).executeTakeFirstOrThrow();
      await tx
        .insertInto('evidence')
        .values({ ...kept, ...row, entryIndex: other.entryIndex + 1000 })
        .execute();
    });
    assert.equal((await house.ok('evidence.get', { id: first.id }, { as: owner })).supersededBy, row.id);
    assert.equal((await house.call('evidence.list', {}, { as: owner })).status, 200);
  });

  test('EV2 the day of renewal comes after the first day and stands in the log entry', async () => {
    const early = await house.call(
      'evidence.upload',
      { title: 'Report', period, renewOn: period.from },
      { as: owner, file: text },
    );
    assert.deepEqual([early.error?.code, early.error?.field], ['bad_input', 'renewOn']);
    const made = await upload({ renewOn: '2026-03-31' });
    const { items } = await house.ok('log.entries', { op: 'evidence.upload' }, { as: owner });
    assert.deepEqual(items[0]?.statement.facts['renewOn'], '2026-03-31');
    assert.equal(made.renewOn, '2026-03-31');
  });

  test('EV3 and EV4 renewal is told by the local date, and what is due is found by the days that are left', async () => {
    const { owner: keeper } = await house.organization('Westwind');
    const seal = (title: string, more: Record<string, unknown> = {}) =>
      house.ok('evidence.upload', { title, period, ...more }, { as: keeper, file: text });
    const today = house.time.now;
    await seal('none');
    await seal('late', { renewOn: '2026-03-01' });
    await seal('that day', { renewOn: '2026-03-02' });
    await seal('last soon', { renewOn: '2026-04-01' });
    await seal('first later', { renewOn: '2026-04-02' });
    const { id } = await seal('renewed', { renewOn: '2026-02-01' });
    await seal('newer', { supersedes: id, renewOn: '2027-02-01' });
    // In Berlin the 2nd of March has begun.
    house.time.now = new Date('2026-03-01T23:30:00.000Z');
    const list = async (input: Record<string, unknown>) =>
      (await house.ok('evidence.list', { sort: 'renewOn', ...input }, { as: keeper })).items;
    assert.deepEqual(Object.fromEntries((await list({})).map(({ title, renewal }) => [title, renewal])), {
      renewed: 'renewed',
      late: 'overdue',
      'that day': 'soon',
      'last soon': 'soon',
      'first later': 'later',
      newer: 'later',
      none: 'none',
    });
    const within = async (days: number) => (await list({ renewWithin: days })).map(({ title }) => title);
    assert.deepEqual(await within(0), ['late', 'that day']);
    assert.deepEqual(await within(30), ['late', 'that day', 'last soon']);
    assert.deepEqual(await within(31), ['late', 'that day', 'last soon', 'first later']);
    assert.deepEqual(
      (await list({ newest: true })).map(({ title }) => title),
      ['late', 'that day', 'last soon', 'first later', 'newer', 'none'],
    );
    const negative = await house.call('evidence.list', { renewWithin: -1 }, { as: keeper });
    assert.deepEqual([negative.error?.code, negative.error?.field], ['bad_input', 'renewWithin']);
    house.time.now = today;
  });

  test('EV30 controls of many pieces change in one entry, which seals each piece that changed', async () => {
    const [first, second, third] = [
      await upload({ title: 'First', controls: [] }),
      await upload({ title: 'Second', controls: ['GOV-01'] }),
      await upload({ title: 'Third', controls: ['GOV-02'] }),
    ];
    const ids = [first.id, second.id, third.id];
    const { total } = await house.ok('log.entries', {}, { as: owner });
    const changed = await house.ok('evidence.assign', { ids, add: ['GOV-01'], remove: ['GOV-02'] }, { as: owner });
    assert.deepEqual(
      changed.items.map(({ title, added, removed }) => [title, added, removed]),
      [
        ['First', ['GOV-01'], []],
        ['Third', ['GOV-01'], ['GOV-02']],
      ],
    );
    const { items, total: now } = await house.ok('log.entries', { op: 'evidence.assign' }, { as: owner });
    assert.equal((await house.ok('log.entries', {}, { as: owner })).total, total + 1, `${now} of this kind`);
    assert.deepEqual(items[0]?.statement.facts, { pieces: 2, added: ['GOV-01'], removed: ['GOV-02'] });
    assert.deepEqual(
      Object.keys(items[0]?.statement.seals ?? {}).toSorted(),
      [`evidence/${first.id}`, `evidence/${third.id}`].toSorted(),
    );
    for (const { id, entryIndex } of [first, second, third]) {
      const piece = await house.ok('evidence.get', { id }, { as: owner });
      assert.deepEqual([piece.controls, piece.entryIndex], [['GOV-01'], entryIndex]);
    }
    const { owner: keeper } = await house.organization('Eastwind');
    await house.ok('controls.adopt', { codes: ['GOV-01'], effectiveFrom: '2025-03-01' }, { as: keeper });
    const { id } = await house.ok('evidence.upload', { title: 'Policy', period }, { as: keeper, file: text });
    await house.ok('evidence.renew-by', { ids: [id], renewOn: '2026-09-01' }, { as: keeper });
    await house.ok('evidence.tag', { ids: [id], add: ['Policies'] }, { as: keeper });
    await house.ok('evidence.assign', { ids: [id], add: ['GOV-01'] }, { as: keeper });
    const check = async () => (await house.run('log.check', {}, { as: keeper })).result?.['faults'];
    assert.deepEqual(await check(), { count: 0, first: [] });
    const scope = { role: 'app', organizationId: keeper.organization, userId: null } as const;
    await subject.database.transaction(scope, (tx) =>
      tx.deleteFrom('evidenceControls').where('evidenceId', '=', id).execute(),
    );
    assert.match(JSON.stringify(await check()), /The evidence .* is not what entry \d+ sealed/);
  });

  test('EV30 of two who change the same pieces at once both count, and the seals hold', async () => {
    const { owner: keeper } = await house.organization('Upwind');
    await house.ok('controls.adopt', { codes: ['GOV-01', 'GOV-02'], effectiveFrom: '2025-03-01' }, { as: keeper });
    const { id } = await house.ok('evidence.upload', { title: 'Policy', period }, { as: keeper, file: text });
    await Promise.all(
      ['GOV-01', 'GOV-02'].map((code) => house.ok('evidence.assign', { ids: [id], add: [code] }, { as: keeper })),
    );
    assert.deepEqual((await house.ok('evidence.get', { id }, { as: keeper })).controls, ['GOV-01', 'GOV-02']);
    const { result } = await house.run('log.check', {}, { as: keeper });
    assert.deepEqual(result?.['faults'], { count: 0, first: [] });
  });

  test('EV43 of two files given through a capture link at once one is taken, and a sending that breaks off leaves it open', async () => {
    const { owner: keeper } = await house.organization('Gatewind');
    const asked = { title: 'List of visitors', period, forWhom: 'The front desk' };
    const { captureLink, secret: link } = await house.ok('capture-links.create', asked, { as: keeper });
    const { id } = captureLink;
    const chunks = [Buffer.from('half of '), undefined];
    const breaking = new ReadableStream({
      pull: (controller) => {
        const chunk = chunks.shift();
        if (chunk === undefined) controller.error(new Error('the line is gone'));
        else controller.enqueue(chunk);
      },
    });
    const headers = { 'tickmark-link': link, 'tickmark-input': encodeURIComponent('{"name":"Greta"}') };
    const init = { method: 'POST', headers, body: breaking, duplex: 'half' };
    const broken = await house.fetch(new Request('http://localhost/api/capture-links.give', init as RequestInit));
    const { error } = (await broken.json()) as { error: { code: string; message: string } };
    assert.deepEqual([broken.status, error.code], [400, 'bad_input']);
    assert.match(error.message, /broke off/);
    assert.equal((await house.ok('capture-links.get', { id }, { as: keeper })).state, 'open');
    const replies = await Promise.all(
      ['one', 'the other'].map((file) => house.call('capture-links.give', { name: 'Greta' }, { link, file })),
    );
    assert.deepEqual(replies.map(({ status }) => status).toSorted(), [200, 422]);
    const taken = replies.find(({ status }) => status === 200)?.body as { sha256: string };
    const { items, total } = await house.ok('evidence.list', { acceptance: 'received' }, { as: keeper });
    assert.deepEqual([total, items[0]?.sha256], [1, taken.sha256]);
    assert.equal((await house.ok('log.entries', { op: 'capture-links.give' }, { as: keeper })).total, 1);
    const { result } = await house.run('log.check', {}, { as: keeper });
    assert.deepEqual(result?.['faults'], { count: 0, first: [] });
  });

  test('a reader reads and adds nothing', async () => {
    const reader = await house.member(owner, 'reader');
    assert.equal((await house.call('evidence.list', {}, { as: reader })).status, 200);
    const reply = await house.call('evidence.upload', { title: 'X', period }, { as: reader, file: text });
    assert.equal(reply.error?.code, 'not_permitted');
  });
});

onPostgres('what is shown of evidence', (subject) => {
  let house: House;
  let owner: Person;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner } = await house.organization());
  });
  after(() => house.stop());

  /** What is shown of a file that was just sealed. */
  const previewed = async (fileName: string, file: string | Uint8Array, input: Record<string, unknown> = {}) => {
    const { id } = await house.ok('evidence.upload', { title: fileName, period }, { as: owner, file, fileName });
    return { id, ...(await house.ok('evidence.preview', { id, ...input }, { as: owner })) };
  };

  test('EV61 a file is what its content says, and a name that says something else is told', async () => {
    const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]);
    for (const [name, file, what, kind, as, belies] of [
      ['shot.png', png({ width: 4, height: 3 }), 'a PNG image', 'image', 'image', false],
      ['shot.PNG', program, 'a program for Windows', 'program', 'nothing', true],
      [
        'page.png',
        '<!DOCTYPE html><script>1</script>',
        'a web page (HTML), which may hold scripts',
        'text',
        'text',
        true,
      ],
      [
        'logo.svg',
        '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        'an SVG drawing, which may hold scripts',
        'text',
        'text',
        false,
      ],
      ['terms.pdf', pdf({ pages: [['Terms']] }), 'a PDF', 'document', 'pdf', false],
      [
        'book.xlsx',
        workbook({ sheets: { One: sheetData([['a']]) } }),
        'an Excel workbook (XLSX)',
        'table',
        'table',
        false,
      ],
      [
        'book.csv',
        workbook({ sheets: { One: sheetData([['a']]) } }),
        'an Excel workbook (XLSX)',
        'table',
        'table',
        true,
      ],
      [
        'list.xls',
        '<table><tr><td>1</td></tr></table>',
        'a web page (HTML), which may hold scripts',
        'text',
        'text',
        true,
      ],
      ['list.csv', 'a,b\n1,2\n', 'a table as text (CSV)', 'table', 'table', false],
      ['data.json', '{"a":1}', 'JSON text', 'text', 'json', false],
      ['notes', 'Some words.\n', 'text', 'text', 'text', false],
      ['raw.bin', Buffer.from([0, 1, 2, 3, 4, 5]), 'of a kind that is not known here', 'other', 'nothing', false],
    ] as const) {
      const found = await previewed(name, file);
      assert.deepEqual([found.what, found.kind, found.shown.as], [what, kind, as], name);
      assert.equal(found.belies !== null, belies, `${name}: ${found.belies}`);
    }
    assert.equal(
      (await previewed('shot.png', program)).belies,
      'The name ends in .png, but the file is a program for Windows.',
    );
  });

  test('EV61 EV68 nobody sees another organization’s file, and no bytes but the sealed ones are looked at', async () => {
    const { id, shown } = await previewed('notes.txt', `only here ${crypto.randomUUID()}`);
    assert.equal(shown.as, 'text');
    const { owner: other } = await house.organization('Eastwind');
    assert.equal((await house.call('evidence.preview', { id }, { as: other })).status, 404);
    const reader = await house.member(owner, 'reader');
    assert.equal((await house.call('evidence.preview', { id }, { as: reader })).status, 200);
    const { sha256 } = await house.ok('evidence.get', { id }, { as: owner });
    const path = await house.blobs.local(owner.organization, String(sha256));
    await chmod(path, 0o600);
    await writeFile(path, 'something else');
    const reply = await house.call('evidence.preview', { id }, { as: owner });
    assert.deepEqual([reply.status, reply.error?.code], [422, 'does_not_hold']);
    assert.equal((await house.call('evidence.preview', { id: crypto.randomUUID() }, { as: owner })).status, 404);
    assert.equal((await house.call('evidence.preview', { id, from: -1 }, { as: owner })).error?.field, 'from');
  });

  test('EV62 a text comes in pieces that join to all of it, in the encoding its bytes show or one that is told as guessed', async () => {
    const line = 'Ein Satz über Prüfungen und 審査 🦩.\n';
    const whole = line.repeat(15_000);
    const { id, shown: first } = await previewed('long.txt', whole);
    let text = '';
    let pieces = 0;
    for (let from = 0; from < Buffer.byteLength(whole); pieces += 1) {
      const { shown } = await house.ok('evidence.preview', { id, from }, { as: owner });
      assert.ok(shown.as === 'text' && shown.to > from && shown.to - from <= 256 * 1024);
      assert.ok(shown.text.endsWith('\n'), 'a piece ends with a line');
      text += shown.text;
      from = shown.to;
    }
    assert.equal(pieces, 3);
    assert.equal(text, whole);
    assert.ok(first.as === 'text' && first.encoding === 'UTF-8' && !first.guessed);
    const oneLine = '🦩'.repeat(100_000);
    const { shown: cut } = await previewed('line.txt', oneLine);
    assert.ok(cut.as === 'text' && cut.damaged === 0 && oneLine.startsWith(cut.text) && cut.text.length > 100_000);

    for (const [bytes, encoding, guessed] of [
      [Buffer.from('\ufeffMärz\n'), 'UTF-8', false],
      [Buffer.from('\ufeffMärz\n', 'utf16le'), 'UTF-16', false],
      [Buffer.from('\ufeffMärz\n', 'utf16le').swap16(), 'UTF-16', false],
      [Buffer.from('March, and so on\nM\u00e4rz\n', 'utf16le'), 'UTF-16', true],
      [Buffer.from('M\u00e4rz\n', 'latin1'), 'Windows-1252', true],
    ] as const) {
      const { shown } = await previewed('month.txt', bytes);
      assert.ok(shown.as === 'text');
      assert.deepEqual([shown.encoding, shown.guessed], [encoding, guessed]);
      assert.match(shown.text, /^(March, and so on\n)?März\n$/);
    }
    const late = Buffer.concat([Buffer.from('x'.repeat(100_000)), Buffer.from([0xff, 0xfe, 0x0a])]);
    const { shown: broken } = await previewed('late.txt', late);
    assert.ok(broken.as === 'text' && broken.damaged === 2);
  });

  test('EV63 a table comes row by row as it stands, within bounds that are told', async () => {
    const rows = Array.from({ length: 2500 }, (_, n) => `${n},=HYPERLINK(A1),"a\nb"`);
    const { id, shown: first } = await previewed('list.csv', ['id,formula,lines', ...rows].join('\r\n'));
    assert.ok(first.as === 'table');
    assert.deepEqual(
      [first.header, first.columns, first.next, first.delimiter],
      [['id', 'formula', 'lines'], 3, 1000, ','],
    );
    assert.equal(first.rows.length, 1000);
    assert.deepEqual(first.rows[3], { row: 4, cells: ['3', '=HYPERLINK(A1)', 'a\nb'] });
    const { shown: last } = await house.ok('evidence.preview', { id, from: 2000 }, { as: owner });
    assert.ok(last.as === 'table');
    assert.deepEqual([last.rows.length, last.next, last.rows.at(-1)?.row], [500, null, 2500]);
    const { shown: asText } = await house.ok('evidence.preview', { id, as: 'text' }, { as: owner });
    assert.ok(asText.as === 'text' && asText.text.startsWith('id,formula,lines\r\n0,=HYPERLINK'));

    const german = await previewed('liste.csv', Buffer.from('Name;Betrag\nM\u00fcller;1,5\n', 'latin1'));
    assert.ok(german.shown.as === 'table');
    assert.deepEqual(
      [german.shown.rows[0]?.cells, german.shown.delimiter, german.shown.guessed],
      [['Müller', '1,5'], ';', true],
    );

    const wide = await previewed('wide.csv', `${'c,'.repeat(400)}c\n${'x'.repeat(5000)}${',1'.repeat(400)}\n`);
    assert.ok(wide.shown.as === 'table');
    assert.deepEqual([wide.shown.columns, wide.shown.rows[0]?.cells.length], [401, 256]);
    assert.deepEqual(wide.shown.rows[0]?.cells[0], { text: 'x'.repeat(1000), length: 5000 });

    const long = await previewed('long.csv', `id,text\n1,${'x'.repeat(10_000_000)}\n`);
    assert.ok(long.shown.as === 'text' && /longer than a mebibyte/.test(long.shown.why ?? ''));
    assert.ok(long.shown.to > 100_000, 'a line without an end is shown as far as a piece goes');
  });

  test('EV63 a workbook shows each of its sheets; one that is made to burst is told, and the next one is read', async () => {
    const book = workbook({
      sheets: {
        First: sheetData([
          ['a', 1, true],
          [null, null, 'c'],
        ]),
        'Zweites Blatt': sheetData([['=1+1']]),
      },
    });
    const { id, shown } = await previewed('book.xlsx', book);
    assert.ok(shown.as === 'table');
    assert.deepEqual([shown.sheets, shown.sheet, shown.header], [['First', 'Zweites Blatt'], 'First', null]);
    assert.deepEqual(shown.rows, [
      { row: 1, cells: ['a', '1', 'true'] },
      { row: 2, cells: ['', '', 'c'] },
    ]);
    const { shown: second } = await house.ok('evidence.preview', { id, sheet: 'Zweites Blatt' }, { as: owner });
    assert.ok(second.as === 'table');
    assert.deepEqual(second.rows, [{ row: 1, cells: ['=1+1'] }]);
    const absent = await house.call('evidence.preview', { id, sheet: 'Third' }, { as: owner });
    assert.deepEqual([absent.error?.code, absent.error?.field], ['not_found', 'sheet']);
    const burst = await previewed('burst.xlsx', await burstingWorkbook(12_000_000));
    assert.ok(burst.shown.as === 'nothing' && /unpacks to 11 MiB/.test(burst.shown.why), JSON.stringify(burst.shown));
    const again = await house.ok('evidence.preview', { id }, { as: owner });
    assert.deepEqual(again.shown, shown);
  });

  test('EV64 a picture says its size before anybody draws it, and one that is too large is told', async () => {
    const riff = (form: string, body: number[]): Buffer =>
      Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP'), Buffer.from(form), Buffer.from(body), Buffer.alloc(20)]);
    const extended = [0, 0, 0, 0, 2, 0, 0, 0, 99, 0, 0, 49, 0, 0];
    const ispe = (width: number): Buffer =>
      Buffer.from([...Buffer.from('ispe'), 0, 0, 0, 0, 0, 0, 0, width, 0, 0, 0, 7]);
    const avif = Buffer.concat([Buffer.from('\0\0\0\u0018ftypavif\0\0\0\0'), ispe(3), ispe(200), Buffer.alloc(8)]);
    const frame = Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b]);
    for (const [name, file, size] of [
      ['a.png', png({ width: 20, height: 10 }), [20, 10, false]],
      ['a.jpg', jpeg({ width: 32, height: 16 }, 6), [32, 16, false]],
      ['a.gif', gif(), [10_799, 10, false]],
      ['b.gif', Buffer.concat([gif().subarray(0, -1), frame]), [10_799, 10, true]],
      ['a.webp', riff('VP8X', extended), [100, 50, true]],
      ['b.webp', riff('VP8L', [0, 0, 0, 0, 0x2f, 99, 0x40, 12, 0]), [100, 50, false]],
      ['c.webp', riff('VP8 ', [0, 0, 0, 0, 0, 0, 0, 0x9d, 1, 0x2a, 100, 0, 50, 0]), [100, 50, false]],
      ['a.avif', avif, [200, 7, false]],
    ] as const) {
      const { shown } = await previewed(name, file);
      assert.ok(shown.as === 'image', `${name}: ${JSON.stringify(shown)}`);
      assert.deepEqual([shown.width, shown.height, shown.animated, shown.cut], [...size, false], name);
    }
    for (const whole of [png({ width: 30, height: 30 }), jpeg({ width: 200, height: 200 })]) {
      const { shown } = await previewed('cut.png', whole.subarray(0, -20));
      assert.ok(shown.as === 'image' && shown.cut);
    }
    const vast = await previewed('vast.png', png({ width: 1, height: 1 }, { width: 60_000, height: 60_000 }));
    assert.ok(vast.shown.as === 'nothing' && /60,000 × 60,000 pixels/.test(vast.shown.why));
    for (const file of [
      png({ width: 4, height: 4 }).subarray(0, 20),
      jpeg({ width: 4, height: 4 }).subarray(0, 60),
      png({ width: 1, height: 1 }, { width: 0, height: 9 }),
    ]) {
      const { shown } = await previewed('cut', file);
      assert.ok(shown.as === 'nothing' && /damaged/.test(shown.why));
    }
  });
});
