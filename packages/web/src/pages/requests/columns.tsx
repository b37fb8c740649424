import { Stack, Text } from '@mantine/core';
import type { AuditRequest } from '@tickmark/core';
import { requestKindTitles, requestPhaseTitles } from '@tickmark/core/request-words';
import { stateWords } from '../../glossary/states.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { quantity } from '../../ui/moment.ts';
import { StateBadge } from '../../ui/state-badge.tsx';

export const columns: Column<AuditRequest>[] = [
  {
    id: 'code',
    title: 'Code',
    width: '104px',
    value: (r) => r.code,
    cell: (r) => <AsWritten text={r.code} />,
  },
  {
    id: 'title',
    title: 'Request',
    value: (r) => r.title,
    cell: (r) => (
      <Stack gap={2}>
        <span>
          <AsWritten text={r.title} />
        </span>
        <Text size="xs" c="dimmed">
          <AsWritten text={r.area} />, {requestKindTitles[r.kind].toLowerCase()},{' '}
          {requestPhaseTitles[r.phase].toLowerCase()}
        </Text>
      </Stack>
    ),
  },
  {
    id: 'owner',
    title: 'Owner',
    width: '150px',
    value: (r) => r.owner?.name ?? '',
    cell: (r) => (r.owner === null ? 'Nobody' : (r.owner.name ?? 'Nobody known here')),
  },
  {
    id: 'dueOn',
    title: 'Due',
    width: '124px',
    value: (r) => r.dueOn ?? '9999',
    cell: (r) => (
      <Stack gap={2}>
        <span>{r.dueOn ?? 'No day set'}</span>
        {r.overdue ? (
          <span>
            <StateBadge state="request-overdue" />
          </span>
        ) : null}
      </Stack>
    ),
  },
  {
    id: 'evidence',
    title: 'Evidence',
    width: '132px',
    value: (r) => r.evidence,
    cell: (r) => (
      <Stack gap={0}>
        <span>{r.evidence === 0 ? 'None' : quantity(r.evidence, 'piece')}</span>
        {r.newer === 0 ? null : (
          <Text size="xs" c="dimmed">
            {r.newer} with a newer version
          </Text>
        )}
      </Stack>
    ),
  },
  {
    id: 'state',
    title: 'State',
    width: '144px',
    value: (r) => ['draft', 'in-progress', 'submitted', 'superseded'].indexOf(r.state),
    cell: (r) => <StateBadge state={`request-${r.state}`} />,
  },
];

/** The file takes away what the screen shows in one cell, each in a column of its own. */
export const csvColumns = [
  { title: 'Id', value: (r: AuditRequest) => r.id },
  { title: 'Code', value: (r: AuditRequest) => r.code },
  { title: 'Area', value: (r: AuditRequest) => r.area },
  { title: 'Request', value: (r: AuditRequest) => r.title },
  { title: 'Kind', value: (r: AuditRequest) => r.kind },
  { title: 'Phase', value: (r: AuditRequest) => r.phase },
  { title: 'Controls', value: (r: AuditRequest) => r.controls.join(' ') },
  { title: 'Completeness and accuracy', value: (r: AuditRequest) => r.needsCompletenessAccuracy },
  { title: 'Owner', value: (r: AuditRequest) => r.owner?.name ?? null },
  { title: 'Due', value: (r: AuditRequest) => r.dueOn },
  { title: 'Overdue', value: (r: AuditRequest) => r.overdue },
  { title: 'State', value: (r: AuditRequest) => stateWords[`request-${r.state}`].word },
  { title: 'Evidence', value: (r: AuditRequest) => r.evidence },
  { title: 'Submitted', value: (r: AuditRequest) => r.submitted?.at ?? null },
  { title: 'Submitted by', value: (r: AuditRequest) => r.submitted?.by.name ?? null },
  { title: 'Answer', value: (r: AuditRequest) => r.submitted?.answer ?? null },
  { title: 'Superseded by', value: (r: AuditRequest) => r.supersededBy?.code ?? null },
  { title: 'Note', value: (r: AuditRequest) => r.note },
];
