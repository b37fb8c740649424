import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { controlCatalogue, type LogCheck } from '@tickmark/core';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';
import { interrupted } from '../platform/database/interrupted.ts';

onPostgres('controls', (subject) => {
  let house: House;
  let owner: Person;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner } = await house.organization());
  });
  after(() => house.stop());

  test('a new organization has adopted nothing', async () => {
    assert.deepEqual(await house.ok('controls.list', {}, { as: owner }), { items: [], total: 0, nextCursor: null });
  });

  test('adopting copies the wording of the catalogue and leaves one log entry', async () => {
    const before = await house.ok('log.entries', {}, { as: owner });
    const { adopted, alreadyAdopted } = await house.ok(
      'controls.adopt',
      { codes: ['CHG-02', 'IAM-04'], effectiveFrom: '2025-03-01' },
      { as: owner },
    );
    const original = controlCatalogue.find((control) => control.id === 'CHG-02');
    assert.deepEqual(
      adopted.map((control) => control.code),
      ['CHG-02', 'IAM-04'],
    );
    assert.equal(adopted[0]?.description, original?.description);
    assert.deepEqual(alreadyAdopted, []);
    const entries = await house.ok('log.entries', {}, { as: owner });
    assert.equal(entries.total, before.total + 1);
    assert.equal(entries.items[0]?.statement.op, 'controls.adopt');
  });

  test('what was adopted before is reported and not adopted twice', async () => {
    const again = await house.ok(
      'controls.adopt',
      { codes: ['CHG-02', 'IAM-02'], effectiveFrom: '2025-03-01' },
      { as: owner },
    );
    assert.deepEqual(
      again.adopted.map((control) => control.code),
      ['IAM-02'],
    );
    assert.deepEqual(again.alreadyAdopted, ['CHG-02']);
    assert.equal((await house.ok('controls.list', {}, { as: owner })).total, 3);
  });

  test('an unknown code is named with the closest one, and nothing is adopted', async () => {
    const reply = await house.call(
      'controls.adopt',
      { codes: ['OPS-01', 'CGH-02'], effectiveFrom: '2025-03-01' },
      { as: owner },
    );
    assert.equal(reply.status, 404);
    assert.equal(reply.error?.field, 'codes.1');
    assert.match(reply.error?.message ?? '', /CGH-02/);
    assert.match(reply.error?.action ?? '', /CHG-02/);
    assert.equal((await house.ok('controls.list', {}, { as: owner })).total, 3);
  });

  test('a list is read in pages that neither skip nor repeat', async () => {
    const codes: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof read>> = await read(cursor);
      assert.equal(page.total, 3);
      codes.push(...page.items.map((control) => control.code));
      cursor = page.nextCursor;
    } while (cursor !== null);
    assert.deepEqual(codes, ['IAM-04', 'IAM-02', 'CHG-02']);

    function read(from: string | null) {
      return house.ok(
        'controls.list',
        { limit: 1, sort: '-code', ...(from === null ? {} : { cursor: from }) },
        { as: owner },
      );
    }
  });

  test('a broken cursor, or one of another order, is refused by its field', async () => {
    const { nextCursor } = await house.ok('controls.list', { limit: 1, sort: 'code' }, { as: owner });
    const forged = Buffer.from(JSON.stringify(['code', 'x', 'no uuid'])).toString('base64url');
    for (const input of [
      { cursor: 'broken' },
      { cursor: nextCursor, sort: 'title' },
      { cursor: forged, sort: 'code' },
    ]) {
      const reply = await house.call('controls.list', input as Record<string, unknown>, { as: owner });
      assert.equal(reply.status, 400, JSON.stringify(input));
      assert.equal(reply.error?.field, 'cursor');
    }
  });

  test('search wants every word and takes % and _ for themselves', async () => {
    const search = async (words: string) => (await house.ok('controls.list', { search: words }, { as: owner })).total;
    assert.equal(await search('chg-02'), 1);
    assert.equal(await search('chg-02 nowhere'), 0);
    assert.equal(await search('%'), 0);
    assert.equal(await search('chg_02'), 0);
  });

  test('retiring keeps the control, ends it once, and lets it be adopted anew', async () => {
    const { items } = await house.ok('controls.list', { search: 'IAM-02' }, { as: owner });
    const id = items[0]?.id ?? '';
    const early = await house.call('controls.retire', { id, retiredOn: '2025-02-01' }, { as: owner });
    assert.equal(early.status, 400);
    assert.equal(early.error?.field, 'retiredOn');
    const retired = await house.ok('controls.retire', { id, retiredOn: '2025-09-01' }, { as: owner });
    assert.equal(retired.retiredOn, '2025-09-01');
    assert.equal(
      (await house.call('controls.retire', { id, retiredOn: '2025-10-01' }, { as: owner })).error?.code,
      'already_done',
    );
    assert.equal((await house.ok('controls.list', {}, { as: owner })).total, 2);
    assert.equal((await house.ok('controls.list', { retired: true }, { as: owner })).total, 3);
    const anew = await house.ok('controls.adopt', { codes: ['IAM-02'], effectiveFrom: '2025-10-01' }, { as: owner });
    assert.equal(anew.adopted.length, 1);
  });

  test('another organization sees none of it and gets the answer of an unknown id', async () => {
    const { owner: other } = await house.organization('Southwind');
    assert.equal((await house.ok('controls.list', { retired: true }, { as: other })).total, 0);
    const { items } = await house.ok('controls.list', {}, { as: owner });
    const foreign = await house.call('controls.retire', { id: items[0]?.id, retiredOn: '2026-01-01' }, { as: other });
    const unknown = await house.call(
      'controls.retire',
      { id: '00000000-0000-4000-8000-000000000000', retiredOn: '2026-01-01' },
      { as: other },
    );
    assert.equal(foreign.status, 404);
    assert.deepEqual(foreign.error, unknown.error);
  });

  test('a control owner reads controls and may not adopt any', async () => {
    const controlOwner = await house.member(owner, 'control-owner');
    assert.equal((await house.call('controls.list', {}, { as: controlOwner })).status, 200);
    const reply = await house.call(
      'controls.adopt',
      { codes: ['OPS-01'], effectiveFrom: '2025-03-01' },
      { as: controlOwner },
    );
    assert.equal(reply.error?.code, 'not_permitted');
  });

  test('the catalogue can be searched, filtered and paged', async () => {
    const all = await house.ok('controls.catalogue', { limit: 500 }, { as: owner });
    assert.equal(all.total, controlCatalogue.length);
    const first = await house.ok('controls.catalogue', { limit: 10, criterion: 'CC6.1' }, { as: owner });
    const second = await house.ok(
      'controls.catalogue',
      { limit: 500, criterion: 'CC6.1', cursor: first.nextCursor },
      { as: owner },
    );
    assert.equal(first.items.length + second.items.length, first.total);
    assert.ok([...first.items, ...second.items].every((control) => control.criteria.includes('CC6.1')));
  });

  describe('what a control says, and who has it', () => {
    let as: Person;
    let keeper: Person;
    type Name = Parameters<House['call']>[0];
    const own = {
      code: 'PAY-01',
      effectiveFrom: '2025-03-01',
      title: 'Payouts are released by two people',
      description: 'Two people release each batch of payouts.',
      criteria: ['PI1.3', 'CC5.1'],
      frequency: 'per_occurrence',
      ownerRole: 'Finance lead',
      nature: 'hybrid',
      type: 'preventive',
      performer: 'Two of the finance team',
      evidenceLeft: 'The release record with two names',
    };
    const refused = async (name: Name, input: Record<string, unknown>, by = as) => {
      const { error } = await house.call(name, input, { as: by });
      return [error?.code, error?.field];
    };
    const listed = async (input: Record<string, unknown>) =>
      (await house.ok('controls.list', { limit: 500, ...input }, { as })).items.map(({ code }) => code);
    const one = async (code: string) => house.ok('controls.get', { code }, { as });
    const userOf = async (person: Person) => (await house.ok('sessions.current', {}, { as: person })).user.id;
    const entries = async () => (await house.ok('log.entries', { limit: 1 }, { as })).total;

    before(async () => {
      ({ owner: as } = await house.organization('Westwind'));
      keeper = await house.member(as, 'control-owner');
    });

    test('CO1 a control is adopted adapted, and one fault in the list adopts none', async () => {
      const adapted = [{ code: 'IAM-04', performer: 'The help desk', onFailure: null, criteria: ['CC6.3', 'CC6.2'] }];
      const input = { codes: ['IAM-04', 'CHG-02'], effectiveFrom: '2025-03-01', adapted };
      const before = await entries();
      for (const [more, code, field] of [
        [{ adapted: [{ code: 'IAM-04', criteria: ['CC6.2', 'CC66'] }] }, 'bad_input', 'adapted.0.criteria.1'],
        [{ adapted: [{ code: 'GOV-01', title: 'Another' }] }, 'bad_input', 'adapted.0.code'],
        [{ adapted: [...adapted, ...adapted] }, 'bad_input', 'adapted.1.code'],
        [{ adapted: [{ code: 'IAM-04', nature: 'magic' }] }, 'bad_input', 'adapted.0.nature'],
      ] as const) {
        assert.deepEqual(await refused('controls.adopt', { ...input, ...more }), [code, field]);
      }
      assert.deepEqual([await listed({}), await entries()], [[], before]);
      const { adopted } = await house.ok('controls.adopt', input, { as });
      const [plain, changed] = adopted;
      assert.deepEqual(
        [plain?.code, plain?.adapted, plain?.nature, plain?.onFailure],
        ['CHG-02', false, 'automated', null],
      );
      assert.deepEqual([changed?.adapted, changed?.performer, changed?.type], [true, 'The help desk', 'preventive']);
      assert.deepEqual(changed?.criteria, ['CC6.2', 'CC6.3']);
      assert.equal(await entries(), before + 1);
    });

    test('CO2 a control of one’s own has its own code and known criteria, and is like any other', async () => {
      for (const [more, code, field] of [
        [{ code: 'CHG-02' }, 'conflict', 'code'],
        [{ code: 'no code' }, 'bad_input', 'code'],
        [{ criteria: ['PI1.3', 'PI9'] }, 'bad_input', 'criteria.1'],
        [{ criteria: [] }, 'bad_input', 'criteria'],
        [{ title: ' ' }, 'bad_input', 'title'],
        [{ frequency: 'often' }, 'bad_input', 'frequency'],
      ] as const) {
        assert.deepEqual(await refused('controls.write', { ...own, ...more }), [code, field], JSON.stringify(more));
      }
      const made = await house.ok('controls.write', { ...own, code: 'pay-01' }, { as });
      assert.deepEqual(
        [made.code, made.origin, made.adapted, made.version, made.criteria, made.appliesTo],
        ['PAY-01', 'own', true, 1, ['CC5.1', 'PI1.3'], null],
      );
      assert.deepEqual(await refused('controls.write', own), ['conflict', 'code']);
      const { control } = await house.ok(
        'controls.revise',
        {
          id: made.id,
          effectiveFrom: '2025-06-01',
          appliesTo: 'All payouts',
          performer: null,
          reason: 'Told at last.',
        },
        { as },
      );
      assert.deepEqual([control.version, control.appliesTo, control.performer], [2, 'All payouts', null]);
      const { items } = await house.ok('log.entries', { limit: 2 }, { as });
      assert.deepEqual(items[0]?.statement.facts['changed'], ['appliesTo', 'performer']);
      assert.ok(!JSON.stringify(items).includes('payouts'), 'no wording in the log');
    });

    test('CO3 a mistake is taken back on its first day, and a retired control comes back without a gap', async () => {
      const { adopted } = await house.ok('controls.adopt', { codes: ['OPS-01'], effectiveFrom: '2025-06-01' }, { as });
      const back = await house.ok(
        'controls.retire',
        { id: adopted[0]?.id, retiredOn: '2025-06-01', reason: 'Adopted by mistake.' },
        { as },
      );
      assert.deepEqual([back.retiredOn, back.retirementReason], ['2025-06-01', 'Adopted by mistake.']);
      const again = await house.ok('controls.adopt', { codes: ['OPS-01'], effectiveFrom: '2025-04-01' }, { as });
      const second = again.adopted[0];
      assert.deepEqual([second?.version, second?.effectiveFrom], [2, '2025-04-01'], 'the one taken back had no day');
      await house.ok('controls.retire', { id: second?.id, retiredOn: '2025-09-01', reason: 'Bought instead.' }, { as });
      const reinstate = { id: second?.id, effectiveFrom: '2025-09-01', reason: 'Not bought after all.' };
      assert.deepEqual(await refused('controls.reinstate', { ...reinstate, effectiveFrom: '2025-08-31' }), [
        'conflict',
        'effectiveFrom',
      ]);
      assert.deepEqual(await refused('controls.adopt', { codes: ['OPS-01'], effectiveFrom: '2025-08-31' }), [
        'conflict',
        'effectiveFrom',
      ]);
      const replies = await Promise.all([1, 2].map(() => house.call('controls.reinstate', reinstate, { as })));
      assert.deepEqual(replies.map(({ status }) => status).toSorted(), [200, 409]);
      const { control, versions } = await one('OPS-01');
      assert.deepEqual(
        [control.version, control.supersedes, control.revisionReason],
        [3, second?.id, reinstate.reason],
      );
      assert.deepEqual(
        versions.map(({ effectiveFrom, retiredOn }) => [effectiveFrom, retiredOn]),
        [
          ['2025-06-01', '2025-06-01'],
          ['2025-04-01', '2025-09-01'],
          ['2025-09-01', null],
        ],
      );
    });

    test('CO4 owner, deputy and skills stand beside the versions, and only who can is named', async () => {
      const [me, other] = [await userOf(as), await userOf(keeper)];
      const reader = await userOf(await house.member(as, 'reader'));
      const assign = (more: Record<string, unknown>) => ({ assignments: [{ code: 'CHG-02', ...more }] });
      const nobody = '00000000-0000-4000-8000-000000000000';
      for (const [more, code, field] of [
        [{ owner: me, deputy: me }, 'bad_input', 'assignments.0.deputy'],
        [{ owner: reader }, 'conflict', 'assignments.0.owner'],
        [{ deputy: nobody }, 'not_found', 'assignments.0.deputy'],
        [{ code: 'GOV-01', owner: me }, 'not_found', 'assignments.0.code'],
        [{ skills: [{ skill: 'Git' }, { skill: 'Git' }] }, 'bad_input', 'assignments.0.skills'],
        [{ owner: me, after: 1 }, 'conflict', 'assignments.0.after'],
      ] as const) {
        assert.deepEqual(await refused('controls.assign', assign(more)), [code, field], JSON.stringify(more));
      }
      const whole = { assignments: [...assign({ owner: me }).assignments, { code: 'IAM-04', owner: nobody }] };
      assert.deepEqual(await refused('controls.assign', whole), ['not_found', 'assignments.1.owner']);
      assert.equal((await one('CHG-02')).control.ownership.version, 0, 'nothing of the list was kept');
      const skills = [{ skill: 'Reads code', owner: true, deputy: null }];
      const { items } = await house.ok('controls.assign', assign({ owner: other, deputy: me, skills }), { as });
      assert.deepEqual(
        [items[0]?.ownership.version, items[0]?.ownership.owner?.able, items[0]?.ownership.skills],
        [1, true, skills],
      );
      assert.deepEqual(await refused('controls.assign', assign({ owner: me, deputy: null })), [
        'conflict',
        'assignments.0.after',
      ]);
      assert.deepEqual(await refused('controls.assign', assign({ owner: other })), ['already_done', 'assignments']);
      assert.equal((await one('CHG-02')).control.version, 1, 'no version of the wording');
      await house.ok('members.change-role', { userId: other, role: 'reader' }, { as });
      const { control, ownerships } = await one('CHG-02');
      assert.deepEqual([control.ownership.owner?.able, ownerships.length], [false, 1]);
      assert.ok((await listed({ without: 'owner' })).includes('CHG-02'), 'in name alone');
      await house.ok('members.change-role', { userId: other, role: 'control-owner' }, { as });
      assert.ok(!(await listed({ without: 'owner' })).includes('CHG-02'));
    });

    test('CO5 lists are narrowed by what controls say, who has them and what they lack', async () => {
      const me = await userOf(as);
      assert.deepEqual(await listed({}), ['CHG-02', 'IAM-04', 'OPS-01', 'PAY-01']);
      assert.deepEqual(await listed({ origin: 'own' }), ['PAY-01']);
      assert.deepEqual(await listed({ origin: 'catalogue', nature: 'hybrid' }), ['IAM-04']);
      assert.deepEqual(await listed({ type: 'preventive', frequency: 'continuous' }), ['OPS-01']);
      assert.deepEqual(await listed({ family: 'Change management' }), ['CHG-02']);
      assert.deepEqual(await listed({ criterion: 'PI1.3' }), ['PAY-01']);
      assert.deepEqual(await listed({ owner: me }), ['CHG-02'], 'as a deputy');
      assert.deepEqual(await listed({ search: 'finance' }), ['PAY-01'], 'by the role that answers for it');
      assert.deepEqual(await listed({ without: 'owner,test,evidence' }), ['IAM-04', 'OPS-01', 'PAY-01']);
      assert.deepEqual(await listed({ without: 'deputy' }), ['IAM-04', 'OPS-01', 'PAY-01']);
      const period = { from: '2025-03-01', to: '2026-02-28' };
      await house.ok('evidence.upload', { title: 'Leavers', period, controls: ['IAM-04'] }, { as, file: 'leavers' });
      assert.deepEqual(await listed({ without: 'evidence' }), ['CHG-02', 'OPS-01', 'PAY-01']);
      assert.deepEqual(await refused('controls.list', { without: 'money' }), ['bad_input', 'without.0']);
      const left = await house.ok('controls.catalogue', { adopted: false, limit: 500 }, { as });
      const taken = await house.ok('controls.catalogue', { adopted: true, limit: 500 }, { as });
      assert.deepEqual([taken.total, left.total], [3, controlCatalogue.length - 3]);
    });

    test('CO10 CO11 CO14 coverage and suggestions follow from all of that', async () => {
      const { items: engagements } = await house.ok('engagements.list', {}, { as });
      const engagementId = engagements[0]?.id;
      const map = await house.ok('coverage.map', { engagementId }, { as });
      const row = (id: string) => map.criteria.find(({ criterion }) => criterion === id);
      assert.deepEqual(
        [row('CC6.2')?.state, row('CC6.2')?.holes.map(({ code }) => code)],
        ['unsupported', ['no-owner', 'no-test']],
      );
      assert.deepEqual(row('CC7.1')?.holes[0]?.days, [{ from: '2025-03-01', to: '2025-03-31' }]);
      assert.equal(row('CC1.1')?.state, 'no-control');
      assert.deepEqual(
        map.controls.map(({ code, whole }) => [code, whole]),
        [
          ['CHG-02', true],
          ['IAM-04', true],
          ['OPS-01', false],
          ['PAY-01', true],
        ],
      );
      const found = await house.ok('coverage.suggest', { engagementId }, { as });
      assert.deepEqual([found.counts.adopted, found.without], [3, []]);
      const answers = [{ question: 'RQ-060', answer: { kind: 'not-applicable', reason: 'No office' } }];
      await house.ok('readiness.answer', { engagementId, answers }, { as });
      const then = await house.ok('coverage.suggest', { engagementId }, { as });
      assert.equal(then.items.find(({ control }) => control === 'PHY-01')?.state, 'left-out');
      assert.deepEqual(then.facts[0], {
        ...found.facts[0],
        value: false,
        from: 'answer',
        told: 'By the answer to RQ-060.',
      });
      const office = { kind: 'location', name: 'Office in Leipzig', type: 'office' };
      const since = { effectiveFrom: '2025-03-01', reason: 'So from the beginning' };
      await house.ok('scope.put', { engagementId, items: [{ body: office }], ...since }, { as });
      const [offices, ...others] = (await house.ok('coverage.suggest', { engagementId }, { as })).facts;
      assert.deepEqual([offices?.value, offices?.contradicts, offices?.items[0]?.name], [null, true, office.name]);
      assert.deepEqual(others, then.facts.slice(1));
      const both = (await house.ok('coverage.suggest', { engagementId }, { as })).items;
      assert.equal(both.find(({ control }) => control === 'PHY-01')?.state, 'suggested', 'nothing is taken away');
    });

    test('CO8 a risk is noted with what answers it, judged by people, and accepted only with a reason', async () => {
      const risk = { title: 'Somebody pays the wrong account', controls: ['PAY-01', 'PAY-01'], criteria: ['PI1.3'] };
      const noted = await house.ok('risks.write', risk, { as });
      assert.deepEqual(
        [noted.code, noted.version, noted.controls, noted.likelihood, noted.open.length],
        ['R-1', 1, ['PAY-01'], null, 2],
      );
      for (const [more, code, field] of [
        [{ controls: ['GOV-01'] }, 'not_found', 'controls.0'],
        [{ criteria: ['PI9'] }, 'bad_input', 'criteria.0'],
        [{ likelihood: 6 }, 'bad_input', 'likelihood'],
        [{ treatment: 'accept' }, 'bad_input', 'note'],
        [{ code: 'R-9' }, 'not_found', 'code'],
        [{ code: 'R-1' }, 'conflict', 'after'],
        [{ code: 'R-1', after: 1 }, 'already_done', 'title'],
      ] as const) {
        assert.deepEqual(await refused('risks.write', { ...risk, ...more }), [code, field], JSON.stringify(more));
      }
      const judged = { ...risk, code: 'R-1', likelihood: 2, impact: 4, treatment: 'reduce', after: 1 };
      assert.deepEqual((await house.ok('risks.write', judged, { as })).open, []);
      assert.deepEqual(await refused('risks.write', risk, keeper), ['not_permitted', undefined]);
      const list = async (input: Record<string, unknown>, by = as) =>
        (await house.ok('risks.list', input, { as: by })).items.map(({ code }) => code);
      assert.deepEqual(
        [await list({ control: 'PAY-01' }), await list({}, keeper), await list({}, owner)],
        [['R-1'], ['R-1'], []],
      );
      await house.ok('risks.write', { ...judged, closed: true, after: 2 }, { as });
      assert.deepEqual([await list({ search: 'account' }), await list({ closed: true })], [[], ['R-1']]);
    });

    test('CO6 who only reads changes nothing, and to another organization none of it exists', async () => {
      const { control } = await one('PAY-01');
      const writes: [Name, Record<string, unknown>, string][] = [
        ['controls.write', { ...own, code: 'PAY-02' }, ''],
        ['controls.retire', { id: control.id, retiredOn: '2025-09-01' }, 'id'],
        ['controls.reinstate', { id: control.id, effectiveFrom: '2025-09-01', reason: 'Why' }, 'id'],
        [
          'controls.assign',
          { assignments: [{ code: 'PAY-01', owner: null, skills: [{ skill: 'Law' }] }] },
          'assignments.0.code',
        ],
      ];
      for (const [name, input, field] of writes) {
        assert.deepEqual((await refused(name, input, keeper))[0], 'not_permitted', name);
        if (field !== '') assert.deepEqual(await refused(name, input, owner), ['not_found', field], name);
      }
      assert.deepEqual(await refused('controls.get', { code: 'PAY-01' }, owner), ['not_found', 'code']);
      assert.equal((await house.call('controls.get', { code: 'PAY-01' }, { as: keeper })).status, 200);
    });

    test('CO7 all of it is sealed and told in words, and rows cannot be rewritten', async () => {
      const { result } = await house.run('log.check', {}, { as });
      assert.deepEqual((result as unknown as LogCheck).faults, { count: 0, first: [] });
      const { items } = await house.ok('log.changes', { limit: 500 }, { as });
      const texts = items.map(({ text }) => text);
      for (const words of [
        'Control PAY-01 written by the organization itself, in force from 2025-03-01 on.',
        'Control OPS-01 brought back: version 3 from 2025-09-01 on.',
        'Who has CHG-02, or the skills that this takes, was changed.',
      ]) {
        assert.ok(texts.includes(words), `${words}\n${texts.join('\n')}`);
      }
      await assert.rejects(
        subject.database.transaction({ role: 'app', organizationId: as.organization, userId: null }, (tx) =>
          tx.updateTable('controlOwnerships').set({ ownerId: null }).execute(),
        ),
        /permission denied/,
      );
    });

    test('CO36 a write that is interrupted leaves nothing of itself, neither a row nor an entry', async () => {
      const { owner: by } = await house.organization('Stopwind');
      const me = await userOf(by);
      const kept = () =>
        subject.database.transaction({ role: 'app', organizationId: by.organization, userId: null }, async (tx) => ({
          controls: await tx.selectFrom('controls').selectAll().orderBy('id').execute(),
          ownerships: await tx.selectFrom('controlOwnerships').selectAll().orderBy('id').execute(),
          entries: (await tx.selectFrom('logEntries').select('index').execute()).length,
        }));
      type At = Parameters<typeof interrupted>[1];
      /** Breaks a write at each of these rows, and then lets it be. */
      const stops = async <N extends Name>(name: N, input: Record<string, unknown>, at: At[]) => {
        const before = await kept();
        const places = [...at, { table: 'log_entries', when: `new.op = '${name}'` }];
        for (const place of places) {
          const reply = await interrupted(subject.database, place, () => house.call(name, input, { as: by }));
          assert.equal(reply.status, 500, `${name} at ${place.table}`);
          assert.deepEqual(await kept(), before, `${name} at ${place.table}`);
        }
        const made = await house.ok(name, input, { as: by });
        const after = await kept();
        assert.equal(after.entries, before.entries + 1, 'the control arm: without the fault it is kept');
        assert.notDeepEqual([after.controls, after.ownerships], [before.controls, before.ownerships]);
        return made;
      };
      const codes = ['CHG-02', 'IAM-04', 'OPS-01'];
      const { adopted } = await stops('controls.adopt', { codes, effectiveFrom: '2025-03-01' }, [
        { table: 'controls', when: "new.code = 'OPS-01'" },
      ]);
      assert.equal(adopted.length, 3);
      await stops(
        'controls.assign',
        { assignments: codes.map((code) => ({ code, owner: me, skills: [{ skill: 'Reads code' }] })) },
        [{ table: 'control_ownerships', when: "new.code = 'IAM-04'" }],
      );
      const { control } = await stops(
        'controls.revise',
        { id: adopted[0]?.id, effectiveFrom: '2025-06-01', performer: 'Two engineers', reason: 'Told at last.' },
        [{ table: 'controls', when: 'new.version = 2' }],
      );
      await stops('controls.retire', { id: control.id, retiredOn: '2025-09-01', reason: 'Bought instead.' }, [
        { table: 'controls', on: 'update', when: 'new.version = 2' },
      ]);
      await stops('controls.reinstate', { id: control.id, effectiveFrom: '2025-10-01', reason: 'Not bought.' }, [
        { table: 'controls', when: 'new.version = 3' },
      ]);
    });

    test('CO5 CO10 three hundred controls are listed, counted and laid over the criteria', async () => {
      const { owner: many, engagementId } = await house.organization('Large', {
        categories: ['security', 'availability', 'confidentiality', 'processing_integrity', 'privacy'],
      });
      const codes = controlCatalogue.map(({ id }) => id);
      await house.ok('controls.adopt', { codes, effectiveFrom: '2025-03-01' }, { as: many });
      await Promise.all(
        Array.from({ length: 300 - codes.length }, (_, n) =>
          house.ok('controls.write', { ...own, code: `OWN-${n + 1}` }, { as: many }),
        ),
      );
      const { items: members } = await house.ok('members.list', {}, { as: many });
      const list = await house.ok('controls.list', { limit: 500 }, { as: many });
      assert.deepEqual([list.total, list.items.length], [300, 300]);
      const assignments = list.items.map(({ code }) => ({ code, owner: members[0]?.userId }));
      const { total } = await house.ok('controls.assign', { assignments }, { as: many });
      assert.equal(total, 300);
      const { counts, controls } = await house.ok('coverage.map', { engagementId }, { as: many });
      assert.deepEqual([counts.applicable, counts.unsupported, controls.length], [61, 61, 300]);
    });
  });
});
