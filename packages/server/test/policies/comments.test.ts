import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { sequence } from '../../src/log/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

onPostgres('comments on documents', (subject) => {
  let house: House;
  let owner: Person;
  let second: Person;
  let reader: Person;
  let secondId: string;
  let id: string;
  const passage = { exact: 'worn', prefix: 'Badges are ', suffix: '.' };
  const fails = async (name: Parameters<House['call']>[0], input: Record<string, unknown>, as: Person) => {
    const { error } = await house.call(name, input, { as });
    return [error?.code, error?.field] as const;
  };

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    const made = await house.organization();
    owner = made.owner;
    second = await house.member(owner, 'control-owner');
    reader = await house.member(owner, 'reader');
    secondId = (await house.ok('sessions.current', {}, { as: second })).user.id;
    const blocks = [{ kind: 'paragraph', line: [{ text: 'Badges are worn.' }] }];
    const input = { engagementId: made.engagementId, title: 'Badges', blocks };
    ({ id } = await house.ok('policies.write', input, { as: owner }));
  });
  after(() => house.stop());

  test('PO80 people comment on a passage, answer, mention each other and propose other words, and each thread is settled once', async () => {
    const input = { id, text: 'By whom?', passage, proposal: 'worn by everybody', mentions: [secondId] };
    const first = await house.ok('policies.comment', input, { as: owner });
    assert.deepEqual([first.passage, first.proposal, first.mentions[0]?.id], [passage, 'worn by everybody', secondId]);
    const answered = await house.ok('policies.comment', { id, text: 'By all.', answers: first.id }, { as: second });
    assert.deepEqual(
      answered.answers.map(({ text }) => text),
      ['By all.'],
    );
    await house.ok('policies.comment', { id, text: 'Good as a whole.' }, { as: second });
    const listed = async (as: Person) => (await house.ok('policies.list', {}, { as })).items[0]?.comments;
    assert.deepEqual(await listed(second), { open: 2, mentioning: 1 });
    assert.deepEqual(await listed(owner), { open: 2, mentioning: 0 });
    const taken = await house.ok('policies.settle-comment', { id: first.id, as: 'taken' }, { as: owner });
    assert.equal(taken.settled?.as, 'taken');
    const { items, open } = await house.ok('policies.comments', { id }, { as: reader });
    assert.deepEqual([items.map(({ text }) => text), open], [['Good as a whole.', 'By whom?'], 1]);
    assert.deepEqual(await fails('policies.settle-comment', { id: first.id }, owner), ['already_done', 'id']);
    assert.deepEqual(await fails('policies.settle-comment', { id: items[0]?.id, as: 'taken' }, owner), [
      'bad_input',
      'as',
    ]);
    assert.deepEqual(await listed(second), { open: 1, mentioning: 0 });
  });

  test('PO80 a comment names what is there, and whoever reads only says nothing', async () => {
    const comment = (input: Record<string, unknown>, as = owner) =>
      fails('policies.comment', { id, text: 'x', ...input }, as);
    assert.deepEqual(await comment({ proposal: 'y' }), ['bad_input', 'proposal']);
    assert.deepEqual(await comment({ answers: secondId }), ['not_found', 'answers']);
    assert.deepEqual(await comment({ mentions: [id] }), ['not_found', 'mentions.0']);
    assert.deepEqual(await comment({ id: secondId }), ['not_found', 'id']);
    assert.deepEqual(await comment({}, reader), ['not_permitted', undefined]);
    const other = await house.organization('Elsewhere');
    assert.deepEqual(await comment({}, other.owner), ['not_found', 'id']);
  });

  test('PO80 the log tells that somebody commented, and not what they said', async () => {
    await sequence(house, owner.organization);
    const { items } = await house.ok(
      'log.changes',
      { since: 'beginning', limit: 100, noun: 'policies' },
      { as: owner },
    );
    const told = items.map(({ text }) => text);
    for (const text of [
      'Other words proposed for POL-31 “Badges”.',
      'Words proposed for POL-31 “Badges” taken up.',
      'A comment on POL-31 “Badges”.',
    ])
      assert.ok(told.includes(text), text);
    const { items: entries } = await house.ok('log.entries', { sort: '-index', limit: 20 }, { as: owner });
    assert.doesNotMatch(JSON.stringify(entries), /By whom|everybody/);
  });
});
