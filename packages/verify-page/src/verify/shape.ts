/** Reads a value of JSON in one shape. Members that a shape does not name are left out, as RFC 8785 has no say in them. */
export type Shape<T> = (value: unknown) => T;
export type Read<S> = S extends Shape<infer T> ? T : never;

/** A value that is not in its shape; `where` names the members that lead to it. */
export class Misfit extends Error {
  override readonly name = 'Misfit';
  readonly where: readonly string[];

  constructor(where: readonly string[] = []) {
    super(`The value at ${where.join('.')} is not as prescribed.`);
    this.where = where;
  }
}

function that<T>(holds: (value: unknown) => value is T): Shape<T> {
  return (value) => {
    if (!holds(value)) throw new Misfit();
    return value;
  };
}

function within<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw new Misfit([name, ...error.where]);
  }
}

export const text = that((value) => typeof value === 'string');
export const flag = that((value) => typeof value === 'boolean');
export const integer = that((value): value is number => Number.isSafeInteger(value));
export const anything: Shape<unknown> = (value) => value;

export function oneOf<const T extends string | number>(...values: readonly T[]): Shape<T> {
  return that((value): value is T => values.some((each) => each === value));
}

/** Text that `holds`. */
export function textThat(holds: (value: string) => boolean): Shape<string> {
  return that((value): value is string => typeof value === 'string' && holds(value));
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value) => (value === null ? null : shape(value));
}

/** A member that may be missing; `absent` stands for it then. */
export function orAbsent<T, D>(shape: Shape<T>, absent: D): Shape<T | D> {
  return (value) => (value === undefined ? absent : shape(value));
}

export function list<T>(shape: Shape<T>): Shape<T[]> {
  return (value) => {
    if (!Array.isArray(value)) throw new Misfit();
    return value.map((each, i) => within(String(i), () => shape(each)));
  };
}

/** An object whose names are free. */
export function record<T>(shape: Shape<T>): Shape<Record<string, T>> {
  return (value) => Object.fromEntries(membersOf(value).map(([name, each]) => [name, within(name, () => shape(each))]));
}

export function object<const F extends Record<string, Shape<unknown>>>(
  fields: F,
): Shape<{ [K in keyof F]: Read<F[K]> }> {
  return (value) => {
    const members = new Map(membersOf(value));
    const read = Object.entries(fields).map(([name, shape]) => [name, within(name, () => shape(members.get(name)))]);
    return Object.fromEntries(read) as { [K in keyof F]: Read<F[K]> };
  };
}

export function either<A, B>(first: Shape<A>, second: Shape<B>): Shape<A | B> {
  return (value) => {
    try {
      return first(value);
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      return second(value);
    }
  };
}

function membersOf(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Misfit();
  return Object.entries(value);
}
