import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { quantity } from '../../ui/moment.ts';
import { say, sayError } from '../../ui/notices.tsx';

const none: ReadonlySet<string> = new Set();

interface Props<T> {
  label: string;
  columns: Column<T>[];
  rows: readonly T[];
  empty: ReactNode;
  /** Singular and plural. */
  noun: [one: string, many: string];
  mayManage: boolean;
  remove: {
    mutate(input: { id: string }, after: { onSuccess: () => void; onError: (error: Error) => void }): void;
    isPending: boolean;
  };
  /** What became of what the one who was removed had done. */
  stays: string;
}

/** Those outside who are asked about the log, of whom one at a time is removed. */
export function AskedOutside<T extends { id: string; name: string }>(props: Props<T>) {
  const { label, columns, rows, empty, noun, mayManage, remove, stays } = props;
  const [selected, select] = useState(none);
  const chosen = rows.find(({ id }) => selected.has(id));
  const removeChosen = ({ id, name }: T): void =>
    remove.mutate(
      { id },
      {
        onSuccess: () => {
          say(`${name} is no longer asked. ${stays}`);
          select(none);
        },
        onError: sayError,
      },
    );
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      selected={mayManage ? selected : undefined}
      onSelect={mayManage ? select : undefined}
      tools={
        chosen === undefined ? undefined : (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconTrash size={14} aria-hidden />}
            loading={remove.isPending}
            disabled={selected.size > 1}
            onClick={() => removeChosen(chosen)}
          >
            Remove {selected.size > 1 ? quantity(selected.size, ...noun) : chosen.name}
          </Button>
        )
      }
      empty={empty}
    />
  );
}
