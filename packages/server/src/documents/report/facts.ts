import {
  applicableCriteria,
  byText,
  categoryTitles,
  counted,
  criteria as allCriteria,
  criterionStateKind,
  criterionStateTitles,
  engagementPeriod,
  everyWords,
  forecastTitles,
  proposalTitles,
  quantity,
  type Control,
  type DryRun,
  type Engagement,
  type Explanation,
  type Holiday,
  type PopulationManifest,
  type Reconciliation,
  type Result,
  type SampleCounts,
  type Standing,
  type TestDefinition,
  versionWindows,
} from '@tickmark/core';
import { businessDaysText, holidayLists, type HolidayList, type LeftOut } from './business-days.ts';
import { causesOf, decidedText, decisionsMade } from './decisions.ts';
import { descriptionFacts, type WrittenDescription } from './description.ts';
import { instantText } from './moments.ts';

/** What a report draft is made from: records as kept, nothing computed anew. */
export interface ReportRecords {
  organization: { name: string; example: boolean };
  engagement: Pick<Engagement, 'title' | 'service' | 'categories' | 'terms' | 'timeZone'>;
  dryRun: Pick<DryRun, 'id' | 'ranAt' | 'sha256' | 'document' | 'people'>;
  description: WrittenDescription;
  /** Every adopted version of a control, retired ones too. */
  controls: readonly Control[];
  /** What the dry run proposes and what people decided. */
  standings: readonly Standing[];
  /** Causes of deviations on record in the engagement, in the order they were recorded. */
  explanations: readonly Explanation[];
  /** The results the dry run names, with the definition each was made by. */
  results: readonly (Pick<Result, 'id' | 'document'> & { definition: TestDefinition })[];
  populations: readonly { kind: string; version: number; manifest: PopulationManifest }[];
  /** Those that stand, of any of the populations. */
  reconciliations: readonly Pick<Reconciliation, 'document' | 'standing'>[];
  /** What the organization lists today; results name their own dates, and these give them names. */
  holidays: readonly Pick<Holiday, 'date' | 'name'>[];
  /** Newest signed checkpoint of the evidence log, which is log `log` of the chain and begins with entry `first`; root as base64. */
  checkpoint: { log: number; first: number; size: number; rootHash: string } | null;
  /** First draft is 1. */
  draft: number;
  renderedAt: Date;
}

const shownDeviations = 25;

/** The report draft as plain text and numbers: what the page template reads, in page order. */
export function reportFacts(records: ReportRecords) {
  const { organization, engagement, dryRun } = records;
  const { document } = dryRun;
  const type2 = document.type === 'type2';
  const period = engagementPeriod(engagement.terms);
  const lists = holidayLists(leftOut(records), records.holidays);
  return {
    organization: organization.name,
    example: organization.example,
    title: engagement.title,
    service: engagement.service,
    type2,
    kind: `SOC 2 Type ${type2 ? '2' : '1'}`,
    span: type2 ? `${period.from} to ${period.to}` : period.to,
    spanTitle: type2 ? 'Period' : 'As of',
    spanWords: type2 ? `throughout the period ${period.from} to ${period.to}` : `as of ${period.to}`,
    categories: engagement.categories.map((c) => categoryTitles[c]),
    timeZone: engagement.timeZone,
    draft: records.draft,
    rendered: instantParts(records.renderedAt),
    renderedAt: instantText(records.renderedAt),
    dryRun: { id: dryRun.id, at: instantText(new Date(dryRun.ranAt)), sha256: dryRun.sha256 },
    checkpoint: records.checkpoint,
    statement: document.statement,
    counts: document.counts,
    states: criterionStateKind.options.map((state) => ({
      title: criterionStateTitles[state],
      criteria: document.criteria.filter((c) => c.state === state).map((c) => c.id),
    })),
    notRelevant: notRelevantOf(records),
    applicable: document.counts.criteria + (document.notRelevant?.length ?? 0),
    ofCategories: (document.categories ?? []).map(({ category, state, reasons }) => ({
      title: category === 'security' ? `${categoryTitles.security} (common criteria)` : categoryTitles[category],
      state: state === null ? '' : criterionStateTitles[state],
      reasons,
    })),
    description: descriptionFacts(records.description),
    parts: document.parts.map((p) => ({
      title: partTitles[p.part],
      forecast: forecastTitles[p.forecast],
      reasons: p.reasons,
      decided: decidedText(records.standings, 'part', p.part),
    })),
    decisions: decisionsMade(records.standings),
    wouldChange: document.wouldChange,
    notChecked: document.notChecked,
    series: seriesOf(records),
    tests: testsOf(records, lists),
    holidays: lists,
    controls: controlsOf(records),
    populations: records.populations
      .map((population) => populationFacts(population, records.reconciliations, lists))
      .sort((a, b) => byText(a.kind, b.kind) || b.version - a.version),
  };
}
export type ReportFacts = ReturnType<typeof reportFacts>;

