import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { downloadUrl } from '../../../../api.ts';
import { currentPlace } from '../../../../api/place.ts';
import { ErrorNotice } from '../../../../ui/notices.tsx';
import { Waiting } from '../../../../ui/waiting.tsx';
import type { WithFile } from '../../with-file.ts';
import { NotShown } from '../not-shown.tsx';
import { sealedBytes } from '../sealed-bytes.ts';
import { NoPdf, openPdf, type OpenPdf, type PdfSource } from './open-pdf.ts';
import { PdfDesk } from './pdf-desk.tsx';

interface Props {
  evidence: WithFile;
  /** From 1. */
  page: number;
  onPage: (page: number) => void;
}

/** Up to this a PDF is fetched as a whole and held against its hash here; of larger ones only what is looked at. */
const wholeBytes = 32 * 1024 * 1024;

/** A PDF page by page, drawn by our own reader of PDFs and not by that of the browser. */
export function PdfPages({ evidence, page, onPage }: Props) {
  const whole = evidence.size <= wholeBytes;
  const bytes = useQuery({ ...sealedBytes(evidence), enabled: whole });
  const [failure, setFailure] = useState<string>();
  const opened = useOpened(evidence.id, whole, bytes.data, setFailure);
  const giveUp = useCallback(
    (why: string) => {
      opened?.close();
      setFailure(why);
    },
    [opened],
  );
  if (bytes.error !== null) return <ErrorNotice error={bytes.error} retry={() => void bytes.refetch()} />;
  if (failure !== undefined) return <NotShown why={failure} />;
  if (opened === undefined) return <Waiting lines={8} />;
  return (
    <PdfDesk document={opened.document} label={evidence.fileName} page={page} onPage={onPage} onFailure={giveUp} />
  );
}

function useOpened(
  id: string,
  whole: boolean,
  bytes: Blob | undefined,
  onFailure: (why: string) => void,
): OpenPdf | undefined {
  const [opened, setOpened] = useState<OpenPdf>();
  useEffect(() => {
    if (whole && bytes === undefined) return undefined;
    let left = false;
    let made: OpenPdf | undefined;
    const open = async (): Promise<void> => {
      try {
        made = await openPdf(bytes === undefined ? inRanges(id) : { bytes: new Uint8Array(await bytes.arrayBuffer()) });
        if (left) made.close();
        else setOpened(made);
      } catch (error) {
        if (!left) onFailure(error instanceof NoPdf ? error.message : String(error));
      }
    };
    void open();
    return () => {
      left = true;
      made?.close();
      setOpened(undefined);
    };
  }, [id, whole, bytes, onFailure]);
  return opened;
}

function inRanges(id: string): PdfSource {
  const { organizationId } = currentPlace();
  return {
    url: downloadUrl('evidence.download', { id }),
    headers: organizationId === null ? {} : { 'tickmark-organization': organizationId },
  };
}
