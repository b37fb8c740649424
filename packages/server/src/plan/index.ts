export { gapsOfPlan } from './gaps-of-plan.ts';
export { planHandlers } from './handlers.ts';
export { planProgress } from './progress.ts';
export { itemsRestingOn } from './proof.ts';
export { roadmapOf } from './roadmap.ts';
export { countItems, shownItems } from './shown.ts';
export { itemNames } from './store.ts';
