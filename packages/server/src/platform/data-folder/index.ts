export { lockDataFolder } from './lock.ts';
export type { DataFolderLock } from './lock.ts';
