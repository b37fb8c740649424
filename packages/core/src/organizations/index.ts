export * from './organizations.ts';
export * from './operations.ts';