const partTitles = {
  description: 'Description',
  design: 'Design of controls',
  operation: 'Operation of controls',
} as const;

/** An item's time as instant, date or whatever else the source wrote. */
function momentText(at: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:[\d.]+)?Z$/.test(at) ? instantText(new Date(at)) : at;
}

function instantParts(at: Date) {
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
  };
}

/** Criteria that the dry run left out, with who said so; null for one made before relevance was weighed. */
function notRelevantOf({ dryRun: { document, people } }: ReportRecords) {
  if (document.notRelevant === undefined) return null;
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const known = new Map(allCriteria.map((c) => [c.id, c]));
  return document.notRelevant.map(({ id, reason, by, at, common, controls }) => ({
    id,
    summary: known.get(id)?.summary ?? '',
    reason,
    by: names.get(by) ?? 'Somebody who has left',
    at: instantText(new Date(at)),
    common,
    controls,
  }));
}

/** Criteria by series in catalogue order, each with its controls as the dry run weighed them. */
function seriesOf({ engagement, dryRun, standings }: ReportRecords) {
  const concluded = new Map(dryRun.document.criteria.map((c) => [c.id, c]));
  const applicable = applicableCriteria(engagement.categories).filter((c) => concluded.has(c.id));
  const known = new Map(allCriteria.map((c) => [c.id, c]));
  const names = [...new Set(applicable.map((c) => c.series))];
  return names.map((series) => ({
    id: series,
    name: applicable.find((c) => c.series === series)?.seriesName ?? series,
    criteria: applicable
      .filter((c) => c.series === series)
      .map(({ id }) => {
        const found = concluded.get(id);
        return {
          id,
          summary: known.get(id)?.summary ?? '',
          state: found ? criterionStateTitles[found.state] : '',
          reasons: found?.reasons ?? [],
          controls: found?.controls ?? [],
          decided: decidedText(standings, 'criterion', id),
        };
      }),
  }));
}

