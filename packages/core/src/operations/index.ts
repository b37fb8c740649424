export * from './define.ts';
export * from './list.ts';
export * from './shapes.ts';
