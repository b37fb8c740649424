/** Wakes those who wait for a job to go on: every step that this process saves is news. */
export class News {
  #next = Promise.withResolvers<void>();

  /** Resolves with the next news. Take it before looking, so that nothing is missed between the look and the wait. */
  get next(): Promise<void> {
    return this.#next.promise;
  }

  tell(): void {
    this.#next.resolve();
    this.#next = Promise.withResolvers();
  }
}
