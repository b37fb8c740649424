export { lockDataFolder } from './lock.ts';
