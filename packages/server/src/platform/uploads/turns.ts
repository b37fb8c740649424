/**
 * One at a time for each upload. Whoever comes stops the one before, whose connection is most likely
 * dead without the server having heard of it, and waits until that has saved what it got.
 */
export class Turns {
  readonly #current = new Map<string, { stop: AbortController; ended: Promise<unknown> }>();

  /** Stops everyone and waits until they have saved what they got. */
  async end(): Promise<void> {
    const all = [...this.#current.values()];
    for (const { stop } of all) stop.abort();
    await Promise.allSettled(all.map(({ ended }) => ended));
  }

  async take<T>(key: string, work: (stopped: AbortSignal) => Promise<T>): Promise<T> {
    const before = this.#current.get(key);
    const stop = new AbortController();
    const run = async (): Promise<T> => {
      before?.stop.abort();
      await before?.ended.catch(() => undefined);
      return work(stop.signal);
    };
    const ended = run();
    const mine = { stop, ended };
    this.#current.set(key, mine);
    try {
      return await ended;
    } finally {
      if (this.#current.get(key) === mine) this.#current.delete(key);
    }
  }
}
