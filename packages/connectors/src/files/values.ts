import type { ColumnType, Value } from '@tickmark/core';
import type { Zone } from '../time/zone.ts';
import { iso, midnightOf } from './calendar.ts';
import { CivilTime } from './civil.ts';

/** Why a cell could not be read: a sentence part after "column x". */
export class Unreadable {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/**
 * The value of a cell. Space around it is dropped and an empty cell is null. Nothing is guessed: a
 * cell that can be read in two ways is `Unreadable`. `zone` is for times that carry no zone.
 */
export function parseText(type: ColumnType, cell: string, zone: Zone | undefined): Value | Unreadable {
  const text = cell.trim();
  if (text === '') return type === 'strings' ? [] : null;
  switch (type) {
    case 'string':
      return text;
    case 'strings':
      return text
        .split(';')
        .map((part) => part.trim())
        .filter((part) => part !== '');
    case 'integer':
      return parseInteger(text);
    case 'number':
      return parseNumber(text);
    case 'boolean':
      return parseBoolean(text);
    case 'date':
      return parseDate(text);
    case 'instant':
      return parseInstant(text, zone);
  }
}

/** The value of a JSON member, or of a typed cell; text is read like a cell of a CSV. */
export function parseTyped(type: ColumnType, value: unknown, zone: Zone | undefined): Value | Unreadable {
  if (value === null || value === undefined) return type === 'strings' ? [] : null;
  if (typeof value === 'string') return parseText(type, value, zone);
  if (value instanceof Unreadable) return value;
  if (value instanceof CivilTime) return parseCivil(type, value, zone);
  if (Array.isArray(value)) {
    if (type !== 'strings') return new Unreadable('holds a list');
    return value.every((part) => typeof part === 'string')
      ? value
      : new Unreadable('holds a list of something else than texts');
  }
  if (typeof value === 'object') return new Unreadable('holds an object');
  if (typeof value === 'number') {
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      return new Unreadable('holds a whole number of more digits than are kept exactly; write it as text');
    }
    if (type === 'number' || type === 'integer' || type === 'string' || type === 'boolean') {
      return parseText(type, String(value), zone);
    }
    return new Unreadable(`holds the number ${value}`);
  }
  return type === 'boolean' || type === 'string'
    ? parseText(type, String(value), zone)
    : new Unreadable(`holds ${String(value)}`);
}

/** A midnight is the day itself; any other time of day can't be dropped from it. */
function parseCivil(type: ColumnType, value: CivilTime, zone: Zone | undefined): Value | Unreadable {
  if (type === 'date' && value.day !== null) {
    return value.isMidnight ? value.day : new Unreadable(`holds the time ${String(value)} where a day belongs`);
  }
  if (type === 'instant' || type === 'date' || type === 'string') return parseText(type, String(value), zone);
  return new Unreadable(`holds the ${value.day === null ? 'time of day' : 'date'} ${String(value)}`);
}

function parseInteger(text: string): Value | Unreadable {
  if (!/^[+-]?\d+$/.test(text)) return new Unreadable(`"${short(text)}" is not a whole number`);
  const value = Number(text);
  return Number.isSafeInteger(value) ? value + 0 : new Unreadable(`"${short(text)}" is too large for a whole number`);
}

function parseNumber(text: string): Value | Unreadable {
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text)) {
    const hint = text.includes(',') ? '; write it with a point and without thousands separators' : '';
    return new Unreadable(`"${short(text)}" is not a number${hint}`);
  }
  const value = Number(text);
  return Number.isFinite(value) ? value : new Unreadable(`"${short(text)}" is too large for a number`);
}

const truths = new Map([
  ['true', true],
  ['yes', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['0', false],
]);

function parseBoolean(text: string): Value | Unreadable {
  return truths.get(text.toLowerCase()) ?? new Unreadable(`"${short(text)}" is not true, false, yes, no, 1 or 0`);
}

function parseDate(text: string): Value | Unreadable {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return new Unreadable(notIso(text, 'date', '2026-03-04'));
  return midnightOf(text) === null ? new Unreadable(`"${text}" is not a day of the calendar`) : text;
}

const isoTime =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|z|UTC|[+-]\d{2}(?::?\d{2})?)?$/;

function parseInstant(text: string, zone: Zone | undefined): Value | Unreadable {
  const match = isoTime.exec(text);
  if (match === null) {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return new Unreadable(`"${text}" has a day but no time of day`);
    return new Unreadable(notIso(text, 'time', '2026-03-04T09:30:00Z'));
  }
  const [, day = '', hour, minute, second = '0', fraction = '0', offset] = match;
  const midnight = midnightOf(day);
  if (midnight === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    return new Unreadable(`"${text}" is not a time of the calendar`);
  }
  const millisecond = Number(fraction.padEnd(3, '0').slice(0, 3));
  const local = midnight + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + millisecond;
  if (offset !== undefined) return iso(local - offsetMs(offset));
  if (zone === undefined) return new Unreadable(`"${text}" carries no time zone; say which zone such times are in`);
  const { instants } = zone.read(local);
  const [instant] = instants;
  if (instant !== undefined && instants.length === 1) return iso(instant);
  return instant === undefined
    ? new Unreadable(`"${text}" never was: the clocks were put forward over it`)
    : new Unreadable(`"${text}" was twice: the clocks were put back; write it with its offset`);
}

function offsetMs(offset: string): number {
  if (offset === 'Z' || offset === 'z' || offset === 'UTC') return 0;
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}

function notIso(text: string, what: string, example: string): string {
  const slashed = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2,4})/.exec(text);
  if (slashed !== null && Number(slashed[1]) <= 12 && Number(slashed[2]) <= 12) {
    return `"${short(text)}" can be read in two ways; write it as ${example}`;
  }
  return `"${short(text)}" is not an ISO ${what}; write it as ${example}`;
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
