import { Group, Text, UnstyledButton } from '@mantine/core';
import type { CoverageCounts } from '@tickmark/core';
import { coverageStates, type CoverageState } from '@tickmark/core/coverage-words';
import { count } from '../../ui/moment.ts';
import { WordsBadge } from '../../ui/state-badge.tsx';
import classes from './coverage.module.css';
import { coverageWords } from './states.ts';

const fields: Record<CoverageState, Exclude<keyof CoverageCounts, 'applicable'>> = {
  'no-control': 'noControl',
  'in-part': 'inPart',
  unsupported: 'unsupported',
  supported: 'supported',
  'not-relevant': 'notRelevant',
};

/** How many criteria stand in each state; each is a filter. */
export function Counts({
  counts,
  show,
  onShow,
}: {
  counts: CoverageCounts;
  show: string | undefined;
  onShow: (show: string | undefined) => void;
}) {
  const all = counts.applicable;
  return (
    <div>
      <div className={classes.bar} aria-hidden>
        {coverageStates.map((state) =>
          counts[fields[state]] === 0 ? null : (
            <span
              key={state}
              data-tone={coverageWords[state].tone}
              style={{ flexGrow: counts[fields[state]] }}
              className={classes.part}
            />
          ),
        )}
      </div>
      <Group gap="xs" component="section" aria-label="Criteria by state">
        <Text size="sm" fw={600}>
          {count(all)} criteria apply:
        </Text>
        {coverageStates.map((state) => (
          <UnstyledButton
            key={state}
            className={classes.count}
            aria-pressed={show === state}
            onClick={() => onShow(show === state ? undefined : state)}
          >
            <WordsBadge words={coverageWords[state]} count={counts[fields[state]]} />
          </UnstyledButton>
        ))}
      </Group>
    </div>
  );
}
