import type { Period, PopulationManifest } from '@tickmark/core';
import { TickmarkError } from '@tickmark/core';
import { fileSha256 } from '../canonical/index.ts';
import { checkedDefinition, parseDefinition, type KindShape, type TypedDefinition } from '../definitions/index.ts';
import { asksOfBusinessDays } from '../expressions/index.ts';
import { identifier, text, type Session } from '../duckdb/index.ts';
import { populationKinds, sqlType } from '../populations/index.ts';
import { businessCalendar, checkHolidays, zoneOf, type BusinessCalendar, type Zone } from '../time/index.ts';

/** A frozen population: its Parquet file and what it says of itself. */
export interface PopulationFile {
  file: string;
  manifest: PopulationManifest;
}

/** All that judging needs, checked. */
export interface Prepared {
  typed: TypedDefinition;
  main: PopulationFile;
  /** By population kind; only those the definition uses and that were given. */
  used: Record<string, PopulationFile>;
  period: Period;
  zone: Zone;
  calendar: BusinessCalendar;
  /** The organization's holidays where the definition asks of business days, else null. */
  holidays: readonly string[] | null;
}

/**
 * Checks a definition against the populations it runs over. A population of its relations may be
 * absent: what asks of it is then unverified. Throws `definition_invalid` and `population_invalid`.
 */
export function prepare(input: {
  yaml: string;
  populations: Record<string, PopulationFile>;
  period: Period;
  timeZone: string;
  holidays?: readonly string[];
}): Prepared {
  const { populations, holidays = [] } = input;
  checkHolidays(holidays);
  for (const [id, { manifest }] of Object.entries(populations)) {
    if (manifest.kind !== id)
      throw new TickmarkError('population_invalid', `The population given as ${id} holds ${manifest.kind}.`, {
        field: `populations.${id}`,
      });
  }
  const definition = parseDefinition(input.yaml);
  const typed = checkedDefinition(input.yaml, shapes(populations));
  const main = populations[definition.population];
  if (!main) {
    throw new TickmarkError(
      'population_invalid',
      `The test needs the population ${definition.population}, which was not given.`,
      {
        field: `populations.${definition.population}`,
        action: 'Freeze it first; a population that is not there is not a zero.',
      },
    );
  }
  const ids = [definition.population, ...typed.relations.map((r) => r.kind.id)].sort();
  const used = Object.fromEntries(ids.flatMap((id) => (populations[id] ? [[id, populations[id]]] : [])));
  return {
    typed,
    main,
    used,
    period: { from: input.period.from, to: input.period.to },
    zone: zoneOf(input.timeZone),
    calendar: businessCalendar(holidays),
    holidays: countsBusinessDays(typed) ? holidays : null,
  };
}

/** The organization's holidays where a definition asks of business days, else null: its outcome depends on no others. */
export function holidaysAsked(yaml: string, holidays: readonly string[]): readonly string[] | null {
  return countsBusinessDays(checkedDefinition(yaml, shapes({}))) ? holidays : null;
}

function countsBusinessDays({ attributes, where, instant, subject, relations }: TypedDefinition): boolean {
  const nodes = [
    ...attributes.map((a) => a.pass),
    where,
    instant,
    subject,
    ...relations.flatMap((r) => r.on.flatMap((on) => [on.item, on.related])),
  ];
  return nodes.some((node) => node && asksOfBusinessDays(node));
}

/** Kinds as content tells them, with what the manifests hold; the manifest decides on key and time. */
function shapes(populations: Record<string, PopulationFile>): KindShape[] {
  const kinds = new Map<string, KindShape>(populationKinds().map((k) => [k.id, k]));
  for (const [id, { manifest }] of Object.entries(populations)) {
    const held = new Set(manifest.columns.map((c) => c.name));
    const others = kinds.get(id)?.columns.filter((c) => !held.has(c.name)) ?? [];
    kinds.set(id, { id, columns: [...manifest.columns, ...others], key: manifest.key, time: manifest.time });
  }
  return [...kinds.values()];
}

/** SQL of a column of a frozen file; a column the file does not hold is unknown. */
export function columnSql({ manifest }: PopulationFile, kind: KindShape, name: string): string {
  if (manifest.columns.some((c) => c.name === name)) return identifier(name);
  const type = kind.columns.find((c) => c.name === name)?.type ?? 'string';
  return `NULL::${sqlType[type]}`;
}

/** SQL that reads a frozen file, with the number of each row in it. */
export function fileSql({ file }: PopulationFile): string {
  return `read_parquet(${text(file)}, file_row_number = true)`;
}

/**
 * Refuses files that are not those their manifests describe, or whose keys do not name each row
 * once; each file is read for that once, however many tests use it.
 */
export function populationChecks(session: Session): (prepared: Prepared) => Promise<void> {
  const done = new Map<string, Promise<void>>();
  const once = (id: string, check: () => Promise<void>) => {
    const known = done.get(id) ?? check();
    done.set(id, known);
    return known;
  };
  return async ({ used, main }) => {
    // All are awaited: a session must not be closed under a query that still runs.
    const checks = await Promise.allSettled([
      ...Object.values(used).map((population) => once(`file ${population.file}`, () => checkHash(population))),
      once(`keys ${main.file}`, () => checkKeys(main, session)),
    ]);
    for (const check of checks) if (check.status === 'rejected') throw check.reason;
  };
}

async function checkHash({ file, manifest }: PopulationFile): Promise<void> {
  const { sha256 } = await fileSha256(file).catch((cause: unknown) => {
    throw new TickmarkError('population_invalid', `The population ${manifest.kind} cannot be read from ${file}.`, {
      cause,
    });
  });
  if (sha256 === manifest.sha256) return;
  throw new TickmarkError(
    'population_invalid',
    `The file of ${manifest.kind} is not the one that was frozen: its SHA-256 is ${sha256}, the manifest says ${manifest.sha256}.`,
    {
      field: `populations.${manifest.kind}`,
      action: 'Give the frozen file, unchanged.',
    },
  );
}

async function checkKeys(population: PopulationFile, session: Session): Promise<void> {
  const { manifest } = population;
  const [found] = await session.rows(
    `SELECT count(*) AS rows, count(*) FILTER (WHERE flawed) AS flaws FROM (
       SELECT coalesce(key <= lag(key) OVER (), key IS NULL) AS flawed FROM (SELECT ${identifier(manifest.key)} AS key FROM read_parquet(${text(population.file)})))`,
  );
  if (Number(found?.rows) === manifest.rows && Number(found?.flaws) === 0) return;
  throw new TickmarkError(
    'population_invalid',
    `The file of ${manifest.kind} does not hold ${manifest.rows} rows, each named once by ${manifest.key} and in its order.`,
    {
      field: `populations.${manifest.kind}`,
      action: 'Freeze the population again.',
    },
  );
}
