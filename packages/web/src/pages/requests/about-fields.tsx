import { Autocomplete, Checkbox, Group, Select, Textarea, TextInput } from '@mantine/core';
import {
  requestKinds,
  requestKindTitles,
  requestPhases,
  requestPhaseTitles,
  type RequestKind,
  type RequestPhase,
} from '@tickmark/core/request-words';
import { fieldError, useOperation } from '../../queries.ts';
import { ControlsField } from '../evidence/controls-field.tsx';

/** What a request says, as it is written in a form. */
export interface About {
  code: string;
  area: string;
  title: string;
  kind: RequestKind;
  phase: RequestPhase;
  controls: string[];
  needsCompletenessAccuracy: boolean;
  note: string;
}

interface Props {
  about: About;
  onChange: (part: Partial<About>) => void;
  engagementId: string;
  error: unknown;
}

export function AboutFields({ about, onChange, engagementId, error }: Props) {
  const catalogue = useOperation('requests.catalogue', { engagementId });
  const areas = [...new Set((catalogue.data?.items ?? []).map(({ area }) => area))];
  return (
    <>
      <Group grow align="flex-start">
        <TextInput
          label="Code"
          description="What the auditors call it, or you."
          placeholder="A-12"
          required
          data-autofocus
          value={about.code}
          onChange={(event) => onChange({ code: event.currentTarget.value })}
          error={fieldError(error, 'code')}
        />
        <Autocomplete
          label="Area"
          description="Requests are counted by area."
          placeholder="Access"
          required
          data={areas}
          value={about.area}
          onChange={(area) => onChange({ area })}
          error={fieldError(error, 'area')}
        />
      </Group>
      <TextInput
        label="What is asked for"
        placeholder="List of everybody who left in the period"
        required
        value={about.title}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
        error={fieldError(error, 'title')}
      />
      <Group grow align="flex-start">
        <Select
          label="Kind"
          allowDeselect={false}
          data={requestKinds.map((value) => ({ value, label: requestKindTitles[value] }))}
          value={about.kind}
          onChange={(value) => {
            const kind = requestKinds.find((known) => known === value) ?? about.kind;
            onChange({ kind, needsCompletenessAccuracy: kind === 'population' });
          }}
        />
        <Select
          label="Phase"
          allowDeselect={false}
          data={requestPhases.map((value) => ({ value, label: requestPhaseTitles[value] }))}
          value={about.phase}
          onChange={(value) => onChange({ phase: requestPhases.find((known) => known === value) ?? about.phase })}
        />
      </Group>
      <Checkbox
        label="It has to be shown that it is complete and accurate"
        description="Auditors ask so of lists that they select from."
        checked={about.needsCompletenessAccuracy}
        onChange={(event) => onChange({ needsCompletenessAccuracy: event.currentTarget.checked })}
      />
      <ControlsField
        label="Controls"
        description="Adopted controls that it asks about."
        value={about.controls}
        onChange={(controls) => onChange({ controls })}
        error={fieldError(error, 'controls')}
      />
      <Textarea
        label="Note"
        autosize
        minRows={2}
        value={about.note}
        onChange={(event) => onChange({ note: event.currentTarget.value })}
        error={fieldError(error, 'note')}
      />
    </>
  );
}
