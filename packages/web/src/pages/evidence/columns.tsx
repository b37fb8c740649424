import { Stack, Text } from '@mantine/core';
import type { FoundEvidence } from '@tickmark/core';
import { AsWritten } from '../../ui/as-written.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { Download } from '../../ui/download.tsx';
import { size } from '../../ui/moment.ts';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Term } from '../../ui/term.tsx';
import { Moment } from '../../ui/values.tsx';
import { widths } from '../../ui/widths.ts';
import { Found } from './found.tsx';
import { Renewal } from './renewal.tsx';
import { Tags } from './tags.tsx';
import { hasFile } from './with-file.ts';

export const columns: Column<FoundEvidence>[] = [
  {
    id: 'title',
    title: 'Evidence',
    value: (e) => e.title,
    cell: (e) => (
      <Stack gap={2}>
        <span>
          <AsWritten text={e.title} />
        </span>
        <Text size="xs" c="dimmed">
          {hasFile(e) ? <AsWritten text={e.fileName} /> : 'Deleted'}, {size(e.size)}
        </Text>
        {e.given === null || e.given.state === 'accepted' ? null : (
          <span>
            <StateBadge state={`evidence-${e.given.state}`} />
          </span>
        )}
        <Tags tags={e.tags} />
        <Found piece={e} />
      </Stack>
    ),
  },
  {
    id: 'controls',
    title: 'Controls',
    width: '126px',
    value: (e) => e.controls.join(' '),
    cell: (e) => e.controls.join(', ') || 'None named',
  },
  {
    id: 'period',
    title: 'Speaks for',
    width: widths.period,
    value: (e) => e.period.from,
    cell: (e) => (
      <Stack gap={0}>
        <span>
          {e.period.from} to {e.period.to}
        </span>
        {e.backDated ? (
          <Text size="xs" component="div">
            <Term id="back-dated" />
          </Text>
        ) : null}
      </Stack>
    ),
  },
  {
    id: 'renewOn',
    title: 'Renew by',
    width: '152px',
    value: (e) => e.renewOn ?? '',
    cell: (e) => <Renewal evidence={e} />,
  },
  {
    id: 'capturedAt',
    title: 'Sealed',
    width: widths.moment,
    value: (e) => e.capturedAt,
    cell: (e) => <Moment at={e.capturedAt} />,
  },
  {
    id: 'download',
    title: 'File',
    width: '122px',
    sortable: false,
    value: (e) => e.fileName,
    cell: (e) =>
      hasFile(e) ? (
        <Download
          operation="evidence.download"
          input={{ id: e.id }}
          fileName={e.fileName}
          label="Download"
          about={e.title}
          size="compact-xs"
        />
      ) : (
        `Deleted ${e.deleted?.at.slice(0, 10) ?? ''}`
      ),
  },
];

/** The file takes away what the screen shows in one cell, each in a column of its own. */
export const csvColumns = [
  { title: 'Id', value: (e: FoundEvidence) => e.id },
  { title: 'Title', value: (e: FoundEvidence) => e.title },
  { title: 'File', value: (e: FoundEvidence) => e.fileName },
  { title: 'Bytes', value: (e: FoundEvidence) => e.size },
  { title: 'SHA-256', value: (e: FoundEvidence) => e.sha256 },
  { title: 'Source', value: (e: FoundEvidence) => e.source },
  { title: 'Speaks from', value: (e: FoundEvidence) => e.period.from },
  { title: 'Speaks to', value: (e: FoundEvidence) => e.period.to },
  { title: 'Controls', value: (e: FoundEvidence) => e.controls.join(' ') },
  { title: 'Tags', value: (e: FoundEvidence) => e.tags.join(', ') },
  { title: 'Renew by', value: (e: FoundEvidence) => e.renewOn },
  { title: 'Renewal', value: (e: FoundEvidence) => e.renewal },
  { title: 'Searchable', value: (e: FoundEvidence) => e.content.state },
  { title: 'Given by', value: (e: FoundEvidence) => e.given?.by ?? null },
  { title: 'Accepted', value: (e: FoundEvidence) => e.given?.state ?? null },
  { title: 'Sealed', value: (e: FoundEvidence) => e.capturedAt },
  { title: 'Deleted', value: (e: FoundEvidence) => e.deleted?.at ?? null },
  { title: 'Log entry', value: (e: FoundEvidence) => e.entryIndex },
];
