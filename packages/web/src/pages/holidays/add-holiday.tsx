import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Form } from '../../ui/form.tsx';
import { say } from '../../ui/notices.tsx';

export function AddHoliday({ onDone }: { onDone: () => void }) {
  const [date, setDate] = useState('');
  const [name, setName] = useState('');
  const add = useWrite('holidays.add');
  return (
    <Form
      submit="Add the holiday"
      busy={add.isPending}
      error={add.error}
      onSubmit={() =>
        add.mutate(
          { holidays: [{ date, name }] },
          {
            onSuccess: () => {
              say(`${date} is a holiday, from the next run of a test on.`);
              onDone();
            },
          },
        )
      }
    >
      <DateField
        label="Date"
        required
        value={date}
        onChange={setDate}
        error={fieldError(add.error, 'holidays.0.date')}
      />
      <TextInput
        label="Name"
        required
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fieldError(add.error, 'holidays.0.name')}
      />
    </Form>
  );
}
