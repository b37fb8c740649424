import { MultiSelect, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import type { CatalogueControl, Control, ControlWording } from '@tickmark/core';
import { catalogueWording } from '@tickmark/core/catalogue-wording';
import { controlNatures, controlNatureTitles, controlTypes, controlTypeTitles } from '@tickmark/core/control-words';
import { frequencyNames } from '../../glossary/names.ts';
import { errorBody } from '../../api/error.ts';
import { useOperation } from '../../queries.ts';

/** What a control says, as it is written; a field that is empty is not told. */
export interface WordingDraft {
  title: string;
  description: string;
  criteria: string[];
  frequency: Control['frequency'];
  ownerRole: string;
  family: string;
  type: Control['type'];
  nature: Control['nature'];
  performer: string;
  appliesTo: string;
  evidenceLeft: string;
  onFailure: string;
}

export const emptyWording: WordingDraft = {
  title: '',
  description: '',
  criteria: [],
  frequency: 'per_occurrence',
  ownerRole: '',
  family: '',
  type: null,
  nature: null,
  performer: '',
  appliesTo: '',
  evidenceLeft: '',
  onFailure: '',
};

export function draftOfWording(control: ControlWording): WordingDraft {
  const { title, description, criteria, frequency, ownerRole, type, nature } = control;
  const { family, performer, appliesTo, evidenceLeft, onFailure } = control;
  return {
    title,
    description,
    criteria,
    frequency,
    ownerRole,
    type,
    nature,
    family: family ?? '',
    performer: performer ?? '',
    appliesTo: appliesTo ?? '',
    evidenceLeft: evidenceLeft ?? '',
    onFailure: onFailure ?? '',
  };
}

/** What a control of the catalogue is adopted with. */
export function draftOfCatalogue(from: CatalogueControl): WordingDraft {
  return draftOfWording(catalogueWording(from));
}

/** As it is sent: what is empty is not told. */
export function wordingOf(draft: WordingDraft) {
  const { family, performer, appliesTo, evidenceLeft, onFailure, ...told } = draft;
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text);
  return {
    ...told,
    family: orNull(family),
    performer: orNull(performer),
    appliesTo: orNull(appliesTo),
    evidenceLeft: orNull(evidenceLeft),
    onFailure: orNull(onFailure),
  };
}

export function isWhole({ title, description, criteria, ownerRole }: WordingDraft): boolean {
  return criteria.length > 0 && [title, description, ownerRole].every((each) => each.trim() !== '');
}

interface Props {
  draft: WordingDraft;
  change: (part: Partial<WordingDraft>) => void;
  error: unknown;
}

/** Who does what, how often, to what, with what evidence, and what on failure. */
export function WordingFields({ draft, change, error }: Props) {
  const known = useOperation('criteria.list', {}, { staleTime: 'static' });
  // A field may stand in a list: adapted.0.criteria.1 is about the criteria.
  const fault = error === null || error === undefined ? undefined : errorBody(error);
  const of = (name: keyof WordingDraft): string | undefined =>
    fault?.field?.split('.').includes(name) === true ? `${fault.message} ${fault.action ?? ''}`.trim() : undefined;
  return (
    <>
      <TextInput
        label="Title"
        required
        maxLength={200}
        value={draft.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={of('title')}
      />
      <Textarea
        label="Wording"
        description="What is done, in a sentence that somebody else could hold against the records."
        autosize
        minRows={3}
        maxLength={4000}
        required
        value={draft.description}
        onChange={(event) => change({ description: event.currentTarget.value })}
        error={of('description')}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label="Who performs it"
          description="A role or a system"
          value={draft.performer}
          onChange={(event) => change({ performer: event.currentTarget.value })}
          error={of('performer')}
        />
        <TextInput
          label="Owner"
          description="The role that answers for it"
          required
          value={draft.ownerRole}
          onChange={(event) => change({ ownerRole: event.currentTarget.value })}
          error={of('ownerRole')}
        />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <Select
          label="Frequency"
          allowDeselect={false}
          data={Object.entries(frequencyNames).map(([value, label]) => ({ value, label }))}
          value={draft.frequency}
          onChange={(value) => change({ frequency: (value ?? draft.frequency) as Control['frequency'] })}
        />
        <Select
          label="Nature"
          placeholder="Not told"
          clearable
          data={controlNatures.map((value) => ({ value, label: controlNatureTitles[value] }))}
          value={draft.nature}
          onChange={(value) => change({ nature: controlNatures.find((each) => each === value) ?? null })}
        />
        <Select
          label="Type"
          placeholder="Not told"
          clearable
          data={controlTypes.map((value) => ({ value, label: controlTypeTitles[value] }))}
          value={draft.type}
          onChange={(value) => change({ type: controlTypes.find((each) => each === value) ?? null })}
        />
      </SimpleGrid>
      <Textarea
        label="Applies to"
        description="Systems, people, places or events"
        autosize
        minRows={1}
        maxLength={4000}
        value={draft.appliesTo}
        onChange={(event) => change({ appliesTo: event.currentTarget.value })}
        error={of('appliesTo')}
      />
      <Textarea
        label="Evidence it leaves"
        autosize
        minRows={1}
        maxLength={4000}
        value={draft.evidenceLeft}
        onChange={(event) => change({ evidenceLeft: event.currentTarget.value })}
        error={of('evidenceLeft')}
      />
      <Textarea
        label="Where it fails"
        description="What is done then, and by whom"
        autosize
        minRows={1}
        maxLength={4000}
        value={draft.onFailure}
        onChange={(event) => change({ onFailure: event.currentTarget.value })}
        error={of('onFailure')}
      />
      <MultiSelect
        label="Criteria"
        withAsterisk
        searchable
        openOnFocus={false}
        nothingFoundMessage="There is no such criterion"
        data={known.data?.items.map(({ id }) => id) ?? draft.criteria}
        value={draft.criteria}
        onChange={(criteria) => change({ criteria })}
        error={known.error?.message ?? of('criteria')}
      />
    </>
  );
}
