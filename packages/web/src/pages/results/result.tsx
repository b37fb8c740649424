import { Group, List, Stack, Table, Text } from '@mantine/core';
import type { Result } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useOperation } from '../../queries.ts';
import { Download } from '../../ui/download.tsx';
import { count, quantity } from '../../ui/moment.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Facts, Panel } from '../../ui/panel.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Term } from '../../ui/term.tsx';
import { Hash, Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { kindTerms } from '../tests/definition-view.tsx';
import { businessDaysFact } from '../holidays/business-days.tsx';
import { Receipt } from '../log/receipt.tsx';
import { ComparedWithIncrements } from '../increments/compared-with-increments.tsx';
import { ItemTable } from './item-table.tsx';
import { PeriodPicture } from './period-picture.tsx';

const route = getRouteApi('/inside/results/$id');

export function ResultPage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useOperation('results.get', { id });
  if (data === undefined) {
    return (
      <Page title="Result">
        {error === null ? <Waiting /> : <ErrorNotice error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  return <Loaded result={data} />;
}

function Loaded({ result }: { result: Result }) {
  const { document } = result;
  const { items, proposal } = document;
  return (
    <Page
      title={`${result.code} ${result.title}`}
      lead={
        <>
          Control {result.control}, a <Term id={kindTerms[document.definition.kind]} /> over {document.period.from} to{' '}
          {document.period.to}
          {result.latest ? '' : '. A later run has replaced this one'}.{' '}
          <Link to="/tests/history" search={{ code: result.code }} className="tm-link">
            Versions and runs of this test
          </Link>
        </>
      }
      actions={
        document.deviationsFile.rows > 0 ? (
          <Download
            operation="results.download-deviations"
            input={{ id: result.id }}
            fileName={`${result.code}.deviations.parquet`}
            label="Download deviations"
            about={result.code}
          />
        ) : null
      }
    >
      <Panel>
        <Stack gap="xs">
          <Group gap="xs">
            <Term id="proposal">Proposal</Term>
            <StateBadge state={proposal.kind} />
            {document.interim ? <StateBadge state="interim" /> : null}
          </Group>
          <List size="sm" spacing={4} aria-label="Reasons">
            {proposal.reasons.map((reason) => (
              <List.Item key={reason}>{reason}</List.Item>
            ))}
          </List>
          <Text size="xs" c="dimmed">
            It follows from written rules. A named person decides{' '}
            <Link to="/dry-run" search={{ control: result.control }} className="tm-link">
              on the dry run
            </Link>
            , and says why if they decide more gently.
          </Text>
        </Stack>
      </Panel>
      <Group align="flex-start" gap="lg" grow preventGrowOverflow={false}>
        <Section title="Items">
          <Facts
            facts={[
              ['In the population', count(items.total)],
              ['Outside the period', count(items.outOfPeriod)],
              ['Not governed by the control', count(items.notGoverned)],
              ['Tested', <strong key="t">{count(items.inScope)}</strong>],
              [<StateBadge key="p" state="pass" />, count(items.pass)],
              [<StateBadge key="d" state="deviation" />, count(items.deviations)],
              [<StateBadge key="u" state="unverified" />, count(items.unverified)],
            ]}
          />
        </Section>
        <Section title="From">
          <Facts
            facts={[
              ...Object.entries(document.populations).map(
                ([kind, { rows, sha256 }]) =>
                  [
                    kind,
                    <span key={kind}>
                      {quantity(rows, 'row')}, <Hash value={sha256} label={`hash of ${kind}`} />
                    </span>,
                  ] as const,
              ),
              ...businessDaysFact(document.holidays),
              ['Seen through', <Moment key="s" at={document.extractedThrough} />],
              ['Run', <Moment key="m" at={result.ranAt} />],
              [
                <Term key="h" id="hash">
                  Hash of the result
                </Term>,
                <Hash key="v" value={result.sha256} label="hash of the result" />,
              ],
              ['Engine', document.engine],
            ]}
          />
        </Section>
      </Group>
      <Receipt entry={result.entryIndex} />
      <ComparedWithIncrements result={result} />
      <Attributes result={result} />
      <PeriodPicture document={document} />
      {document.definition.kind === 'cadence' ? null : <ItemTable result={result} />}
    </Page>
  );
}

function Attributes({ result }: { result: Result }) {
  const attributes = Object.entries(result.document.attributes);
  if (attributes.length === 0) return null;
  return (
    <Section title={<Term id="attribute">Attributes</Term>}>
      <Table withTableBorder aria-label="Attributes" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={60}>Name</Table.Th>
            <Table.Th>What it asks</Table.Th>
            <Table.Th ta="right">Pass</Table.Th>
            <Table.Th ta="right">Fail</Table.Th>
            <Table.Th ta="right">Unverified</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {attributes.map(([name, attribute]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{name}</Table.Th>
              <Table.Td>{attribute.title}</Table.Td>
              <Table.Td ta="right">{count(attribute.pass)}</Table.Td>
              <Table.Td ta="right">{count(attribute.fail)}</Table.Td>
              <Table.Td ta="right">{count(attribute.unverified)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}
