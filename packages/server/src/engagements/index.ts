export { engagementHandlers, engagementOf } from './handlers.ts';
export { insertEngagement, organizationFacts } from './store.ts';
export { engagementTitle, localDate, termsSha256 } from './terms.ts';
