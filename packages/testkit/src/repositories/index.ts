export * from './test-repository.ts';
