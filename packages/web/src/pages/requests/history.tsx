import { Text, Title } from '@mantine/core';
import type { RequestStep } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { AsWritten } from '../../ui/as-written.tsx';
import { Moment } from '../../ui/values.tsx';
import classes from './requests.module.css';

const did: Record<RequestStep['step'], string> = {
  submitted: 'Submitted',
  reopened: 'Reopened for a correction',
  unlinked: 'Evidence taken off after it was submitted',
  superseded: 'Superseded',
};

/** What was done to a request and stays on record. */
export function History({ steps }: { steps: readonly RequestStep[] }) {
  if (steps.length === 0) return null;
  return (
    <section>
      <Title order={3} size="h5" mb={4}>
        What stays on record
      </Title>
      <ol className={classes.list}>
        {steps.map(({ id, step, at, by, words, evidence }) => (
          <li key={id}>
            <Text size="sm" component="div">
              {did[step]} <Moment at={at} /> by {by.name ?? 'nobody known here'}
            </Text>
            {words === null ? null : (
              <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
                <AsWritten text={words} />
              </Text>
            )}
            {evidence.length === 0 ? null : (
              <Text size="xs" c="dimmed" component="div">
                {evidence.map((piece, place) => (
                  <span key={piece.id}>
                    {place === 0 ? '' : ', '}
                    <Link to="/evidence" search={{ open: piece.id, show: 'all' }} className="tm-link">
                      <AsWritten text={piece.title} />
                    </Link>
                  </span>
                ))}
              </Text>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
