export * from './catalogue-wording.ts';
export * from './controls.ts';
export * from './operations.ts';
export * from './versions.ts';
export * from './words.ts';
