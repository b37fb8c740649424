import { TickmarkError } from '@tickmark/core';
import { JsonCursor } from './json-cursor.ts';
import { parseObject, type JsonRecord } from './jsonl.ts';

/**
 * Objects of the array at `pointer` (RFC 6901; empty for the whole document), a batch at a time and
 * one object in memory at a time. An element that is no object, or whose text is not JSON, is broken
 * alone. Throws `population_invalid` when nothing, or no array, stands at the pointer, when the
 * document is cut or its brackets don't match, when it is nested over 200 levels deep, and when one
 * element is over 16 MiB.
 */
export async function* jsonArray(chunks: AsyncIterable<string>, pointer: string): AsyncGenerator<JsonRecord[]> {
  const cursor = new JsonCursor(chunks);
  await cursor.open();
  const path = pointer.split('/').slice(1).map(unescaped);
  /** Kinds of the brackets around the array, so that the document is read to its end. */
  const around: ('{' | '[')[] = [];
  for (const [i, name] of path.entries()) {
    const reached = `/${path.slice(0, i).join('/')}`.replace(/\/$/, '');
    const found = await enter(cursor, name, reached);
    if (found === undefined) throw nothingAt(pointer, name, reached, cursor.seen);
    around.push(found);
  }
  const first = await cursor.valueStart();
  if (first !== '[') throw noArray(pointer, first, first === '{' ? await memberNames(cursor) : []);
  yield* elements(cursor);
  for (const bracket of around.toReversed()) await leave(cursor, bracket);
  await cursor.expectEnd();
}

/** Steps into the member or element called `name`; undefined when there is none. */
async function enter(cursor: JsonCursor, name: string, reached: string): Promise<'{' | '[' | undefined> {
  const open = await cursor.valueStart();
  cursor.seen = [];
  if (open !== '{' && open !== '[') {
    throw new TickmarkError('population_invalid', `At "${reached}" stands a value that holds nothing else.`, {
      field: 'reading.pointer',
      action: 'Shorten the pointer, so that it ends at an array of objects.',
    });
  }
  cursor.skip();
  const close = open === '{' ? '}' : ']';
  for (let place = 0; (await cursor.peek()) !== close; place += 1) {
    if (place > 0) await cursor.expect(',');
    const key = open === '{' ? await cursor.key() : String(place);
    if (key === name) return open;
    if (open === '{') cursor.note(key);
    await cursor.skipValue();
  }
  return undefined;
}

/** Reads what follows the array in the values around it, so that a cut file is noticed. */
async function leave(cursor: JsonCursor, open: '{' | '['): Promise<void> {
  const close = open === '{' ? '}' : ']';
  while ((await cursor.peek()) !== close) {
    await cursor.expect(',');
    if (open === '{') await cursor.key();
    await cursor.skipValue();
  }
  cursor.skip();
}

async function* elements(cursor: JsonCursor): AsyncGenerator<JsonRecord[]> {
  await cursor.expect('[');
  let batch: JsonRecord[] = [];
  for (let count = 0; ; count += 1) {
    // Only what needs more input waits: a promise for each element would cost more than the parsing.
    const next = cursor.peekNow() ?? (await cursor.peek());
    if (next === ']') break;
    if (count > 0) {
      await cursor.expect(',');
      if ((await cursor.peek()) === ']') throw cursor.fault('a comma before the end of the array');
    }
    batch.push(parseObject(cursor.valueNow() ?? (await cursor.value())));
    if (batch.length === 1000) {
      yield batch;
      batch = [];
    }
  }
  cursor.skip();
  yield batch;
}

async function memberNames(cursor: JsonCursor): Promise<string[]> {
  await enter(cursor, '\0', '');
  return cursor.seen;
}

function unescaped(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function nothingAt(pointer: string, name: string, reached: string, names: string[]): TickmarkError {
  const known = names.length === 0 ? '' : ` There is: ${names.join(', ')}.`;
  return new TickmarkError(
    'population_invalid',
    `The pointer "${pointer}" leads nowhere: at "${reached}" there is no "${name}".${known}`,
    { field: 'reading.pointer', action: 'Give the path to the array of objects, such as /data/items.' },
  );
}

function noArray(pointer: string, first: string, names: string[]): TickmarkError {
  const what = first === '{' ? 'an object' : 'a single value';
  const known = names.length === 0 ? '' : ` with the members ${names.join(', ')}`;
  const where = pointer === '' ? 'The document is' : `At "${pointer}" stands`;
  const example = names[0] === undefined ? '/data/items' : `${pointer}/${names[0]}`;
  return new TickmarkError('population_invalid', `${where} ${what}${known}, not an array of objects.`, {
    field: 'reading.pointer',
    action: `Say where the array of objects stands, such as ${example}.`,
  });
}
