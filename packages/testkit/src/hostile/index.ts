export { gif, jpeg, png } from './pictures.ts';
export { billionLaughs, deepPages, pdf, scriptedPdf, lockedPdf, type PdfParts } from './documents.ts';
export { burstingWorkbook } from './tables.ts';
