export * from './attempts.ts';
export * from './master-key.ts';
export * from './passwords.ts';
export * from './scope.ts';
export * from './secrets.ts';
export * from './sessions.ts';
