export { timestampHandlers, type TimestampParts } from './handlers.ts';
export { stampsOver, timestampFiles, type TimestampFile } from './stamped.ts';
export { startStamper } from './stamper.ts';
