import type { OperationName } from '@tickmark/core';
import { Button, type ButtonProps } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { MouseEvent } from 'react';
import type { Input } from '../api/client.ts';
import { download, downloadUrl } from '../api.ts';
import { sessionQuery } from '../queries.ts';
import { saveBlob } from './csv.ts';
import { sayError } from './notices.tsx';

interface Props<N extends OperationName> extends ButtonProps {
  operation: N;
  input: Input<N>;
  fileName: string;
  label: string;
  /** Which file, for people who hear the page. */
  about?: string;
}

/**
 * A link to a download. A link can't name the organization; the server needs that only from people
 * who belong to several, and for them the bytes come by a call.
 */
export function Download<N extends OperationName>({ operation, input, fileName, label, about, ...button }: Props<N>) {
  const { data } = useQuery(sessionQuery);
  const several = (data?.organizations.length ?? 0) > 1;

  function fetchBytes(event: MouseEvent): void {
    if (!several) return;
    event.preventDefault();
    download(operation, input).then((bytes) => saveBlob(fileName, bytes), sayError);
  }

  return (
    <Button
      component="a"
      href={downloadUrl(operation, input)}
      download={fileName}
      onClick={fetchBytes}
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
      aria-label={about === undefined ? undefined : `${label}: ${about}`}
      {...button}
    >
      {label}
    </Button>
  );
}
