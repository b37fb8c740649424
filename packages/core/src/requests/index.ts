export * from './applies.ts';
export * from './operations.ts';
export * from './requests.ts';
export * from './words.ts';
