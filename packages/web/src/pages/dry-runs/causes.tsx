import { Button, Stack, Text } from '@mantine/core';
import type { ControlConclusion, Explanation } from '@tickmark/core';
import { causeTitles } from '@tickmark/core/causes';
import { useState } from 'react';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { utc } from '../../ui/moment.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ExplainForm } from './explain-form.tsx';

/** What people recorded of the deviations of a control, and the form to record more. */
export function Causes({ control, engagementId }: { control: ControlConclusion; engagementId: string }) {
  const may = useMay('deviations.explain');
  const [writing, setWriting] = useState(false);
  const list = useOperation('deviations.explanations', { engagementId, control: control.code, limit: 100 });
  const recorded = list.data?.items ?? [];
  return (
    <Section
      title="Causes of deviations"
      lead="Cause and extent, on record. A fix is shown as fixed later; the deviation stays. The next dry run weighs what is recorded here."
    >
      <Stack gap="sm">
        {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
        {list.data !== undefined && recorded.length === 0 ? <Text size="sm">No cause is on record.</Text> : null}
        {recorded.map((explanation) => (
          <OneCause key={explanation.id} explanation={explanation} />
        ))}
        {may && !writing ? (
          <Button variant="default" size="xs" style={{ alignSelf: 'flex-start' }} onClick={() => setWriting(true)}>
            Record a cause
          </Button>
        ) : null}
        {writing ? (
          <ExplainForm
            control={control}
            engagementId={engagementId}
            recorded={recorded}
            onDone={() => setWriting(false)}
          />
        ) : null}
      </Stack>
    </Section>
  );
}

function OneCause({ explanation }: { explanation: Explanation }) {
  const { items, remediation } = explanation;
  const shown = items.slice(0, 5).join(', ');
  return (
    <Panel p="sm">
      <Text size="sm" fw={600}>
        {causeTitles[explanation.causeKind]}
        {explanation.designAtFault ? ', design at fault' : ''}
      </Text>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {explanation.cause}
      </Text>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        Extent: {explanation.extent}
      </Text>
      {remediation === null ? null : (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          Fixed later, on {remediation.fixedOn}: {remediation.text}
        </Text>
      )}
      {explanation.correction === null ? null : (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          Corrects an earlier record: {explanation.correction}
        </Text>
      )}
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {explanation.test}: {shown}
        {items.length > 5 ? ` and ${items.length - 5} more` : ''}. {explanation.explainedBy.name},{' '}
        {utc(explanation.explainedAt)} UTC, log entry {explanation.entryIndex}
      </Text>
    </Panel>
  );
}
