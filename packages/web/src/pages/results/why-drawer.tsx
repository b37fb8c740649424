import { Stack, Text } from '@mantine/core';
import type { AttributeState } from '@tickmark/core';
import { Side } from '../../ui/side.tsx';
import { useOperation } from '../../queries.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Facts, Panel } from '../../ui/panel.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Value } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';

/** Why one item has the state it has: each attribute with the values that decided, and the row itself. */
export function WhyDrawer({ resultId, item, onClose }: { resultId: string; item: string | null; onClose: () => void }) {
  return (
    <Side opened={item !== null} onClose={onClose} size="lg" title={<span className="mono">{item}</span>}>
      {item === null ? null : <Why resultId={resultId} item={item} />}
    </Side>
  );
}

function Why({ resultId, item }: { resultId: string; item: string }) {
  const { data, error, refetch } = useOperation('results.explain', { id: resultId, item });
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting />;
  return <Reasons row={data.row} attributes={data.attributes} />;
}

interface ReasonsProps {
  row: Record<string, unknown>;
  attributes: readonly { name: string; title: string; state: AttributeState; explanation: string }[];
  /** What stands in place of the reasons where no attribute was asked. */
  none?: string;
}

/** Each attribute with its operands, and the row. */
export function Reasons({ row, attributes, none }: ReasonsProps) {
  return (
    <Stack gap="md">
      <Section title="Why">
        <Stack gap="xs">
          {attributes.length === 0 && none !== undefined ? <Text size="sm">{none}</Text> : null}
          {attributes.map(({ name, title, state, explanation }) => (
            <Panel key={name} p="sm">
              <StateBadge state={state} />
              <Text fw={600} size="sm" mt={6}>
                {name}: {title}
              </Text>
              <Text size="sm" mt={4} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                {explanation}
              </Text>
            </Panel>
          ))}
        </Stack>
      </Section>
      <Section title="The row, as frozen">
        <Facts
          facts={Object.entries(row).map(
            ([name, value]) =>
              [
                <span key={name} className="mono">
                  {name}
                </span>,
                <Value key="v" value={value} />,
              ] as const,
          )}
        />
      </Section>
    </Stack>
  );
}
