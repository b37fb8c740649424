export { instanceLogId } from './database.ts';
export type { Database, OpenDatabase, Scope, Tx } from './database.ts';
export { json } from './json.ts';
export { readMigrations } from './migrate.ts';
export type { Migration } from './migrate.ts';
export { openDatabase } from './open.ts';
export type { DatabaseParts, DatabasePlace } from './open.ts';
export type { Schema } from './schema.ts';
