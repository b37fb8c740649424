import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  applyingRequests,
  byArea,
  controlCatalogue,
  isOverdue,
  requestCatalogue,
  type Category,
  type Control,
} from '../../src/index.ts';

const period = { from: '2025-03-01', to: '2026-02-28' };
const engagement = (...categories: Category[]) => ({ categories, terms: { type: 'type2' as const, period } });
const version = (code: string, change: Partial<Control> = {}) => ({
  code,
  criteria: controlCatalogue.find(({ id }) => id === code)?.criteria ?? [],
  effectiveFrom: '2025-01-01',
  retiredOn: null,
  ...change,
});
const held = (versions: ReturnType<typeof version>[], ...categories: Category[]) =>
  new Map(
    applyingRequests(engagement('security', ...categories), versions, requestCatalogue).map((each) => [each.id, each]),
  );

test('EV71 the catalogue has 62 requests, of known controls alone', () => {
  assert.equal(requestCatalogue.length, 62);
  assert.deepEqual(
    requestCatalogue.map(({ id }) => id),
    Array.from({ length: 62 }, (_, n) => `PBC-${String(n + 1).padStart(2, '0')}`),
  );
  const known = new Set(controlCatalogue.map(({ id }) => id));
  for (const { controls } of requestCatalogue) for (const code of controls) assert.ok(known.has(code), code);
  const kinds = Map.groupBy(requestCatalogue, ({ kind }) => kind);
  assert.deepEqual(
    ['population', 'document', 'sample', 'configuration'].map((kind) => kinds.get(kind as 'sample')?.length),
    [30, 18, 8, 6],
  );
});

test('EV71 without a control only requests about the engagement itself apply, and each other one says why not', () => {
  const none = [...held([]).values()];
  assert.deepEqual(
    none.filter(({ notApplying }) => notApplying === null).map(({ id }) => id),
    ['PBC-01', 'PBC-03', 'PBC-61', 'PBC-62'],
  );
  for (const { notApplying } of none.filter(({ controls, id }) => controls.length > 0 && id !== '')) {
    assert.ok(notApplying?.words.endsWith('.'));
  }
  assert.deepEqual(held([]).get('PBC-55')?.notApplying, {
    why: 'category',
    words: 'It asks about Availability, which the engagement does not cover.',
  });
  assert.deepEqual(held([], 'availability').get('PBC-55')?.notApplying, {
    why: 'not-adopted',
    words: 'AVL-03, the control it asks about, was not adopted.',
  });
  assert.match(held([]).get('PBC-46')?.notApplying?.words ?? '', /^None of the controls it asks about was adopted: /);
});

test('EV71 a request applies by one of its controls that is examined, and names those alone', () => {
  const one = held([version('GOV-02')]).get('PBC-08');
  assert.deepEqual([one?.notApplying, one?.controls], [null, ['GOV-02']]);
  const all = held(
    controlCatalogue.map(({ id }) => version(id)),
    'availability',
    'confidentiality',
    'processing_integrity',
    'privacy',
  );
  assert.deepEqual(
    [...all.values()].filter(({ notApplying }) => notApplying !== null),
    [],
  );
});

test('EV71 a control counts from its first day in the period to its last, both included, and for a criterion that applies', () => {
  const why = (change: Partial<Control>, code = 'GOV-02') =>
    held([version(code, change)]).get(code === 'GOV-02' ? 'PBC-08' : 'PBC-55')?.notApplying?.why ?? null;
  assert.equal(why({ effectiveFrom: '2026-02-28' }), null);
  assert.equal(why({ effectiveFrom: '2026-03-01' }), 'not-in-force');
  assert.equal(why({ retiredOn: '2025-03-02' }), null, 'the first day without it is the second of the period');
  assert.equal(why({ retiredOn: '2025-03-01' }), 'not-in-force');
  assert.equal(why({}, 'AVL-03'), 'no-criterion', 'adopted, and availability is not examined');
});

test('EV70 the day a request is due is in time; what is submitted or superseded is never overdue', () => {
  const at = (dueOn: string | null, state: Parameters<typeof isOverdue>[0]['state'] = 'draft') =>
    isOverdue({ dueOn, state }, '2026-03-02');
  assert.deepEqual([at('2026-03-02'), at('2026-03-01'), at('2026-03-03'), at(null)], [false, true, false, false]);
  assert.deepEqual(
    (['draft', 'in-progress', 'submitted', 'superseded'] as const).map((state) => at('2026-03-01', state)),
    [true, true, false, false],
  );
});

test('EV70 areas stand in the order of the catalogue, and others after them by their letters', () => {
  assert.deepEqual(['Zoo', 'Privacy', 'Access', 'Cloud', 'Governance'].toSorted(byArea), [
    'Governance',
    'Access',
    'Privacy',
    'Cloud',
    'Zoo',
  ]);
});
