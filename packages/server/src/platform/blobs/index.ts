export type { Blobs, StoredBlob } from './blobs.ts';
export { assertId, explainDisk, syncFolder, writeAll } from './disk.ts';
export type { BlobFiles } from './disk.ts';
export { openBlobs } from './folder.ts';
export { keepFiles, lockForRemoval } from './removal.ts';
export { s3PlaceOf } from './s3-place.ts';
export type { S3Options } from './s3-place.ts';
export { openBlobStore, readBlobsElsewhere } from './store.ts';
