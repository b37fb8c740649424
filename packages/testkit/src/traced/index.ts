export { canTrace, runOnDisk } from './trace.ts';
export type { Disk, FileCall } from './trace.ts';