/** The controls the dry run weighed, by code, each with its newest wording and those before it in the period. */
function controlsOf({ controls, dryRun, standings }: ReportRecords) {
  return dryRun.document.controls.map((conclusion) => {
    const versions = controls
      .filter((c) => c.code === conclusion.code)
      .sort((a, b) => byText(b.effectiveFrom, a.effectiveFrom) || b.version - a.version);
    const windows = versionWindows(versions, conclusion.code, dryRun.document.period);
    const newest = versions[0];
    return {
      code: conclusion.code,
      title: conclusion.title,
      wording: newest?.description ?? '',
      criteria: newest?.criteria ?? [],
      frequency: newest ? newest.frequency.replace('_', ' ') : '',
      owner: newest?.ownerRole ?? '',
      inForce: versions
        .map((v) => (v.retiredOn === null ? `from ${v.effectiveFrom}` : `from ${v.effectiveFrom} until ${v.retiredOn}`))
        .reverse(),
      earlier: windows.slice(0, -1).map(({ version, days }, i) => ({
        version: version.version,
        ...days,
        title: version.title,
        wording: version.description,
        frequency: version.frequency.replace('_', ' '),
        criteria: version.criteria,
        why: windows[i + 1]?.version.revisionReason ?? '',
      })),
      decided: decidedText(standings, 'control', conclusion.code),
      state: conclusion.state === 'not-tested' ? 'Not tested' : proposalTitles[conclusion.state],
      results: [
        ...conclusion.results.map((r) => ({ test: r.code, procedure: '', sentence: r.sentence })),
        ...(conclusion.samples ?? []).map(({ population, counts, sentence }) => ({
          test: `Sample of ${population}`,
          procedure: sampleProcedure(counts),
          sentence,
        })),
      ],
    };
  });
}

function sampleProcedure({ items, examined, targeted }: SampleCounts): string {
  const added = targeted > 0 ? `, and ${quantity(targeted, 'item')} added by judgement` : '';
  return `Inspected ${counted(examined)} of ${quantity(items, 'item')} drawn by a seed that follows from the frozen population${added}.`;
}

/** Tests in the order of the dry run, then reconciliations of the populations shown. */
function leftOut({ dryRun, results, populations, reconciliations }: ReportRecords): LeftOut[] {
  const byId = new Map(results.map(({ id, document }) => [id, document]));
  const frozen = new Set(populations.map(({ manifest }) => manifest.sha256));
  return [
    ...dryRun.document.controls.flatMap((control) =>
      control.results.map(({ id, code }) => ({ by: code, holidays: byId.get(id)?.holidays })),
    ),
    ...reconciliations
      .map(({ document }) => document)
      .filter(({ here }) => frozen.has(here.sha256))
      .map(({ here, there, holidays }) => ({ by: `reconciling ${here.kind} with ${there.kind}`, holidays })),
  ];
}

/** Each result of the dry run: how it was tested, what was found, the first deviations. */
function testsOf({ dryRun, results, explanations }: ReportRecords, lists: readonly HolidayList[]) {
  return dryRun.document.controls.flatMap((control) =>
    control.results.flatMap((concluded) => {
      const result = results.find((r) => r.id === concluded.id);
      if (!result) return [];
      const { document, definition } = result;
      const found = document.deviations.filter((d) => d.state === 'deviation');
      const unverified = document.deviations.filter((d) => d.state === 'unverified');
      const shown = [...found, ...unverified].slice(0, shownDeviations);
      return [
        {
          code: concluded.code,
          control: control.code,
          title: definition.title,
          description: definition.description ?? '',
          procedure: procedureOf(definition, document.items),
          populations: Object.entries(document.populations)
            .sort(([a], [b]) => byText(a, b))
            .map(([kind, p]) => ({ kind, rows: p.rows, sha256: p.sha256 })),
          attributes: Object.entries(document.attributes).map(([name, a]) => ({ name, ...a })),
          items: document.items,
          occurrences: (document.occurrences?.list ?? []).map((o) => ({
            slice: `${o.from} to ${o.to}`,
            dueBy: o.dueBy,
            state: occurrenceTitles[o.state],
            at: o.at === null ? '' : instantText(new Date(o.at)),
          })),
          days: document.days ? { expected: document.days.expected, observed: document.days.observed } : null,
          businessDays: businessDaysText(document.holidays, lists),
          conclusion: proposalTitles[concluded.proposal],
          sentence: concluded.sentence,
          sha256: concluded.sha256,
          tested: `${document.period.from} to ${document.period.to}${concluded.version ? `, version ${concluded.version} of the control` : ''}`,
          causes: causesOf(explanations, concluded.code),
          definitionSha256: document.definition.sha256,
          engine: document.engine,
          deviations: shown.map((d) => ({
            item: d.item,
            at: d.at === null ? '' : momentText(d.at),
            state: d.state === 'deviation' ? 'Deviation' : 'Unverified',
            attributes: Object.entries(d.attributes)
              .filter(([, state]) => state !== 'pass')
              .map(([name]) => name),
            explanation: d.explanation,
          })),
          more: Math.max(0, document.deviationsFile.rows - shown.length),
        },
      ];
    }),
  );
}

