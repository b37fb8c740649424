export * from './browser/browser.ts';
export * from './databases/index.ts';
export * from './example/index.ts';
