export { identifier, text } from './quote.ts';
export { openDuckDb, type Queries, type Session, type SqlRow } from './session.ts';
