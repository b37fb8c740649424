/** What is newest of something that is drawn anew, for what was set up once and asks for it later. */
export interface Latest<T> {
  get(): T;
  set(value: T): void;
}

export function createLatest<T>(first: T): Latest<T> {
  let value = first;
  return {
    get: () => value,
    set: (next) => {
      value = next;
    },
  };
}
