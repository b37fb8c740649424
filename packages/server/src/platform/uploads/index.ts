export { openStaging } from './staging.ts';
export { createUploads, uploadLimits } from './uploads.ts';
export type { Sender } from './store.ts';
export type { UploadLimits, Uploads } from './uploads.ts';
