import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Person } from '../engagements/house.ts';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { startPlanned, type Planned } from './planned.ts';

onPostgres('moving items of a plan', (subject) => {
  let planned: Planned;

  before(async () => {
    planned = await startPlanned(subject);
  });
  after(() => planned.house.stop());

  test('PL8 PL13 done takes evidence or a note why there is none, and what is attached stays with what it shows', async () => {
    const { house, owner, ann, bob, of, add, seen, update, move, get, refused, upload } = planned;
    const item = await add('Encrypt the disks', { owner: of(ann), verifier: of(bob) });
    assert.deepEqual(await refused('plan.move', { items: [seen(item)], to: 'done' }, ann), [
      'not_yet_possible',
      'note',
    ]);
    const piece = await upload('Settings of the disks');
    assert.deepEqual(await refused('plan.attach', { id: item.id, evidence: [piece.id] }, bob), ['not_permitted', 'id']);
    assert.deepEqual(await refused('plan.attach', { id: item.id, evidence: [item.id] }, ann), [
      'not_found',
      'evidence.0',
    ]);
    const attached = await house.ok('plan.attach', { id: item.id, evidence: [piece.id] }, { as: ann });
    assert.deepEqual([attached.evidence, attached.revision], [1, 2]);
    assert.deepEqual(await refused('plan.attach', { id: item.id, evidence: [piece.id] }, ann), [
      'already_done',
      'evidence',
    ]);
    const done = await move(attached, 'done', undefined, ann);
    assert.equal(done.state, 'done');
    assert.deepEqual(await refused('plan.update', { items: [seen(done)], title: 'x' }), [
      'no_longer_possible',
      'items.0.id',
    ]);
    const by = await update(done, { verifier: of(owner) });
    assert.equal(by.verifier?.id, of(owner));
    const { items } = await house.ok('plan.verify', { items: [seen(by)], outcome: 'verified' }, { as: owner });
    assert.deepEqual(await refused('plan.detach', { id: item.id, evidence: [piece.id] }, ann), [
      'no_longer_possible',
      'id',
    ]);
    const [verified] = items;
    assert.ok(verified);
    assert.deepEqual(await refused('plan.move', { items: [seen(verified)], to: 'in-progress' }, ann), [
      'bad_input',
      'note',
    ]);
    const again = await move(verified, 'in-progress', 'It came back', ann);
    const detached = await house.ok('plan.detach', { id: again.id, evidence: [piece.id] }, { as: ann });
    assert.equal(detached.evidence, 0);
    // A file that is gone shows nothing any more.
    await house.ok('plan.attach', { id: again.id, evidence: [piece.id] }, { as: ann });
    await house.ok('retention.delete', { id: piece.id, reason: 'wrong-file', words: 'Not ours' }, { as: owner });
    const gone = await get(item.id);
    assert.deepEqual([gone.pieces[0]?.deleted, gone.evidence], [true, 1]);
    assert.deepEqual(await refused('plan.move', { items: [seen(gone)], to: 'done' }, ann), [
      'not_yet_possible',
      'note',
    ]);
    const noted = await move(gone, 'done', 'Shown on the screen to the auditor', ann);
    assert.equal(noted.note, 'Shown on the screen to the auditor');
  });

  test('PL9 only somebody other than the owner, and than who said that it is done, verifies; who finds it wanting sends it back', async () => {
    const { house, owner, manager, ann, bob, of, add, seen, update, move, refused } = planned;
    const item = await add('Test the alarm', { owner: of(ann), deputy: of(bob) });
    assert.deepEqual(await refused('plan.verify', { items: [seen(item)], outcome: 'verified' }, bob), [
      'conflict',
      'to',
    ]);
    const done = await move(item, 'done', 'Heard it', bob);
    const verify = (as: Person, outcome = 'verified', note?: string, of = done) =>
      refused('plan.verify', { items: [seen(of)], outcome, note }, as);
    assert.deepEqual(await verify(ann), ['conflict', 'items.0.id']);
    assert.deepEqual(await verify(bob), ['conflict', 'items.0.id']);
    assert.deepEqual(await verify(manager, 'sent-back'), ['bad_input', 'note']);
    const back = await house.ok(
      'plan.verify',
      { items: [seen(done)], outcome: 'sent-back', note: 'By night too' },
      { as: manager },
    );
    const [open] = back.items;
    assert.ok(open);
    assert.deepEqual([open.state, open.note], ['in-progress', 'By night too']);
    const named = await update(open, { verifier: of(owner), deputy: null });
    const twice = await move(named, 'done', 'By night as well', ann);
    assert.deepEqual(await verify(bob, 'verified', undefined, twice), ['not_permitted', 'items.0.id']);
    const { items } = await house.ok('plan.verify', { items: [seen(twice)], outcome: 'verified' }, { as: owner });
    assert.equal(items[0]?.state, 'verified');
    // A manager who owns an item is its owner, whatever else they may.
    const mine = await add('Mine', { owner: of(manager) });
    const said = await move(mine, 'done', 'Done');
    assert.deepEqual(await verify(manager, 'verified', undefined, said), ['conflict', 'items.0.id']);
  });

  test('PL10 a risk is accepted by name, with a reason and a last day, and the item is open again after it and says so', async () => {
    const { house, owner, manager, ann, engagementId, of, add, seen, get, refused, on } = planned;
    const item = await add('Replace the firewall', { owner: of(ann), dueOn: '2026-03-03', severity: 'critical' });
    const accept = (given: Record<string, unknown>) => refused('plan.accept', { items: [seen(item)], ...given }, owner);
    assert.deepEqual(await accept({ reason: 'x' }), ['bad_input', 'until']);
    assert.deepEqual(await accept({ until: '2026-04-01' }), ['bad_input', 'reason']);
    assert.deepEqual(await accept({ until: '2026-03-01', reason: 'x' }), ['bad_input', 'until']);
    assert.deepEqual(await accept({ until: '2027-03-04', reason: 'x' }), ['bad_input', 'until']);
    const given = { items: [seen(item)], until: '2026-03-04', reason: 'The new one comes in April' };
    const [accepted] = (await house.ok('plan.accept', given, { as: owner })).items;
    assert.ok(accepted);
    assert.deepEqual(
      [accepted.state, accepted.acceptance?.by.name, accepted.acceptance?.until, accepted.acceptance?.reason],
      ['accepted', 'Olga Owner', '2026-03-04', 'The new one comes in April'],
    );
    assert.deepEqual(await refused('plan.update', { items: [seen(accepted)], title: 'x' }), [
      'no_longer_possible',
      'items.0.id',
    ]);
    await on('2026-03-04', async () => {
      const last = await get(item.id);
      assert.deepEqual([last.state, last.overdue, last.acceptance?.expired], ['accepted', false, false]);
    });
    await on('2026-03-05', async () => {
      const open = await get(item.id);
      assert.deepEqual([open.state, open.overdue, open.acceptance?.expired], ['open', true, true]);
      const { counts } = await house.ok('plan.list', { engagementId, state: 'open' }, { as: manager });
      assert.deepEqual([counts.expired, counts.accepted], [1, 0]);
      const again = await house.ok(
        'plan.accept',
        { items: [seen(open)], until: '2026-04-30', reason: 'Later' },
        { as: owner },
      );
      assert.equal(again.items[0]?.state, 'accepted');
      const back = await house.ok(
        'plan.move',
        { items: again.items.map(seen), to: 'in-progress', note: 'It came' },
        { as: ann },
      );
      assert.deepEqual([back.items[0]?.state, back.items[0]?.acceptance], ['in-progress', null]);
    });
  });

  test('PL11 PL12 everything that was done to an item stays in its history, with what it said before and who did it', async () => {
    const { house, manager, ann, bob, of, add, seen, update, move, get, refused } = planned;
    const first = await add('Review access', { owner: of(ann) });
    const before = await add('Tidy the groups');
    const next = await update(first, { owner: of(bob), effortDays: 2.5, after: [{ id: before.id, lagDays: 1 }] });
    const [dropped] = (await house.ok('plan.drop', { items: [seen(next)], reason: 'Done elsewhere' }, { as: manager }))
      .items;
    assert.ok(dropped);
    assert.deepEqual(await refused('plan.drop', { items: [seen(dropped)], reason: 'x' }), [
      'already_done',
      'items.0.id',
    ]);
    assert.deepEqual(await refused('plan.move', { items: [seen(dropped)], to: 'open' }), ['bad_input', 'note']);
    await move(dropped, 'open', 'Not after all');
    const { history } = await get(first.id);
    assert.deepEqual(
      history.map(({ kind, words, by, revision }) => [kind, words, by.id === of(manager), revision]),
      [
        ['moved', 'Not after all', true, 4],
        ['moved', 'Done elsewhere', true, 3],
        ['changed', null, true, 2],
        ['added', null, true, 1],
      ],
    );
    assert.deepEqual(
      history[2]?.changes.map(({ field, before: was, after: is }) => [field, was, is]),
      [
        ['ownerId', 'control-owner', 'control-owner'],
        ['effortHalves', null, '2.5 days'],
        ['after', null, `${before.code} and 1 day after it`],
      ],
    );
    assert.deepEqual(history[1]?.changes, [{ field: 'state', before: 'Open', after: 'Dropped' }]);
  });
});
