export { identifier, text } from './quote.ts';
export { openDuckDb, type Session, type SqlRow } from './session.ts';
