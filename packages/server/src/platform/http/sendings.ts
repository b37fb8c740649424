import { TickmarkError } from '@tickmark/core';

const minute = 60_000;
const window = 15 * minute;
/** At once, and begun within the window: whole files, which may leave bytes where they are refused, and pieces of one. */
const limits = {
  upload: { link: { atOnce: 2, begun: 20 }, address: { atOnce: 8, begun: 80 } },
  piece: { link: { atOnce: 2, begun: 600 }, address: { atOnce: 8, begun: 2_400 } },
} as const;

interface Count {
  now: number;
  begun: number[];
}

/**
 * Bodies that come in by links, which anybody who was given one may send: so many at once and within a quarter of an
 * hour, by link and by address. Counted in this process; a restart forgets them, as it ends them.
 */
export class Sendings {
  readonly #counts = new Map<string, Count>();

  /** Admits one more; call the returned function when it has ended. Errors: too_many_requests. */
  begin(what: keyof typeof limits, linkId: string, address: string, now: Date): () => void {
    const at = now.getTime();
    this.#forget(at);
    const subjects = [
      { key: `${what} link ${linkId}`, limit: limits[what].link },
      { key: `${what} address ${address}`, limit: limits[what].address },
    ];
    const counts = subjects.map(({ key, limit }) => {
      const count = this.#counts.get(key) ?? { now: 0, begun: [] };
      if (count.now >= limit.atOnce || count.begun.length >= limit.begun) throw tooMany();
      return [key, count] as const;
    });
    for (const [key, count] of counts) {
      count.now += 1;
      count.begun.push(at);
      this.#counts.set(key, count);
    }
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      for (const [, count] of counts) count.now -= 1;
    };
  }

  #forget(at: number): void {
    for (const [key, count] of this.#counts) {
      count.begun = count.begun.filter((begun) => begun > at - window);
      if (count.now === 0 && count.begun.length === 0) this.#counts.delete(key);
    }
  }
}

function tooMany(): TickmarkError {
  return new TickmarkError('too_many_requests', 'Too much is being sent by this link, or from where you are.', {
    action: 'Wait some minutes, then send the file again.',
  });
}
