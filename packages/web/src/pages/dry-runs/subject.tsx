import { Group, List, Stack, Text } from '@mantine/core';
import type { DryRun, Standing } from '@tickmark/core';
import type { ReactNode } from 'react';
import { useMay } from '../../shell/current.ts';
import { Note } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { DecideForm } from './decide-form.tsx';
import { Decided, Decisions } from './proposed-and-decided.tsx';

interface Props {
  standing: Standing;
  dryRun: DryRun;
  newest: boolean;
  /** What to read before one decides. */
  children?: ReactNode;
}

/** Proposal and decision of one subject side by side, why, what it rests on, and the form to decide. */
export function Subject({ standing, dryRun, newest, children }: Props) {
  const may = useMay('conclusions.decide');
  return (
    <Stack gap="md">
      <Group gap="xl" align="flex-start">
        <Stack gap={4}>
          <Text size="xs" c="dimmed">
            Proposed by rules
          </Text>
          <StateBadge state={standing.proposal} />
        </Stack>
        <Stack gap={4}>
          <Text size="xs" c="dimmed">
            Decided
          </Text>
          <Decided standing={standing} />
        </Stack>
      </Group>
      <List size="sm" spacing={4} data-reasons={standing.subject}>
        {standing.because.map(({ test, reason, sentence }) => (
          <List.Item key={`${test} ${reason.code} ${sentence}`}>
            {test === null ? '' : `${test}: `}
            {sentence}
          </List.Item>
        ))}
      </List>
      {children}
      <Section title="Decisions">
        <Stack gap="md">
          <Decisions standing={standing} />
          {may && newest ? <DecideForm key={standing.subject} standing={standing} dryRunId={dryRun.id} /> : null}
          {may && !newest ? <Note>A later dry run has replaced this one. Decide on the newest.</Note> : null}
          <Note>
            Owners of controls are on record by role, so Tickmark cannot tell whether the person who decides owns the
            control. Somebody else should decide.
          </Note>
        </Stack>
      </Section>
    </Stack>
  );
}
