import type { OpenDatabase, Scope } from '../../../src/platform/database/index.ts';
import { sql } from 'kysely';
import { addOrganization, addUser } from './rows.ts';

/** Every table of schema tickmark with a tenant column. */
export async function tenantTables(database: OpenDatabase): Promise<string[]> {
  const rows = await database.owner((connection) =>
    connection.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = 'tickmark'::regnamespace and c.relkind = 'r' and a.attname = 'organization_id'
        order by 1`,
      [],
    ),
  );
  return rows.map((row) => row.name);
}

/** Where a check spans columns or a list, what the rows of a table say beyond the values of their types. */
const told: Record<string, readonly Record<string, string>[]> = {
  evidence: [{ captured_by: '00000000-0000-4000-8000-00000000000c' }],
  populations: [{}, { id: '00000000-0000-4000-8000-00000000000b', version: '2' }],
  reconciliations: [{ second_id: '00000000-0000-4000-8000-00000000000b' }],
  explanations: [{ items: '{x}' }],
  policies: [{ code: 'POL-01', template: 'POL-01' }],
  policy_pages: [{ slug: 'abcdefghijkmnpqrstuv' }],
  policy_steps: [{ kind: 'withdrawn' }],
};

/** The tenant, a user, and a row in each of its tables; values follow from the column's type and check. */
export async function fillTenant(database: OpenDatabase, organizationId: string, userId: string): Promise<void> {
  await addUser(database, userId);
  await addOrganization(database, organizationId);
  const scope: Scope = { role: 'app', organizationId, userId };
  let left = await tenantTables(database);
  // A table waits for those its foreign keys point to.
  while (left.length > 0) {
    const failed: string[] = [];
    let reason: unknown;
    for (const table of left) {
      const spoken = told[table] ?? [{}];
      const columns = await requiredColumns(database, table, Object.keys(spoken[0] ?? {}));
      const rows = spoken.map((row) =>
        columns.map(
          (column) =>
            sql`${row[column.name] ?? valueFor(column, organizationId, userId)}::text::${sql.raw(column.type)}`,
        ),
      );
      const names = columns.map((column) => sql.id(column.name));
      try {
        await database.transaction(scope, (tx) =>
          sql`insert into ${sql.id(table)} (${sql.join(names)}) values ${sql.join(rows.map((values) => sql`(${sql.join(values)})`))}`.execute(
            tx,
          ),
        );
      } catch (error) {
        failed.push(table);
        reason = error;
      }
    }
    if (failed.length === left.length) throw new Error(`No row fits into ${failed.join(', ')}.`, { cause: reason });
    left = failed;
  }
}

interface Column {
  name: string;
  type: string;
  check: string | null;
}

async function requiredColumns(database: OpenDatabase, table: string, besides: readonly string[]): Promise<Column[]> {
  return database.owner((connection) =>
    connection.query<Column>(
      `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
          (select pg_get_constraintdef(k.oid) from pg_constraint k
            where k.conrelid = a.attrelid and k.contype = 'c' and k.conkey = array[a.attnum] limit 1) as "check"
        from pg_attribute a
        where a.attrelid = ('tickmark.' || $1)::regclass and a.attnum > 0 and (a.attnotnull and not a.atthasdef or a.attname = any ($2))
          and not a.attisdropped`,
      [table, besides],
    ),
  );
}

function valueFor(column: Column, organizationId: string, userId: string): string {
  if (column.name === 'organization_id') return organizationId;
  const literal = /'([^']+)'::text/.exec(column.check ?? '')?.[1];
  if (literal !== undefined) return literal;
  const values: Record<string, string> = {
    uuid: userId,
    text: 'x',
    'text[]': '{}',
    'uuid[]': '{}',
    date: '2026-01-01',
    'timestamp with time zone': '2026-01-01T00:00:00Z',
    boolean: 'false',
    bigint: '1',
    integer: '1',
    jsonb: '{}',
    tsvector: 'x',
    bytea: `\\x${'00'.repeat(32)}`,
  };
  const value = values[column.type];
  if (value === undefined) throw new Error(`No value known for the type ${column.type} of ${column.name}.`);
  return value;
}
