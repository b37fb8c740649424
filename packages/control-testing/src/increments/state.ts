import { identifier, type Session } from '../duckdb/index.ts';
import { attributeColumn, itemsQuery, observationsSql, type Prepared } from '../runs/index.ts';
import { newDeviations, type NewDeviations } from './deviations.ts';

type Attributes = Prepared['typed']['attributes'];

/**
 * Judges the touched observations of `now` and brings the summary of what they observed up to date. A subject
 * whose new observations all come after those known is added to; only one with an observation that was
 * known before, or that comes late, is summed up again.
 */
export async function keepObservations(session: Session, now: Prepared): Promise<NewDeviations> {
  const { attributes } = now.typed;
  const columns = attributes.map(({ name }) => `, ${identifier(attributeColumn(name))}`).join('');
  const known = 'key IN (SELECT key FROM earlier)';
  await session.run(
    `CREATE OR REPLACE TEMP TABLE found AS SELECT key, subject, day${columns} FROM (${observationsSql(now)}) WHERE in_scope AND key IN (SELECT key FROM touched)`,
  );
  await session.run('CREATE TABLE IF NOT EXISTS kept.observations AS FROM found LIMIT 0');
  await session.run(`CREATE TABLE IF NOT EXISTS kept.subjects AS ${summarySql(attributes, 'found')} LIMIT 0`);
  await session.run(
    `CREATE OR REPLACE TEMP TABLE again AS
     SELECT subject FROM kept.observations WHERE ${known}
     UNION SELECT subject FROM kept.subjects JOIN found USING (subject) WHERE found.day <= kept.subjects.last`,
  );
  await session.run(
    `CREATE OR REPLACE TEMP TABLE before AS SELECT item, state FROM ${subjectsSoFar(now)} WHERE item IN (SELECT subject FROM found UNION FROM again)`,
  );
  await session.run(`DELETE FROM kept.observations WHERE ${known}`);
  await session.run('INSERT INTO kept.observations FROM found');
  const flags = attributes.flatMap((_, i) => [`"fails ${i}"`, `"unknown ${i}"`]);
  await session.run(
    `CREATE OR REPLACE TEMP TABLE summed AS
     ${summarySql(attributes, 'kept.observations WHERE subject IN (FROM again)')}
     UNION ALL
     SELECT subject, least(known.first, new.first), greatest(known.last, new.last), coalesce(known.days, 0) + new.days${flags.map((flag) => `, coalesce(known.${flag}, FALSE) OR new.${flag}`).join('')}
     FROM (${summarySql(attributes, 'found WHERE subject NOT IN (FROM again)')}) AS new LEFT JOIN kept.subjects AS known USING (subject)`,
  );
  await session.run(
    'DELETE FROM kept.subjects WHERE subject IN (SELECT subject FROM summed UNION ALL SELECT subject FROM again)',
  );
  await session.run('INSERT INTO kept.subjects FROM summed');
  const changed = `(SELECT item, state FROM ${subjectsSoFar(now)} WHERE item IN (SELECT subject FROM summed))`;
  return newDeviations(session, changed, 'before');
}

/** One row a subject: its first and last day, on how many it was observed, and what was said of each attribute on any. */
function summarySql(attributes: Attributes, observations: string): string {
  const flags = attributes.map(({ name }, i) => {
    const column = identifier(attributeColumn(name));
    return `, coalesce(bool_or(NOT ${column}), FALSE) AS "fails ${i}", count(${column}) < count(*) AS "unknown ${i}"`;
  });
  return `SELECT subject, min(day) AS first, max(day) AS last, count(DISTINCT day) AS days${flags.join('')} FROM ${observations} GROUP BY subject`;
}

/** Subjects as they stand, in the columns of `items.parquet`. */
export function subjectsSoFar({ typed }: Prepared): string {
  return `(${itemsQuery({
    from: 'kept.subjects',
    item: 'subject',
    at: 'NULL::TIMESTAMP',
    order: 'subject',
    attributes: typed.attributes.map(({ name }, i) => ({
      name,
      sql: `CASE WHEN "fails ${i}" THEN FALSE WHEN NOT "unknown ${i}" THEN TRUE END`,
    })),
    unverifiedWhen: `date_diff('day', first, last) + 1 > days`,
  })})`;
}
