export { matchesWords, readPage, type Order, type Page, type PageInput } from './keyset.ts';
export { pageOf } from './memory.ts';
