export { lockDataFolder } from './platform/data-folder/index.ts';
export { readBlobsElsewhere } from './platform/blobs/index.ts';
export { startTickmark, type Running, type StartOptions } from './start.ts';
export { toldToStop } from './stop.ts';
