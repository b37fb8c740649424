export { chosenFrom } from './chosen.ts';
export { engagementOf } from './engagement-of.ts';
export { engagementHandlers } from './handlers.ts';
export { newestParties } from './parties-store.ts';
export { notRelevantOf } from './relevance.ts';
export { lockDecisions, newestDecisions } from './relevance-store.ts';
export { allEngagements, chosenOf, insertEngagement, organizationFacts } from './store.ts';
export { localDate, termsSha256 } from './terms.ts';
export { todayIn } from './today.ts';
