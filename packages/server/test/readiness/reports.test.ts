import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  controlCatalogue,
  planCode,
  questionCatalogue,
  reportPages,
  type Answer,
  type LogCheck,
  type ReadinessFacts,
} from '@tickmark/core';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { renderReadiness, writeReadiness, type ReadinessDocument } from '../../src/documents/index.ts';
import { sequence } from '../../src/log/index.ts';
import { squeezed, textOf } from '../documents/pdf-text.ts';
import { faultOf, partsOf } from '../documents/zip-parts.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';
import { fitting } from './answers.ts';

const every = ['security', 'availability', 'confidentiality', 'processing_integrity', 'privacy'];
const yes: Answer = { kind: 'yes' };
const no: Answer = { kind: 'no' };

onPostgres('readiness reports', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner, engagementId } = await house.organization());
  });
  after(() => house.stop());

  type Name = Parameters<House['call']>[0];
  const make = (as = owner, id = engagementId) => house.ok('readiness-reports.make', { engagementId: id }, { as });
  const get = (id: string, as = owner, more: Record<string, unknown> = {}) =>
    house.ok('readiness-reports.get', { id, ...more }, { as });
  const say = (answers: Record<string, Answer>, after: number, as: Person, id: string) => {
    const given = Object.entries(answers).map(([question, answer]) => ({ question, answer, after }));
    return house.ok('readiness.answer', { engagementId: id, answers: given }, { as });
  };
  const file = async (input: Record<string, unknown>, as = owner): Promise<Buffer> => {
    const { status, bytes } = await house.call('readiness-reports.download', input, { as });
    assert.equal(status, 200, bytes.toString('utf8').slice(0, 400));
    return bytes;
  };
  const refused = async (name: Name, input: Record<string, unknown>, as = owner) => {
    const { error } = await house.call(name, input, { as });
    return [error?.code, error?.field];
  };
  const count = async (as: Person) => (await house.ok('log.entries', { limit: 1 }, { as })).total;
  const entries = async (op: string, as: Person) =>
    (await house.ok('log.entries', { op, sort: 'index' }, { as })).items.map(({ statement }) => statement);
  const script = (text: string) => house.database.owner((query) => query.script(text));
  /** What an administrator does beside the product. */
  const unfenced = (table: string, text: string) =>
    script(
      `alter table tickmark.${table} no force row level security; ${text}; alter table tickmark.${table} force row level security;`,
    );
  /** Leaves a document where somebody looks at it. */
  const kept = async (name: string, bytes: Uint8Array): Promise<void> => {
    const folder = process.env['TICKMARK_DOCUMENTS'];
    if (folder !== undefined) await writeFile(join(folder, name), bytes);
  };

  test('RD31 RD42 an assessment that nobody has begun has a report, and each part of it says that it is empty', async () => {
    const { owner: as, engagementId: id } = await house.organization('Empty');
    const report = await make(as, id);
    assert.match(report.verdict, /cannot be told yet: none of 86 questions is answered/);
    const { facts, against, pages, copies } = await get(report.id, as);
    assert.deepEqual([facts.gaps, facts.answers.unanswered, against, copies], [[], 86, null, []]);
    assert.deepEqual(
      facts.next.map(({ code }) => code),
      ['write-scope', 'answer', 'adopt'],
    );
    const said = pages.flatMap((block) => (block.kind === 'nothing' ? [block.text] : []));
    for (const words of [
      'No gap is known, for nothing is answered.',
      'No item of the plan has a place in the roadmap.',
      'There is no earlier report to hold this one against.',
      'Nothing is written down of what is in scope.',
    ]) {
      assert.ok(said.includes(words), words);
    }
    assert.deepEqual(await refused('readiness-reports.compare', { id: report.id }, as), ['conflict', 'against']);
  });

  test('RD33 making keeps everything it says: its hash is in one entry, names are in none, and the check finds it whole', async () => {
    const { owner: as, engagementId: id } = await house.organization('Kept');
    await house.ok('plan.add', { engagementId: id, title: 'Ask for a second factor' }, { as });
    const before = await count(as);
    const report = await make(as, id);
    assert.equal(await count(as), before + 1);
    const [sealed] = await entries('readiness-reports.make', as);
    assert.deepEqual(sealed?.facts, { reportId: report.id, engagementId: id, number: 1, sha256: report.sha256 });
    assert.doesNotMatch(JSON.stringify(sealed), /Olga|second factor/);
    const facts = await file({ id: report.id, format: 'json' }, as);
    assert.equal(createHash('sha256').update(facts).digest('hex'), report.sha256);
    assert.match(facts.toString(), /Ask for a second factor/);
    await sequence(house, as.organization);
    const copy = await house.ok('readiness-reports.issue', { id: report.id, recipient: 'Bo Board' }, { as });
    assert.doesNotMatch(JSON.stringify(await entries('readiness-reports.issue', as)), /Bo Board/);
    await sequence(house, as.organization);
    const { items } = await house.ok(
      'log.changes',
      { since: 'beginning', engagementId: id, noun: 'readiness' },
      { as },
    );
    assert.deepEqual(items.map(({ text, place }) => [text, place?.kind, place?.key]).toSorted(), [
      ['Copy 1 of readiness report 1 issued.', 'readiness-report', report.id],
      ['Readiness report 1 made.', 'readiness-report', report.id],
    ]);
    const check = async (): Promise<string[]> => {
      const { result } = await house.run('log.check', {}, { as });
      return (result as unknown as LogCheck).faults.first.map(({ message }) => message);
    };
    assert.deepEqual(await check(), []);
    await unfenced(
      'readiness_reports',
      `update tickmark.readiness_reports set document = document || '{"verdict": "Ready"}' where id = '${report.id}'`,
    );
    await unfenced(
      'readiness_report_copies',
      `update tickmark.readiness_report_copies set recipient = 'Everybody' where id = '${copy.id}'`,
    );
    assert.deepEqual((await check()).map((message) => message.replace(/ [0-9a-f-]{36}/, '')).toSorted(), [
      'The issued copy of a readiness report is not what entry 3 sealed.',
      'The readiness report is not what entry 2 sealed.',
    ]);
  });

  test('RD33 a report whose making is interrupted leaves neither a row nor an entry', async () => {
    const { owner: as, engagementId: id } = await house.organization('Interrupted');
    const before = await count(as);
    await script(`create function tickmark.interrupt() returns trigger language plpgsql as
      $$ begin raise exception 'interrupted'; end $$;
      create trigger interrupt before insert on tickmark.readiness_reports
        for each row execute function tickmark.interrupt();`);
    try {
      assert.equal((await house.call('readiness-reports.make', { engagementId: id }, { as })).status, 500);
    } finally {
      await script('drop trigger interrupt on tickmark.readiness_reports; drop function tickmark.interrupt();');
    }
    assert.deepEqual([await count(as), (await house.ok('readiness-reports.list', {}, { as })).total], [before, 0]);
    assert.equal((await make(as, id)).number, 1, 'the control arm: without the fault it is kept');
    const both = await Promise.all([make(as, id), make(as, id)]);
    assert.deepEqual(both.map(({ number }) => number).toSorted(), [2, 3], 'two at once have a number each');
  });

  test('RD32 managers make and issue, staff read, and a report of another organization is not there', async () => {
    const report = await make();
    await sequence(house, owner.organization);
    const copy = await house.ok('readiness-reports.issue', { id: report.id, recipient: 'The board' }, { as: owner });
    for (const role of ['control-owner', 'reader', 'employee'] as const) {
      const as = await house.member(owner, role);
      assert.deepEqual(await refused('readiness-reports.make', { engagementId }, as), ['not_permitted', undefined]);
      const issue = { id: report.id, recipient: 'Me' };
      assert.deepEqual(await refused('readiness-reports.issue', issue, as), ['not_permitted', undefined]);
      const reads = role === 'employee' ? 'not_permitted' : undefined;
      assert.deepEqual(await refused('readiness-reports.get', { id: report.id }, as), [reads, undefined]);
      assert.deepEqual(await refused('readiness-reports.list', {}, as), [reads, undefined]);
    }
    const { owner: other, engagementId: theirs } = await house.organization('Strangers');
    const mine = await make(other, theirs);
    for (const [name, input, field] of [
      ['readiness-reports.make', { engagementId }, 'engagementId'],
      ['readiness-reports.get', { id: report.id }, 'id'],
      ['readiness-reports.get', { id: mine.id, against: report.id }, 'against'],
      ['readiness-reports.compare', { id: report.id }, 'id'],
      ['readiness-reports.compare', { id: mine.id, against: report.id }, 'against'],
      ['readiness-reports.issue', { id: report.id, recipient: 'Me' }, 'id'],
      ['readiness-reports.issue', { id: mine.id, recipient: 'Me', against: report.id }, 'against'],
      ['readiness-reports.download', { id: report.id, format: 'pdf' }, 'id'],
      ['readiness-reports.download', { id: mine.id, format: 'pdf', copy: copy.id }, 'copy'],
    ] as const) {
      assert.deepEqual(await refused(name, input, other), ['not_found', field], `${name} ${field}`);
    }
    assert.deepEqual((await house.ok('readiness-reports.list', { engagementId }, { as: other })).items, []);
  });

  test('RD36 RD38 a report is held against the one before, or a chosen one, and says what cannot be compared', async () => {
    const { owner: as, engagementId: id } = await house.organization('Compared');
    await house.ok('controls.adopt', { codes: ['IAM-02', 'NET-02'], effectiveFrom: '2025-03-01' }, { as });
    await say({ 'RQ-046': no, 'RQ-057': yes, 'RQ-056': { kind: 'unknown' } }, 0, as, id);
    const { items } = await house.ok('plan.add-from-gaps', { engagementId: id, dueOn: '2026-04-30' }, { as });
    const first = await make(as, id);
    house.time.now = new Date('2026-03-20T09:00:00.000Z');
    await say({ 'RQ-046': yes, 'RQ-057': no }, 1, as, id);
    const seen = items.map(({ id: item, revision }) => ({ id: item, revision }));
    await house.ok('plan.set-dates', { items: [{ ...seen[0], dueOn: '2026-05-10' }] }, { as });
    await house.ok('plan.move', { items: seen.slice(1), to: 'done', note: 'Shown' }, { as });
    const second = await make(as, id);
    house.time.now = new Date('2026-03-02T09:00:00.000Z');
    const { earlier, later, comparison } = await house.ok('readiness-reports.compare', { id: second.id }, { as });
    assert.deepEqual([earlier.id, later.number, comparison.days, comparison.differences], [first.id, 2, 18, []]);
    assert.deepEqual(
      [comparison.gaps.gone, comparison.gaps.fresh].map((each) => each.map(({ question, other }) => [question, other])),
      [[['RQ-046', 'answered']], [['RQ-057', 'answered']]],
    );
    assert.deepEqual(
      comparison.gaps.stayed.map(({ question, days }) => [question, days]),
      [['RQ-056', 18]],
    );
    assert.deepEqual([comparison.plan?.due[0]?.days, comparison.plan?.moved[0]?.to], [10, 'done']);
    const { pages } = await get(second.id, as);
    assert.ok(
      pages.some(
        ({ kind, ...block }) => kind === 'text' && JSON.stringify(block).includes('of 2026-03-02, 18 days earlier.'),
      ),
    );
    const third = await make(as, id);
    assert.equal((await get(third.id, as)).against?.id, second.id);
    assert.equal((await get(third.id, as, { against: first.id })).against?.id, first.id);
    assert.deepEqual(await refused('readiness-reports.get', { id: third.id, against: third.id }, as), [
      'conflict',
      'against',
    ]);
    // The next engagement has none of its own yet: the newest of the one that it follows is the one before.
    const next = await house.ok(
      'engagements.create',
      {
        service: 'Keeps the books of small shops.',
        categories: ['security', 'privacy'],
        terms: { type: 'type2', period: { from: '2026-03-01', to: '2027-02-28' } },
        previousId: id,
      },
      { as },
    );
    const following = await make(as, next.id);
    assert.deepEqual([following.number, following.beforeId], [1, third.id]);
    const across = await house.ok('readiness-reports.compare', { id: following.id }, { as });
    assert.deepEqual(
      across.comparison.differences.map(({ code }) => code),
      ['other-engagement', 'other-categories', 'other-terms'],
    );
    assert.equal(across.comparison.plan, null);
  });

  test('RD39 RD40 RD41 a report is a draft on each page; an issued copy names recipient and checkpoint, and is always the same', async () => {
    const { owner: as, engagementId: id } = await house.organization('Issued');
    await say({ 'RQ-046': no }, 0, as, id);
    const report = await make(as, id);
    await sequence(house, as.organization);
    const log = `where organization_id = '${as.organization}'`;
    const aside = `create table tickmark.aside as select checkpoint from tickmark.logs ${log}`;
    await unfenced('logs', `${aside}; update tickmark.logs set checkpoint = null ${log}`);
    const issue = { id: report.id, recipient: 'The board, meeting of March' };
    assert.deepEqual(await refused('readiness-reports.issue', issue, as), ['not_yet_possible', 'id']);
    const back = `update tickmark.logs set checkpoint = (select checkpoint from tickmark.aside) ${log}`;
    await unfenced('logs', `${back}; drop table tickmark.aside`);
    assert.deepEqual(await refused('readiness-reports.issue', { ...issue, recipient: ' ' }, as), [
      'bad_input',
      'recipient',
    ]);
    const copy = await house.ok('readiness-reports.issue', issue, { as });
    assert.ok(copy.checkpoint.size > report.entryIndex, 'the checkpoint covers the entry of the report');
    const draft = { id: report.id, format: 'pdf' };
    const issued = await file({ ...draft, copy: copy.id }, as);
    await kept('issued.pdf', issued);
    const text = textOf(issued);
    assert.doesNotMatch(text, /DRAFT/);
    for (const words of [issue.recipient, copy.checkpoint.rootHash, report.sha256])
      assert.ok(text.includes(squeezed(words)), words);
    assert.match(issued.toString('latin1'), /\/Alt/);
    const word = await file({ ...draft, format: 'docx', copy: copy.id }, as);
    // Another report later, and another day, change nothing of it.
    await say({ 'RQ-046': yes }, 1, as, id);
    const other = await make(as, id);
    assert.deepEqual(await file({ ...draft, copy: copy.id }, as), issued);
    assert.deepEqual(await file({ ...draft, format: 'docx', copy: copy.id }, as), word);
    assert.deepEqual(await refused('readiness-reports.download', { ...draft, copy: copy.id, against: other.id }, as), [
      'conflict',
      'against',
    ]);
    const parts = partsOf(word);
    assert.doesNotMatch(parts.get('word/header1.xml') ?? '', /DRAFT/);
    assert.match(parts.get('word/header1.xml') ?? '', /The board, meeting of March/);
    assert.match(partsOf(await file({ ...draft, format: 'docx' }, as)).get('word/header1.xml') ?? '', /string="DRAFT"/);
  });

  test('RD39 RD40 RD41 RD42 a large one is a document of few pages, and the other document says the same in the same order', async () => {
    const { owner: as, engagementId: id } = await house.organization('Northwind Ledgers', { categories: every });
    const answers = questionCatalogue.map((question, n): [string, Answer] => [
      question.id,
      n % 7 === 3
        ? { kind: 'unknown' }
        : n % 5 === 1 && question.answerKind === 'yes_partial_no_na'
          ? no
          : fitting(question),
    ]);
    await say(Object.fromEntries(answers), 0, as, id);
    await house.ok(
      'controls.adopt',
      { codes: controlCatalogue.map((control) => control.id), effectiveFrom: '2025-03-01' },
      { as },
    );
    const { user } = await house.ok('sessions.current', {}, { as });
    const settings = { wishedOn: '2026-12-01', people: [{ person: user.id, daysPerWeek: 5 }] };
    await house.ok('plan.change-settings', { engagementId: id, revision: 0, ...settings }, { as });
    const { items } = await house.ok('plan.add-from-gaps', { engagementId: id, owner: user.id }, { as });
    const seen = items.map(({ id: item, revision }) => ({ id: item, revision }));
    const dated = seen.slice(0, 4).map((each, n) => ({ ...each, dueOn: n < 2 ? '2026-02-20' : '2026-03-10' }));
    await house.ok('plan.set-dates', { items: dated }, { as });
    const accept = {
      items: seen.slice(6, 8),
      until: '2026-12-31',
      reason: '=Small, and gone with “the new <system>” & its log\u0007.',
    };
    await house.ok('plan.accept', accept, { as });
    const report = await make(as, id);
    const { facts, pages } = await get(report.id, as);
    assert.deepEqual([facts.answers.unanswered, facts.criteria.length], [0, 61]);
    const document = largeOf(facts);
    const { pdf, pages: count } = await renderReadiness(document);
    await kept('large.pdf', pdf);
    assert.ok(count >= 4 && count <= 12, `${count} pages`);
    const text = textOf(pdf);
    for (const mark of ['Draft, issued to nobody', 'Northwind Ledgers', 'Confidential']) {
      assert.ok(text.split(squeezed(mark)).length - 1 >= count, `each page says ${mark}`);
    }
    assert.ok(text.split('DRAFT').length - 1 >= count, 'each page is marked');
    for (const { kind, ...block } of document.pages) {
      if (kind === 'nothing') assert.ok(text.includes(squeezed(Object.values(block).join(''))), JSON.stringify(block));
    }
    const word = await writeReadiness(document);
    await kept('large.docx', word);
    assert.deepEqual(await writeReadiness(document), word);
    const parts = partsOf(Buffer.from(word));
    const body = parts.get('word/document.xml') ?? '';
    for (const [name, text] of parts) assert.equal(faultOf(text), null, name);
    for (const [, target = ''] of (parts.get('word/_rels/document.xml.rels') ?? '').matchAll(/Target="([^"]+)"/g)) {
      assert.ok(parts.has(`word/${target}`), target);
    }
    const types = parts.get('[Content_Types].xml') ?? '';
    for (const name of parts.keys()) if (!/rels$|Types/.test(name)) assert.ok(types.includes(`"/${name}"`), name);
    const headings = [...body.matchAll(/<w:pStyle w:val="Heading[12]"\/>.*?<w:t [^>]*>([^<]*)/g)].map(
      ([, text]) => text,
    );
    assert.deepEqual(
      headings,
      document.pages.flatMap((block) => (block.kind === 'heading' ? [block.text.replaceAll('&', '&amp;')] : [])),
    );
    const tables = pages.filter(({ kind }) => kind === 'table').length;
    assert.equal(body.split('<w:tblHeader/>').length - 1, tables, 'each table has a header row that repeats');
    assert.equal(body.split(' descr="').length - 1, pages.filter(({ kind }) => kind === 'picture').length);
    assert.ok(body.includes('=Small, and gone with “the new &lt;system&gt;” &amp; its log\ufffd.'));
    const numbers = [...body.matchAll(/<wp(?:s:cNvPr|:docPr) id="(\d+)"/g)].map(([, n]) => n);
    assert.equal(new Set(numbers).size, numbers.length, 'no two shapes have the same number');
  });
});

/** A report of the same facts with 400 items. */
function largeOf(facts: ReadinessFacts): ReadinessDocument {
  const { plan } = facts;
  const items = Array.from({ length: 400 }, (_, n) => {
    const item = plan.items[n % plan.items.length];
    assert.ok(item);
    return { ...item, id: `${n}`, code: planCode(n + 1) };
  });
  const large = { ...facts, plan: { ...plan, items, counts: { ...plan.counts, total: 400 } } };
  return {
    facts: large,
    number: 1,
    sha256: 'a'.repeat(64),
    entryIndex: 12,
    madeBy: 'Olga Owner',
    issued: null,
    pages: reportPages(large, null, null),
  };
}
