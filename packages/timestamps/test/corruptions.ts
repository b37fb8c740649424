import { TimestampError, verifyTimestamp, type Asked } from '../src/index.ts';

/** A change to a token that is the same each time. */
type Change = (token: Uint8Array, next: (below: number) => number) => Uint8Array;

const changes: Change[] = [
  (token, next) => patched(token, next(token.length), (byte) => byte ^ (1 << next(8))),
  (token, next) => patched(token, next(token.length), () => next(256)),
  (token, next) => token.slice(0, next(token.length)),
  (token, next) => {
    const at = next(token.length);
    return joined(token.subarray(0, at), Uint8Array.of(next(256)), token.subarray(at));
  },
  (token, next) => {
    const at = next(token.length);
    return joined(token.subarray(0, at), token.subarray(at + 1 + next(4)));
  },
  (token, next) => {
    const [from, to, length] = [next(token.length), next(token.length), 1 + next(40)];
    const copied = token.slice();
    copied.set(token.subarray(from, from + Math.min(length, token.length - to)), to);
    return copied;
  },
];

/**
 * Corrupts a token in `count` ways that follow from `seed`. Whatever is still taken as a timestamp is put before `judge`, another
 * implementation: what that one refuses is returned. Anything thrown but a TimestampError is a defect.
 */
export async function corrupt(
  token: Uint8Array,
  asked: Asked,
  { seed, count, judge }: { seed: number; count: number; judge: (token: Uint8Array) => Promise<boolean> },
): Promise<{ taken: number; wrongly: Uint8Array[] }> {
  const next = generator(seed);
  const found = { taken: 0, wrongly: [] as Uint8Array[] };
  for (let i = 0; i < count; i += 1) {
    const change = changes[next(changes.length)];
    const changed = change?.(token, next) ?? token;
    if (Buffer.from(changed).equals(token) || !isTaken(changed, asked)) continue;
    found.taken += 1;
    if (!(await judge(changed))) found.wrongly.push(changed);
  }
  return found;
}

function isTaken(token: Uint8Array, asked: Asked): boolean {
  try {
    verifyTimestamp(token, asked);
    return true;
  } catch (error) {
    if (error instanceof TimestampError) return false;
    throw error;
  }
}

function patched(token: Uint8Array, at: number, change: (byte: number) => number): Uint8Array {
  const copied = token.slice();
  copied[at] = change(copied[at] ?? 0);
  return copied;
}

function joined(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** Mulberry32. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
