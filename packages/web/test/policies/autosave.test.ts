import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ErrorCode } from '@tickmark/core';
import * as fc from 'fast-check';
import { ApiError, noAnswer } from '../../src/api/error.ts';
import { createAutosave, type Autosave } from '../../src/pages/policies/editor/autosave.ts';

const key = 'draft POL-01';

function refusal(code: ErrorCode, status: number): ApiError {
  return new ApiError({ code, message: 'No.', action: 'Write it otherwise.' }, status);
}

/** A clock that stands still until it is moved, with what is due at each time. */
function clock() {
  let time = 1_000_000;
  let due: { at: number; run: () => void }[] = [];
  return {
    now: () => time,
    later: (run: () => void, milliseconds: number) => {
      const waiting = { at: time + milliseconds, run };
      due.push(waiting);
      return () => {
        due = due.filter((each) => each !== waiting);
      };
    },
    pass: async (milliseconds: number): Promise<void> => {
      const end = time + milliseconds;
      for (;;) {
        await settled();
        const [next] = due.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
        if (next === undefined) break;
        time = Math.max(time, next.at);
        due = due.filter((each) => each !== next);
        next.run();
      }
      time = end;
      await settled();
    },
  };
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 12; turn++) await Promise.resolve();
};

function store() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
    removeItem: (name: string) => void kept.delete(name),
  };
}

/** A server that holds one text, and refuses what is based on an older one. */
function server() {
  const holds = { text: 'begun', revision: 1 };
  const asked: { text: string; at: number }[] = [];
  let failing: unknown = null;
  let taking = 0;
  let now = 0;
  let most = 0;
  const time = clock();
  const save = async (text: string, revision: number): Promise<{ revision: number }> => {
    asked.push({ text, at: time.now() });
    now += 1;
    most = Math.max(most, now);
    const failure = failing;
    if (taking > 0) await new Promise<void>((answer) => void time.later(answer, taking));
    now -= 1;
    if (failure !== null) throw failure;
    if (revision !== holds.revision) throw refusal('conflict', 409);
    holds.text = text;
    holds.revision += 1;
    return { revision: holds.revision };
  };
  return {
    holds,
    asked,
    time,
    save,
    most: () => most,
    fail: (error: unknown) => (failing = error),
    take: (milliseconds: number) => (taking = milliseconds),
  };
}

function opened(at = server(), storage: Parameters<typeof createAutosave>[0]['storage'] = store()) {
  const { now, later } = at.time;
  const autosave: Autosave<string> = createAutosave<string>({
    key,
    revision: at.holds.revision,
    save: at.save,
    storage,
    now,
    later,
  });
  return { ...at, autosave, storage, state: () => autosave.standing().state };
}

test('PO24 a text is saved 800 ms after its last change, and each 5 s while somebody types', async () => {
  const { autosave, state, asked, time, holds } = opened();
  autosave.change('a');
  assert.equal(state(), 'waiting');
  await time.pass(799);
  assert.equal(asked.length, 0);
  await time.pass(1);
  assert.deepEqual([holds.text, state(), autosave.standing().savedAt], ['a', 'saved', time.now()]);

  const begun = time.now();
  for (let n = 0; n < 24; n++) {
    autosave.change(`a${n}`);
    await time.pass(500);
  }
  assert.deepEqual(
    asked.slice(1).map(({ at }) => at - begun),
    [5000, 10_000],
  );
  await time.pass(800);
  assert.deepEqual([holds.text, state()], ['a23', 'saved']);
});

test('PO24 a change while a save is under way is saved after it, never beside it', async () => {
  const { autosave, state, asked, time, take, most, holds } = opened();
  take(2000);
  autosave.change('a');
  await time.pass(1000);
  assert.equal(state(), 'saving');
  autosave.change('ab');
  await time.pass(1799);
  assert.equal(asked.length, 1);
  await time.pass(1);
  assert.deepEqual([asked.length, state()], [2, 'saving']);
  await time.pass(2000);
  assert.deepEqual([holds.text, state(), most()], ['ab', 'saved', 1]);
});

