export * from './reasons.ts';
export { reasonSentence } from './sentences.ts';
export { byText, counted, dateIn, dayAfter, joined, quantity, spanned } from './wording.ts';
