import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { IconFileText, IconPackage } from '@tabler/icons-react';
import type { Engagement } from '@tickmark/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { Download } from '../../ui/download.tsx';
import { count, size, utc } from '../../ui/moment.ts';
import { Empty, ErrorNotice, Note } from '../../ui/notices.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Panel, Verbatim } from '../../ui/panel.tsx';
import { Side } from '../../ui/side.tsx';
import { Term } from '../../ui/term.tsx';
import { CopyIcon, Hash, Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { ChangedSince } from '../dry-runs/changed-since.tsx';
import { JobProgress } from '../jobs/job-progress.tsx';
import { Receipt, ReceiptInRow } from '../log/receipt.tsx';
import { VerifyYourself } from '../log/verify-yourself.tsx';
import classes from './report.module.css';

const route = getRouteApi('/inside/report');

export function ReportPage() {
  return (
    <WithEngagement title="Report and bundle">
      {(engagement) => <Loaded key={engagement.id} engagement={engagement} />}
    </WithEngagement>
  );
}

function Loaded({ engagement }: { engagement: Engagement }) {
  const { receipt } = route.useSearch();
  const navigate = route.useNavigate();
  const close = (): void => void navigate({ search: {} });
  return (
    <Page
      title="Report and bundle"
      lead="What you hand over: a draft in the form of a SOC 2 report, and everything needed to check it without trusting anybody."
    >
      <Reports engagement={engagement} />
      <Bundles engagement={engagement} />
      <HowToVerify />
      <VerifyYourself />
      <Side opened={receipt !== undefined} onClose={close} size="lg" title={`Log entry ${receipt ?? ''}`}>
        {receipt === undefined ? null : <Receipt entry={Number(receipt)} />}
      </Side>
    </Page>
  );
}

/** Leads to the receipt beside the page. */
function ReceiptOf({ entry }: { entry: number }) {
  return (
    <ReceiptInRow entry={entry}>
      <Link from="/report" search={{ receipt: String(entry) }} className="tm-link" style={{ whiteSpace: 'nowrap' }}>
        Entry {entry}
      </Link>
    </ReceiptInRow>
  );
}

function Reports({ engagement }: { engagement: Engagement }) {
  const mayRender = useMay('reports.render');
  const dryRuns = useOperation('dry-runs.list', { engagementId: engagement.id, sort: '-ranAt', limit: 1 });
  const list = useOperation('reports.list', { engagementId: engagement.id, sort: '-renderedAt', limit: 100 });
  const write = useWrite('reports.render');
  const navigate = useNavigate();
  const [jobId, setJobId] = useState<string | null>(null);
  const newest = dryRuns.data?.items[0];

  return (
    <Section
      title={<Term id="report" />}
      lead={
        newest === undefined
          ? 'It is made from a dry run. Section I, the opinion, is the auditor’s and stays empty.'
          : `From the dry run of ${utc(newest.ranAt)} UTC. Section I, the opinion, is the auditor’s and stays empty.`
      }
      actions={
        mayRender && newest !== undefined ? (
          <Button
            leftSection={<IconFileText size={16} aria-hidden />}
            loading={write.isPending}
            onClick={() => write.mutate({ dryRunId: newest.id }, { onSuccess: ({ jobId }) => setJobId(jobId) })}
          >
            Render the report
          </Button>
        ) : null
      }
    >
      <Stack gap="sm">
        {write.error === null ? null : <ErrorNotice error={write.error} />}
        <ChangedSince
          engagementId={engagement.id}
          action={
            <Link to="/dry-run" className="tm-link">
              To the dry run
            </Link>
          }
        />
        {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
        {jobId === null ? null : (
          <Panel>
            <JobProgress id={jobId} />
          </Panel>
        )}
        {list.data === undefined || dryRuns.data === undefined ? (
          <Waiting lines={3} />
        ) : list.data.items.length === 0 ? (
          <Panel p={0}>
            <Empty
              title={
                newest === undefined ? 'A report draft needs a dry run first.' : 'No report draft has been rendered.'
              }
              action={
                newest === undefined ? (
                  <Button onClick={() => void navigate({ to: '/dry-run' })}>Go to the dry run</Button>
                ) : undefined
              }
              example="It has a cover, a contents page, Sections I to V, and a table of criteria, controls, tests and results."
            />
          </Panel>
        ) : (
          <Table.ScrollContainer
            minWidth={760}
            scrollAreaProps={{
              viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'Report drafts, scrollable' },
            }}
          >
            <Table withTableBorder aria-label="Report drafts" className={classes.table}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Rendered</Table.Th>
                  <Table.Th>Receipt</Table.Th>
                  <Table.Th>Pages</Table.Th>
                  <Table.Th>Size</Table.Th>
                  <Table.Th>Hash</Table.Th>
                  <Table.Th>File</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {list.data.items.map((report) => (
                  <Table.Tr key={report.id}>
                    <Table.Td>
                      <Moment at={report.renderedAt} />
                    </Table.Td>
                    <Table.Td>
                      <ReceiptOf entry={report.entryIndex} />
                    </Table.Td>
                    <Table.Td>{count(report.pages)}</Table.Td>
                    <Table.Td>{size(report.size)}</Table.Td>
                    <Table.Td>
                      <Hash value={report.sha256} label="hash of the report" />
                    </Table.Td>
                    <Table.Td>
                      <Download
                        operation="reports.download"
                        input={{ id: report.id }}
                        fileName="report.pdf"
                        label="Download PDF"
                        size="xs"
                      />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Stack>
    </Section>
  );
}

function Bundles({ engagement }: { engagement: Engagement }) {
  const mayCreate = useMay('bundles.create');
  const list = useOperation('bundles.list', { engagementId: engagement.id, sort: '-createdAt', limit: 100 });
  const write = useWrite('bundles.create');
  const [jobId, setJobId] = useState<string | null>(null);

  return (
    <Section
      title={<Term id="bundle" />}
      lead="Log, populations, definitions, results, samples, evidence and report in one file that verifies offline."
      actions={
        mayCreate ? (
          <Button
            variant="default"
            leftSection={<IconPackage size={16} aria-hidden />}
            loading={write.isPending}
            onClick={() => write.mutate({ engagementId: engagement.id }, { onSuccess: ({ jobId }) => setJobId(jobId) })}
          >
            Create bundle
          </Button>
        ) : null
      }
    >
      <Stack gap="sm">
        {write.error === null ? null : <ErrorNotice error={write.error} />}
        {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
        {jobId === null ? null : (
          <Panel>
            <JobProgress id={jobId} />
          </Panel>
        )}
        {list.data === undefined ? (
          <Waiting lines={3} />
        ) : list.data.items.length === 0 ? (
          <Panel p={0}>
            <Empty
              title="No bundle has been made."
              example="Make one after each dry run: whoever has it can check every number in the report."
            />
          </Panel>
        ) : (
          <Table.ScrollContainer
            minWidth={940}
            scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'Bundles, scrollable' } }}
          >
            <Table withTableBorder aria-label="Bundles" className={classes.table}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Made</Table.Th>
                  <Table.Th>Receipt</Table.Th>
                  <Table.Th>Files</Table.Th>
                  <Table.Th>Size</Table.Th>
                  <Table.Th>Hash</Table.Th>
                  <Table.Th>Since</Table.Th>
                  <Table.Th>File</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {list.data.items.map((bundle) => (
                  <Table.Tr key={bundle.id}>
                    <Table.Td>
                      <Moment at={bundle.createdAt} />
                    </Table.Td>
                    <Table.Td>
                      <ReceiptOf entry={bundle.entryIndex} />
                    </Table.Td>
                    <Table.Td>{count(bundle.files)}</Table.Td>
                    <Table.Td>{size(bundle.size)}</Table.Td>
                    <Table.Td>
                      <Hash value={bundle.sha256} label="hash of the bundle" />
                    </Table.Td>
                    <Table.Td>
                      <Link
                        to="/log/changes"
                        search={{ since: `bundle:${bundle.id}` }}
                        className="tm-link"
                        aria-label={`What changed since the bundle of ${utc(bundle.createdAt)} UTC`}
                        style={{ whiteSpace: 'nowrap' }}
                      >
                        What changed
                      </Link>
                    </Table.Td>
                    <Table.Td>
                      <Download
                        operation="bundles.download"
                        input={{ id: bundle.id }}
                        fileName="bundle.tar"
                        label="Download bundle"
                        size="xs"
                      />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Stack>
    </Section>
  );
}

const command = 'tickmark verify bundle.tar --reperform';

function HowToVerify() {
  const { data } = useOperation('log.checkpoint', {});
  return (
    <Section title="How anybody verifies it">
      <Panel>
        <Stack gap="sm">
          <Text size="sm">
            On another machine, without an account and without a network. It checks every hash, the log and its
            signature, the order of events, and <Term id="reperform">re-performs</Term> every test:
          </Text>
          <Group gap={4} wrap="nowrap">
            <Verbatim label="Command" text={command} />
            <CopyIcon value={command} label="command" />
          </Group>
          {data === undefined ? null : (
            <div>
              <Text size="sm" mb={4}>
                Compare the <Term id="verifier-key">verifier key</Term> that the command prints with this one, received
                by a way you trust:
              </Text>
              <Hash value={data.verifierKey} label="verifier key" whole />
            </div>
          )}
          <Note>
            A bundle proves that the report follows from what was sealed, and when. It can’t prove that a source told
            the truth.
          </Note>
        </Stack>
      </Panel>
    </Section>
  );
}
