import type { OpenDatabase } from '../../../src/platform/database/index.ts';

/** Each query answers one text per fault of the second fence; together they answer nothing. */
const queries = [
  `select 'role ' || rolname || ' can pass row security' from pg_roles
    where rolname in ('tickmark_app', 'tickmark_identity') and (rolsuper or rolbypassrls or rolcanlogin or rolcreaterole)`,
  `select 'role ' || r.rolname || ' is a member of ' || pg_get_userbyid(m.roleid)
    from pg_auth_members m join pg_roles r on r.oid = m.member
    where r.rolname in ('tickmark_app', 'tickmark_identity')`,
  `select 'role ' || pg_get_userbyid(d.refobjid) || ' owns something' from pg_shdepend d
    where d.refclassid = 'pg_authid'::regclass and d.deptype = 'o'
      and pg_get_userbyid(d.refobjid) in ('tickmark_app', 'tickmark_identity')`,
  // A tenant's table, or any table that the role of a tenant can touch.
  `select 'table ' || c.oid::regclass || ' has no forced row security'
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)
      and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
      and ((n.nspname = 'tickmark' and exists (select from pg_attribute a
          where a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped))
        or (has_schema_privilege('tickmark_app', n.oid, 'usage')
          and has_table_privilege('tickmark_app', c.oid, 'select, insert, update, delete')))`,
  `select 'policy ' || p.polname || ' on ' || p.polrelid::regclass || ' does not name the tenant'
    from pg_policy p
    where (0 = any (p.polroles) or 'tickmark_app'::regrole = any (p.polroles))
      and exists (select from pg_attribute a where a.attrelid = p.polrelid and a.attname = 'organization_id')
      and (coalesce(pg_get_expr(p.polqual, p.polrelid), '') not like '%organization_id = tickmark.organization_id()%'
        or coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') not like '%organization_id = tickmark.organization_id()%')`,
  `select 'reachable ' || c.relkind::text || ' ' || c.oid::regclass
    from pg_class c join pg_namespace n on n.oid = c.relnamespace,
      (values ('tickmark_app'), ('tickmark_identity')) as r (name)
    where (c.relkind in ('v', 'm', 'f', 'p', 'S') or c.relispartition)
      and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
      and has_schema_privilege(r.name, n.oid, 'usage')
      and (case when c.relkind = 'S' then has_sequence_privilege(r.name, c.oid, 'usage, select, update')
        else has_table_privilege(r.name, c.oid, 'select, insert, update, delete') end)`,
  `select 'reachable definer function ' || p.oid::regprocedure
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace,
      (values ('tickmark_app'), ('tickmark_identity')) as r (name)
    where p.prosecdef and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
      and has_schema_privilege(r.name, n.oid, 'usage') and has_function_privilege(r.name, p.oid, 'execute')`,
  `select 'schema ' || n.nspname || ' is writable' from pg_namespace n,
      (values ('tickmark_app'), ('tickmark_identity')) as r (name)
    where n.nspname not like 'pg\\_%' and has_schema_privilege(r.name, n.oid, 'create')`,
  // A foreign key that leaves the tenant out tells whether another tenant has such an id.
  `select 'foreign key ' || k.conname || ' leaves the tenant out'
    from pg_constraint k
      join pg_attribute mine on mine.attrelid = k.conrelid and mine.attname = 'organization_id'
      join pg_attribute theirs on theirs.attrelid = k.confrelid and theirs.attname = 'organization_id'
    where k.contype = 'f' and k.connamespace = 'tickmark'::regnamespace
      and (array_position(k.conkey, mine.attnum) is null
        or array_position(k.conkey, mine.attnum) is distinct from array_position(k.confkey, theirs.attnum))`,
];

/** What the catalog says against the second fence; nothing when it stands. `before` runs first and is undone. */
export async function catalogFaults(database: OpenDatabase, before = ''): Promise<string[]> {
  return database.owner(async (connection) => {
    await connection.script('begin');
    await connection.script(before);
    const faults: string[] = [];
    for (const query of queries) {
      faults.push(
        ...(await connection.query<{ fault: string }>(`select fault from (${query}) q (fault)`, [])).map(
          (row) => row.fault,
        ),
      );
    }
    await connection.script('rollback');
    return faults;
  });
}
