export { instanceHandlers } from './handlers.ts';
export { prepareInstance } from './start.ts';
export { version } from './version.ts';
