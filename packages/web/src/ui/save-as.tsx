import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { saveText } from './csv.ts';

/** Saves a text that is on the page already as a file. */
export function SaveAs(props: { fileName: string; text: string; label: string; type: string }) {
  const { fileName, text, label, type } = props;
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconDownload size={14} aria-hidden />}
      onClick={() => saveText(fileName, text, type)}
    >
      {label}
    </Button>
  );
}
