export * from './record.ts';
export * from './signing-key.ts';
