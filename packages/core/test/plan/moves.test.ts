import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastAcceptance, planStates, refusedMove, type PlanState } from '../../src/index.ts';

type Move = Parameters<typeof refusedMove>[0];

/** Everything is there: evidence, a note, and somebody who neither owns it nor said that it is done. */
const move = (from: PlanState, to: PlanState, more: Partial<Move> = {}): Move => ({
  from,
  to,
  evidence: 1,
  note: 'As agreed.',
  owner: 'ann',
  doneBy: 'bob',
  by: 'cem',
  until: null,
  ...more,
});
const told = (given: Move): string => {
  const refused = refusedMove(given);
  return refused === null ? 'moved' : `${refused.code} ${refused.field}`;
};

test('PL11 PL9 which state follows which: what is settled is taken up again first, and verified is only what was said to be done', () => {
  const expected: Record<PlanState, PlanState[]> = {
    open: ['in-progress', 'done', 'accepted', 'dropped'],
    'in-progress': ['open', 'done', 'accepted', 'dropped'],
    done: ['open', 'in-progress', 'verified'],
    verified: ['open', 'in-progress'],
    accepted: ['open', 'in-progress', 'accepted', 'dropped'],
    dropped: ['open', 'in-progress'],
  };
  for (const from of planStates) {
    const reached = planStates.filter((to) => refusedMove(move(from, to)) === null);
    assert.deepEqual(new Set(reached), new Set(expected[from]), from);
    for (const to of planStates.filter((each) => !reached.includes(each))) {
      assert.equal(told(move(from, to)), from === to ? 'already_done id' : 'conflict to', `${from} to ${to}`);
    }
  }
});

test('PL11 a refusal says in words what is, and what to do first', () => {
  assert.deepEqual(refusedMove(move('done', 'done')), {
    code: 'already_done',
    message: 'It is said to be done already.',
    field: 'id',
    action: 'Leave it out.',
  });
  assert.deepEqual(refusedMove(move('dropped', 'accepted')), {
    code: 'conflict',
    message: 'What is dropped does not become risk accepted at once.',
    field: 'to',
    action: 'Reopen it first, with a reason.',
  });
  assert.deepEqual(refusedMove(move('open', 'verified')), {
    code: 'conflict',
    message: 'What is open does not become verified at once.',
    field: 'to',
    action: 'Say that it is done first; somebody other than its owner verifies it then.',
  });
});

test('PL10 PL11 without a reason nothing is dropped or accepted, and nothing that is settled is left', () => {
  const needs = planStates.flatMap((from) =>
    planStates
      .filter((to) => refusedMove(move(from, to)) === null && refusedMove(move(from, to, { note: null })) !== null)
      .map((to) => `${from} to ${to}: ${told(move(from, to, { note: null }))}`),
  );
  assert.deepEqual(needs, [
    'open to accepted: bad_input note',
    'open to dropped: bad_input note',
    'in-progress to accepted: bad_input note',
    'in-progress to dropped: bad_input note',
    'verified to open: bad_input note',
    'verified to in-progress: bad_input note',
    'accepted to open: bad_input note',
    'accepted to in-progress: bad_input note',
    'accepted to accepted: bad_input note',
    'accepted to dropped: bad_input note',
    'dropped to open: bad_input note',
    'dropped to in-progress: bad_input note',
  ]);
  const words = (from: PlanState, to: PlanState) => refusedMove(move(from, to, { note: null }))?.message;
  assert.equal(words('open', 'dropped'), 'Why it is dropped was not said.');
  assert.equal(words('in-progress', 'accepted'), 'Why it is risk accepted was not said.');
  assert.equal(words('accepted', 'accepted'), 'Why it is risk accepted was not said.');
  assert.equal(words('accepted', 'dropped'), 'It is risk accepted, and somebody relies on that.');
  assert.equal(words('verified', 'open'), 'It is verified, and somebody relies on that.');
  assert.equal(
    refusedMove(move('open', 'dropped', { note: null }))?.action,
    'Write the reason. It stays with the item.',
  );
});

test('PL8 done takes an attached piece or a note, and anything else takes neither', () => {
  for (const from of ['open', 'in-progress'] as const) {
    assert.equal(told(move(from, 'done', { evidence: 0, note: null })), 'not_yet_possible note');
    assert.equal(told(move(from, 'done', { evidence: 1, note: null })), 'moved');
    assert.equal(told(move(from, 'done', { evidence: 0 })), 'moved');
  }
  assert.deepEqual(refusedMove(move('open', 'done', { evidence: 0, note: null })), {
    code: 'not_yet_possible',
    message: 'Nothing is attached that shows it, and nothing is written.',
    field: 'note',
    action: 'Attach evidence, or write why there is none.',
  });
  assert.equal(told(move('open', 'in-progress', { evidence: 0, note: null })), 'moved');
  assert.equal(told(move('done', 'open', { evidence: 0, note: null })), 'moved');
});

test('PL9 verified by neither the owner nor who said that it is done', () => {
  const verified = (more: Partial<Move>) => told(move('done', 'verified', { note: null, ...more }));
  assert.equal(verified({}), 'moved');
  assert.equal(verified({ owner: null, doneBy: null }), 'moved');
  assert.equal(verified({ by: 'ann' }), 'conflict id');
  assert.equal(verified({ by: 'bob' }), 'conflict id');
  assert.deepEqual(refusedMove(move('done', 'verified', { by: 'ann' })), {
    code: 'conflict',
    message: 'It is yours, and nobody verifies their own work.',
    field: 'id',
    action: 'Ask somebody else to look.',
  });
  assert.equal(
    refusedMove(move('done', 'verified', { by: 'bob' }))?.message,
    'You said that it is done, and nobody verifies their own word.',
  );
  // The same people may do anything else with it.
  assert.equal(told(move('done', 'in-progress', { by: 'ann' })), 'moved');
  assert.equal(told(move('open', 'done', { by: 'ann' })), 'moved');
});

test('PL10 the last day of an acceptance is so many days after today', () => {
  assert.equal(lastAcceptance('2026-03-02', 366), '2027-03-03');
  assert.equal(lastAcceptance('2028-02-28', 1), '2028-02-29');
  assert.equal(lastAcceptance('2026-12-31', 0), '2026-12-31');
});
