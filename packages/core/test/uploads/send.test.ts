import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { sendInPieces, smallFileBytes, type Upload } from '../../src/uploads/index.ts';

const mebibyte = 1024 * 1024;

function uploadOf(size: number, received: number): Upload {
  return {
    id: '8a1f4d7e-52f1-4c0f-9f70-2b8a6d6e0a11',
    name: 'big.csv',
    size,
    sha256: '0'.repeat(64),
    received,
    state: received === size ? 'complete' : 'receiving',
    begunAt: '2026-03-02T09:00:00.000Z',
    expiresAt: '2026-03-03T09:00:00.000Z',
  };
}

type Event = 'kept' | 'lost' | 'answer lost' | 'half kept';

/** A server that keeps what arrives, behind a line that does what `events` say of each piece, and then works. */
function lineTo(size: number, events: Event[], received = 0) {
  const pieces: [number, number][] = [];
  const failures: number[] = [];
  const lost = new Error('connection lost');
  return {
    pieces,
    failures,
    kept: () => received,
    sender: {
      begin: async () => uploadOf(size, received),
      show: async () => uploadOf(size, received),
      append: async (upload: Upload, end: number) => {
        assert.equal(upload.received, received, 'a piece begins where the last one ended');
        assert.ok(end > upload.received && end <= size);
        pieces.push([upload.received, end]);
        const event = events.shift() ?? 'kept';
        if (event === 'lost') throw lost;
        received = event === 'half kept' ? upload.received + Math.ceil((end - upload.received) / 2) : end;
        if (event !== 'kept') throw lost;
        return uploadOf(size, received);
      },
      recover: async (error: unknown, count: number) => {
        if (error !== lost) throw error;
        failures.push(count);
      },
      onReceived: () => undefined,
    },
  };
}

test('EV11 whatever a line loses, a file arrives whole, each piece where the one before ended', async () => {
  const events = fc.array(fc.constantFrom<Event>('kept', 'lost', 'answer lost', 'half kept'), { maxLength: 40 });
  const sizes = fc.integer({ min: 1, max: 60 * mebibyte });
  await fc.assert(
    fc.asyncProperty(events, sizes, fc.nat(), async (happening, size, before) => {
      const line = lineTo(size, [...happening], before % size);
      assert.equal((await sendInPieces(line.sender)).state, 'complete');
      assert.equal(line.kept(), size);
    }),
  );
});

test('EV11 after a failure pieces are half as long, and grow again while the line holds', async () => {
  const line = lineTo(40 * mebibyte, ['kept', 'lost', 'lost', 'kept', 'kept']);
  await sendInPieces(line.sender);
  const lengths = line.pieces.map(([from, to]) => (to - from) / mebibyte);
  assert.deepEqual(lengths, [8, 8, 4, 2, 4, 8, 8, 8, 2]);
  assert.deepEqual(line.failures, [1, 2]);
  const bad = lineTo(
    smallFileBytes,
    Array.from({ length: 12 }, () => 'lost' as const),
  );
  await sendInPieces(bad.sender);
  assert.equal(Math.min(...bad.pieces.map(([from, to]) => to - from)), 256 * 1024);
});

test('EV11 what was received of the same file before is not sent again', async () => {
  const line = lineTo(20 * mebibyte, [], 19 * mebibyte);
  await sendInPieces(line.sender);
  assert.deepEqual(line.pieces, [[19 * mebibyte, 20 * mebibyte]]);
  const whole = lineTo(20 * mebibyte, [], 20 * mebibyte);
  await sendInPieces(whole.sender);
  assert.deepEqual(whole.pieces, []);
});

test('EV16 a file that expired while it waited for the line begins again', async () => {
  const line = lineTo(2 * mebibyte, ['lost'], mebibyte);
  const expired = {
    ...line.sender,
    show: async () => ({ ...uploadOf(2 * mebibyte, mebibyte), state: 'expired' as const }),
  };
  assert.equal((await sendInPieces(expired)).state, 'complete');
});

test('EV11 a failure that is none of the line ends the sending with it', async () => {
  const refusal = new Error('too large');
  const line = lineTo(20 * mebibyte, []);
  const refused = { ...line.sender, append: async () => Promise.reject(refusal) };
  await assert.rejects(sendInPieces(refused), refusal);
});
