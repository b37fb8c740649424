import type { OwnerConnection } from './engine.ts';

/** The migrated database as text, in a fixed order, for the two generated files. */

/** As in .oxfmtrc.json. */
const formattedWidth = 120;

interface Column {
  table: string;
  name: string;
  type: string;
  required: boolean;
  default: string | null;
  check: string | null;
}

async function readColumns(connection: OwnerConnection): Promise<Column[]> {
  return connection.query<Column>(
    `select c.relname as "table", a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
        a.attnotnull as required, pg_get_expr(d.adbin, d.adrelid) as "default",
        (select pg_get_constraintdef(k.oid) from pg_constraint k
          where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
            and pg_get_constraintdef(k.oid) like 'CHECK ((' || a.attname || ' = ANY (ARRAY[%'
          limit 1) as "check"
      from pg_class c join pg_attribute a on a.attrelid = c.oid
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where c.relnamespace = 'tickmark'::regnamespace and c.relkind = 'r' and c.relname <> 'migrations'
        and a.attnum > 0 and not a.attisdropped
      order by c.relname collate "C", a.attnum`,
    [],
  );
}

const scriptTypes: Record<string, string> = {
  uuid: 'string',
  text: 'string',
  date: 'string',
  'timestamp with time zone': 'Date',
  bigint: 'number',
  integer: 'number',
  boolean: 'boolean',
  bytea: 'Uint8Array',
  'text[]': 'string[]',
  'uuid[]': 'string[]',
  tsvector: 'string',
};

/** schema.ts: one interface a table, in the names that CamelCasePlugin gives. */
export async function schemaTypes(connection: OwnerConnection): Promise<string> {
  const columns = await readColumns(connection);
  const tables = [...new Set(columns.map((column) => column.table))];
  const interfaces = tables.map((table) => {
    const fields = columns.filter((column) => column.table === table);
    return `export interface ${pascal(table)}Table {\n${fields.map(field).join('\n')}\n}\n`;
  });
  const schema = tables.map((table) => `  ${camel(table)}: ${pascal(table)}Table;`).join('\n');
  return `// Made by packages/server/scripts/generate-schema.ts from the migrations; do not edit.
import type { Generated } from 'kysely';
import type { JsonColumn, NullableJsonColumn } from './json.ts';

${interfaces.join('\n')}
export interface Schema {\n${schema}\n}\n`;
}

/** A line, or one for each of its choices where that is longer than the formatter lets a line be. */
function field(column: Column): string {
  const line = `  ${camel(column.name)}: ${columnType(column)};`;
  return line.length <= formattedWidth ? line : line.replace(': ', ':\n    | ').replaceAll("' | ", "'\n    | ");
}

function columnType(column: Column): string {
  if (column.type === 'jsonb') return column.required ? 'JsonColumn' : 'NullableJsonColumn';
  const plain = column.check === null ? scriptTypes[column.type] : literals(column.check);
  if (plain === undefined) throw new Error(`${column.table}.${column.name}: no TypeScript type for ${column.type}`);
  const type = column.required ? plain : `${plain} | null`;
  return column.default === null ? type : `Generated<${type}>`;
}

/** CHECK ((state = ANY (ARRAY['queued'::text, …]))) as a union of its texts. */
function literals(check: string): string {
  return [...check.matchAll(/'([^']+)'::text/g)].map((match) => `'${match[1]}'`).join(' | ');
}

function camel(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function pascal(name: string): string {
  return camel(`_${name}`);
}

/** schema.sql: for reading and reviewing; a database is made by the migrations only. */
export async function schemaSql(connection: OwnerConnection): Promise<string> {
  const columns = await readColumns(connection);
  const lines = await connection.query<{ table: string | null; line: string }>(
    `select "table", line from (
      select c.relname as "table", 1 as part, k.conname::text as name,
        '  constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid) as line
      from pg_constraint k join pg_class c on c.oid = k.conrelid
      where c.relnamespace = 'tickmark'::regnamespace and k.contype <> 'n'
      union all
      select tablename, 2, indexname, indexdef || ';' from pg_indexes
      where schemaname = 'tickmark' and not exists (select from pg_constraint where conname = indexname)
      union all
      select c.relname, 3, '', 'alter table ' || c.relname
        || case when c.relrowsecurity then ' enable' else ' disable' end || ' row level security,'
        || case when c.relforcerowsecurity then ' force' else ' no force' end || ' row level security;'
      from pg_class c where c.relnamespace = 'tickmark'::regnamespace and c.relkind = 'r'
      union all
      select tablename, 4, policyname, 'create policy ' || policyname || ' on ' || tablename || ' for ' || lower(cmd)
        || ' to ' || array_to_string(roles, ', ') || coalesce(' using ' || qual, '')
        || coalesce(' with check ' || with_check, '') || ';'
      from pg_policies where schemaname = 'tickmark'
      union all
      select table_name, 5, grantee, 'grant ' || string_agg(lower(privilege_type), ', ' order by privilege_type)
        || ' on ' || table_name || ' to ' || grantee || ';'
      from information_schema.role_table_grants
      where table_schema = 'tickmark' and grantee like 'tickmark\\_%'
      group by table_name, grantee
      union all
      select c.relname, 5, grantee.rolname || ' ' || a.attname,
        'grant ' || lower(x.privilege_type) || ' (' || a.attname || ') on ' || c.relname || ' to ' || grantee.rolname || ';'
      from pg_attribute a join pg_class c on c.oid = a.attrelid
        cross join aclexplode(a.attacl) x join pg_roles grantee on grantee.oid = x.grantee
      where c.relnamespace = 'tickmark'::regnamespace and grantee.rolname like 'tickmark\\_%'
      union all
      select null, 6, proname, pg_get_functiondef(oid) || ';' from pg_proc
      where pronamespace = 'tickmark'::regnamespace
    ) parts where "table" is distinct from 'migrations'
    order by "table" collate "C" nulls first, part, name collate "C", line collate "C"`,
    [],
  );
  const tables = [...new Set(columns.map((column) => column.table))];
  const functions = lines.filter((line) => line.table === null).map((line) => line.line);
  const statements = tables.map((table) => {
    const own = lines.filter((line) => line.table === table).map((line) => line.line);
    const inside = [
      ...columns.filter((column) => column.table === table).map(columnSql),
      ...own.filter((line) => line.startsWith('  constraint')),
    ];
    const outside = own.filter((line) => !line.startsWith('  constraint'));
    return `create table ${table} (\n${inside.join(',\n')}\n);\n${outside.join('\n')}\n`;
  });
  return [
    '-- Made by packages/server/scripts/generate-schema.ts from the migrations; do not edit.',
    'create schema tickmark;\nset search_path = tickmark;\n',
    ...functions,
    '',
    ...statements,
  ].join('\n');
}

function columnSql(column: Column): string {
  const fallback = column.default === null ? '' : ` default ${column.default}`;
  return `  ${column.name} ${column.type}${column.required ? ' not null' : ''}${fallback}`;
}
