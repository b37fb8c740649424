/** Those after which the database cannot go on: it ends, and is started again; an embedded one takes the server with it. */
export const ending = ['sync', 'log'] as const;
/** Those that a request is refused for, or that nobody notices: of the database, and of the store of files. */
export const passing = [
  'rows',
  'rows-short',
  'log-short',
  'file-full',
  'file-broken',
  'file-short',
  'file-sync',
] as const;
export type DiskFaultKind = (typeof ending)[number] | (typeof passing)[number];

const kinds: readonly DiskFaultKind[] = [...ending, ...passing];

/** What a disk does, told by one thread to another. */
export class Failing {
  readonly #told: Int32Array;

  /** Its kind from 1 on, or 0; how many operations of its kind still go well; how many did not. */
  constructor(told: Int32Array = new Int32Array(new SharedArrayBuffer(12))) {
    this.#told = told;
  }

  get told(): Int32Array {
    return this.#told;
  }

  begin(kind: DiskFaultKind, after: number): void {
    Atomics.store(this.#told, 1, after);
    Atomics.store(this.#told, 2, 0);
    Atomics.store(this.#told, 0, kinds.indexOf(kind) + 1);
  }

  /** How many operations failed. */
  end(): number {
    Atomics.store(this.#told, 0, 0);
    return Atomics.load(this.#told, 2);
  }

  /** Whether this operation is one of those that fail. */
  fails(kind: DiskFaultKind): boolean {
    if (Atomics.load(this.#told, 0) !== kinds.indexOf(kind) + 1) return false;
    if (Atomics.sub(this.#told, 1, 1) > 0) return false;
    Atomics.add(this.#told, 2, 1);
    return true;
  }
}
