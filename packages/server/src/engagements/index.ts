export { engagementHandlers, engagementOf } from './handlers.ts';
export { allEngagements, insertEngagement, organizationFacts } from './store.ts';
export { localDate, termsSha256 } from './terms.ts';
