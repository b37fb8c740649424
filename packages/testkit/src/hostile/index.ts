export { gif, jpeg, png } from './pictures.ts';
export { billionLaughs, deepPages, lockedPdf, pdf, scriptedPdf } from './documents.ts';
export { burstingWorkbook } from './tables.ts';
