import { Button, Stack, Text } from '@mantine/core';
import type { TextFinding } from '@tickmark/core';
import type { StateIcon, Tone } from '../../glossary/states.ts';
import { useOperation } from '../../queries.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { WordsBadge } from '../../ui/state-badge.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import classes from './policies.module.css';

/** What the draft gets wrong as it was saved last, each leading to its place where somebody writes beside it. */
export function Findings({ id, onGoTo }: { id: string; onGoTo?: (finding: TextFinding) => void }) {
  const { data, error, refetch } = useOperation('policies.check', { id });
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={6} />;
  if (data.total === 0)
    return (
      <Empty
        title="Nothing was found."
        example="Looked for: headings that an examination expects, empty sections, words that stand for nothing, references to what is not there, numbers that contradict another document, duties that nobody has, words that nobody can be held to, a review that is due, and promises that your controls and tests do not say. Whether it is what you do, nobody but you can say."
      />
    );
  return (
    <Stack gap="sm">
      <Text size="sm">
        {quantity(data.total, 'finding')} in the draft
        {data.must === 0 ? '' : `, ${data.must} to be put right before it is approved`}.
      </Text>
      <ul className={classes.versions}>
        {data.items.map((finding, place) => (
          <li key={place}>
            <Panel p="sm">
              <Finding finding={finding} onGoTo={onGoTo} />
            </Panel>
          </li>
        ))}
      </ul>
    </Stack>
  );
}

const looks: Record<TextFinding['severity'], { word: string; tone: Tone; icon: StateIcon; meaning: string }> = {
  must: {
    word: 'Put right',
    tone: 'bad',
    icon: 'stop',
    meaning: 'It has to be put right before the text is approved.',
  },
  should: { word: 'Look at it', tone: 'waiting', icon: 'eye', meaning: 'An auditor would ask about it.' },
};

/** One thing that a text gets wrong: the sentence, what is wrong with it, and what to do. */
export function Finding<Found extends Omit<TextFinding, 'code'>>({
  finding,
  onGoTo,
}: {
  finding: Found;
  onGoTo: ((finding: Found) => void) | undefined;
}) {
  const { severity, heading, passage, message, action } = finding;
  return (
    <Stack gap={4}>
      <div>
        <WordsBadge words={looks[severity]} />{' '}
        <Text span size="sm" fw={600}>
          {message}
        </Text>
      </div>
      {passage === '' ? null : (
        <Text size="sm" fs="italic">
          <AsWritten text={passage} />
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {heading === '' ? '' : `Under “${heading}”. `}
        {action}
      </Text>
      {onGoTo === undefined || (passage === '' && heading === '') ? null : (
        <Button size="compact-xs" variant="default" style={{ alignSelf: 'flex-start' }} onClick={() => onGoTo(finding)}>
          Go there
        </Button>
      )}
    </Stack>
  );
}
