export * from './capture-links.ts';
export * from './operations.ts';
