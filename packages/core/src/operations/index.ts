export * from './define.ts';
export * from './list.ts';
export * from './named-shapes.ts';
export * from './shapes.ts';
