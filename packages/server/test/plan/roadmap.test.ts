import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import ICAL from 'ical.js';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { squeezed, textOf } from '../documents/pdf-text.ts';
import { partsOf } from '../documents/zip-parts.ts';
import { startPlanned, terms, type Planned } from './planned.ts';

onPostgres('roadmap and exports of a plan', (subject) => {
  let planned: Planned;

  before(async () => {
    planned = await startPlanned(subject);
  });
  after(() => planned.house.stop());

  test('PL30 when the report is wished for and how much time people have is on record, and nobody writes over what they have not seen', async () => {
    const { house, refused } = planned;
    const { owner: as, engagementId: id } = await house.organization('Settings', { terms });
    const me = (await house.ok('sessions.current', {}, { as })).user.id;
    const set = (given: Record<string, unknown>) =>
      house.ok('plan.change-settings', { engagementId: id, ...given }, { as });
    const people = [{ person: me, daysPerWeek: 2, absences: [{ from: '2026-05-01', to: '2026-05-03' }] }];
    const first = await set({ revision: 0, wishedOn: '2026-12-01', people });
    assert.deepEqual([first.revision, first.wishedOn, first.people[0]?.name], [1, '2026-12-01', 'Olga Owner']);
    const fails = (given: Record<string, unknown>) =>
      refused('plan.change-settings', { engagementId: id, ...given }, as);
    assert.deepEqual(await fails({ revision: 0, wishedOn: null }), ['conflict', 'revision']);
    assert.deepEqual(await fails({ revision: 1, wishedOn: '2026-12-01' }), ['already_done', 'engagementId']);
    assert.deepEqual(await fails({ revision: 1, people: [people[0], people[0]] }), ['bad_input', 'people.1.person']);
    assert.deepEqual(await fails({ revision: 1, people: [{ person: id, daysPerWeek: 1 }] }), [
      'not_found',
      'people.0.person',
    ]);
    const bad = [{ person: me, daysPerWeek: 1, absences: [{ from: '2026-05-03', to: '2026-05-01' }] }];
    assert.deepEqual(await fails({ revision: 1, people: bad }), ['bad_input', 'people.0.absences.0.to']);
    const second = await set({ revision: 1, people: [{ person: me, daysPerWeek: null }] });
    assert.deepEqual([second.revision, second.wishedOn, second.people], [2, '2026-12-01', []]);
  });

  test('PL28 PL42 a roadmap tries other dates and capacities, changes nothing, and its dates become due dates by one write', async () => {
    const { house, count, refused } = planned;
    const { owner: as, engagementId: id } = await house.organization('Roadmap', { terms });
    const me = (await house.ok('sessions.current', {}, { as })).user.id;
    const plan = (title: string, more: Record<string, unknown> = {}) =>
      house.ok('plan.add', { engagementId: id, title, owner: me, severity: 'high', effortDays: 10, ...more }, { as });
    const first = await plan('First');
    const second = await plan('Second', { after: [{ id: first.id }] });
    await house.ok('holidays.add', { holidays: [{ date: '2026-03-02', name: 'A day off' }] }, { as });
    await house.ok('plan.change-settings', { engagementId: id, revision: 0, wishedOn: '2026-07-01' }, { as });
    const before = await count(as);
    const roadmap = (given: Record<string, unknown> = {}) =>
      house.ok('plan.roadmap', { engagementId: id, ...given }, { as });
    const now = await roadmap();
    assert.deepEqual(
      now.items.map(({ start, finish, critical }) => [start, finish, critical]),
      [
        ['2026-03-03', '2026-03-16', true],
        ['2026-03-17', '2026-03-30', true],
      ],
    );
    assert.deepEqual([now.findings[0]?.code, now.tried], ['wish-impossible', false]);
    assert.match(now.findings[0]?.words ?? '', /2026-07-01; the earliest possible is 2026-07-28, 27 days later/);
    const slower = await roadmap({ people: [{ person: me, daysPerWeek: 2.5 }], wish: null });
    assert.deepEqual([slower.ready.on, slower.wished, slower.tried], ['2026-04-27', null, true]);
    const shorter = await roadmap({
      items: [{ id: second.id, effortDays: 1, dueOn: '2026-03-20' }],
      terms: { type: 'type1', asOf: '2026-05-01' },
      dryRun: true,
    });
    assert.deepEqual(
      [shorter.ready.on, shorter.findings.some(({ code }) => code === 'wish-possible')],
      ['2026-03-17', true],
    );
    const shared = await roadmap({ people: [{ person: me, oneMore: true }] });
    assert.deepEqual(
      shared.items.map(({ finish }) => finish),
      ['2026-03-09', '2026-03-16'],
      'PL42 two do in five days what takes one ten',
    );
    assert.deepEqual([shared.people[0]?.oneMore, shared.people[0]?.daysPerWeek, shared.tried], [true, 5, true]);
    const absences = [{ from: '2026-03-03', to: '2026-03-06' }];
    await house.ok(
      'plan.change-settings',
      { engagementId: id, revision: 1, people: [{ person: me, daysPerWeek: 5, absences }] },
      { as },
    );
    assert.equal((await roadmap()).items[0]?.start, '2026-03-09', 'the absence on record');
    const present = await roadmap({ people: [{ person: me, absences: [] }] });
    assert.deepEqual([present.items[0]?.start, present.people[0]?.absences], ['2026-03-03', []]);
    await house.ok(
      'plan.change-settings',
      { engagementId: id, revision: 2, people: [{ person: me, daysPerWeek: null }] },
      { as },
    );
    const without = await roadmap({ items: [{ id: first.id, without: true }] });
    assert.deepEqual(
      without.items.map(({ id: item, start }) => [item, start]),
      [[second.id, '2026-03-03']],
      'what waits for it waits no longer',
    );
    const backwards = { people: [{ person: me, absences: [{ from: '2026-03-06', to: '2026-03-03' }] }] };
    assert.deepEqual(await refused('plan.roadmap', { engagementId: id, ...backwards }, as), [
      'bad_input',
      'people.0.absences.0.to',
    ]);
    assert.equal(await count(as), before + 2, 'the two changes of settings, and nothing of what was tried');
    const dates = now.items.map((item) => ({
      id: item.id,
      revision: now.titles.find((each) => each.id === item.id)?.revision,
      dueOn: item.finish,
    }));
    const { items } = await house.ok('plan.set-dates', { items: dates }, { as });
    assert.deepEqual(
      items.map(({ dueOn }) => dueOn),
      ['2026-03-16', '2026-03-30'],
    );
    assert.equal(await count(as), before + 3);
  });

  const dangerous = '=HYPERLINK("http://x.example","Click")';
  const long = 'Ünïcödé, with commas; semicolons \\ and “quotes” – '.repeat(5).trim();

  /** A plan with an item of every kind that an export has to show. */
  const exportable = async (name: string) => {
    const { house, seen } = planned;
    const { owner: as, engagementId: id } = await house.organization(name, { terms });
    const me = (await house.ok('sessions.current', {}, { as })).user.id;
    const first = await house.ok(
      'plan.add',
      {
        engagementId: id,
        title: dangerous,
        description: `${long}\nSecond line`,
        severity: 'critical',
        owner: me,
        effortDays: 2.5,
        dueOn: '2026-03-20',
      },
      { as },
    );
    const second = await house.ok(
      'plan.add',
      { engagementId: id, title: 'No end <known> & "quoted"', after: [{ id: first.id, lagDays: 2 }] },
      { as },
    );
    const third = await house.ok(
      'plan.add',
      { engagementId: id, title: 'By the roadmap', owner: me, effortDays: 1 },
      { as },
    );
    const fourth = await house.ok('plan.add', { engagementId: id, title: 'Not done', dueOn: '2026-04-01' }, { as });
    await house.ok('plan.drop', { items: [seen(fourth)], reason: '-1+1 is no formula' }, { as });
    await house.ok('plan.change-settings', { engagementId: id, revision: 0, wishedOn: '2026-12-01' }, { as });
    const made = async (format: string) => {
      const { status, headers, bytes } = await house.call('plan.export', { engagementId: id, format }, { as });
      assert.equal(status, 200);
      assert.match(headers.get('content-disposition') ?? '', new RegExp(`plan-of-action-2026-03-02\\.${format}`));
      assert.equal(headers.get('cache-control'), 'private, no-store');
      return bytes;
    };
    return { as, id, first, second, third, fourth, made };
  };

  test('PL33 the workbook holds every item as text, numbers and dates, and no text of it is a formula', async () => {
    const { made } = await exportable('Workbook');
    const bytes = await made('xlsx');
    const parts = partsOf(bytes);
    const part = (name: string): string => parts.get(name) ?? '';
    const items = part('xl/worksheets/sheet1.xml');
    assert.doesNotMatch(items, /<f[ >]/, 'no cell has a formula');
    assert.match(items, /s="4" t="inlineStr"><is><t xml:space="preserve">=HYPERLINK\(&quot;http/);
    assert.match(items, /s="4" t="inlineStr"><is><t xml:space="preserve">-1\+1 is no formula/);
    assert.match(items, /No end &lt;known&gt; &amp; &quot;quoted&quot;/);
    assert.match(items, /<v>2\.5<\/v>/);
    assert.match(items, new RegExp(`s="2"><v>${Date.parse('2026-03-20') / 86_400_000 + 25_569}</v>`));
    assert.match(items, /Not known/);
    const roadmap = part('xl/worksheets/sheet2.xml');
    assert.match(roadmap, /Nobody said how much work it is\. Nobody is named who does it\./);
    assert.match(part('xl/worksheets/sheet3.xml'), /Whether a report on 2026-12-01 is possible cannot be told/);
    assert.deepEqual(await made('xlsx'), bytes, 'the same plan gives the same bytes');
  });

  test('PL34 a calendar program reads the due dates as whole days, and a later export takes the place of an earlier one', async () => {
    const { house, seen } = planned;
    const { as, id, first, third, fourth, made } = await exportable('Calendar');
    const text = (await made('ics')).toString();
    assert.ok(text.endsWith('END:VCALENDAR\r\n'));
    for (const line of text.split('\r\n')) {
      assert.ok(Buffer.byteLength(line) <= 75 && !line.includes('\n'), line);
      assert.equal(line, line.toWellFormed());
    }
    const events = (of: string) => {
      const calendar = new ICAL.Component(ICAL.parse(of) as unknown[]);
      return new Map(
        calendar.getAllSubcomponents('vevent').map((each) => {
          const event = new ICAL.Event(each);
          return [event.uid, { event, status: String(each.getFirstPropertyValue('status')) }] as const;
        }),
      );
    };
    const read = events(text);
    const due = read.get(`${first.id}@plan.tickmark`);
    assert.equal(due?.event.summary, `Due: PA-1 ${dangerous}`);
    assert.ok(due.event.description.startsWith(`${long}\nSecond line\nState: Open`));
    assert.deepEqual(
      [due.event.startDate.isDate, due.event.startDate.toString(), due.event.endDate.toString(), due.event.sequence],
      [true, '2026-03-20', '2026-03-21', 0],
    );
    assert.equal(read.get(`${third.id}@plan.tickmark`)?.event.summary, 'Ends by the roadmap: PA-3 By the roadmap');
    assert.equal(read.get(`${fourth.id}@plan.tickmark`)?.status, 'CANCELLED');
    assert.ok(read.get(`${id}-report@plan.tickmark`)?.event.startDate.toString() === '2026-12-01');
    await house.ok('plan.update', { items: [seen(first)], dueOn: '2026-03-27' }, { as });
    const later = events((await made('ics')).toString());
    assert.deepEqual([...later.keys()].toSorted(), [...read.keys()].toSorted());
    const moved = later.get(`${first.id}@plan.tickmark`)?.event;
    assert.deepEqual([moved?.startDate.toString(), moved?.sequence], ['2026-03-27', 1]);
    const before = read.get(`${third.id}@plan.tickmark`)?.event.sequence ?? 0;
    assert.ok((later.get(`${third.id}@plan.tickmark`)?.event.sequence ?? 0) > before);
  });

  test('PL35 the document holds the findings, the roadmap and every item, and each text as it was written', async () => {
    const { made } = await exportable('Document');
    const text = textOf(await made('pdf'));
    for (const words of [
      'Plan of action',
      '=HYPERLINK("http://x.example","Click")',
      'No end <known> & "quoted"',
      'Whether a report on 2026-12-01 is possible cannot be told',
      'Nobody said how much work it is.',
      'Dropped',
      '2.5 days',
      'Second line',
      'Confidential',
    ]) {
      assert.ok(text.includes(squeezed(words)), words);
    }
  });
});
