import type { OpenDatabase } from '../../../src/platform/database/index.ts';

/** The row at which a write breaks. */
interface Break {
  /** As the database calls it: `plan_items`. */
  table: string;
  on?: 'insert' | 'update';
  /** SQL over the row: `new.number = 2`. */
  when?: string;
}

/**
 * Does some work while the database takes no such row, as where a server stops in the middle of a write: what the
 * transaction wrote before is there, and what comes after it never does.
 */
export async function interrupted<T>(
  database: OpenDatabase,
  { table, on = 'insert', when = 'true' }: Break,
  work: () => Promise<T>,
): Promise<T> {
  const script = (text: string): Promise<unknown> => database.owner((query) => query.script(text));
  await script(`create function tickmark.interrupt() returns trigger language plpgsql as
    $$ begin if ${when} then raise exception 'interrupted'; end if; return new; end $$;
    create trigger interrupt before ${on} on tickmark.${table}
      for each row execute function tickmark.interrupt();`);
  try {
    return await work();
  } finally {
    await script(`drop trigger interrupt on tickmark.${table}; drop function tickmark.interrupt();`);
  }
}
