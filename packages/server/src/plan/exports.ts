import {
  findingKindTitles,
  isUnsettled,
  planCode,
  planStateTitles,
  severityTitles,
  type Engagement,
  type PlanItem,
  type Roadmap,
  type ScheduledItem,
} from '@tickmark/core';
import {
  calendarType,
  renderPlan,
  workbookType,
  writeCalendar,
  writeWorkbook,
  type CalendarDay,
  type Cell,
} from '../documents/index.ts';
import { engagementOf, organizationFacts } from '../engagements/index.ts';
import { Afterwards, MadeFile, type HandlerContext, type HandlersOf } from '../platform/handler.ts';
import { roadmapOf } from './roadmap.ts';
import { shownItems } from './shown.ts';
import { settingsOf } from './store.ts';
import { daysWords } from './words.ts';

/** The plan as a file, with its roadmap as of today. */
export const exportHandlers: Pick<HandlersOf<'plan'>, 'plan.export'> = {
  'plan.export': async (context, { engagementId, format }) => {
    const engagement = await engagementOf(context.tx, context.organizationId, engagementId);
    const plan = await exported(context, engagement);
    const fileName = `plan-of-action-${plan.roadmap.today}.${format}`;
    switch (format) {
      case 'xlsx':
        return new Afterwards(
          async () => new MadeFile(await writeWorkbook(sheetsOf(plan)), { fileName, mediaType: workbookType }),
        );
      case 'ics': {
        const text = writeCalendar(`Plan of action: ${engagement.title}`, calendarOf(plan), context.now);
        return new MadeFile(new TextEncoder().encode(text), { fileName, mediaType: calendarType });
      }
      case 'pdf':
        return new Afterwards(async () => {
          const { pdf } = await renderPlan(documentOf(plan));
          return new MadeFile(pdf, { fileName, mediaType: 'application/pdf' });
        });
    }
  },
};

interface Exported {
  organization: { name: string; example: boolean };
  engagement: Engagement;
  items: PlanItem[];
  roadmap: Roadmap;
  /** Counts every change of the plan: it grows with each. */
  changes: number;
  madeAt: Date;
}

async function exported(context: HandlerContext, engagement: Engagement): Promise<Exported> {
  const { tx, organizationId, now } = context;
  const items = await shownItems(context, engagement);
  const { roadmap } = await roadmapOf(context, engagement);
  const settings = await settingsOf(tx, organizationId, engagement.id);
  return {
    organization: await organizationFacts(tx, organizationId),
    engagement,
    items,
    roadmap,
    changes: items.reduce((sum, { revision }) => sum + revision, settings?.revision ?? 0),
    madeAt: now,
  };
}

const dateCell = (date: string | null | undefined): Cell => (date === null || date === undefined ? null : { date });
const person = (of: PlanItem['owner']): string => of?.name ?? '';

