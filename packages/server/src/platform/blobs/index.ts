export type { Blobs } from './blobs.ts';
export { openBlobs } from './folder.ts';
export type { BlobFiles } from './folder.ts';
