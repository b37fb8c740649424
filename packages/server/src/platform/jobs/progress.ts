import { AsyncResource } from 'node:async_hooks';
import type { Progress } from './runs.ts';

/**
 * Progress of one job, saved at most four times a second with the newest figures. `report` never
 * waits for the database: a job may report in the middle of one of its own transactions, which on
 * the embedded database would be waiting for itself.
 */
export class ThrottledProgress {
  readonly #save: (step: Progress) => Promise<void>;
  readonly #betweenMs: number;
  #pending: Progress | undefined;
  #timer: NodeJS.Timeout | undefined;
  #saving: Promise<void> = Promise.resolve();
  #savedAt = Number.NEGATIVE_INFINITY;

  constructor(save: (step: Progress) => Promise<void>, betweenMs = 250) {
    // Bound to where the job began, outside any transaction that is open when it reports.
    this.#save = AsyncResource.bind(save);
    this.#betweenMs = betweenMs;
  }

  report(step: Progress): void {
    this.#pending = { ...this.#pending, ...step };
    if (this.#timer !== undefined) return;
    const waitMs = Math.max(0, this.#savedAt + this.#betweenMs - performance.now());
    this.#timer = setTimeout(() => this.#flush(), waitMs);
  }

  /** Ends the reporting and answers what is not yet saved; rejects with what kept an earlier step from being saved. */
  async finish(): Promise<Progress> {
    clearTimeout(this.#timer);
    await this.#saving;
    return this.#pending ?? {};
  }

  #flush(): void {
    const step = this.#pending ?? {};
    this.#pending = undefined;
    this.#saving = this.#saving
      .then(() => this.#save(step))
      .finally(() => {
        this.#savedAt = performance.now();
        this.#timer = undefined;
        if (this.#pending !== undefined) this.report({});
      });
    // `finish` reports it; until then it must not end the process.
    this.#saving.catch(() => undefined);
  }
}
