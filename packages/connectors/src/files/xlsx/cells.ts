import { civilTime, CivilTime } from '../civil.ts';
import { Unreadable } from '../values.ts';
import { unescaped, type SharedStrings } from './strings.ts';
import type { Shows } from './styles.ts';
import { damaged } from './zip.ts';

/** A cell as the sheet writes it. */
export interface RawCell {
  /** Place such as `C17`. */
  ref: string;
  type: string | undefined;
  shows: Shows;
  formula: boolean;
  /** Text of the stored value, or null when the cell has none. */
  stored: string | null;
}

const dayMs = 86_400_000;
const lastDay = 2_958_465;

/**
 * What a cell holds: text, number, truth, civil time, null; `Unreadable` for an error, a formula whose
 * value was not stored, and a date that no calendar has. Formulas count by their stored value.
 */
export function cellValue(cell: RawCell, strings: SharedStrings, from1904: boolean): unknown {
  const { ref, type, stored } = cell;
  if (stored === null) {
    return cell.formula
      ? new Unreadable(`is a formula whose value is not stored (cell ${ref}); save the file in a spreadsheet program`)
      : null;
  }
  switch (type) {
    case 's': {
      const text = strings.get(Number(stored));
      if (text === undefined) throw damaged(`cell ${ref} points at a text that is not there`);
      return text;
    }
    case 'str':
      return unescaped(stored);
    case 'inlineStr':
      return stored;
    case 'b':
      return stored.trim() === '1' || stored.trim() === 'true';
    case 'e':
      return new Unreadable(`holds the error ${stored.trim()} (cell ${ref})`);
    case 'd':
      return isoDate(stored.trim());
    case undefined:
    case 'n':
      return numberOf(cell, stored.trim(), from1904);
    default:
      throw damaged(`cell ${ref} has the unknown type "${type}"`);
  }
}

function numberOf({ ref, shows }: RawCell, text: string, from1904: boolean): unknown {
  if (text === '') return null;
  const number = Number(text);
  if (!Number.isFinite(number)) throw damaged(`cell ${ref} holds "${text.slice(0, 40)}", which is no number`);
  return shows === 'number' ? number : dateOf(number, shows, ref, from1904);
}

/** A day count as a date. Excel counts a 29 February 1900 that never was. */
function dateOf(serial: number, shows: Exclude<Shows, 'number'>, ref: string, from1904: boolean): unknown {
  if (serial < 0 || serial >= lastDay + 1) return new Unreadable(`holds the number ${serial} as a date (cell ${ref})`);
  if (serial < 1 && shows === 'time') return civilTime(Math.round(serial * dayMs), 'time');
  if (!from1904 && serial >= 60 && serial < 61) return new Unreadable(`holds a day that never was (cell ${ref})`);
  const epoch = from1904 ? 24_107 : serial < 60 ? 25_568 : 25_569;
  return civilTime(Math.round((serial - epoch) * dayMs), shows === 'time' ? 'moment' : shows);
}

function isoDate(text: string): unknown {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2}(?:\.\d+)?))?$/.exec(text);
  return match === null ? text : new CivilTime(match[1] ?? null, match[2] ?? null);
}
