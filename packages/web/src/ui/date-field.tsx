import { ActionIcon, TextInput, type TextInputProps } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { useRef } from 'react';
import classes from './date-field.module.css';
import { isDate } from './moment.ts';

interface Props extends Omit<TextInputProps, 'onChange' | 'value' | 'label' | 'type'> {
  label: string;
  value: string;
  onChange: (date: string) => void;
}

/**
 * A date as `2026-11-23`, typed or picked. The browser's own date field would write it in the order
 * of the reader's country, and no two people would see the same.
 */
export function DateField({ value, onChange, ...field }: Props) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div className={classes.field}>
      <TextInput
        placeholder="YYYY-MM-DD"
        {...field}
        pattern="\d{4}-\d{2}-\d{2}"
        title="A date such as 2026-11-23"
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value.trim())}
        rightSection={
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label="Calendar"
            onClick={() => picker.current?.showPicker()}
          >
            <IconCalendar size={16} aria-hidden />
          </ActionIcon>
        }
      />
      <input
        ref={picker}
        type="date"
        tabIndex={-1}
        aria-hidden
        className={classes.picker}
        value={isDate(value) ? value : ''}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
