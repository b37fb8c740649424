import { Text, Title } from '@mantine/core';
import type { PlanChange } from '@tickmark/core';
import { AsWritten } from '../../ui/as-written.tsx';
import { quantity } from '../../ui/moment.ts';
import { Moment } from '../../ui/values.tsx';
import classes from './plan.module.css';

const did: Record<PlanChange['kind'], string> = {
  added: 'Added',
  changed: 'Changed',
  moved: 'Moved',
  attached: 'Evidence attached',
  detached: 'Evidence taken off',
};

const fields: Record<string, string> = {
  title: 'Title',
  description: 'What is to be done',
  severity: 'Severity',
  criteria: 'Criteria',
  controls: 'Controls',
  ownerId: 'Owner',
  deputyId: 'Deputy',
  verifierId: 'Verifier',
  effortHalves: 'Work left',
  effortSource: 'Work comes from',
  notBefore: 'Not before',
  dueOn: 'Due',
  after: 'Waits for',
  deliverable: 'Deliverable',
  evidenceOfDone: 'Evidence of done',
  state: 'State',
  acceptedUntil: 'Accepted until',
  evidence: 'Evidence',
};

/** Everything that was done to an item, newest first. */
export function History({ history }: { history: readonly PlanChange[] }) {
  return (
    <section>
      <Title order={3} size="h5" mb={4}>
        History
      </Title>
      <ol className={classes.list}>
        {history.map(({ id, kind, at, by, words, changes, others }) => (
          <li key={id}>
            <Text size="sm" component="div">
              {did[kind]} <Moment at={at} /> by {by.name ?? 'nobody known here'}
              {others === 0 ? '' : `, with ${quantity(others, 'other item')}`}
            </Text>
            {words === null ? null : (
              <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
                <AsWritten text={words} />
              </Text>
            )}
            {changes.map(({ field, before, after }) => (
              <Text key={field} size="xs" c="dimmed" component="div">
                {fields[field] ?? field}: {before === null ? 'nothing' : <AsWritten text={before} />} →{' '}
                {after === null ? 'nothing' : <AsWritten text={after} />}
              </Text>
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}
