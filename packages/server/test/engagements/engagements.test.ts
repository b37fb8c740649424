import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { chooseReport, countCategories, countWork, type LogCheck } from '@tickmark/core';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { questions, startHouse, type House, type Person } from './house.ts';

const { service, categories, terms } = questions;
type Name = Parameters<House['call']>[0];

onPostgres('engagements', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner, engagementId } = await house.organization());
  });
  after(() => house.stop());

  test('the first engagement says what the six questions said', async () => {
    const found = await house.ok('engagements.get', { id: engagementId }, { as: owner });
    assert.equal(found.title, 'SOC 2 Type 2, 2025-03-01 to 2026-02-28');
    assert.deepEqual(found.terms, terms);
    assert.equal(found.timeZone, 'Europe/Berlin');
    assert.deepEqual(found.warnings, []);
  });

  test('a Type 1 speaks of one day and carries its warnings', async () => {
    const made = await house.ok(
      'engagements.create',
      { service, categories: ['privacy'], terms: { type: 'type1', asOf: '2026-03-31' } },
      { as: owner },
    );
    assert.deepEqual(made.terms, { type: 'type1', asOf: '2026-03-31' });
    assert.equal(made.title, 'SOC 2 Type 1, as of 2026-03-31');
    assert.deepEqual(
      made.warnings.map((warning) => warning.code),
      ['security-left-out', 'as-of-ahead'],
    );
    assert.deepEqual(await house.ok('engagements.get', { id: made.id }, { as: owner }), made);
  });

  test('changed terms are recorded by their hash', async () => {
    const changed = { type: 'type2', period: { from: '2025-06-01', to: '2026-02-28' } };
    const made = await house.ok(
      'engagements.update',
      { id: engagementId, title: 'First year', service, categories, terms: changed },
      { as: owner },
    );
    assert.deepEqual(made.terms, changed);
    const { items } = await house.ok('log.entries', {}, { as: owner });
    const [update, , create] = items;
    assert.equal(update?.statement.op, 'engagements.update');
    assert.equal(create?.statement.op, 'organizations.create');
    assert.notEqual(update?.statement.facts['termsSha256'], create?.statement.facts['termsSha256']);
  });

  test('the newest engagement is listed first', async () => {
    house.time.now = new Date(house.time.now.getTime() + 1000);
    const made = await house.ok('engagements.create', { title: 'Second', service, categories, terms }, { as: owner });
    const { items, total } = await house.ok('engagements.list', {}, { as: owner });
    assert.equal(total, 3);
    assert.equal(items[0]?.id, made.id);
    assert.equal((await house.ok('engagements.list', { search: 'first year' }, { as: owner })).total, 1);
  });

  test('UN15 what the chooser said stays with the engagement it led to, sealed with it, and nobody can bring other reasons', async () => {
    const { owner: as, engagementId: first } = await house.organization('Choosewind', {
      chosen: { today: '2026-03-01', asks: 'type1' },
    });
    const chosen = { today: '2026-03-02', asks: 'type2', uptime: 'yes', since: '2025-02-28' };
    const made = await house.ok('engagements.create', { service, categories, terms, chosen }, { as });
    const kept = async (engagementId: string, by = as) =>
      (await house.ok('understand.chosen', { engagementId }, { as: by })).chosen;
    const told = await house.ok('understand.choose', chosen, { as });
    const { today: answeredOn, ...answers } = chosen;
    assert.deepEqual(await kept(made.id), { answeredOn, answers, proposal: told });
    assert.equal((await kept(first))?.answers.asks, 'type1', 'of the first one too');
    assert.equal(await kept(engagementId, owner), null, 'this one was begun otherwise');
    const { items } = await house.ok('log.entries', { limit: 1 }, { as });
    assert.equal(items[0]?.statement.facts['chosen'], true);
    assert.doesNotMatch(JSON.stringify(items), /uptime|2025-02-28/);
    for (const [given, field] of [
      [{ ...chosen, asks: 'type9' }, 'chosen.asks'],
      [{ ...chosen, today: '2026-02-30' }, 'chosen.today'],
      [{ asks: 'type2' }, 'chosen.today'],
      [{ ...chosen, reasons: 'mine' }, 'chosen.reasons'],
    ] as const) {
      const { error } = await house.call('engagements.create', { service, categories, terms, chosen: given }, { as });
      assert.deepEqual([error?.code, error?.field], ['bad_input', field]);
    }
    const { error } = await house.call('understand.chosen', { engagementId: made.id }, { as: owner });
    assert.equal(error?.code, 'not_found', 'another organization');
    const employee = await house.member(as, 'employee');
    const refused = await house.call('understand.chosen', { engagementId: made.id }, { as: employee });
    assert.equal(refused.error?.code, 'not_permitted');
    const faults = async (): Promise<number> =>
      ((await house.run('log.check', {}, { as })).result as unknown as LogCheck).faults.count;
    assert.equal(await faults(), 0);
    await subject.database.transaction({ role: 'app', organizationId: as.organization, userId: null }, (tx) =>
      tx.updateTable('engagements').set({ chosen: null }).where('id', '=', made.id).execute(),
    );
    assert.equal(await faults(), 1, 'it is sealed');
  });

  test('bad terms are refused by their field and change nothing', async () => {
    const reply = await house.call(
      'engagements.create',
      { service, categories, terms: { type: 'type2', period: { from: '2026-03-01', to: '2026-02-28' } } },
      { as: owner },
    );
    assert.equal(reply.status, 400);
    assert.equal(reply.error?.field, 'terms.period.to');
    assert.equal((await house.ok('engagements.list', {}, { as: owner })).total, 3);
  });

  test('another organization can neither read nor change one', async () => {
    const { owner: other } = await house.organization('Southwind');
    assert.equal((await house.call('engagements.get', { id: engagementId }, { as: other })).status, 404);
    const change = { id: engagementId, title: 'Taken', service, categories, terms };
    assert.equal((await house.call('engagements.update', change, { as: other })).status, 404);
    assert.equal((await house.call('steps.list', { engagementId }, { as: other })).status, 404);
  });

  test('a reader may not begin one', async () => {
    const reader = await house.member(owner, 'reader');
    const reply = await house.call('engagements.create', { service, categories, terms }, { as: reader });
    assert.equal(reply.error?.code, 'not_permitted');
  });

  test('the eight steps count what is recorded', async () => {
    const { owner: fresh, engagementId: id } = await house.organization('Eastwind');
    const before = await house.ok('steps.list', { engagementId: id }, { as: fresh });
    assert.equal(before.items.length, 8);
    await house.ok('controls.adopt', { codes: ['CHG-02'], effectiveFrom: '2025-03-01' }, { as: fresh });
    const { items } = await house.ok('steps.list', { engagementId: id }, { as: fresh });
    const operations = items.find((step) => step.id === 'operations');
    assert.deepEqual([operations?.done, operations?.total], [0, 1]);
  });

  test('the criteria that apply follow from the categories', async () => {
    const all = await house.ok('criteria.list', {}, { as: owner });
    const common = await house.ok('criteria.list', { categories: 'security' }, { as: owner });
    assert.deepEqual([all.items.length, common.items.length], [61, 33]);
  });

  test('UN5 UN11 whoever is signed in gets the draft that the rules give, and an owner begins it as it stands', async () => {
    const employee = await house.member(owner, 'employee');
    const answers = { asks: 'type2', uptime: 'yes', first: '2026-02-28', today: '2026-03-10' } as const;
    const { today, ...answered } = answers;
    const draft = await house.ok('understand.choose', answers, { as: employee });
    assert.deepEqual(draft, chooseReport(answered, today));
    const chosen = draft.categories.filter(({ choice }) => choice === 'in').map(({ category }) => category);
    assert.deepEqual(chosen, ['security', 'availability']);
    const made = await house.ok(
      'engagements.create',
      { service, categories: chosen, terms: draft.terms },
      { as: owner },
    );
    assert.deepEqual(made.terms, { type: 'type2', period: { from: '2026-03-01', to: '2027-02-28' } });
    assert.deepEqual(made.warnings, []);
  });

  test('UN6 UN13 counts, hours and terms are read by everybody who is signed in', async () => {
    const counts = await house.ok('understand.categories', {}, { as: owner });
    assert.deepEqual(counts.items, countCategories());
    const work = await house.ok('understand.work', { categories: 'security,privacy' }, { as: owner });
    assert.deepEqual(work.items, countWork(['security', 'privacy']));
    const { items } = await house.ok('understand.glossary', { search: 'deviation' }, { as: owner });
    assert.ok(items.some(({ id, term }) => id === 'deviation' && term === 'Deviation'));
  });

  test('UN7 what is no answer is refused with the name of its question', async () => {
    for (const [field, value] of [
      ['by', 'never'],
      ['by', '2026-02-30'],
      ['since', '1999-12-31'],
      ['first', '9999-12-31'],
      ['asks', 'type3'],
      ['today', '9999-12-31'],
    ] as const) {
      const reply = await house.call('understand.choose', { today: '2026-03-10', [field]: value }, { as: owner });
      assert.deepEqual([reply.error?.code, reply.error?.field], ['bad_input', field], `${field} ${value}`);
    }
    const reply = await house.call('understand.choose', { today: '2026-03-10', by: 'never' }, { as: owner });
    assert.match(
      String(reply.error?.message),
      /^by must be a date from 2000 to 2100, such as 2026-11-23, or one of: none, unknown/,
    );
  });

  describe('over the years', () => {
    let as: Person;
    let firstId: string;
    const years = { service, categories: ['security', 'confidentiality'] };
    const type2 = (from: string, to: string) => ({ type: 'type2', period: { from, to } });
    const refused = async (name: Name, input: Record<string, unknown>, by = as) => {
      const { error } = await house.call(name, input, { as: by });
      return [error?.code, error?.field];
    };
    const entries = async (by = as) => (await house.ok('log.entries', { limit: 1 }, { as: by })).total;
    const mark = (more: Record<string, unknown> = {}) => ({
      engagementId: firstId,
      criterion: 'C1.2',
      relevant: false,
      reason: 'Customers keep their own data, and nothing of it is with us.',
      ...more,
    });
    const firm = {
      kind: 'service-auditor',
      name: 'Alder & Birch CPAs',
      contact: 'Ada Alder',
      email: 'ada@alder.example',
    };
    const parties = [{ kind: 'management', name: 'Eastwind' }, firm];

    before(async () => {
      ({ owner: as, engagementId: firstId } = await house.organization('Eastwind', {
        categories: years.categories,
      }));
    });

    test('CO12 a criterion is not relevant with a reason, by whom and when on record, and relevant again the same way', async () => {
      const before = await entries();
      const { decision, warnings } = await house.ok('engagements.mark-criterion', mark(), { as });
      assert.deepEqual([decision.version, decision.relevant, decision.by.name], [1, false, 'Olga Owner']);
      assert.deepEqual(warnings, []);
      assert.equal(await entries(), before + 1);
      const { items, counts } = await house.ok('engagements.criteria', { engagementId: firstId }, { as });
      assert.deepEqual(counts, { applicable: 35, notRelevant: 1 });
      assert.deepEqual(items.find(({ id }) => id === 'C1.2')?.decision, decision);
      const common = await house.ok('engagements.mark-criterion', mark({ criterion: 'CC6.4' }), { as });
      assert.deepEqual(
        common.warnings.map(({ code }) => code),
        ['common-criterion'],
      );
      const back = await house.ok(
        'engagements.mark-criterion',
        mark({ criterion: 'CC6.4', relevant: true, reason: 'There is an office after all.', after: 1 }),
        { as },
      );
      assert.deepEqual([back.decision.version, back.decision.relevant], [2, true]);
      const map = await house.ok('coverage.map', { engagementId: firstId }, { as });
      assert.deepEqual([map.counts.notRelevant, map.counts.noControl, map.counts.applicable], [1, 34, 35]);
    });

    test('CO12 CO22 no reason, a criterion that does not apply, and what somebody decided meanwhile are refused by their field', async () => {
      const before = await entries();
      const faults: [Record<string, unknown>, string, string][] = [
        [{ criterion: 'C1.1', reason: '  ' }, 'bad_input', 'reason'],
        [{ criterion: 'CC66.1' }, 'bad_input', 'criterion'],
        [{ criterion: 'P3.1' }, 'bad_input', 'criterion'],
        [{ reason: 'Another reason.' }, 'conflict', 'after'],
        [{ after: 1 }, 'already_done', 'reason'],
        [{ criterion: 'C1.1', relevant: true }, 'already_done', 'relevant'],
        [{ engagementId: '00000000-0000-4000-8000-000000000000' }, 'not_found', 'engagementId'],
      ];
      for (const [more, code, field] of faults) {
        assert.deepEqual(await refused('engagements.mark-criterion', mark(more)), [code, field], JSON.stringify(more));
      }
      assert.equal(await entries(), before);
    });

    test('CO22 CO23 parties are named all at once, one firm signs, and two who name them at once name them once', async () => {
      const set = (more: Record<string, unknown>) => ({ engagementId: firstId, parties, after: 0, ...more });
      assert.deepEqual(
        await refused('engagements.set-parties', set({ parties: [firm, { ...firm, name: 'Another' }] })),
        ['bad_input', 'parties.1.kind'],
      );
      assert.deepEqual(await refused('engagements.set-parties', set({ parties: [parties[0], parties[0]] })), [
        'bad_input',
        'parties.1.name',
      ]);
      assert.deepEqual(await refused('engagements.set-parties', set({ parties: [{ ...firm, email: 'nobody' }] })), [
        'bad_input',
        'parties.0.email',
      ]);
      const replies = await Promise.all(
        [parties, [parties[0]]].map((each) => house.call('engagements.set-parties', set({ parties: each }), { as })),
      );
      assert.deepEqual(replies.map(({ status }) => status).toSorted(), [200, 409]);
      const { version } = await house.ok('engagements.parties', { engagementId: firstId }, { as });
      assert.equal(version, 1);
      const named = await house.call('engagements.set-parties', set({ after: 1 }), { as });
      assert.ok([200, 409].includes(named.status));
      const { items } = await house.ok('engagements.parties', { engagementId: firstId }, { as });
      assert.deepEqual(items[1], { ...firm, note: null });
      const { items: log } = await house.ok('log.entries', { limit: 5 }, { as });
      assert.ok(!JSON.stringify(log).includes('Ada'), 'nobody is named in the log');
    });

    test('CO20 CO21 the next engagement follows without a gap and takes over parties and reasons', async () => {
      const next = await house.ok('engagements.next', { id: firstId }, { as });
      assert.deepEqual(next.terms, type2('2026-03-01', '2027-02-28'));
      assert.deepEqual([next.carries.parties, next.carries.notRelevant, next.followedBy], [2, ['C1.2'], null]);
      const made = await house.ok(
        'engagements.create',
        { ...years, terms: next.terms, previousId: firstId, carry: ['parties', 'relevance'] },
        { as },
      );
      assert.deepEqual([made.previousId, made.revision, made.warnings], [firstId, 1, []]);
      const carried = await house.ok('engagements.parties', { engagementId: made.id }, { as });
      assert.deepEqual([carried.version, carried.items.length], [1, 2]);
      const { items } = await house.ok('engagements.criteria', { engagementId: made.id }, { as });
      assert.equal(items.find(({ id }) => id === 'C1.2')?.decision?.relevant, false);
      assert.deepEqual(await refused('engagements.create', { ...years, terms: next.terms, previousId: firstId }), [
        'conflict',
        'previousId',
      ]);
      const { followedBy } = await house.ok('engagements.next', { id: firstId }, { as });
      assert.equal(followedBy?.id, made.id);
      const late = await house.ok(
        'engagements.update',
        { ...years, id: made.id, title: made.title, terms: type2('2026-06-15', '2027-02-28'), revision: 1 },
        { as },
      );
      assert.deepEqual(
        [late.revision, late.previousId, late.warnings.map(({ code }) => code)],
        [2, firstId, ['gap-to-previous']],
      );
      const { meetings } = await house.ok('engagements.chain', {}, { as });
      assert.deepEqual(
        meetings.map(({ kind, from, to, days }) => [kind, from, to, days]),
        [['gap', '2026-03-01', '2026-06-14', 106]],
      );
      const old = { ...years, id: made.id, title: 'Old', terms: next.terms, revision: 1 };
      assert.deepEqual(await refused('engagements.update', old), ['conflict', 'revision']);
      const lead = { ...years, id: firstId, title: 'First', terms: type2('2026-07-01', '2027-06-30') };
      assert.deepEqual(
        await refused('engagements.update', lead),
        ['conflict', 'terms'],
        'it would begin after the next',
      );
      const turned = { ...years, id: firstId, title: 'First', terms, previousId: made.id };
      assert.deepEqual(await refused('engagements.update', turned), ['conflict', 'previousId']);
      assert.deepEqual(
        await refused('engagements.create', { ...years, terms: type2('2026-03-01', '2026-02-28') }),
        ['bad_input', 'terms.period.to'],
        'contradictory days',
      );
      const unknown = { ...years, terms, previousId: '00000000-0000-4000-8000-000000000000' };
      assert.deepEqual(await refused('engagements.create', unknown), ['not_found', 'previousId']);
      const overlap = await house.ok(
        'engagements.create',
        { ...years, terms: type2('2025-12-01', '2026-04-30') },
        { as },
      );
      assert.deepEqual(
        overlap.warnings.map(({ code }) => code),
        ['overlapping'],
      );
    });

    test('CO30 CO31 a gate is passed with a reason where conditions are open, once, and its phase is taken up again', async () => {
      const listed = await house.ok('phases.list', { engagementId: firstId }, { as });
      assert.deepEqual([listed.current, listed.items.length, listed.steps], ['understand', 7, []]);
      const pass = (phase: string, after: number, reason?: string) =>
        house.call(
          'phases.pass',
          { engagementId: firstId, phase, after, ...(reason === undefined ? {} : { reason }) },
          { as },
        );
      assert.deepEqual(
        [(await pass('scope', 0)).error?.code, (await pass('scope', 0)).error?.field],
        ['conflict', 'phase'],
      );
      const twice = await Promise.all([pass('understand', 0), pass('understand', 0)]);
      assert.deepEqual(twice.map(({ status }) => status).toSorted(), [200, 409]);
      const open = await pass('scope', 1);
      assert.deepEqual([open.error?.code, open.error?.field], ['bad_input', 'reason']);
      assert.match(open.error?.message ?? '', /0 of 34 relevant criteria have a control/);
      assert.equal((await pass('scope', 1, 'Controls come in the next week.')).status, 200);
      const passed = await house.ok('phases.list', { engagementId: firstId }, { as });
      assert.deepEqual(passed.items[1]?.passed?.open, [
        'scope-written',
        'criteria-settled',
        'every-day-covered',
        'vendors-told-apart',
      ]);
      assert.equal(passed.items[1]?.passed?.by.name, 'Olga Owner');
      assert.equal((await pass('understand', 2)).error?.code, 'already_done');
      const reopen = { engagementId: firstId, phase: 'understand', reason: 'Another firm signs.', after: 2 };
      assert.equal((await house.ok('phases.reopen', reopen, { as })).current, 'understand');
      assert.deepEqual(await refused('phases.reopen', { ...reopen, phase: 'scope', after: 3 }), ['conflict', 'phase']);
      assert.deepEqual(await refused('phases.reopen', { ...reopen, after: 2 }), ['conflict', 'after']);
    });

    test('CO6 another organization finds none of it, and a control owner reads and changes nothing', async () => {
      const keeper = await house.member(as, 'control-owner');
      const writes: [Name, Record<string, unknown>][] = [
        ['engagements.mark-criterion', mark({ criterion: 'C1.1' })],
        ['engagements.set-parties', { engagementId: firstId, parties: [], after: 2 }],
        ['phases.pass', { engagementId: firstId, phase: 'understand', after: 3 }],
        ['phases.reopen', { engagementId: firstId, phase: 'understand', reason: 'No reason', after: 3 }],
      ];
      for (const [name, input] of writes) {
        assert.deepEqual((await refused(name, input, keeper))[0], 'not_permitted', name);
        assert.deepEqual((await refused(name, input, owner))[0], 'not_found', name);
      }
      for (const name of [
        'engagements.parties',
        'engagements.criteria',
        'phases.list',
        'coverage.map',
        'coverage.suggest',
      ] as const) {
        assert.equal((await house.call(name, { engagementId: firstId }, { as: keeper })).status, 200, name);
        assert.deepEqual((await refused(name, { engagementId: firstId }, owner))[0], 'not_found', name);
      }
      const foreign = { ...years, terms, previousId: firstId };
      assert.deepEqual(await refused('engagements.create', foreign, owner), ['not_found', 'previousId']);
    });

    test('CO7 all of it is sealed, and told in words', async () => {
      const { result } = await house.run('log.check', {}, { as });
      assert.deepEqual((result as unknown as LogCheck).faults, { count: 0, first: [] });
      const { items: told } = await house.ok('log.changes', { limit: 500 }, { as });
      const texts = told.map(({ text }) => text);
      for (const words of [
        'Criterion C1.2 taken for not relevant, with a reason.',
        'Criterion CC6.4 taken for relevant again.',
        'An engagement was begun that follows another.',
        'The gate of the phase “scope” was passed, with 4 open conditions and a reason.',
        'The phase “understand” was taken up again, with a reason.',
      ]) {
        assert.ok(texts.includes(words), `${words}\n${texts.join('\n')}`);
      }
    });
  });
});
