import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  dueOf,
  frequencies,
  leftToFinish,
  proposedLists,
  refusedTelling,
  tellingsThatCount,
  waitsFor,
  type ProcedureStep,
  type TellingFacts,
  type TextBlock,
} from '../../src/index.ts';

const heading = (level: number, text: string): TextBlock => ({ kind: 'heading', level, line: [{ text }] });
const list = (items: string[], ordered = true): TextBlock => ({
  kind: 'list',
  ordered,
  items: items.map((text) => ({ line: [{ text }], below: null })),
});
const step = (id: string, more: Partial<ProcedureStep> = {}): ProcedureStep => ({
  id,
  what: 'Ask',
  performer: 'HR lead',
  evidence: 'none',
  leaves: null,
  optional: false,
  ...more,
});
const told = (stepId: string, more: Partial<TellingFacts> = {}): TellingFacts => ({
  id: `${stepId}-told`,
  stepId,
  outcome: 'done',
  note: null,
  evidence: [],
  ...more,
});

test('PO71 a numbered list is proposed where its heading says Steps, or its items tell what record they leave', () => {
  const blocks: TextBlock[] = [
    heading(2, 'Hiring'),
    list(['Nothing that is a procedure.']),
    {
      kind: 'paragraph',
      line: [{ text: 'It is judged.' }, { text: '', obligation: { control: 'HR-05', frequency: null } }],
    },
    heading(3, 'Steps'),
    list(['The HR lead makes the offer. Record: offer, filed.', 'Whoever hires confirms it.']),
    heading(2, 'Exit'),
    list(['The manager tells it. Record: letter or e-mail.']),
    list(['A mark, and no numbers. Record: nothing.'], false),
  ];
  assert.deepEqual(proposedLists('Human resources', blocks), [
    {
      title: 'Hiring',
      controls: ['HR-05'],
      steps: [
        {
          what: 'The HR lead makes the offer.',
          performer: 'HR lead',
          evidence: 'note',
          leaves: 'offer, filed',
        },
        { what: 'Whoever hires confirms it.', performer: null, evidence: 'none', leaves: null },
      ],
    },
    {
      title: 'Exit',
      controls: [],
      steps: [{ what: 'The manager tells it.', performer: null, evidence: 'note', leaves: 'letter or e-mail' }],
    },
  ]);
});

test('PO71 a list under no heading but Steps has the title of its document, and a text without such lists proposes nothing', () => {
  const [only] = proposedLists('Change management', [heading(2, 'Steps'), list(['Ask.'])]);
  assert.equal(only?.title, 'Change management');
  assert.deepEqual(proposedLists('Change management', [heading(2, 'Footsteps'), list(['Ask.'])]), []);
  assert.deepEqual(proposedLists('Change management', []), []);
});

test('PO72 a step waits for those before it only where the procedure has an order', () => {
  const steps = [step('a'), step('b'), step('c')];
  assert.deepEqual(waitsFor('c', { inOrder: false, steps }, new Set()), []);
  assert.deepEqual(waitsFor('c', { inOrder: true, steps }, new Set(['b'])), [1]);
  assert.deepEqual(waitsFor('a', { inOrder: true, steps }, new Set()), []);
  assert.equal(refusedTelling(step('c'), told('c'), [1])?.code, 'not_yet_possible');
});

test('PO72 what a step leaves has to be there, and it is skipped only where it may be and with a reason', () => {
  const field = (own: ProcedureStep, telling: TellingFacts) => refusedTelling(own, telling, [])?.field ?? null;
  assert.equal(field(step('a'), told('a')), null);
  assert.equal(field(step('a', { evidence: 'note' }), told('a')), 'note');
  assert.equal(field(step('a', { evidence: 'note' }), told('a', { note: 'Ticket 4' })), null);
  assert.equal(field(step('a', { evidence: 'file' }), told('a', { note: 'Ticket 4' })), 'evidence');
  assert.equal(field(step('a', { evidence: 'file' }), told('a', { evidence: ['x'] })), null);
  const skipped = told('a', { outcome: 'skipped', note: 'No office' });
  assert.equal(field(step('a', { evidence: 'file' }), skipped), 'outcome');
  assert.equal(field(step('a', { optional: true, evidence: 'file' }), skipped), null);
  assert.equal(field(step('a', { optional: true }), { ...skipped, note: null }), 'note');
});

test('PO73 a run can be finished exactly once each step is told, and its evidence is there', () => {
  const steps = [step('a'), step('b', { evidence: 'file' }), step('c', { optional: true })];
  const left = (tellings: TellingFacts[], there = ['x']) =>
    leftToFinish(steps, tellingsThatCount(tellings), new Set(there)).map((each) => each.step);
  const all = [told('a'), told('b', { evidence: ['x'] }), told('c', { outcome: 'skipped', note: 'None' })];
  assert.deepEqual(left([]), [1, 2, 3]);
  assert.deepEqual(left(all), []);
  assert.deepEqual(left(all, []), [2], 'its file was deleted');
  // The last that was told of a step counts.
  assert.deepEqual(left([...all, told('b', { evidence: ['gone'] })]), [2]);
  fc.assert(
    fc.property(fc.subarray(all), (some) => {
      assert.equal(left(some).length, steps.length - some.length);
    }),
  );
});

test('PO74 what was never run, what is due and what is overdue are told apart, and a trigger has no day', () => {
  assert.deepEqual(dueOf('quarterly', null, '2026-12-01'), { state: 'never-run', on: null });
  const at = (today: string) => dueOf('quarterly', '2026-11-30', today);
  assert.deepEqual(at('2026-12-01'), { state: 'not-due', on: '2027-02-28' });
  assert.deepEqual(at('2027-02-14'), { state: 'due', on: '2027-02-28' });
  assert.deepEqual(at('2027-02-28'), { state: 'due', on: '2027-02-28' });
  assert.deepEqual(at('2027-03-01'), { state: 'overdue', on: '2027-02-28' });
  assert.deepEqual(dueOf('daily', '2026-12-01', '2026-12-01'), { state: 'not-due', on: '2026-12-02' });
  assert.deepEqual(dueOf('weekly', '2026-12-01', '2026-12-09'), { state: 'overdue', on: '2026-12-08' });
  for (const frequency of ['per_occurrence', 'continuous'] as const)
    assert.equal(dueOf(frequency, null, '2026-12-01'), null);
});

test('PO74 whatever the rhythm, a day that has passed is never told as not due', () => {
  const day = fc
    .integer({ min: 0, max: 2_000 })
    .map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
  fc.assert(
    fc.property(fc.constantFrom(...frequencies), day, day, (frequency, last, today) => {
      const due = dueOf(frequency, last, today);
      if (due === null) return;
      assert.equal(due.state === 'overdue', (due.on ?? '') < today);
    }),
  );
});
