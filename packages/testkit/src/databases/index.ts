export { embeddedDatabase, fillDataFolder } from './embedded.ts';
export { forEachDatabase, onPostgres } from './each.ts';
export type { DatabaseUnderTest } from './each.ts';
export { killablePostgres, postgresDatabase, postgresFiles, postgresUrl, sharePostgres } from './postgres.ts';
export type { KillablePostgres, PostgresFiles, Program } from './postgres.ts';
export type { TestDatabase } from './test-database.ts';
