export type { Blobs, StoredBlob } from './blobs.ts';
export { assertId, explainDisk, syncFolder, writeAll } from './disk.ts';
export type { DiskFiles } from './disk.ts';
export { openBlobs } from './folder.ts';
