export { procedureHandlers } from './handlers.ts';
export { runsRestingOn } from './proof.ts';
export { procedureTitles } from './store.ts';
