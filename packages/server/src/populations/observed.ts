import { TickmarkError, type PopulationKind, type Row } from '@tickmark/core';

/**
 * The moment a file speaks of. Nobody knows when an upload left its source, so events count as taken
 * when they were received. A file of observed state says it itself: its last observation. Where a
 * row lacks the observation, the file can't vouch for more than the moment it was received.
 */
export class Observations {
  #rows = 0;
  #without = 0;
  #last = '';

  /** Passes rows on and notes when each was observed. */
  async *watch(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
    for await (const row of rows) {
      const at = row['observed_at'];
      this.#rows++;
      if (typeof at !== 'string') this.#without++;
      else if (at > this.#last) this.#last = at;
      yield row;
    }
  }

  /** Errors: population_invalid for an observation after the file was received. */
  extractedAt(kind: PopulationKind, receivedAt: Date): Date {
    if (kind.shape !== 'state' || this.#rows === 0 || this.#without > 0) return receivedAt;
    const last = new Date(this.#last);
    if (last <= receivedAt) return last;
    throw new TickmarkError(
      'population_invalid',
      `A row says that it was observed at ${this.#last}, which has not come yet.`,
      {
        field: 'file',
        action: 'Correct observed_at; an observation cannot lie in the future.',
      },
    );
  }
}