function sheetsOf({ items, roadmap }: Exported) {
  const placed = new Map(roadmap.items.map((each) => [each.id, each]));
  const open = new Map(roadmap.unscheduled.map((each) => [each.id, each]));
  const code = new Map(items.map((item) => [item.id, item.code]));
  return [
    {
      name: 'Plan of action',
      columns: [
        { title: 'Item', width: 8 },
        { title: 'Title', width: 44 },
        { title: 'State', width: 15 },
        { title: 'Severity', width: 12 },
        { title: 'Gap', width: 11 },
        { title: 'Criteria', width: 16 },
        { title: 'Controls', width: 18 },
        { title: 'Owner', width: 20 },
        { title: 'Deputy', width: 20 },
        { title: 'Verifier', width: 20 },
        { title: 'Effort, days of one person', width: 12 },
        { title: 'Effort comes from', width: 14 },
        { title: 'Not before', width: 12 },
        { title: 'Due', width: 12 },
        { title: 'Overdue', width: 10 },
        { title: 'Waits for', width: 18 },
        { title: 'What is to be done', width: 50 },
        { title: 'Deliverable', width: 30 },
        { title: 'Evidence of done', width: 30 },
        { title: 'Pieces attached', width: 10 },
        { title: 'Accepted until', width: 14 },
        { title: 'Note or reason', width: 40 },
      ],
      rows: items.map((item): Cell[] => [
        item.code,
        item.title,
        stateWords(item),
        item.severity === null ? 'Not said' : severityTitles[item.severity],
        item.gap?.id ?? '',
        item.criteria.join(', '),
        item.controls.join(', '),
        person(item.owner),
        person(item.deputy),
        person(item.verifier),
        item.effortDays ?? 'Not known',
        item.effortDays === null ? '' : item.effortSource === 'catalogue' ? 'Catalogue' : 'Said here',
        dateCell(item.notBefore),
        dateCell(item.dueOn),
        item.overdue ? 'Overdue' : '',
        item.after
          .map((each) => (each.lagDays === 0 ? each.code : `${each.code} + ${daysWords(each.lagDays)}`))
          .join(', '),
        item.description ?? '',
        item.deliverable ?? '',
        item.evidenceOfDone ?? '',
        item.evidence,
        dateCell(item.acceptance?.until),
        item.note ?? '',
      ]),
    },
    {
      name: 'Roadmap',
      columns: [
        { title: 'Item', width: 8 },
        { title: 'Title', width: 44 },
        { title: 'Owner', width: 20 },
        { title: 'Begins', width: 12 },
        { title: 'Ends', width: 12 },
        { title: 'Due', width: 12 },
        { title: 'Ends in time until', width: 16 },
        { title: 'Working days left over', width: 14 },
        { title: 'Critical path', width: 12 },
        { title: 'Examined days wait for it', width: 14 },
        { title: 'Waits for', width: 22 },
        { title: 'Without a place because', width: 50 },
      ],
      rows: [
        ...roadmap.items.flatMap((each) => items.filter(({ id }) => id === each.id)),
        ...items.filter(({ id }) => open.has(id)),
      ].map((item): Cell[] => {
        const place = placed.get(item.id);
        return [
          item.code,
          item.title,
          person(item.owner),
          dateCell(place?.start),
          dateCell(place?.finish),
          dateCell(item.dueOn),
          dateCell(place?.latestFinish),
          place?.floatDays ?? null,
          place?.critical ? 'Critical' : '',
          (place ?? open.get(item.id))?.gates ? 'Yes' : '',
          place === undefined ? '' : waitsWords(place, code),
          (open.get(item.id)?.reasons ?? []).map(({ words }) => words).join(' '),
        ];
      }),
    },
    {
      name: 'What the roadmap tells',
      columns: [
        { title: 'Kind', width: 14 },
        { title: 'What', width: 110 },
        { title: 'Items', width: 40 },
      ],
      rows: roadmap.findings.map(({ kind, words, items: of }): Cell[] => [
        findingKindTitles[kind],
        words,
        of.map((id) => code.get(id) ?? '').join(', '),
      ]),
    },
  ];
}

function stateWords({ state, acceptance }: PlanItem): string {
  return acceptance?.expired ? `${planStateTitles[state]} (acceptance expired)` : planStateTitles[state];
}

function waitsWords({ waitsFor }: ScheduledItem, code: ReadonlyMap<string, string>): string {
  switch (waitsFor.kind) {
    case 'dependency':
      return `${code.get(waitsFor.item ?? '') ?? ''}, on which it depends`;
    case 'person':
      return `${code.get(waitsFor.item ?? '') ?? ''}, of the same owner`;
    case 'not-before':
      return 'Its own first day';
    case 'today':
      return '';
  }
}

/** Due dates, or where an item has none the day on which the roadmap ends it; and the days of the engagement. */
function calendarOf({ items, roadmap, engagement, changes }: Exported): CalendarDay[] {
  const ends = new Map(roadmap.items.map(({ id, finish }) => [id, finish]));
  const days = items.flatMap((item): CalendarDay[] => {
    const day = item.dueOn ?? ends.get(item.id);
    if (day === undefined) return [];
    const unsettled = isUnsettled(item.state);
    const lines = [
      item.description,
      `State: ${stateWords(item)}`,
      item.owner === null ? 'Owner: nobody' : `Owner: ${person(item.owner)}`,
      item.evidenceOfDone === null ? null : `Evidence of done: ${item.evidenceOfDone}`,
    ];
    return [
      {
        uid: `${item.id}@plan.tickmark`,
        sequence: item.dueOn === null ? changes : item.revision - 1,
        from: day,
        to: day,
        summary: `${item.dueOn === null ? 'Ends by the roadmap' : unsettled ? 'Due' : planStateTitles[item.state]}: ${item.code} ${item.title}`,
        description: lines.filter((line) => line !== null).join('\n'),
        cancelled: item.state === 'dropped',
        categories: item.severity === null ? [] : [severityTitles[item.severity]],
      },
    ];
  });
  const way = roadmap.wished?.phases ?? roadmap.earliest?.phases ?? [];
  const milestones = way.map(({ id, title, from, to }): CalendarDay => ({
    uid: `${engagement.id}-${id}@plan.tickmark`,
    sequence: changes,
    from: id === 'period' ? from : to,
    to: id === 'period' ? from : to,
    summary: `${id === 'period' ? 'Period begins at the latest' : id === 'report' ? 'Report' : title}: ${engagement.title}`,
    description:
      roadmap.wished === null ? 'At the earliest, by the roadmap.' : 'At the latest, for the wished report date.',
    cancelled: false,
    categories: [],
  }));
  return [...days, ...milestones];
}

