import { canonicalBytes, sha256Hex } from '@tickmark/control-testing';
import { compareReports, reportPages, sealedFacts, TickmarkError, type IssuedCopy } from '@tickmark/core';
import {
  renderReadiness,
  wordType,
  writeReadiness,
  type IssuedTo,
  type ReadinessDocument,
} from '../documents/index.ts';
import { engagementOf } from '../engagements/index.ts';
import { signedState } from '../log/index.ts';
import { Afterwards, MadeFile, type HandlerContext, type HandlersOf } from '../platform/handler.ts';
import { pageOf } from '../platform/paging/index.ts';
import { seal } from '../platform/trail/index.ts';
import { readinessNow } from './gather.ts';
import {
  copiesOf,
  findReport,
  insertCopy,
  insertReport,
  lockReports,
  newestReport,
  reportsOf,
  type KeptReport,
  type NewCopy,
  type NewReport,
} from './store.ts';

export const readinessReportHandlers: HandlersOf<'readiness-reports'> = {
  'readiness-reports.make': async (context, { engagementId }) => {
    const { tx, organizationId, now, userId, newId } = context;
    const engagement = await engagementOf(tx, organizationId, engagementId);
    await lockReports(tx, organizationId);
    const last = await newestReport(tx, organizationId, engagementId);
    const { previousId } = engagement;
    const before = last ?? (previousId === null ? undefined : await newestReport(tx, organizationId, previousId));
    const document = await readinessNow(context, engagement);
    const row: NewReport = {
      organizationId,
      id: newId(),
      engagementId,
      number: (last?.number ?? 0) + 1,
      today: document.today,
      document,
      sha256: sha256Hex(canonicalBytes(document)),
      beforeId: before?.id ?? null,
      madeAt: now,
      madeBy: userId,
    };
    const { id, number, sha256 } = row;
    const entryIndex = await context.record(
      sealedFacts['readiness-reports.make'].parse({ reportId: id, engagementId, number, sha256 }),
      seal('readinessReports', row),
    );
    await insertReport(tx, row, entryIndex);
    return (await reportOf(context, id)).report;
  },

  'readiness-reports.list': async ({ tx, organizationId }, { engagementId, ...input }) =>
    pageOf(await reportsOf(tx, organizationId, engagementId), order, input),

  'readiness-reports.get': async (context, { id, against }) => {
    const kept = await reportOf(context, id);
    const earlier = await earlierOf(context, kept, against);
    return {
      report: kept.report,
      facts: kept.facts,
      against: earlier === null ? null : earlier.report,
      pages: pagesOf(kept, earlier),
      copies: await copiesOf(context.tx, context.organizationId, id),
    };
  },

  'readiness-reports.compare': async (context, { id, against }) => {
    const later = await reportOf(context, id);
    const earlier = await earlierOf(context, later, against);
    if (earlier === null) {
      throw new TickmarkError('conflict', 'There is no report before this one.', {
        field: 'against',
        action: 'Name the report to hold it against, or make another one.',
      });
    }
    return {
      earlier: earlier.report,
      later: later.report,
      comparison: compareReports(earlier.facts, later.facts),
    };
  },

  'readiness-reports.issue': async (context, { id, recipient, against }) => {
    const { tx, organizationId, now, userId, newId } = context;
    await lockReports(tx, organizationId);
    const kept = await reportOf(context, id);
    const earlier = await earlierOf(context, kept, against);
    const checkpoint = await signedState(tx, organizationId);
    if (checkpoint === null || checkpoint.first + checkpoint.size <= kept.report.entryIndex) {
      throw new TickmarkError('not_yet_possible', 'The entry of this report is not signed yet.', {
        field: 'id',
        action: 'Try again in a second: a copy names the checkpoint that the report stands under.',
      });
    }
    const row: NewCopy = {
      organizationId,
      id: newId(),
      reportId: id,
      number: kept.report.copies + 1,
      recipient,
      againstId: earlier?.report.id ?? null,
      checkpoint,
      issuedAt: now,
      issuedBy: userId,
    };
    const entryIndex = await context.record(
      {
        copyId: row.id,
        reportId: id,
        engagementId: kept.report.engagementId,
        number: kept.report.number,
        copy: row.number,
        sha256: kept.report.sha256,
        checkpoint: { log: checkpoint.log, size: checkpoint.size, rootHash: checkpoint.rootHash },
      },
      seal('readinessReportCopies', row),
    );
    await insertCopy(tx, row, entryIndex);
    return copyOf(context, id, row.id);
  },

  'readiness-reports.download': async (context, { id, format, copy, against }) => {
    const kept = await reportOf(context, id);
    const { report, facts } = kept;
    const issued = copy === undefined ? null : await copyOf(context, id, copy);
    if (issued !== null && against !== undefined && against !== issued.againstId) {
      throw new TickmarkError('conflict', 'The copy was issued against another report.', {
        field: 'against',
        action: 'Leave it out: an issued copy is always the same.',
      });
    }
    const fileName = `readiness-report-${report.number}-${report.today}${issued === null ? (format === 'json' ? '' : '-draft') : `-copy-${issued.number}`}.${format}`;
    if (format === 'json') {
      return new MadeFile(canonicalBytes(facts), { fileName, mediaType: 'application/json' });
    }
    const earlier =
      issued === null
        ? await earlierOf(context, kept, against)
        : issued.againstId === null
          ? null
          : await reportOf(context, issued.againstId, 'against');
    const document: ReadinessDocument = {
      facts,
      number: report.number,
      sha256: report.sha256,
      entryIndex: report.entryIndex,
      madeBy: report.madeBy.name,
      issued: issued === null ? null : issuedTo(issued),
      pages: pagesOf(kept, earlier),
    };
    return new Afterwards(async () =>
      format === 'pdf'
        ? new MadeFile((await renderReadiness(document)).pdf, { fileName, mediaType: 'application/pdf' })
        : new MadeFile(await writeReadiness(document), { fileName, mediaType: wordType }),
    );
  },
};

