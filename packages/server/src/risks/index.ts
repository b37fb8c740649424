export { riskHandlers } from './handlers.ts';
