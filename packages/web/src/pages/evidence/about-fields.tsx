import { Group, TextInput } from '@mantine/core';
import type { Engagement, Evidence } from '@tickmark/core';
import { fieldError } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { ControlsField } from './controls-field.tsx';
import { TagsField } from './tags-field.tsx';

/** What is said of a file beside its title. */
export interface About {
  source: string;
  from: string;
  to: string;
  renewOn: string;
  controls: string[];
  tags: string[];
}

/** Of the days that are examined, or as the version before. */
export function firstAbout(terms: Engagement['terms'] | null, before?: Evidence): About {
  const days = terms === null ? { from: '', to: '' } : terms.type === 'type2' ? terms.period : daysOf(terms.asOf);
  return {
    source: before?.source ?? '',
    ...days,
    renewOn: '',
    controls: before?.controls ?? [],
    tags: before?.tags ?? [],
  };
}

function daysOf(day: string): { from: string; to: string } {
  return { from: day, to: day };
}

/** The input of `evidence.upload` for it. */
export function uploadInput(title: string, { source, from, to, renewOn, controls, tags }: About) {
  return {
    title,
    source: source.trim() === '' ? undefined : source,
    period: { from, to },
    controls,
    tags,
    renewOn: renewOn === '' ? undefined : renewOn,
  };
}

interface Props {
  value: About;
  onChange: (about: About) => void;
  error: unknown;
}

export function AboutFields({ value, onChange, error }: Props) {
  const put = (part: Partial<About>) => onChange({ ...value, ...part });
  return (
    <>
      <TextInput
        label="Where it comes from"
        placeholder="Export of the ticket system"
        value={value.source}
        onChange={(event) => put({ source: event.currentTarget.value })}
        error={fieldError(error, 'source')}
      />
      <Group align="flex-start" gap="md">
        <DateField
          label="First day it speaks for"
          required
          value={value.from}
          onChange={(from) => put({ from })}
          error={fieldError(error, 'period.from')}
        />
        <DateField
          label="Last day it speaks for"
          required
          value={value.to}
          onChange={(to) => put({ to })}
          error={fieldError(error, 'period.to')}
        />
      </Group>
      <DateField
        label="Renew by"
        description="The day by which a newer version is wanted, such as the end of a certificate. Empty for what speaks of one time."
        value={value.renewOn}
        onChange={(renewOn) => put({ renewOn })}
        error={fieldError(error, 'renewOn')}
      />
      <ControlsField
        label="Controls it supports"
        value={value.controls}
        onChange={(controls) => put({ controls })}
        error={fieldError(error, 'controls')}
      />
      <TagsField
        label="Tags"
        description="Words of your own to find it by."
        value={value.tags}
        onChange={(tags) => put({ tags })}
        error={fieldError(error, 'tags')}
      />
    </>
  );
}