const padded = (n: number): string => String(n).padStart(12, '0');
const order = {
  sorts: {
    madeAt: ({ entryIndex }: KeptReport['report']) => padded(entryIndex),
    number: ({ number }: KeptReport['report']) => padded(number),
  },
  initial: '-madeAt',
  id: ({ id }: KeptReport['report']) => id,
  words: ({ today, verdict, madeBy, sha256 }: KeptReport['report']) => [today, verdict, madeBy.name, sha256].join(' '),
};

/** A report, or the one `not_found` that also answers for foreign ids. */
async function reportOf({ tx, organizationId }: HandlerContext, id: string, field = 'id'): Promise<KeptReport> {
  const found = await findReport(tx, organizationId, id);
  if (found !== undefined) return found;
  throw new TickmarkError('not_found', 'There is no such readiness report.', {
    field,
    action: 'Take an id from the list of readiness reports.',
  });
}

async function copyOf({ tx, organizationId }: HandlerContext, reportId: string, id: string): Promise<IssuedCopy> {
  const found = (await copiesOf(tx, organizationId, reportId)).find((copy) => copy.id === id);
  if (found !== undefined) return found;
  throw new TickmarkError('not_found', 'There is no such copy of this report.', {
    field: 'copy',
    action: 'Take an id from the copies of the report.',
  });
}

/** What a report is held against: what somebody chose, or the one before; null where there is none. Errors: not_found, conflict. */
async function earlierOf(
  context: HandlerContext,
  { report }: KeptReport,
  against: string | undefined,
): Promise<KeptReport | null> {
  const id = against ?? report.beforeId;
  if (id === null) return null;
  if (id === report.id) {
    throw new TickmarkError('conflict', 'A report is not held against itself.', {
      field: 'against',
      action: 'Choose another report.',
    });
  }
  return reportOf(context, id, 'against');
}

function pagesOf(later: KeptReport, earlier: KeptReport | null): ReadinessDocument['pages'] {
  if (earlier === null) return reportPages(later.facts, null, null);
  const other = earlier.report.engagementId === later.report.engagementId ? '' : earlier.facts.engagement.title;
  return reportPages(
    later.facts,
    { number: earlier.report.number, today: earlier.report.today, engagement: other },
    compareReports(earlier.facts, later.facts),
  );
}

function issuedTo({ number, recipient, checkpoint, issuedAt, issuedBy, entryIndex }: IssuedCopy): IssuedTo {
  return { copy: number, recipient, checkpoint, issuedAt, issuedBy: issuedBy.name, entryIndex };
}
