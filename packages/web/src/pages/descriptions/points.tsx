import { Button, Group, Stack, Text } from '@mantine/core';
import type { DescriptionPoint } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { StateIcon, Tone } from '../../glossary/states.ts';
import lists from '../../ui/list.module.css';
import { AsWritten } from '../../ui/as-written.tsx';
import { Note } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { WordsBadge } from '../../ui/state-badge.tsx';
import classes from './descriptions.module.css';

const looks: Record<DescriptionPoint['severity'], { word: string; tone: Tone; icon: StateIcon; meaning: string }> = {
  must: { word: 'Missing', tone: 'bad', icon: 'hole', meaning: 'The description would not hold without it.' },
  should: { word: 'Look at it', tone: 'waiting', icon: 'eye', meaning: 'A reader or the auditor would ask about it.' },
};

/** More are shown once they are asked for. */
const first = 10;

/** What is missing or contradicts itself in a part, what it would not hold without first, each with where it is mended. */
export function Points({ points }: { points: readonly DescriptionPoint[] }) {
  const [all, setAll] = useState(false);
  if (points.length === 0)
    return (
      <Note>
        Nothing is missing that could be told from here. Whether it is true and complete is for people to judge.
      </Note>
    );
  const sorted = points.toSorted((a, b) => Number(b.severity === 'must') - Number(a.severity === 'must'));
  return (
    <Stack gap="sm">
      <ul className={lists.panels} aria-label="Points">
        {sorted.slice(0, all ? undefined : first).map((point) => (
          <li key={point.id}>
            <Panel p="sm">
              <Stack gap={4}>
                <div>
                  <WordsBadge words={looks[point.severity]} />{' '}
                  <Text span size="sm" fw={600} className={classes.what}>
                    <AsWritten text={point.text} />
                  </Text>
                </div>
                <Text size="sm" c="dimmed">
                  {point.why}
                </Text>
                <Group gap="xs">
                  <Text size="sm">{point.action}</Text>
                  <PointLink point={point} />
                </Group>
              </Stack>
            </Panel>
          </li>
        ))}
      </ul>
      {all || sorted.length <= first ? null : (
        <Button variant="default" size="compact-sm" style={{ alignSelf: 'start' }} onClick={() => setAll(true)}>
          All {sorted.length} points
        </Button>
      )}
    </Stack>
  );
}

/** To the place where a point is mended; a point of the part itself that names no entry is mended on the page. */
function PointLink({ point: { place, part } }: { point: DescriptionPoint }): ReactNode {
  const look = { className: 'tm-link' };
  switch (place.kind) {
    case 'scope':
      return (
        <Link
          to="/scope"
          search={place.item === null ? { kind: place.of } : { kind: place.of, open: place.item }}
          {...look}
        >
          Mend it in the scope
        </Link>
      );
    case 'control':
      return (
        <Link to="/controls/$code" params={{ code: place.code }} {...look}>
          Open {place.code}
        </Link>
      );
    case 'criterion':
      return (
        <Link to="/coverage" search={{ open: place.id }} {...look}>
          Open {place.id}
        </Link>
      );
    case 'engagement':
      return (
        <Link to="/engagement" {...look}>
          Open the engagement
        </Link>
      );
    case 'part':
      return place.entry === null ? null : (
        <Link to="/description" search={{ part, entry: place.entry }} {...look}>
          Go there
        </Link>
      );
  }
}
