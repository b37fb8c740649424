import { Button, Group, Select, Stack, Table, Text } from '@mantine/core';
import { IconArrowLeft, IconSend } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Output } from '../../api/client.ts';
import { operationQuery, useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { Download } from '../../ui/download.tsx';
import { count } from '../../ui/moment.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Over } from '../../ui/side.tsx';
import { Hash, Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { IssueCopy } from './issue-copy.tsx';
import { ReportParts } from './parts.tsx';
import classes from './reports.module.css';

const route = getRouteApi('/inside/readiness/reports/$id');
type Whole = Output<'readiness-reports.get'>;

/** One report with its parts, held against another one, and its issued copies. */
export function ReadinessReportPage() {
  const { id } = route.useParams();
  const { against, issue } = route.useSearch();
  const navigate = route.useNavigate();
  const mayReport = useMay('readiness.report');
  const { data, error, refetch } = useQuery({
    ...operationQuery('readiness-reports.get', { id, against }),
    placeholderData: keepPreviousData,
  });
  const show = (part: { against?: string | undefined; issue?: 'copy' | undefined }): void =>
    void navigate({ search: (s) => ({ ...s, ...part }), replace: true });
  if (data === undefined || data.report.id !== id) {
    return (
      <Page title="Readiness report">
        {error === null ? <Waiting lines={9} /> : <ErrorNotice error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  const { report } = data;
  return (
    <Page
      title={`Readiness report ${report.number}`}
      lead={
        <>
          <AsWritten text={data.facts.engagement.title} />, as of {report.today}. Made <Moment at={report.madeAt} /> by{' '}
          {report.madeBy.name ?? 'somebody not known here'}; its facts are{' '}
          <Hash value={report.sha256} label="hash of the facts" />, sealed by entry {report.entryIndex}.
        </>
      }
      actions={
        <>
          <Button
            variant="subtle"
            leftSection={<IconArrowLeft size={16} aria-hidden />}
            renderRoot={(props) => <Link to="/readiness" search={{ tab: 'reports' }} {...props} />}
          >
            All reports
          </Button>
          <Files report={report} against={against} />
          {mayReport ? (
            <Button leftSection={<IconSend size={16} aria-hidden />} onClick={() => show({ issue: 'copy' })}>
              Issue a copy
            </Button>
          ) : null}
        </>
      }
    >
      {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
      <HeldAgainst whole={data} chosen={against} onChoose={(next) => show({ against: next })} />
      <ReportParts pages={data.pages} />
      <Copies whole={data} />
      <Over
        opened={issue === 'copy' && mayReport}
        onClose={() => show({ issue: undefined })}
        title="Issue a copy"
        size="md"
      >
        <IssueCopy whole={data} against={against} onDone={() => show({ issue: undefined })} />
      </Over>
    </Page>
  );
}

const formats = [
  { format: 'pdf', label: 'PDF', about: 'a draft of the report as a document' },
  { format: 'docx', label: 'DOCX', about: 'a draft of the report to edit' },
  { format: 'json', label: 'Facts', about: 'everything the report says, as JSON' },
] as const;

/** A draft, taken away. */
function Files({ report, against }: { report: Whole['report']; against: string | undefined }) {
  return (
    <Group gap={6} component="section" aria-label="Download">
      {formats.map(({ format, label, about }) => (
        <Download
          key={format}
          operation="readiness-reports.download"
          input={{ id: report.id, format, against: format === 'json' ? undefined : against }}
          fileName={`readiness-report-${report.number}-${report.today}${format === 'json' ? '' : '-draft'}.${format}`}
          label={label}
          about={about}
          size="compact-sm"
        />
      ))}
    </Group>
  );
}

/** Which report this one is held against; the one before where nobody chose. */
function HeldAgainst(props: { whole: Whole; chosen: string | undefined; onChoose: (id: string | undefined) => void }) {
  const { whole, chosen, onChoose } = props;
  const { data, error, refetch } = useOperation('readiness-reports.list', { limit: 500 });
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  const others = (data?.items ?? []).filter(({ id }) => id !== whole.report.id);
  if (others.length === 0) return null;
  return (
    <Select
      label="Held against"
      maw={420}
      clearable={chosen !== undefined}
      placeholder={whole.against === null ? 'No report before this one' : undefined}
      data={others.map((other) => ({
        value: other.id,
        label: `Report ${other.number}, as of ${other.today}${other.engagementId === whole.report.engagementId ? '' : ', of another engagement'}${other.id === whole.report.beforeId ? ' (the one before)' : ''}`,
      }))}
      value={whole.against?.id ?? null}
      onChange={(value) => onChoose(value === null || value === whole.report.beforeId ? undefined : value)}
    />
  );
}

/** Copies that were issued, each as it was. */
function Copies({ whole: { report, copies } }: { whole: Whole }) {
  return (
    <Section title="Issued copies">
      {copies.length === 0 ? (
        <Text c="dimmed" className={classes.nothing}>
          None: this report is a draft, and its documents say so on each page.
        </Text>
      ) : (
        <Table.ScrollContainer
          minWidth={760}
          scrollAreaProps={{
            viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'Issued copies, scrollable' },
          }}
        >
          <Table withTableBorder aria-label="Issued copies" className={classes.table}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Copy</Table.Th>
                <Table.Th>Recipient</Table.Th>
                <Table.Th>Issued</Table.Th>
                <Table.Th>Checkpoint</Table.Th>
                <Table.Th>Files</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {copies.map((copy) => (
                <Table.Tr key={copy.id}>
                  <Table.Td>{copy.number}</Table.Td>
                  <Table.Td>
                    <AsWritten text={copy.recipient} />
                  </Table.Td>
                  <Table.Td>
                    <Stack gap={2}>
                      <Moment at={copy.issuedAt} />
                      <Text size="xs" c="dimmed">
                        by {copy.issuedBy.name ?? 'somebody not known here'}, entry {copy.entryIndex}
                      </Text>
                    </Stack>
                  </Table.Td>
                  <Table.Td>
                    {count(copy.checkpoint.first + copy.checkpoint.size)} entries,{' '}
                    <Hash value={copy.checkpoint.rootHash} label="root hash of the checkpoint" />
                  </Table.Td>
                  <Table.Td>
                    <Stack gap={4} align="flex-start">
                      {(['pdf', 'docx'] as const).map((format) => (
                        <Download
                          key={format}
                          operation="readiness-reports.download"
                          input={{ id: report.id, format, copy: copy.id }}
                          fileName={`readiness-report-${report.number}-${report.today}-copy-${copy.number}.${format}`}
                          label={format.toUpperCase()}
                          about={`copy ${copy.number}`}
                          size="compact-xs"
                        />
                      ))}
                    </Stack>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  );
}
