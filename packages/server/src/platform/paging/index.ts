export { matchesWords, readPage, wordsOf, type Page, type PageInput } from './keyset.ts';
export { pageOf } from './memory.ts';
