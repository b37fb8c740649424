import { ActionIcon, Button, Checkbox, Fieldset, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { Population, ReconciliationSummary } from '@tickmark/core';
import { useState } from 'react';
import type { Input } from '../../api/client.ts';
import { fieldError, useOperation, useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { Empty, Warning } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { JobProgress } from '../jobs/job-progress.tsx';
import { isSameSource, proposePairs } from './reconcile-pairs.ts';

type Pair = NonNullable<Input<'populations.reconcile'>['agree']>[number];
interface Terms {
  on: Pair[];
  agree: Pair[];
  where: string;
  otherWhere: string;
  unique: boolean;
}

const blank: Pair = { here: '', there: '', ignoreCase: false };

/** Chooses a second source for a population and what to hold them together by; proposes what is usual. */
export function Reconcile(props: { population: Population; earlier: readonly ReconciliationSummary[] }) {
  const { population, earlier } = props;
  const list = useOperation('populations.list', { engagementId: population.engagementId, latest: true, limit: 500 });
  const [secondId, setSecondId] = useState<string | null>(null);
  const [terms, setTerms] = useState<Terms>({ on: [blank], agree: [], where: '', otherWhere: '', unique: false });
  const [reason, setReason] = useState('');
  const [jobId, setJobId] = useState<string | null>(null);
  const write = useWrite('populations.reconcile');
  if (list.data === undefined) return <Waiting />;

  const others = list.data.items.filter(({ id }) => id !== population.id);
  const second = others.find(({ id }) => id === secondId);
  const replaced = earlier.find(({ document }) => document.there.kind === second?.kind);
  const choose = (id: string | null) => {
    setSecondId(id);
    setJobId(null);
    write.reset();
    const chosen = others.find((one) => one.id === id);
    const proposed = chosen === undefined ? null : proposePairs(sideOf(population), sideOf(chosen));
    setTerms({
      on: (proposed?.on ?? [blank]).map((pair) => ({ ...pair })),
      agree: (proposed?.agree ?? []).map((pair) => ({ ...pair })),
      where: proposed?.where ?? '',
      otherWhere: proposed?.otherWhere ?? '',
      unique: proposed?.unique ?? false,
    });
  };
  const start = () => {
    if (second === undefined) return;
    write.mutate(
      {
        id: population.id,
        secondId: second.id,
        on: terms.on,
        agree: terms.agree,
        where: terms.where.trim() === '' ? undefined : terms.where,
        otherWhere: terms.otherWhere.trim() === '' ? undefined : terms.otherWhere,
        unique: terms.unique,
        supersedes: replaced === undefined ? undefined : { id: replaced.id, reason },
      },
      { onSuccess: (started) => setJobId(started.jobId) },
    );
  };

  if (others.length === 0)
    return (
      <Empty
        title="There is no second population yet."
        example="Import a list of the same things from another system, such as accounts for people, and come back."
      />
    );
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        The second source should come from another system, kept by other people. What only one of them has is told row
        by row; tests of {population.kind} wait until each difference has a reason.
      </Text>
      {jobId === null ? null : (
        <Panel>
          <JobProgress id={jobId} />
        </Panel>
      )}
      <Form
        submit="Reconcile"
        busy={write.isPending}
        error={write.error}
        disabled={
          second === undefined ||
          terms.on.length === 0 ||
          [...terms.on, ...terms.agree].some((pair) => pair.here === '' || pair.there === '') ||
          (replaced !== undefined && reason.trim() === '')
        }
        onSubmit={start}
      >
        <Select
          label="Second source"
          required
          placeholder="Choose a population"
          data={others.map(({ id, kind, manifest }) => ({
            value: id,
            label: `${manifest.name} (${kind}, ${quantity(manifest.rows, 'row')})`,
          }))}
          value={secondId}
          onChange={choose}
          error={fieldError(write.error, 'secondId')}
        />
        {second === undefined ? null : (
          <>
            {isSameSource(population.manifest.source, second.manifest.source) ? (
              <Warning>
                Both were taken from {second.manifest.source.system}. A source that depends on the first shows little of
                its completeness.
              </Warning>
            ) : null}
            <Pairs
              legend="Matched by"
              pairs={terms.on}
              least={1}
              here={population}
              there={second}
              error={(part) => fieldError(write.error, `on.${part}`)}
              onChange={(on) => setTerms({ ...terms, on })}
            />
            <TextInput
              label={`Rows of ${population.kind} that count`}
              description="An expression as in tests; all rows, if left out"
              placeholder='item.status == "active"'
              value={terms.where}
              onChange={(event) => setTerms({ ...terms, where: event.currentTarget.value })}
              error={fieldError(write.error, 'where')}
            />
            <TextInput
              label={`Rows of ${second.kind} that count`}
              placeholder='item.branch == "main"'
              value={terms.otherWhere}
              onChange={(event) => setTerms({ ...terms, otherWhere: event.currentTarget.value })}
              error={fieldError(write.error, 'otherWhere')}
            />
            <Pairs
              legend="Columns that should agree"
              pairs={terms.agree}
              least={0}
              here={population}
              there={second}
              error={(part) => fieldError(write.error, `agree.${part}`)}
              onChange={(agree) => setTerms({ ...terms, agree })}
            />
            <Checkbox
              label="A key in more than one row is a difference"
              description="Where each side should name a thing once"
              checked={terms.unique}
              onChange={(event) => setTerms({ ...terms, unique: event.currentTarget.checked })}
            />
            {replaced === undefined ? null : (
              <TextInput
                label="Why it is reconciled again"
                description={`There is a reconciliation with ${second.kind}. The new one replaces it; both stay in the record.`}
                required
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value)}
                error={fieldError(write.error, 'supersedes.reason')}
              />
            )}
          </>
        )}
      </Form>
    </Stack>
  );
}

