import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { questionCatalogue, type Answer, type LogCheck } from '@tickmark/core';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { sequence } from '../../src/log/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';
import { interrupted } from '../platform/database/interrupted.ts';
import { fitting, period } from './answers.ts';

const every = ['security', 'availability', 'confidentiality', 'processing_integrity', 'privacy'];

onPostgres('readiness', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner, engagementId } = await house.organization());
  });
  after(() => house.stop());

  type Name = Parameters<House['call']>[0];
  const questions = (input: Record<string, unknown> = {}, as = owner) =>
    house.ok('readiness.questions', { engagementId, ...input }, { as });
  const one = async (question: string) => (await questions({ question })).items[0];
  const answer = (question: string, given: Answer, after: number, more: Record<string, unknown> = {}, as = owner) =>
    house.ok('readiness.answer', { engagementId, answers: [{ question, answer: given, after, ...more }] }, { as });
  const refused = async (name: Name, input: Record<string, unknown>, as = owner) => {
    const { error } = await house.call(name, { engagementId, ...input }, { as });
    return [error?.code, error?.field];
  };
  const upload = (title: string, more: Record<string, unknown> = {}, as = owner) =>
    house.ok('evidence.upload', { title, period, ...more }, { as, file: title, fileName: 'file.txt' });
  const userOf = async (person: Person) => (await house.ok('sessions.current', {}, { as: person })).user.id;
  const entries = async (op: string, as = owner) =>
    (await house.ok('log.entries', { op, sort: 'index' }, { as })).items.map(({ statement }) => statement);
  const count = async (as = owner) => (await house.ok('log.entries', { limit: 1 }, { as })).total;
  const faults = async (as = owner): Promise<string[]> => {
    const { result } = await house.run('log.check', {}, { as });
    return (result as unknown as LogCheck).faults.first.map(({ message }) => message);
  };

  test('RD1 RD3 an assessment that nobody has begun counts everything as unanswered, and has no gap', async () => {
    const { owner: as, engagementId: id } = await house.organization('Empty');
    const { items, total, counts, notAsked } = await questions({ engagementId: id }, as);
    const none = { answered: 0, partly: 0, unknown: 0, notApplicable: 0 };
    const { sections, gaps, ...whole } = counts;
    assert.deepEqual([items.length, total, notAsked.length], [86, 86, 22]);
    assert.deepEqual(whole, { total: 86, ...none, unanswered: 86 });
    assert.deepEqual(sections[0], { section: 'Scope and reporting', total: 8, ...none, unanswered: 8, gaps: 0 });
    assert.equal(sections.length, 12, 'sections that ask nothing are left out');
    assert.ok(items.every(({ state, given, gap }) => state === 'unanswered' && given === null && gap === null));
    assert.deepEqual(gaps, { critical: 0, high: 0, medium: 0, low: 0, info: 0 });
    assert.match(notAsked[0]?.words ?? '', /which the engagement does not cover/);
    const found = await house.ok('readiness.gaps', { engagementId: id }, { as });
    assert.deepEqual([found.items, found.effortDays, found.unanswered], [[], 0, 86]);
    const { criteria, controls, readyFor } = await house.ok('readiness.grades', { engagementId: id }, { as });
    assert.equal(criteria.length, 33);
    assert.ok(criteria.every(({ grade, reasons }) => grade === 0 && reasons[0]?.code === 'no-control'));
    assert.ok(controls.every(({ grade, adopted }) => grade === null && !adopted));
    assert.ok(readyFor.every(({ met }) => !met));
    assert.deepEqual((await house.ok('readiness.history', { engagementId: id, question: 'RQ-001' }, { as })).items, []);
  });

  test('RD5 RD8 all 108 questions are answered by one call and one entry, which says nothing of the answers', async () => {
    const { owner: as, engagementId: id } = await house.organization('All at once', { categories: every });
    const answers = questionCatalogue.map((question) => ({
      question: question.id,
      answer: fitting(question),
      note: 'Asked Sam of the bank',
    }));
    const before = await count(as);
    const { total, items } = await house.ok('readiness.answer', { engagementId: id, answers }, { as });
    assert.deepEqual([total, items[0]?.version, items[0]?.note], [108, 1, 'Asked Sam of the bank']);
    assert.equal(await count(as), before + 1);
    const sealed = (await entries('readiness.answer', as))[0];
    assert.deepEqual(sealed?.facts, {
      engagementId: id,
      questions: questionCatalogue.map((question) => question.id),
      withdrawn: [],
    });
    assert.equal(Object.keys(sealed?.seals ?? {}).length, 108);
    assert.doesNotMatch(JSON.stringify(sealed), /Sam|partial|unknown/);
    const { counts } = await questions({ engagementId: id }, as);
    assert.deepEqual([counts.total, counts.answered, counts.unanswered], [108, 108, 0]);
    assert.deepEqual(await refused('readiness.answer', { engagementId: id, answers }, as), ['already_done', 'answers']);
    assert.deepEqual(await faults(as), []);
  });

  test('RD2 RD5 an answer that cannot be is refused by its field, and then none of the call is kept', async () => {
    const fine = { question: 'RQ-010', answer: { kind: 'yes' } };
    const before = await count();
    for (const [question, given, code, field] of [
      ['RQ-999', { kind: 'yes' }, 'not_found', 'answers.1.question'],
      ['Q1', { kind: 'yes' }, 'bad_input', 'answers.1.question'],
      ['RQ-099', { kind: 'yes' }, 'conflict', 'answers.1.question'],
      ['RQ-010', { kind: 'no' }, 'bad_input', 'answers.1.question'],
      ['RQ-009', { kind: 'cadence', value: 'annual' }, 'bad_input', 'answers.1.answer'],
      ['RQ-009', { kind: 'not-applicable' }, 'bad_input', 'answers.1.answer.reason'],
      ['RQ-012', { kind: 'not-applicable', reason: 'No board' }, 'bad_input', 'answers.1.answer'],
      ['RQ-012', { kind: 'cadence', value: 'sometimes' }, 'bad_input', 'answers.1.answer.value'],
      ['RQ-048', { kind: 'number', value: 'soon' }, 'bad_input', 'answers.1.answer.value'],
      ['RQ-024', { kind: 'number', value: 140 }, 'bad_input', 'answers.1.answer'],
      ['RQ-007', { kind: 'date', date: '2026-02-30' }, 'bad_input', 'answers.1.answer.date'],
      ['RQ-007', { kind: 'period', from: '2026-02-01', to: '2026-01-01' }, 'bad_input', 'answers.1.answer'],
      ['RQ-001', { kind: 'choice', value: 'type9' }, 'bad_input', 'answers.1.answer'],
    ] as const) {
      const answers = [fine, { question, answer: given }];
      assert.deepEqual(await refused('readiness.answer', { answers }), [code, field], JSON.stringify(given));
    }
    assert.deepEqual(await refused('readiness.answer', { answers: [] }), ['bad_input', 'answers']);
    assert.deepEqual(await refused('readiness.history', { question: 'RQ-099' }), ['conflict', 'question']);
    assert.equal(await count(), before);
    assert.equal((await one('RQ-010'))?.given, null);
  });

  test('RD3 RD5 answers are kept one after the other, one is taken back, and questions are found by how they stand', async () => {
    await answer('RQ-020', { kind: 'no' }, 0);
    await answer('RQ-020', { kind: 'partial' }, 1, { note: 'Half of the matrix' });
    await answer('RQ-019', { kind: 'unknown' }, 0);
    await answer('RQ-016', { kind: 'not-applicable', reason: 'There are no employees.' }, 0);
    const { items: back } = await answer('RQ-020', { kind: 'withdrawn' }, 2);
    assert.deepEqual([back[0]?.version, back[0]?.gap], [3, null]);
    assert.equal((await one('RQ-020'))?.state, 'unanswered');
    const { items } = await house.ok('readiness.history', { engagementId, question: 'RQ-020' }, { as: owner });
    assert.deepEqual(
      items.map(({ version, words, note, gap, by }) => [version, words, note, gap, by.name]),
      [
        [3, 'Taken back', null, null, 'Olga Owner'],
        [2, 'Partly', 'Half of the matrix', 'RQ-020.2', 'Olga Owner'],
        [1, 'No', null, 'RQ-020.1', 'Olga Owner'],
      ],
    );
    await answer('RQ-020', { kind: 'partial' }, 3, { note: 'Half of the matrix' });
    const found = async (input: Record<string, unknown>) => (await questions(input)).items.map(({ id }) => id);
    assert.deepEqual(await found({ state: 'partial' }), ['RQ-020']);
    assert.deepEqual(await found({ state: 'unknown' }), ['RQ-019']);
    assert.deepEqual(await found({ state: 'not-applicable' }), ['RQ-016']);
    assert.deepEqual(await found({ section: 'Governance', criterion: 'CC5.1' }), ['RQ-019', 'RQ-020']);
    assert.deepEqual(await found({ control: 'IAM-02' }), ['RQ-046']);
    assert.deepEqual(await found({ search: 'MATRIX half' }), ['RQ-020']);
    assert.deepEqual(await found({ search: 'half elsewhere' }), []);
    assert.deepEqual(await found({ question: 'RQ-020', state: 'unanswered' }), []);
    const sealed = (await entries('readiness.answer')).map(({ facts }) => facts['withdrawn']);
    assert.ok(sealed.some((each) => JSON.stringify(each) === '["RQ-020"]'));
    const { items: same, unchanged } = await house.ok(
      'readiness.answer',
      {
        engagementId,
        answers: [
          { question: 'RQ-019', answer: { kind: 'unknown' } },
          { question: 'RQ-018', answer: { kind: 'yes' } },
        ],
      },
      { as: owner },
    );
    assert.deepEqual([same.map(({ question }) => question), unchanged], [['RQ-018'], ['RQ-019']]);
  });

  test('RD6 of two who answer the same question at once the second is told what the first said', async () => {
    const manager = await house.member(owner, 'compliance-manager');
    const say = (as: Person, question: string, kind: string) =>
      house.call('readiness.answer', { engagementId, answers: [{ question, answer: { kind }, after: 0 }] }, { as });
    const replies = await Promise.all([say(owner, 'RQ-025', 'no'), say(manager, 'RQ-025', 'yes')]);
    assert.deepEqual(replies.map(({ status }) => status).toSorted(), [200, 409]);
    const late = replies.find(({ status }) => status === 409);
    const { given } = (await one('RQ-025')) ?? {};
    assert.match(
      late?.error?.message ?? '',
      new RegExp(`^${given?.by.name} answered RQ-025 with “${given?.words}” after`),
    );
    assert.deepEqual([late?.error?.code, late?.error?.field], ['conflict', 'answers.0.after']);
    assert.deepEqual((await answer('RQ-025', { kind: 'partial' }, 1)).items[0]?.version, 2);
    assert.equal((await house.ok('readiness.history', { engagementId, question: 'RQ-025' }, { as: owner })).total, 2);
    const others = await Promise.all(
      ['RQ-026', 'RQ-027', 'RQ-028', 'RQ-029'].map((question, n) => say(n % 2 ? owner : manager, question, 'yes')),
    );
    assert.deepEqual(new Set(others.map(({ status }) => status)), new Set([200]));
    const twice = await Promise.all([say(owner, 'RQ-030', 'yes'), say(manager, 'RQ-030', 'yes')]);
    assert.deepEqual(twice.map(({ status }) => status).toSorted(), [200, 409]);
    assert.equal(twice.find(({ status }) => status === 409)?.error?.code, 'already_done', 'both say the same');
    assert.deepEqual(
      await refused('readiness.answer', { answers: [{ question: 'RQ-031', answer: { kind: 'no' }, after: 4 }] }),
      ['conflict', 'answers.0.after'],
    );
  });

  test('RD5 a write that is interrupted leaves neither an answer nor an entry', async () => {
    const before = await count();
    const answers = ['RQ-033', 'RQ-034'].map((question) => ({ question, answer: { kind: 'yes' } }));
    const fails = { table: 'readiness_answers', when: "new.question = 'RQ-034'" };
    const reply = await interrupted(house.database, fails, () =>
      house.call('readiness.answer', { engagementId, answers }, { as: owner }),
    );
    assert.equal(reply.status, 500);
    assert.equal(await count(), before);
    assert.equal((await one('RQ-033'))?.given, null);
    assert.equal((await house.ok('readiness.answer', { engagementId, answers }, { as: owner })).total, 2);
    assert.equal(await count(), before + 1, 'the control arm: without the fault it is kept');
  });

  test('RD4 managers and control owners answer, readers read, employees see nothing', async () => {
    const controlOwner = await house.member(owner, 'control-owner');
    const reader = await house.member(owner, 'reader');
    const employee = await house.member(owner, 'employee');
    const piece = await upload('For the roles');
    const answers = [{ question: 'RQ-041', answer: { kind: 'partial' } }];
    const attach = { question: 'RQ-041', evidence: [piece.id] };
    for (const as of [reader, employee]) {
      assert.deepEqual(await refused('readiness.answer', { answers }, as), ['not_permitted', undefined]);
      assert.deepEqual(await refused('readiness.attach', attach, as), ['not_permitted', undefined]);
      assert.deepEqual(await refused('readiness.detach', attach, as), ['not_permitted', undefined]);
    }
    for (const name of ['readiness.questions', 'readiness.gaps', 'readiness.grades'] as const) {
      assert.deepEqual(await refused(name, {}, employee), ['not_permitted', undefined]);
      assert.deepEqual(await refused(name, {}, reader), [undefined, undefined]);
    }
    assert.deepEqual(await refused('readiness.history', { question: 'RQ-041' }, employee), [
      'not_permitted',
      undefined,
    ]);
    const { items } = await house.ok('readiness.answer', { engagementId, answers }, { as: controlOwner });
    assert.equal(items[0]?.by.id, await userOf(controlOwner));
    assert.equal(
      (await house.ok('readiness.attach', { engagementId, ...attach }, { as: controlOwner })).attached.length,
      1,
    );
  });

  test('RD4 answers and evidence of another organization are not there, for any operation', async () => {
    await answer('RQ-042', { kind: 'no' }, 0);
    const piece = await upload('Ours alone');
    const { owner: other, engagementId: theirs } = await house.organization('Strangers');
    for (const [name, input] of [
      ['readiness.questions', {}],
      ['readiness.gaps', {}],
      ['readiness.grades', {}],
      ['readiness.history', { question: 'RQ-042' }],
      ['readiness.answer', { answers: [{ question: 'RQ-042', answer: { kind: 'yes' }, after: 1 }] }],
      ['readiness.attach', { question: 'RQ-042', evidence: [piece.id] }],
      ['readiness.detach', { question: 'RQ-042', evidence: [piece.id] }],
    ] as const) {
      assert.deepEqual(await refused(name, input, other), ['not_found', 'engagementId'], name);
    }
    const mine = { engagementId: theirs, question: 'RQ-042', evidence: [piece.id] };
    assert.deepEqual(await refused('readiness.attach', mine, other), ['not_found', 'evidence.0']);
    assert.equal((await questions({ engagementId: theirs }, other)).counts.unanswered, 86);
  });

  test('RD7 evidence is attached to a question, stays whatever is answered, and is taken off', async () => {
    const [first, second] = [await upload('The register'), await upload('The minutes')];
    const given = { engagementId, question: 'RQ-037', evidence: [first.id, second.id, first.id] };
    const { attached } = await house.ok('readiness.attach', given, { as: owner });
    assert.deepEqual(attached, [first.id, second.id]);
    const { items } = await answer('RQ-037', { kind: 'cadence', value: 'monthly' }, 0);
    assert.equal(items[0]?.gap, null);
    const next = await upload('The register of May', { supersedes: first.id });
    const shown = (await one('RQ-037'))?.evidence ?? [];
    assert.deepEqual(new Set(shown.map(({ title }) => title)), new Set(['The register', 'The minutes']));
    assert.equal(shown.find(({ id }) => id === first.id)?.newer?.id, next.id);
    assert.deepEqual(await refused('readiness.attach', given), ['already_done', 'evidence']);
    const deleted = await upload('Deleted');
    await house.ok('retention.delete', { id: deleted.id, reason: 'wrong-file', words: 'Not ours' }, { as: owner });
    const refuse = { question: 'RQ-037', evidence: [next.id, deleted.id] };
    assert.deepEqual(await refused('readiness.attach', refuse), ['no_longer_possible', 'evidence.1']);
    assert.deepEqual(await refused('readiness.attach', { question: 'RQ-099', evidence: [next.id] }), [
      'conflict',
      'question',
    ]);
    const off = { engagementId, question: 'RQ-037', evidence: [second.id] };
    assert.deepEqual((await house.ok('readiness.detach', off, { as: owner })).detached, [second.id]);
    assert.deepEqual(await refused('readiness.detach', off), ['already_done', 'evidence']);
    assert.deepEqual(
      (await one('RQ-037'))?.evidence.map(({ id }) => id),
      [first.id],
    );
    assert.deepEqual((await entries('readiness.attach')).at(-1)?.facts, {
      engagementId,
      question: 'RQ-037',
      evidence: [first.id, second.id],
    });
    assert.equal(Object.values((await entries('readiness.detach')).at(-1)?.seals ?? {})[0], null);
    assert.deepEqual(await faults(), []);
  });

  test('RD8 the changes of the log tell it in words, under the readiness assessment, with a way there', async () => {
    const { owner: as, engagementId: id } = await house.organization('Told');
    const say = (answers: object[]) => house.ok('readiness.answer', { engagementId: id, answers }, { as });
    await say([{ question: 'RQ-046', answer: { kind: 'yes' }, note: 'Told by Sam' }]);
    await say([
      { question: 'RQ-009', answer: { kind: 'no' } },
      { question: 'RQ-010', answer: { kind: 'no' } },
      { question: 'RQ-046', answer: { kind: 'withdrawn' }, after: 1 },
    ]);
    const piece = await upload('Settings', {}, as);
    const link = { engagementId: id, question: 'RQ-046', evidence: [piece.id] };
    await house.ok('readiness.attach', link, { as });
    await house.ok('readiness.detach', link, { as });
    await sequence(house, as.organization);
    const { items } = await house.ok(
      'log.changes',
      { since: 'beginning', engagementId: id, noun: 'readiness' },
      { as },
    );
    assert.deepEqual(
      items.map(({ text, noun, place }) => [text, noun, place?.kind, place?.key]).toSorted(),
      [
        [
          'Readiness assessment: 2 questions answered and the answer to RQ-046 “Is multi-factor authentication enforced, not just offered, on all in-scope systems?” taken back.',
          'readiness',
          'readiness',
          null,
        ],
        [
          'Readiness assessment: RQ-046 “Is multi-factor authentication enforced, not just offered, on all in-scope systems?” answered.',
          'readiness',
          'readiness',
          'RQ-046',
        ],
        [
          '“Settings” attached to RQ-046 “Is multi-factor authentication enforced, not just offered, on all in-scope systems?”.',
          'readiness',
          'readiness',
          'RQ-046',
        ],
        [
          '“Settings” taken off RQ-046 “Is multi-factor authentication enforced, not just offered, on all in-scope systems?”.',
          'readiness',
          'readiness',
          'RQ-046',
        ],
      ].toSorted(),
    );
  });

  test('RD10 RD12 gaps come by severity, are found by each filter, and keep their id and since when they stand', async () => {
    const { owner: as, engagementId: id } = await house.organization('Gaps');
    const say = async (question: string, given: object, after: number, day: string) => {
      house.time.now = new Date(`2026-03-${day}T09:00:00.000Z`);
      await house.ok('readiness.answer', { engagementId: id, answers: [{ question, answer: given, after }] }, { as });
    };
    await say('RQ-046', { kind: 'no' }, 0, '02');
    await say('RQ-046', { kind: 'partial' }, 1, '03');
    await say('RQ-056', { kind: 'unknown' }, 0, '04');
    await say('RQ-012', { kind: 'cadence', value: 'annual' }, 0, '05');
    await say('RQ-009', { kind: 'yes' }, 0, '05');
    await say('RQ-010', { kind: 'not-applicable', reason: 'One person' }, 0, '05');
    const note = [{ question: 'RQ-046', answer: { kind: 'partial' }, note: 'Not on the build server', after: 2 }];
    await house.ok('readiness.answer', { engagementId: id, answers: note }, { as });
    house.time.now = new Date('2026-03-02T09:00:00.000Z');
    const gaps = (input: Record<string, unknown> = {}) =>
      house.ok('readiness.gaps', { engagementId: id, ...input }, { as });
    const { items, counts, effortDays, unanswered } = await gaps();
    assert.deepEqual(
      items.map((gap) => [gap.id, gap.severity, gap.effortDays, gap.given.words, gap.since.slice(0, 10)]),
      [
        ['RQ-056.1', 'critical', 2, 'Don’t know', '2026-03-04'],
        ['RQ-046.2', 'high', 2, 'Partly', '2026-03-03'],
        ['RQ-012.2', 'low', 1, 'Every year', '2026-03-05'],
      ],
    );
    assert.deepEqual([counts, effortDays, unanswered], [{ critical: 1, high: 1, medium: 0, low: 1, info: 0 }, 5, 81]);
    for (const [input, expected] of [
      [{ severity: 'high' }, ['RQ-046.2']],
      [{ control: 'IAM-02' }, ['RQ-046.2']],
      [{ criterion: 'CC6.6' }, ['RQ-056.1', 'RQ-046.2']],
      [{ section: 'Governance' }, ['RQ-012.2']],
      [{ search: 'build server' }, ['RQ-046.2']],
    ] as const) {
      assert.deepEqual(
        (await gaps(input)).items.map((gap) => gap.id),
        expected,
        JSON.stringify(input),
      );
    }
    assert.deepEqual((await gaps({ severity: 'low' })).counts, counts, 'counts are of the engagement');
    const { items: steps } = await house.ok('steps.list', { engagementId: id }, { as });
    assert.match(
      steps.find((step) => step.id === 'scope')?.summary ?? '',
      /3 of 86 questions of the readiness assessment answered, 1 not known, 1 said not to apply; 3 open gaps, 2 of them critical or high\./,
    );
  });

  test('RD21 RD22 own answers give 1, evidence that somebody else accepted 2, and a criterion takes the lowest', async () => {
    const { owner: as, engagementId: id } = await house.organization('Grades');
    const manager = await house.member(as, 'compliance-manager');
    await house.ok('controls.adopt', { codes: ['IAM-02', 'NET-02'], effectiveFrom: '2025-03-01' }, { as });
    const answers = ['RQ-046', 'RQ-057'].map((question) => ({ question, answer: { kind: 'yes' } }));
    await house.ok('readiness.answer', { engagementId: id, answers }, { as });
    const grades = () => house.ok('readiness.grades', { engagementId: id }, { as });
    const of = async () => {
      const { controls, criteria } = await grades();
      const two = ['IAM-02', 'NET-02'].map((code) => controls.find(({ control }) => control === code)?.grade);
      const shared = criteria.find(({ criterion }) => criterion === 'CC6.6');
      return [...two, shared?.grade, shared?.lowest];
    };
    assert.deepEqual(await of(), [1, 1, 1, ['IAM-02', 'NET-02']]);
    const asked = { title: 'Settings', period, forWhom: 'Sam', controls: ['IAM-02'] };
    const give = async (by: Person): Promise<void> => {
      const { secret } = await house.ok('capture-links.create', asked, { as });
      await house.ok('capture-links.give', { name: 'Sam' }, { link: secret, file: `settings ${by.token}` });
      const { items } = await house.ok('evidence.list', { acceptance: 'received' }, { as });
      await house.ok('evidence.accept', { id: items[0]?.id }, { as: by });
    };
    await upload('Brought by ourselves', { controls: ['IAM-02'] }, as);
    await give(as);
    assert.deepEqual(await of(), [1, 1, 1, ['IAM-02', 'NET-02']], 'whoever answered has not seen it as somebody else');
    await give(manager);
    assert.deepEqual(await of(), [2, 1, 1, ['NET-02']]);
    const lower = [{ question: 'RQ-046', answer: { kind: 'no' }, after: 1 }];
    await house.ok('readiness.answer', { engagementId: id, answers: lower }, { as });
    assert.deepEqual(await of(), [0, 1, 0, ['IAM-02']]);
    const { controls } = await grades();
    const graded = controls.find(({ control }) => control === 'IAM-02');
    assert.ok(graded?.raise.some(({ sentence }) => sentence === 'Close the gaps of RQ-046, and answer again.'));
  });

  test('CO46 CO48 a criterion that is not relevant has no grade, and a gap that speaks of nothing else stands apart', async () => {
    const { owner: as, engagementId: id } = await house.organization('Relevance');
    await house.ok('controls.adopt', { codes: ['PHY-01'], effectiveFrom: '2025-03-01' }, { as });
    const answers = ['RQ-060', 'RQ-046'].map((question) => ({ question, answer: { kind: 'no' } }));
    await house.ok('readiness.answer', { engagementId: id, answers }, { as });
    const gaps = () => house.ok('readiness.gaps', { engagementId: id }, { as });
    const before = await gaps();
    assert.deepEqual([before.total, before.apart], [2, 0]);
    const own = before.items.find(({ question }) => question === 'RQ-060')?.criteria ?? [];
    const reason = 'Nobody works in rooms of ours.';
    for (const criterion of own)
      await house.ok('engagements.mark-criterion', { engagementId: id, criterion, relevant: false, reason }, { as });
    const { criteria, notRelevant, readyFor } = await house.ok('readiness.grades', { engagementId: id }, { as });
    assert.ok(criteria.every(({ criterion }) => !own.includes(criterion)));
    assert.deepEqual(
      notRelevant.map(({ criterion, common, decision, controls }) => [criterion, common, decision.reason, controls]),
      own.map((criterion) => [criterion, true, reason, criterion === 'CC6.4' ? ['PHY-01'] : []]),
    );
    assert.ok(readyFor.every((each) => each.of === 33 - own.length && each.notRelevant === own.length));
    const after = await gaps();
    assert.deepEqual(
      after.items.map(({ question, relevant }) => [question, relevant]),
      [
        ['RQ-046', true],
        ['RQ-060', false],
      ],
      'told apart, and not dropped',
    );
    assert.deepEqual([after.total, after.apart], [2, 1]);
    const total = ({ counts }: typeof after) => Object.values(counts).reduce((sum, each) => sum + each, 0);
    assert.deepEqual([total(before), total(after)], [2, 1]);
    const plan = await house.ok('plan.gaps', { engagementId: id }, { as });
    assert.deepEqual([plan.total, plan.without], [2, 1]);
    const made = await house.ok('plan.add-from-gaps', { engagementId: id }, { as });
    assert.deepEqual(
      made.items.map(({ gap }) => gap?.question),
      ['RQ-046'],
    );
    const { items: steps } = await house.ok('steps.list', { engagementId: id }, { as });
    assert.match(
      steps.find((step) => step.id === 'scope')?.summary ?? '',
      /1 open gap.*, and 1 of criteria that are not relevant\./,
    );
  });
});