const occurrenceTitles = {
  met: 'Met',
  late: 'Late',
  missed: 'Missed',
  'not-due': 'Not due',
  unverified: 'Unverified',
} as const;

function procedureOf(definition: TestDefinition, items: Result['document']['items']): string {
  const rows = `${counted(items.total)} ${items.total === 1 ? 'row' : 'rows'}`;
  const whole = `the whole population of ${definition.population} (${rows}, ${counted(items.inScope)} in scope)`;
  if (definition.kind === 'items') return `Examined every item of ${whole} for each attribute, by program.`;
  if (definition.kind === 'state')
    return `Examined every observation of ${whole} for each attribute and each day, by program.`;
  return `Compared what was due ${everyWords(definition.every)} with what happened, over ${whole}, by program.`;
}

function populationFacts(
  { kind, version, manifest }: ReportRecords['populations'][number],
  reconciliations: ReportRecords['reconciliations'],
  lists: readonly HolidayList[],
) {
  const reconciled = reconciliations.filter(({ document }) => document.here.sha256 === manifest.sha256);
  return {
    kind,
    version,
    name: manifest.name,
    system: manifest.source.system,
    query: manifest.source.query,
    extractedAt: instantText(new Date(manifest.extractedAt)),
    period: manifest.period ? `${manifest.period.from} to ${manifest.period.to}` : 'none stated',
    rows: manifest.rows,
    rejected: manifest.rejected.count,
    excluded: manifest.excluded,
    interim: manifest.interim,
    completeness: completenessText(
      manifest.completeness,
      reconciled.map((each) => reconciledText(each, lists)),
    ),
    supersedes: manifest.supersedes,
    sha256: manifest.sha256,
  };
}

function completenessText(
  { method, expected, note }: PopulationManifest['completeness'],
  reconciled: readonly string[],
): string {
  const how = {
    none: 'Not reconciled against anything.',
    'source-count': `Counted at the source: ${expected ?? 'no count given'}.`,
    'second-source': `Reconciled against a second source: ${expected ?? 'no count given'}.`,
  }[method];
  // What was held against a second source later is no longer held against nothing.
  if (method === 'none' && reconciled.length > 0) return reconciled.join(' ');
  return [how, note.trim(), ...reconciled].filter((sentence) => sentence !== '').join(' ');
}

/** `Reconciled with accounts, second source: 118 keys matched, 3 differences, each with a reason.` */
function reconciledText(
  { document, standing }: ReportRecords['reconciliations'][number],
  lists: readonly HolidayList[],
): string {
  const { there, holidays, matched } = document;
  const { differences, unresolved, inError } = standing;
  const how = standing.state === 'reconciled' ? 'Reconciled with' : 'Not reconciled with';
  const days = businessDaysText(holidays, lists);
  const found = differences === 0 ? 'none' : counted(differences);
  const open = [
    ...(unresolved > 0 ? [`${counted(unresolved)} unresolved`] : []),
    ...(inError > 0 ? [`${counted(inError)} an error in this population`] : []),
  ];
  const said = differences === 0 ? '' : `, ${open.length === 0 ? 'each with a reason' : open.join(' and ')}`;
  return `${how} ${there.kind} as a second source (${counted(there.rows)} rows, SHA-256 ${there.sha256.slice(0, 12)}…): keys matched ${counted(matched)}, differences ${found}${said}.${days === '' ? '' : ` Business days in its filters: ${days}`}`;
}
