import { Stack, Text } from '@mantine/core';
import type { ControlConclusion, DryRun, Explanation } from '@tickmark/core';
import { causeTitles } from '@tickmark/core/causes';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { utc } from '../../ui/moment.ts';
import { ErrorNotice, Note } from '../../ui/notices.tsx';
import { OpensForm } from '../../ui/opens-form.tsx';
import { Section } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ExplainForm } from './explain-form.tsx';

/** What people recorded of the deviations of a control, and the form to record more. */
export function Causes({ control, dryRun }: { control: ControlConclusion; dryRun: DryRun }) {
  const { engagementId } = dryRun;
  const may = useMay('deviations.explain');
  const list = useOperation('deviations.explanations', { engagementId, control: control.code, limit: 100 });
  const recorded = list.data?.items ?? [];
  return (
    <Section
      title="Causes of deviations"
      lead="Cause and extent, on record. A fix is shown as fixed later; the deviation stays."
    >
      <Stack gap="sm">
        {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
        {list.data !== undefined && recorded.length === 0 ? <Text size="sm">No cause is on record.</Text> : null}
        {recorded.map((explanation) => (
          <OneCause key={explanation.id} explanation={explanation} superseded={isSuperseded(explanation, recorded)} />
        ))}
        {recorded.some(({ entryIndex }) => entryIndex > dryRun.entryIndex) ? (
          <Note>Recorded after this dry run, which does not weigh it. The next one will.</Note>
        ) : null}
        {may ? (
          <OpensForm label="Record a cause">
            {(close) => (
              <ExplainForm control={control} engagementId={engagementId} recorded={recorded} onDone={close} />
            )}
          </OpensForm>
        ) : null}
      </Stack>
    </Section>
  );
}

/** Whether later records stand in front of it for each of its items. */
function isSuperseded(explanation: Explanation, recorded: readonly Explanation[]): boolean {
  const later = recorded.filter((e) => e.test === explanation.test && e.entryIndex > explanation.entryIndex);
  return explanation.items.every((item) => later.some((e) => e.items.includes(item)));
}

function OneCause({ explanation, superseded }: { explanation: Explanation; superseded: boolean }) {
  const { items, remediation } = explanation;
  const shown = items.slice(0, 5).join(', ');
  return (
    <Panel p="sm">
      <Text size="sm" fw={600}>
        {causeTitles[explanation.causeKind]}
        {explanation.designAtFault ? ', design at fault' : ''}
        {superseded ? ' (superseded)' : ''}
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
