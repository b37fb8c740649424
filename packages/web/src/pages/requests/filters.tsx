import { Button, Group, Select } from '@mantine/core';
import {
  requestKinds,
  requestKindTitles,
  requestPhases,
  requestPhaseTitles,
  requestStates,
  type RequestKind,
  type RequestPhase,
  type RequestState,
} from '@tickmark/core/request-words';
import { stateWords } from '../../glossary/states.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { OwnerField } from './owner-field.tsx';

/** What narrows the list down, as it stands in the address. */
export interface Narrowed {
  search?: string | undefined;
  state?: RequestState | undefined;
  area?: string | undefined;
  phase?: RequestPhase | undefined;
  kind?: RequestKind | undefined;
  /** Id of a member, or `nobody`. */
  owner?: string | undefined;
  overdue?: 'only' | undefined;
  control?: string | undefined;
}

export const nobody = 'nobody';

export const notNarrowed: Record<keyof Narrowed, undefined> = {
  search: undefined,
  state: undefined,
  area: undefined,
  phase: undefined,
  kind: undefined,
  owner: undefined,
  overdue: undefined,
  control: undefined,
};

interface Props {
  by: Narrowed;
  overdue: number;
  onChange: (part: Partial<Narrowed>) => void;
}

export function Filters({ by, overdue, onChange }: Props) {
  return (
    <Group gap="sm" component="section" aria-label="Which requests">
      <SearchField label="Search the requests" value={by.search} onChange={(search) => onChange({ search })} />
      <Select
        size="xs"
        w={150}
        aria-label="Only in this state"
        placeholder="In any state"
        clearable
        data={requestStates.map((value) => ({ value, label: stateWords[`request-${value}`].word }))}
        value={by.state ?? null}
        onChange={(value) => onChange({ state: requestStates.find((known) => known === value) })}
      />
      <Select
        size="xs"
        w={150}
        aria-label="Only of this phase"
        placeholder="Of any phase"
        clearable
        data={requestPhases.map((value) => ({ value, label: requestPhaseTitles[value] }))}
        value={by.phase ?? null}
        onChange={(value) => onChange({ phase: requestPhases.find((known) => known === value) })}
      />
      <Select
        size="xs"
        w={190}
        aria-label="Only of this kind"
        placeholder="Of any kind"
        clearable
        data={requestKinds.map((value) => ({ value, label: requestKindTitles[value] }))}
        value={by.kind ?? null}
        onChange={(value) => onChange({ kind: requestKinds.find((known) => known === value) })}
      />
      <OwnerField
        size="xs"
        w={170}
        aria-label="Only of this owner"
        placeholder="Of any owner"
        clearable
        first={[{ value: nobody, label: 'Without an owner' }]}
        value={by.owner ?? null}
        onChange={(value) => onChange({ owner: value ?? undefined })}
      />
      {overdue === 0 && by.overdue === undefined ? null : (
        <Button
          size="compact-sm"
          variant={by.overdue === undefined ? 'default' : 'filled'}
          aria-pressed={by.overdue !== undefined}
          onClick={() => onChange({ overdue: by.overdue === undefined ? 'only' : undefined })}
        >
          Overdue {overdue}
        </Button>
      )}
      {by.control === undefined ? null : (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`Control ${by.control}: show others too`}
          onClick={() => onChange({ control: undefined })}
        >
          Control {by.control} ×
        </Button>
      )}
    </Group>
  );
}
