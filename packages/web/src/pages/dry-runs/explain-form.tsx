import { Button, Checkbox, MultiSelect, Select, Stack, Textarea } from '@mantine/core';
import type { CauseKind, ControlConclusion, Explanation } from '@tickmark/core';
import { causeTitles, mostExplained } from '@tickmark/core/causes';
import { useState } from 'react';
import { faultyField, fieldError, useOperation, useWrite } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Form } from '../../ui/form.tsx';
import { say } from '../../ui/notices.tsx';

interface Props {
  control: ControlConclusion;
  engagementId: string;
  recorded: readonly Explanation[];
  onDone: () => void;
}

/** Which deviations, what caused them, how far it reached, and whether it was fixed. */
export function ExplainForm({ control, engagementId, recorded, onDone }: Props) {
  const [resultId, setResultId] = useState(control.results[0]?.id ?? null);
  const [items, setItems] = useState<string[]>([]);
  const [causeKind, setCauseKind] = useState<CauseKind | null>(null);
  const [designAtFault, setDesignAtFault] = useState(false);
  const [text, setText] = useState({ cause: '', extent: '', fixedOn: '', fix: '', correction: '' });
  const write = useWrite('deviations.explain');
  const result = useOperation('results.get', { id: resultId ?? '' }, { enabled: resultId !== null });
  const test = control.results.find(({ id }) => id === resultId)?.code;
  const deviating = (result.data?.document.deviations ?? []).filter((d) => d.state === 'deviation').map((d) => d.item);
  const known = (item: string) => recorded.some((e) => e.test === test && e.items.includes(item));
  const open = deviating.filter((item) => !known(item)).slice(0, mostExplained);
  const again = items.some(known);
  const fixed = text.fixedOn !== '' || text.fix !== '';

  function record(): void {
    if (test === undefined || causeKind === null) return;
    write.mutate(
      {
        engagementId,
        test,
        items,
        causeKind,
        cause: text.cause,
        designAtFault,
        extent: text.extent,
        ...(fixed ? { remediation: { fixedOn: text.fixedOn, text: text.fix } } : {}),
        ...(text.correction === '' ? {} : { correction: text.correction }),
      },
      {
        onSuccess: () => {
          say('The cause is recorded. Run the dry run again to weigh it.');
          onDone();
        },
      },
    );
  }

  const area = (name: 'cause' | 'extent' | 'fix' | 'correction') => ({
    autosize: true,
    minRows: 2,
    maxLength: 4000,
    value: text[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setText((before) => ({ ...before, [name]: value }));
    },
  });

  return (
    <Form
      submit="Record cause"
      busy={write.isPending}
      error={write.error}
      onCancel={onDone}
      disabled={items.length === 0 || causeKind === null || text.cause.trim() === '' || text.extent.trim() === ''}
      onSubmit={record}
    >
      <Stack gap="sm">
        {control.results.length > 1 ? (
          <Select
            label="Test"
            allowDeselect={false}
            data={control.results.map(({ id, code, version }) => ({
              value: id,
              label: version && (control.versions?.length ?? 0) > 1 ? `${code}, version ${version}` : code,
            }))}
            value={resultId}
            onChange={(value) => {
              setResultId(value);
              setItems([]);
            }}
          />
        ) : null}
        <MultiSelect
          label="Deviations"
          description="Those with this one cause."
          withAsterisk
          searchable
          openOnFocus={false}
          limit={100}
          maxValues={mostExplained}
          placeholder={items.length === 0 ? 'Choose' : undefined}
          nothingFoundMessage={result.data === undefined ? 'Reading the result' : 'The result shows no such deviation'}
          data={deviating.map((item) => ({ value: item, label: known(item) ? `${item} (cause on record)` : item }))}
          value={items}
          onChange={setItems}
          error={result.error?.message ?? fieldError(write.error, faultyField(write.error, /^items\b/))}
        />
        {open.length > 1 ? (
          <Button variant="subtle" size="compact-xs" style={{ alignSelf: 'flex-start' }} onClick={() => setItems(open)}>
            Choose {deviating.length === open.length ? 'all' : 'the'} {open.length} without a cause on record
          </Button>
        ) : null}
        <Select
          label="Kind of cause"
          required
          placeholder="Choose"
          data={Object.entries(causeTitles).map(([value, label]) => ({ value, label }))}
          value={causeKind}
          onChange={(value) => setCauseKind(value as CauseKind | null)}
        />
        <Textarea label="Cause" required {...area('cause')} error={fieldError(write.error, 'cause')} />
        <Checkbox
          label="The design of the control is at fault: working as written, it would still let this happen"
          checked={designAtFault}
          onChange={(event) => setDesignAtFault(event.currentTarget.checked)}
        />
        <Textarea
          label="Extent"
          description="Who else, what else, how long it may have reached."
          required
          {...area('extent')}
          error={fieldError(write.error, 'extent')}
        />
        <DateField
          label="Fixed on"
          description="Leave empty while it is not fixed."
          maw={320}
          value={text.fixedOn}
          onChange={(fixedOn) => setText((before) => ({ ...before, fixedOn }))}
          error={fieldError(write.error, 'remediation.fixedOn')}
        />
        {fixed ? (
          <Textarea
            label="What was done"
            required
            {...area('fix')}
            error={fieldError(write.error, 'remediation.text')}
          />
        ) : null}
        {again ? (
          <Textarea
            label="What was wrong with the earlier record"
            required
            {...area('correction')}
            error={fieldError(write.error, 'correction')}
          />
        ) : null}
      </Stack>
    </Form>
  );
}
