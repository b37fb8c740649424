import { errorBody } from '../../../api/error.ts';
import type { SaveStanding } from './autosave.ts';

/** What became of the newest change. That this browser keeps it is said only where it does. */
export function savedWords({ state, savedAt, error, kept }: Omit<SaveStanding<unknown>, 'recovered'>): string {
  const held = kept ? 'Your text is kept in this browser' : 'Keep this page open: this browser keeps no copy';
  switch (state) {
    case 'saved':
      return savedAt === null ? 'No changes' : `Saved ${timeOf(savedAt)}`;
    case 'waiting':
    case 'saving':
      return 'Saving…';
    case 'offline':
      return errorBody(error).code === 'cannot_run'
        ? `Not connected: ${lowered(held)}${kept ? ' and saved when the connection is back.' : '.'}`
        : `Not saved yet: the server can’t answer now. ${held}; it is tried again.`;
    case 'conflict':
      return `Not saved: somebody else saved this document meanwhile. ${held}. Choose which of the two to go on with.`;
    case 'refused': {
      const { message, action } = errorBody(error);
      return `Not saved: ${message}${action === undefined ? '' : ` ${action}`} ${held}.`;
    }
  }
}

const lowered = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1);

/** `12:03`, where the reader is. */
function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toLocaleTimeString('sv', { hour: '2-digit', minute: '2-digit' });
}
