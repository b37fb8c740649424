import assert from 'node:assert/strict';
import { test } from 'node:test';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { readAgain } from '../../src/api/read-again.ts';

/** A read on screen whose answers come when they are let through, each as it was when it was asked. */
function shown(client: QueryClient) {
  let value = 'before';
  const waiting: (() => void)[] = [];
  const observer = new QueryObserver(client, {
    queryKey: ['list'],
    staleTime: 15_000,
    queryFn: () => {
      const asked = value;
      return new Promise<string>((resolve) => waiting.push(() => resolve(asked)));
    },
  });
  observer.subscribe(() => undefined);
  return {
    waiting,
    change: () => (value = 'after'),
    data: () => observer.getCurrentResult().data,
    fresh: () => !observer.getCurrentResult().isStale,
  };
}

/** Lets answers through until nothing more is asked for. */
async function settle({ waiting }: { waiting: (() => void)[] }): Promise<void> {
  for (let quiet = 0; quiet < 20; quiet += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    for (const answer of waiting.splice(0)) {
      answer();
      quiet = 0;
    }
  }
}

test('a first answer still on its way when something changes is asked for once more', async () => {
  const client = new QueryClient();
  const list = shown(client);
  list.change();
  const read = readAgain(client);
  await settle(list);
  await read;
  assert.equal(list.data(), 'after');
  assert.ok(list.fresh());
  client.clear();
});

test('what was read before is read again once, and what failed does not hold up the rest', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const list = shown(client);
  await settle(list);
  assert.equal(list.data(), 'before');
  let asked = 0;
  const failing = new QueryObserver(client, {
    queryKey: ['failing'],
    queryFn: () => {
      asked += 1;
      return Promise.reject(new Error('refused'));
    },
  });
  failing.subscribe(() => undefined);
  list.change();
  const read = readAgain(client);
  assert.equal(list.waiting.length, 1);
  await settle(list);
  await read;
  assert.equal(list.data(), 'after');
  assert.equal(asked, 2);
  client.clear();
});