function documentOf(plan: Exported) {
  const { organization, engagement, items, roadmap, madeAt } = plan;
  const code = new Map(items.map((item) => [item.id, item.code]));
  const placed = new Map(roadmap.items.map((each) => [each.id, each]));
  const unsettled = items.filter(({ state }) => isUnsettled(state));
  const last = roadmap.items.reduce((day, { finish }) => (finish > day ? finish : day), roadmap.today);
  const span = Math.max(1, dayCount(roadmap.today, last) + 1);
  return {
    organization: organization.name,
    example: organization.example,
    title: engagement.title,
    today: roadmap.today,
    made: { year: madeAt.getUTCFullYear(), month: madeAt.getUTCMonth() + 1, day: madeAt.getUTCDate() },
    madeAt: `${madeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    counts: [
      ['Items', items.length],
      ['With work left', unsettled.length],
      ['Of these overdue', unsettled.filter(({ overdue }) => overdue).length],
      ['Said to be done, to be verified', items.filter(({ state }) => state === 'done').length],
      ['Verified', items.filter(({ state }) => state === 'verified').length],
      ['Risk accepted', items.filter(({ state }) => state === 'accepted').length],
      ['Dropped', items.filter(({ state }) => state === 'dropped').length],
    ].map(([title, count]) => ({ title, count: String(count) })),
    wished: roadmap.wished?.report ?? '',
    ready: roadmap.ready.on ?? '',
    notBefore: roadmap.ready.notBefore,
    earliest: roadmap.earliest === null ? '' : `${roadmap.earliest.report}, and usually by ${roadmap.earliest.usual}`,
    criticalPath: roadmap.criticalPath.map((id) => code.get(id) ?? '').join(' → '),
    findings: roadmap.findings.map(({ kind, words }) => ({ kind: findingKindTitles[kind], words })),
    more: roadmap.more,
    bars: roadmap.items.map((each) => {
      const item = items.find(({ id }) => id === each.id);
      return {
        code: each.code,
        title: item?.title ?? '',
        owner: person(item?.owner ?? null),
        start: each.start,
        finish: each.finish,
        due: item?.dueOn ?? '',
        left: each.floatDays === null ? '' : String(each.floatDays),
        critical: each.critical,
        late: each.late,
        // Shares of the whole span, for a bar.
        from: dayCount(roadmap.today, each.start) / span,
        to: (dayCount(roadmap.today, each.finish) + 1) / span,
      };
    }),
    until: last,
    unscheduled: roadmap.unscheduled.map((each) => ({
      code: each.code,
      title: items.find(({ id }) => id === each.id)?.title ?? '',
      reasons: each.reasons.map(({ words }) => words).join(' '),
    })),
    items: items.map((item) => ({
      code: item.code,
      title: item.title,
      state: stateWords(item),
      severity: item.severity === null ? 'Not said' : severityTitles[item.severity],
      gap: item.gap?.id ?? '',
      criteria: item.criteria.join(', '),
      controls: item.controls.join(', '),
      owner: person(item.owner),
      verifier: person(item.verifier),
      effort: item.effortDays === null ? 'Not known' : daysWords(item.effortDays),
      catalogue: item.effortDays !== null && item.effortSource === 'catalogue',
      due: item.dueOn ?? '',
      overdue: item.overdue,
      ends: placed.get(item.id)?.finish ?? '',
      after: item.after.map((each) => planCode(Number(each.code.slice(3)))).join(', '),
      description: item.description ?? '',
      deliverable: item.deliverable ?? '',
      evidenceOfDone: item.evidenceOfDone ?? '',
      evidence: item.evidence,
      acceptance:
        item.acceptance === null
          ? ''
          : `${item.acceptance.expired ? 'Was accepted' : 'Accepted'} by ${item.acceptance.by.name ?? 'somebody'} until ${item.acceptance.until}: ${item.acceptance.reason}`,
      note: item.acceptance === null ? (item.note ?? '') : '',
    })),
  };
}

function dayCount(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
