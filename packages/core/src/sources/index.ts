export { sourced, type SourceId } from './sources.ts';
