export { operatorOperations } from './operations.ts';
export { noteFacts, noteOp, type NotedCheckpoint } from './operator.ts';