test('PO25 where no answer comes it is tried again after 1, 2, 4 … 30 s, and at once when the connection is back', async () => {
  const { autosave, state, asked, time, fail, holds, storage } = opened();
  fail(noAnswer());
  autosave.change('a');
  await time.pass(800);
  assert.deepEqual([state(), autosave.standing().kept], ['offline', true]);
  await time.pass(1000 + 2000 + 4000 + 8000 + 16_000 + 30_000 + 30_000);
  const gaps = asked.slice(1).map(({ at }, place) => at - (asked[place]?.at ?? 0));
  assert.deepEqual(gaps, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  autosave.change('ab');
  assert.equal(state(), 'offline');
  assert.match(storage.getItem(key) ?? '', /"ab"/);

  fail(null);
  autosave.online();
  await settled();
  assert.deepEqual([holds.text, state(), autosave.standing().error], ['ab', 'saved', null]);
  assert.equal(storage.getItem(key), null);
});

test('PO25 a server that cannot answer now is tried again as well', async () => {
  for (const error of [refusal('internal', 502), refusal('too_many_requests', 429), refusal('cannot_run', 503)]) {
    const { autosave, state, time, fail, holds } = opened();
    fail(error);
    autosave.change('a');
    await time.pass(800);
    assert.deepEqual([state(), autosave.standing().error], ['offline', error]);
    fail(null);
    await time.pass(1000);
    assert.deepEqual([state(), holds.text], ['saved', 'a']);
  }
});

test('PO26 what was not saved when a page ended is offered when it is opened again', async () => {
  const first = opened();
  first.fail(noAnswer());
  first.autosave.change('lost?');
  await first.time.pass(900);

  const again = opened(first, first.storage);
  assert.equal(again.autosave.standing().recovered, 'lost?');
  again.fail(null);
  again.autosave.resolve('mine');
  await settled();
  assert.deepEqual([again.holds.text, again.autosave.standing().recovered], ['lost?', null]);
  assert.equal(again.storage.getItem(key), null);
});

test('PO26 what is offered stays while somebody types on, and is gone when it is let go of', async () => {
  const first = opened();
  first.autosave.change('first');
  const second = opened(server(), first.storage);
  second.autosave.change('second');
  const third = opened(server(), first.storage);
  assert.equal(third.autosave.standing().recovered, 'second');
  third.autosave.resolve('theirs');
  assert.equal(third.autosave.standing().recovered, 'first');
  third.autosave.resolve('theirs');
  assert.equal(third.autosave.standing().recovered, null);
  assert.equal(third.storage.getItem(key), null);
  await third.time.pass(10_000);
  assert.equal(third.asked.length, 0);
});

test('PO26 what is recovered replaces nothing that somebody saved since', async () => {
  const first = opened();
  first.autosave.change('mine');
  await first.save('theirs', 1);
  const again = opened(first, first.storage);
  again.autosave.resolve('mine');
  await settled();
  assert.deepEqual([again.state(), again.holds.text], ['conflict', 'theirs']);
});

test('PO26 storage that is full or closed is not said to keep anything, and what lies in it is not trusted', async () => {
  const full = {
    getItem: () => {
      throw new Error('closed');
    },
    setItem: () => {
      throw new Error('full');
    },
    removeItem: () => undefined,
  };
  const { autosave, state, time } = opened(server(), full);
  autosave.change('a');
  assert.equal(autosave.standing().kept, false);
  await time.pass(800);
  assert.equal(state(), 'saved');
  for (const text of ['', '{', 'null', '7', '{"value":"x"}', '{"revision":1}', '[]']) {
    const storage = store();
    storage.setItem(key, text);
    assert.equal(opened(server(), storage).autosave.standing().recovered, null, text);
  }
});

test('PO27 a conflict stops saving, keeps both texts, and goes on with the one that is chosen', async () => {
  for (const choice of ['mine', 'theirs'] as const) {
    const { autosave, state, asked, time, holds, save, storage } = opened();
    await save('theirs', 1);
    autosave.change('mine');
    await time.pass(800);
    autosave.change('mine too');
    await time.pass(60_000);
    assert.deepEqual([state(), holds.text, asked.length], ['conflict', 'theirs', 2]);
    assert.match(storage.getItem(key) ?? '', /"mine too"/);

    autosave.seen(holds.revision);
    autosave.resolve(choice);
    await settled();
    assert.deepEqual([state(), holds.text], ['saved', choice === 'mine' ? 'mine too' : 'theirs']);
    assert.equal(storage.getItem(key), null);
    autosave.change('next');
    await time.pass(800);
    assert.equal(holds.text, 'next');
  }
});

test('PO27 a text over one that was never seen is in conflict again', async () => {
  const { autosave, state, time, save, holds } = opened();
  await save('theirs', 1);
  autosave.change('mine');
  await time.pass(800);
  autosave.resolve('mine');
  await settled();
  assert.deepEqual([state(), holds.text], ['conflict', 'theirs']);
});

test('PO27 a refusal is shown and keeps the text; the next change tries again', async () => {
  const { autosave, state, time, fail, asked, storage, holds } = opened();
  const error = refusal('bad_input', 400);
  fail(error);
  autosave.change('too long');
  await time.pass(60_000);
  assert.deepEqual([state(), autosave.standing().error, asked.length], ['refused', error, 1]);
  assert.match(storage.getItem(key) ?? '', /"too long"/);
  fail(null);
  autosave.change('short');
  await time.pass(800);
  assert.deepEqual([state(), holds.text, autosave.standing().error], ['saved', 'short', null]);
});

test('PO27 leaving saves what is not saved, also what was changed while a save was under way, and tries no more', async () => {
  const { autosave, time, take, fail, holds, asked, storage } = opened();
  take(2000);
  autosave.change('a');
  await time.pass(2700);
  autosave.change('ab');
  autosave.close();
  await time.pass(100);
  assert.equal(asked.length, 2);
  await time.pass(2000);
  assert.equal(holds.text, 'ab');

  autosave.open();
  fail(noAnswer());
  autosave.change('abc');
  autosave.close();
  await time.pass(60_000);
  assert.equal(asked.length, 3);
  assert.match(storage.getItem(key) ?? '', /"abc"/);
});

test('PO27 whatever happens in between, the last text is saved in the end, one save at a time, and until then lies in the storage', async () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('change' as const) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 7000 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('drop', 'refuse', 'mend', 'online', 'flush', 'leave') }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('take' as const), ms: fc.integer({ min: 0, max: 3000 }) }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { autosave, time, fail, take, most, holds, storage, state } = opened();
      let newest = holds.text;
      let changes = 0;
      for (const each of steps) {
        if (each.do === 'change') autosave.change((newest = `text ${(changes += 1)}`));
        if (each.do === 'pass' && 'ms' in each) await time.pass(each.ms);
        if (each.do === 'take' && 'ms' in each) take(each.ms);
        if (each.do === 'drop') fail(noAnswer());
        if (each.do === 'refuse') fail(refusal('bad_input', 400));
        if (each.do === 'mend') fail(null);
        if (each.do === 'online') autosave.online();
        if (each.do === 'flush') void autosave.flush();
        if (each.do === 'leave') {
          autosave.close();
          autosave.open();
        }
        await settled();
        if (holds.text !== newest) assert.ok((storage.getItem(key) ?? '').includes(`"${newest}"`));
        if (state() === 'saved') assert.equal(holds.text, newest);
      }
      fail(null);
      void autosave.flush();
      await time.pass(60_000);
      assert.deepEqual([holds.text, state()], [newest, 'saved']);
      assert.ok(most() <= 1);
      assert.equal(storage.getItem(key), null);
    }),
    { numRuns: 300 },
  );
});
