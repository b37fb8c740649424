import { TickmarkError } from '@tickmark/core';

/** Where a page ended: the sort it was read in, the sort value of its last row, and that row's id. */
export interface Position {
  sort: string;
  value: string;
  id: string;
}

/** An opaque cursor: base64url of a JSON array. It names a place, and grants nothing. */
export function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify([position.sort, position.value, position.id])).toString('base64url');
}

/** Reads a cursor back; a broken one, or one of another sort, is `bad_input` of the field `cursor`. */
export function decodeCursor(cursor: string, sort: string): Position {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw brokenCursor();
  }
  if (!Array.isArray(parts) || parts.length !== 3 || !parts.every((part) => typeof part === 'string'))
    throw brokenCursor();
  const [from, value, id] = parts as [string, string, string];
  if (from !== sort) throw brokenCursor();
  return { sort, value, id };
}

export function brokenCursor(): TickmarkError {
  return new TickmarkError('bad_input', 'The cursor was not made by this list in this order.', {
    field: 'cursor',
    action: 'Ask for the first page again, without a cursor.',
  });
}
