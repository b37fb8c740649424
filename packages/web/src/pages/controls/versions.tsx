import { Stack, Text } from '@mantine/core';
import type { Control } from '@tickmark/core';
import { wordingFieldNames } from '@tickmark/core/control-words';
import { frequencyNames } from '../../glossary/names.ts';
import { useOperation } from '../../queries.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';

/** Every version of a control with its days, newest first; none is ever edited. */
export function Versions({ code }: { code: string }) {
  const list = useOperation('controls.versions', { code });
  const versions = list.data?.items ?? [];
  if (list.error === null && versions.length < 2) return null;
  return (
    <Section title="Versions" lead="Each version is tested over its own days, and all results count.">
      <Stack gap="xs">
        {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
        {versions
          .map((version, place) => <OneVersion key={version.id} version={version} before={versions[place - 1]} />)
          .toReversed()}
      </Stack>
    </Section>
  );
}

function OneVersion({ version, before }: { version: Control; before: Control | undefined }) {
  return (
    <Panel p="sm">
      <Text size="sm" fw={600}>
        Version {version.version}, {daysOf(version)}
      </Text>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {version.description}
      </Text>
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {frequencyNames[version.frequency]}; {version.ownerRole}; {version.criteria.join(', ')}
      </Text>
      {version.revisionReason === null || before === undefined ? null : (
        <Text size="sm" mt={4} style={{ overflowWrap: 'anywhere' }}>
          {changed(before, version) === '' ? 'Brought back' : `Changed ${changed(before, version)}`}:{' '}
          {version.revisionReason}
        </Text>
      )}
      {version.retirementReason === null ? null : (
        <Text size="sm" mt={4} style={{ overflowWrap: 'anywhere' }}>
          Retired: {version.retirementReason}
        </Text>
      )}
    </Panel>
  );
}

/** `2026-01-01 to 2026-06-30`; a version that ends on its first day was in force on none. */
function daysOf({ effectiveFrom, retiredOn }: Control): string {
  if (retiredOn === null) return `from ${effectiveFrom} on`;
  if (retiredOn <= effectiveFrom) return 'in force on no day';
  const last = new Date(Date.parse(retiredOn) - 86_400_000).toISOString().slice(0, 10);
  return `${effectiveFrom} to ${last}`;
}

const fields = Object.keys(wordingFieldNames) as (keyof typeof wordingFieldNames)[];

function changed(before: Control, after: Control): string {
  const text = (value: unknown): string => JSON.stringify(Array.isArray(value) ? value.toSorted() : value);
  const differ = fields.filter((field) => text(before[field]) !== text(after[field]));
  return differ.map((field) => wordingFieldNames[field]).join(', ');
}
