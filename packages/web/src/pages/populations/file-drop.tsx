import { Group, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import '@mantine/dropzone/styles.css';
import { IconFileUpload } from '@tabler/icons-react';
import { size } from '../../ui/moment.ts';

interface Props {
  file: File | null;
  /** What the field is called; also what is dropped, in "Drop … here". */
  name: string;
  what: string;
  hint: string;
  onFile: (file: File) => void;
}

/** Where a file of rows is dropped or chosen. */
export function FileDrop({ file, name, what, hint, onFile }: Props) {
  return (
    <Dropzone
      multiple={false}
      onDrop={([dropped]) => {
        if (dropped !== undefined) onFile(dropped);
      }}
      py="md"
      aria-label={`Drop ${what} here, or press Enter to choose one`}
      inputProps={{ 'aria-label': name }}
    >
      <Group justify="center" gap="sm" wrap="nowrap">
        <IconFileUpload size={26} stroke={1.5} aria-hidden />
        <div>
          <Text fw={600}>{file === null ? `Drop ${what} here` : `${file.name}, ${size(file.size)}`}</Text>
          <Text size="sm" c="dimmed">
            {file === null ? hint : 'Drop another one to replace it.'}
          </Text>
        </div>
      </Group>
    </Dropzone>
  );
}
