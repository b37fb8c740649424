import { Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { AsWritten } from '../../ui/as-written.tsx';
import { Panel } from '../../ui/panel.tsx';
import { WordsBadge } from '../../ui/state-badge.tsx';
import { coverageWords } from './states.ts';

export interface NotRelevantCriterion {
  criterion: string;
  reason: string;
  /** null where nobody here is called so. */
  by: string | null;
  at: string;
  common: boolean;
  /** Adopted controls that support it all the same. */
  controls: readonly string[];
}

/** Criteria that were taken for not relevant, each with who said so, when and why, and what readers would question. */
export function NotRelevantList({ items, label }: { items: readonly NotRelevantCriterion[]; label: string }) {
  return (
    <Stack gap="xs" component="ul" aria-label={label} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {items.map(({ criterion, reason, by, at, common, controls }) => (
        <li key={criterion}>
          <Panel p="sm">
            <Group gap="xs" mb={4}>
              <Link to="/coverage" search={{ open: criterion }} className="tm-link">
                <strong>{criterion}</strong>
              </Link>
              <WordsBadge words={coverageWords['not-relevant']} />
              <Text size="xs" c="dimmed" component="span">
                by {by ?? 'somebody who is not known here'}, {at.slice(0, 10)}
              </Text>
            </Group>
            <Text size="sm" component="div">
              <AsWritten text={reason} />
            </Text>
            {common ? (
              <Text size="sm" mt={4}>
                One of the common criteria, which hardly ever are without relevance: an auditor will ask.
              </Text>
            ) : null}
            {controls.length === 0 ? null : (
              <Text size="sm" mt={4} component="div">
                Controls that support it all the same:{' '}
                {controls.map((code, place) => (
                  <span key={code}>
                    {place === 0 ? '' : ', '}
                    <Link to="/controls/$code" params={{ code }} className="tm-link">
                      {code}
                    </Link>
                  </span>
                ))}
              </Text>
            )}
          </Panel>
        </li>
      ))}
    </Stack>
  );
}
