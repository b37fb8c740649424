export * from './broken-log.ts';
export * from './record.ts';
export * from './seal.ts';
export * from './signing-key.ts';
