import { TagsInput, type TagsInputProps } from '@mantine/core';
import { useOperation } from '../../queries.ts';

/** Tags as they are typed, completed from those there are; the most used first. */
export function TagsField({ onChange, ...field }: Omit<TagsInputProps, 'data'>) {
  const { data } = useOperation('evidence.tags', {});
  return (
    <TagsInput
      {...field}
      data={(data?.items ?? []).map(({ name }) => name)}
      // What was pasted or left in the field may hold several.
      onChange={(tags) =>
        onChange?.([...new Set(tags.flatMap((tag) => tag.split(',')).map((tag) => tag.trim()))].filter(Boolean))
      }
      splitChars={[',']}
      acceptValueOnBlur
      isDuplicate={(tag, tags) => tags.some((other) => other.toLowerCase() === tag.toLowerCase())}
      placeholder={(field.value?.length ?? 0) === 0 ? 'Type a word, then Enter' : undefined}
    />
  );
}
