import { Textarea, type TextareaProps } from '@mantine/core';
import { fieldError } from '../queries.ts';

interface Props extends Pick<TextareaProps, 'label' | 'description' | 'placeholder'> {
  value: string;
  onChange: (reason: string) => void;
  /** Of the write that the reason goes with; what it says of the field `reason` is shown here. */
  error: unknown;
}

/** Why somebody does what the form does; nothing is sent without it. */
export function ReasonField({ onChange, error, ...field }: Props) {
  return (
    <Textarea
      autosize
      minRows={2}
      maxLength={4000}
      required
      onChange={(event) => onChange(event.currentTarget.value)}
      error={fieldError(error, 'reason')}
      {...field}
    />
  );
}
