import { Stack, Text } from '@mantine/core';
import type { Control } from '@tickmark/core';
import { frequencyNames } from '../../glossary/names.ts';
import { useOperation } from '../../queries.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';

/** Every version of a control with its days, newest first; none is ever edited. */
export function Versions({ code }: { code: string }) {
  const list = useOperation('controls.versions', { code });
  const versions = [...(list.data?.items ?? [])].reverse();
  return (
    <Section title="Versions" lead="Each version is tested over its own days, and all results count.">
      <Stack gap="xs">
        {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
        {versions.map((version) => (
          <OneVersion key={version.id} version={version} />
        ))}
      </Stack>
    </Section>
  );
}

function OneVersion({ version }: { version: Control }) {
  const until = version.retiredOn === null ? '' : ` until the day before ${version.retiredOn}`;
  return (
    <Panel p="sm">
      <Text size="sm" fw={600}>
        Version {version.version}, from {version.effectiveFrom}
        {until}
      </Text>
      <Text size="sm">{version.description}</Text>
      <Text size="xs" c="dimmed">
        {frequencyNames[version.frequency]}; {version.ownerRole}; {version.criteria.join(', ')}
      </Text>
      {version.revisionReason === null ? null : (
        <Text size="sm" mt={4} style={{ overflowWrap: 'anywhere' }}>
          Why it changed: {version.revisionReason}
        </Text>
      )}
    </Panel>
  );
}
