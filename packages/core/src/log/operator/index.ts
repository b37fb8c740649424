export { operatorOperations } from './operations.ts';
export { notedCheckpoint, type NotedCheckpoint } from './operator.ts';
