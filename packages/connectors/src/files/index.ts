export { previewFile } from './preview.ts';
export { readFile, type FileOutcome, type FileRows, type ReadFileInput } from './read.ts';
export { detectFormat } from './sniff.ts';
