import { readRows } from '@tickmark/control-testing';
import { dateIn, type Description, type Engagement, type RecordedIncident } from '@tickmark/core';
import type { Tx } from '../platform/database/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { newestPopulations } from '../populations/index.ts';

/** Rows that are read of a population of incidents. */
const mostRead = 1000;

/** What a record says of an incident that helps to tell whether it belongs in a description. */
const telling = ['severity', 'status', 'customers_affected', 'personal_data'] as const;

/** What the newest frozen population of incidents holds; null where none is frozen. */
export async function incidentsOnRecord(
  tx: Tx,
  blobs: Pick<HandlerContext['blobs'], 'local'>,
  organizationId: string,
  { id: engagementId, timeZone }: Engagement,
): Promise<Description['incidents']> {
  const found = (await newestPopulations(tx, organizationId, engagementId)).find(({ kind }) => kind === 'incidents');
  if (found === undefined) return null;
  const { id, version, manifest } = found;
  const population = { id, version, rows: manifest.rows };
  if (manifest.rows === 0) return { population, items: [] };
  const file = await blobs.local(organizationId, manifest.sha256);
  const { items } = await readRows(file, { key: manifest.key, offset: 0, limit: mostRead });
  const day = (value: unknown): string | null =>
    typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? dateIn(value, timeZone) : null;
  return {
    population,
    items: items.map((row): RecordedIncident => {
      const record = String(row[manifest.key]);
      const title = typeof row['title'] === 'string' && row['title'].trim() !== '' ? row['title'].trim() : record;
      return {
        record: record.slice(0, 200),
        title: title.slice(0, 200),
        from: day(row['detected_at']),
        to: day(row['resolved_at']),
        said: telling.flatMap((name) => {
          const value = row[name];
          return value === null || value === undefined
            ? []
            : [`${name.replaceAll('_', ' ')}: ${value === true ? 'yes' : value === false ? 'no' : String(value)}`];
        }),
      };
    }),
  };
}
