export { officeText } from './office.ts';
export { pdfText } from './pdf.ts';
export { KeptText, type FileText } from './kept-text.ts';
