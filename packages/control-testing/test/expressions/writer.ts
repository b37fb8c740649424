/** What an expression may name where it stands. */
export interface Names {
  rows: [string, ...string[]];
  elements: string[];
  /** No macro over a list may stand here. */
  flat?: boolean;
}

export const ofItem: Names = { rows: ['item'], elements: [] };

/** Random expressions of each type, from a seed; `depth` bounds their size. */
export function writer(seed: number) {
  let state = seed >>> 0;
  const below = (n: number) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return Math.floor((((state ^ (state >>> 13)) >>> 0) / 2 ** 32) * n);
  };
  const of = <T>(...choices: [T, ...T[]]): T => choices[below(choices.length)] as T;
  const signs = () => of('==', '!=', '<', '<=', '>', '>=');
  const column = (names: Names, ...columns: [string, ...string[]]) => `${of(...names.rows)}.${of(...columns)}`;
  const zone = () => of('', '"Europe/Berlin"', '"America/New_York"', '"+05:30"', '"-08:00"', '"UTC"');
  const place = (n: Names, depth: number) => (below(4) === 0 ? int(n, depth) : of('0', '1', '2', '-1'));

  const text = (n: Names, depth: number): string => {
    if (n.elements.length > 0 && below(2) === 0) return n.elements[0] as string;
    if (depth === 0 || below(3) === 0) {
      return below(3) === 0
        ? JSON.stringify(of('', 'a', 'b', 'Ab', 'ä', 'a b', "it's", '🦊', 'ａ', '12', ' x '))
        : column(n, 's', 't');
    }
    const s = () => text(n, depth - 1);
    return of(
      () => `${s()}.${of('lowerAscii', 'upperAscii', 'trim')}()`,
      () => `(${s()} + ${s()})`,
      () => `${s()}.substring(${place(n, depth - 1)})`,
      () => `${s()}.substring(${place(n, depth - 1)}, ${place(n, depth - 1)})`,
      () => `${s()}.charAt(${place(n, depth - 1)})`,
      () => `${s()}.replace(${s()}, ${s()})`,
      () => `${list(n, depth - 1)}.join(${of('', '", "', '"🦊"')})`,
      () => `${list(n, depth - 1)}[${place(n, depth - 1)}]`,
      () => `string(${of(int, bool, date, timestamp, text)(n, depth - 1)})`,
      () => `(${bool(n, depth - 1)} ? ${s()} : ${s()})`,
    )();
  };
  const list = (n: Names, depth: number): string => {
    if (depth === 0 || below(4) === 0) return column(n, 'l');
    return of(
      () => `${text(n, depth - 1)}.split(${of('","', '"a"', '""', text(n, 0))})`,
      () => `[${text(n, depth - 1)}, ${text(n, depth - 1)}]`,
      () => `${list(n, depth - 1)}.distinct()`,
      () => (isFlat(n) ? column(n, 'l') : `${list(n, depth - 1)}.map(y, ${text(within(n), depth - 1)})`),
      () => (isFlat(n) ? '"a,b".split(",")' : `${list(n, depth - 1)}.filter(y, ${bool(within(n), depth - 1)})`),
    )();
  };
  const isFlat = (n: Names) => n.flat === true || n.elements.length > 0;
  const within = (n: Names): Names => ({ ...n, elements: ['y'] });
  const int = (n: Names, depth: number): string => {
    if (depth === 0 || below(4) === 0) return of(column(n, 'i', 'j'), column(n, 'i'), '0', '3', '9223372036854775807');
    return of(
      () => `(${int(n, depth - 1)} ${of('+', '-', '*', '/', '%')} ${int(n, depth - 1)})`,
      () => `(${int(n, depth - 1)} ${of('/', '%')} ${int(n, depth - 1)})`,
      () => `-(${int(n, depth - 1)})`,
      () => `size(${text(n, depth - 1)})`,
      () => `${list(n, depth - 1)}.size()`,
      () => `${text(n, depth - 1)}.indexOf(${text(n, depth - 1)})`,
      () => `int(${of(int, double, text)(n, depth - 1)})`,
      () => `int(${column(n, 't')})`,
      () => `math.${of('least', 'greatest')}(${int(n, depth - 1)}, ${int(n, depth - 1)}, ${int(n, 0)})`,
      () => `math.abs(${int(n, depth - 1)})`,
      () => `${timestamp(n, depth - 1)}.${of('getFullYear', 'getMonth', 'getDate', 'getDayOfMonth')}(${zone()})`,
      () => `${timestamp(n, depth - 1)}.${of('getDayOfWeek', 'getDayOfYear', 'getHours')}(${zone()})`,
      () => `${timestamp(n, depth - 1)}.${of('getMinutes', 'getSeconds', 'getMilliseconds')}(${zone()})`,
      () => `${date(n, depth - 1)}.${of('getFullYear', 'getMonth', 'getDate', 'getDayOfWeek', 'getDayOfYear')}()`,
      () => `${duration(n, depth - 1)}.${of('getHours', 'getMinutes', 'getSeconds', 'getMilliseconds')}()`,
      () => `daysBetween(${of(date, timestamp)(n, depth - 1)}, ${date(n, depth - 1)})`,
      () => `businessDaysBetween(${of(date, timestamp)(n, depth - 1)}, ${of(date, timestamp)(n, depth - 1)})`,
      () => (isFlat(n) ? '1' : `${list(n, depth - 1)}.map(y, size(y)).${of('min', 'max')}()`),
    )();
  };
  const double = (n: Names, depth: number): string => {
    if (depth === 0 || below(3) === 0) return of(column(n, 'n'), column(n, 'n'), '0.5', '1e308', '-3.0');
    return of(
      () => `(${double(n, depth - 1)} ${of('+', '-', '*', '/')} ${double(n, depth - 1)})`,
      () => `double(${of(int, double, text)(n, depth - 1)})`,
      () => `double(${column(n, 't')})`,
      () => `math.${of('least', 'greatest')}(${double(n, depth - 1)}, ${double(n, depth - 1)})`,
      () => `math.abs(${double(n, depth - 1)})`,
      () => `-(${double(n, depth - 1)})`,
    )();
  };
  const date = (n: Names, depth: number): string => {
    if (depth === 0 || below(3) === 0)
      return of(column(n, 'd'), column(n, 'd'), 'period.from', 'period.to', 'date("2026-03-29")');
    return of(
      () => `date(${timestamp(n, depth - 1)})`,
      () => `addDays(${date(n, depth - 1)}, ${int(n, depth - 1)})`,
      () => `addBusinessDays(${of(date, timestamp)(n, depth - 1)}, ${int(n, depth - 1)})`,
      () => `addBusinessDays(${date(n, depth - 1)}, ${of('3', '-3', '0', '1', '-261')})`,
    )();
  };
  const timestamp = (n: Names, depth: number): string => {
    if (depth === 0 || below(3) === 0)
      return of(column(n, 'at', 'until'), column(n, 'at'), 'timestamp("2026-03-29T01:00:00.000001Z")');
    return of(
      () => `timestamp(${date(n, depth - 1)})`,
      () => `(${timestamp(n, depth - 1)} ${of('+', '-')} ${duration(n, depth - 1)})`,
    )();
  };
  const duration = (n: Names, depth: number): string => {
    if (depth === 0 || below(3) === 0) return `duration("${of('24h', '1h30m', '-1ms', '800000h', '-90m0.5s')}")`;
    return of(
      () => `(${timestamp(n, depth - 1)} - ${timestamp(n, depth - 1)})`,
      () => `(${duration(n, depth - 1)} ${of('+', '-')} ${duration(n, depth - 1)})`,
    )();
  };
  const bool = (n: Names, depth: number): string => {
    if (depth === 0)
      return of(column(n, 'b'), column(n, 'b'), 'true', 'false', `has(${column(n, 's', 'i', 'd', 'at', 'l')})`);
    const type = of(text, int, double, date, timestamp, duration, text, int, date);
    return of(
      () => `(${type(n, depth - 1)} ${signs()} ${type(n, depth - 1)})`,
      () => `(${type(n, depth - 1)} ${signs()} ${type(n, depth - 1)})`,
      () => `(${type(n, depth - 1)} ${signs()} ${type(n, 0)})`,
      () => `(${int(n, depth - 1)} ${signs()} ${double(n, depth - 1)})`,
      () => `(${bool(n, depth - 1)} ${of('&&', '||', '==', '!=')} ${bool(n, depth - 1)})`,
      () => `(${bool(n, depth - 1)} ${of('&&', '||')} ${bool(n, depth - 1)})`,
      () => `!(${bool(n, depth - 1)})`,
      () => `(${bool(n, depth - 1)} ? ${bool(n, depth - 1)} : ${bool(n, depth - 1)})`,
      () => `(${text(n, depth - 1)} in [${text(n, depth - 1)}, ${text(n, depth - 1)}])`,
      () => `(${text(n, depth - 1)} in ${list(n, depth - 1)})`,
      () => `(${list(n, depth - 1)} ${of('==', '!=')} ${list(n, depth - 1)})`,
      () => `${text(n, depth - 1)}.${of('startsWith', 'endsWith', 'contains')}(${text(n, depth - 1)})`,
      () => `${text(n, depth - 1)}.matches("${of('^a', '[A-Z]b?$', 'ä|b', '.', '(?i)AB', '^\\\\\\\\S*$')}")`,
      () => (isFlat(n) ? 'true' : listQuestion(n, depth - 1)),
    )();
  };
  const listQuestion = (n: Names, depth: number): string => {
    const inner = { ...n, elements: ['x'] };
    return of(
      () => `${list(n, depth)}.${of('exists', 'all', 'exists_one')}(x, ${bool(inner, depth)})`,
      () => `(${list(n, depth)}.filter(x, ${bool(inner, depth)}).size() > 0)`,
      () => `(${list(n, depth)}.map(x, ${bool(inner, depth)}, ${text(inner, depth)}).size() == 1)`,
    )();
  };
  /** A question to the relation `rel` of the item. */
  const related = (): string => {
    const both: Names = { rows: ['r', 'item'], elements: [] };
    const alone: Names = { rows: ['r'], elements: [] };
    const type = of(text, int, double, date, timestamp, duration);
    const names = of(both, alone);
    return of(
      () => `rel.${of('exists', 'all', 'exists_one')}(r, ${bool(names, 2)})`,
      () => `rel.filter(r, ${bool(names, 1)}).size() > 1`,
      () => of('rel.size() == 2', 'size(rel) == item.i'),
      () => `(${text(ofItem, 1)} in rel.map(r, ${text(names, 1)}))`,
      () => `rel.filter(r, ${bool(names, 1)}).map(r, ${text(names, 1)}).${of('size()', 'distinct().size()')} > 0`,
      () => `rel.map(r, has(r.s), r.s).join(",").${of('contains', 'endsWith')}(${text(ofItem, 0)})`,
      () => `rel.map(r, has(r.l), r.l.join()).all(x, ${bool({ rows: ['item'], elements: ['x'] }, 1)})`,
      () => `item.l.exists(x, x == "a" || rel.exists(r, ${bool({ ...names, flat: true }, 1)}))`,
      () => `(rel.map(r, ${type(names, 1)}).${of('min', 'max')}() ${signs()} ${type(ofItem, 1)})`,
      () => `(rel.filter(r, ${bool(names, 1)}).map(r, r.at).${of('min', 'max')}() ${signs()} item.at)`,
    )();
  };
  return { of, bool, text, list, int, double, date, timestamp, duration, listQuestion, related };
}