function sideOf({ kind, manifest }: Population) {
  return { kind, columns: manifest.columns };
}

function Pairs(props: {
  legend: string;
  pairs: readonly Pair[];
  least: number;
  here: Population;
  there: Population;
  error: (part: string) => string | undefined;
  onChange: (pairs: Pair[]) => void;
}) {
  const { legend, pairs, least, here, there, onChange } = props;
  const put = (at: number, change: Partial<Pair>) =>
    onChange(pairs.map((pair, i) => (i === at ? { ...pair, ...change } : pair)));
  const names = ({ manifest }: Population) => manifest.columns.map(({ name }) => name);
  return (
    <Fieldset variant="unstyled" legend={legend}>
      <Stack gap={6}>
        {pairs.map((pair, i) => (
          // Pairs have no name of their own; their place is what the server's message names.
          <Group key={i} gap="xs" align="flex-start">
            <Select
              aria-label={`${legend}, ${i + 1}: column of ${here.kind}`}
              placeholder={here.kind}
              w={170}
              data={names(here)}
              value={pair.here === '' ? null : pair.here}
              onChange={(value) => put(i, { here: value ?? '' })}
              error={props.error(`${i}.here`)}
            />
            <Select
              aria-label={`${legend}, ${i + 1}: column of ${there.kind}`}
              placeholder={there.kind}
              w={170}
              data={names(there)}
              value={pair.there === '' ? null : pair.there}
              onChange={(value) => put(i, { there: value ?? '' })}
              error={props.error(`${i}.there`)}
            />
            <Checkbox
              mt={8}
              label="Any case"
              checked={pair.ignoreCase ?? false}
              onChange={(event) => put(i, { ignoreCase: event.currentTarget.checked })}
            />
            {pairs.length > least ? (
              <ActionIcon
                variant="subtle"
                color="gray"
                mt={4}
                aria-label={`Remove ${pair.here || 'this pair'}`}
                onClick={() => onChange(pairs.filter((_, at) => at !== i))}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            ) : null}
          </Group>
        ))}
        <Group>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => onChange([...pairs, blank])}
          >
            Add a pair of columns
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}
