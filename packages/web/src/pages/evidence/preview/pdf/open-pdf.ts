import {
  AnnotationMode,
  getDocument,
  GlobalWorkerOptions,
  PDFWorker,
  type PDFDocumentProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import rendererUrl from 'pdfjs-dist/legacy/build/pdf.renderer.min.mjs?url';
// oxlint-disable-next-line import/default -- an address, made by the build
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';

declare const __PDF_FILES__: string;

GlobalWorkerOptions.rendererSrc = rendererUrl;

/** Where a PDF comes from: all of its bytes, or an address that gives ranges. */
export type PdfSource = { bytes: Uint8Array<ArrayBuffer> } | { url: string; headers: Record<string, string> };

export interface OpenPdf {
  document: PDFDocumentProxy;
  /** Ends the threads, whatever they are at. */
  close(): void;
}

/** Why a PDF is not shown, in words. */
export class NoPdf extends Error {
  override readonly name = 'NoPdf';
}

const withinMs = 20_000;
/** Pixels of a picture inside a PDF. */
const maxImagePixels = 64_000_000;

/**
 * Opens a PDF in a thread of its own. Its scripts, forms, links and attachments are not run, filled, followed or
 * unpacked; fonts, character maps and decoders come from this server alone. Throws NoPdf.
 */
export async function openPdf(source: PdfSource): Promise<OpenPdf> {
  const thread = new Worker(workerUrl, { type: 'module' });
  // The library would go on in the page itself if it made the thread and that failed.
  const worker = new PDFWorker({ port: thread as unknown as null });
  const task = getDocument({
    ...('bytes' in source ? { data: source.bytes } : { url: source.url, httpHeaders: source.headers }),
    worker,
    disableAutoFetch: true,
    disableStream: true,
    rangeChunkSize: 256 * 1024,
    enableXfa: false,
    maxImageSize: maxImagePixels,
    useSystemFonts: false,
    // Compiled code would need a wider policy of this page; the same decoders are there as scripts.
    useWasm: false,
    cMapUrl: `${__PDF_FILES__}cmaps/`,
    standardFontDataUrl: `${__PDF_FILES__}standard_fonts/`,
    wasmUrl: `${__PDF_FILES__}wasm/`,
    verbosity: 0,
  });
  const close = (): void => {
    void task.destroy().catch(() => undefined);
    thread.terminate();
  };
  const failed = new Promise<never>((_, reject) => {
    thread.addEventListener('error', () => reject(new NoPdf('The reader of PDFs could not be started.')), {
      once: true,
    });
  });
  try {
    const document = await within(
      Promise.race([task.promise, failed]),
      withinMs,
      'Opening it takes longer than 20 seconds.',
    );
    return { document, close };
  } catch (error) {
    close();
    throw inWords(error);
  }
}

/** The picture of annotations is drawn; they do nothing. */
export const annotationMode = AnnotationMode.ENABLE;

/** Ends with NoPdf when it takes too long. */
export async function within<T>(work: Promise<T>, ms: number, why: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoPdf(why)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function inWords(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  switch (error.name) {
    case 'PasswordException':
      return new NoPdf('It opens with a password alone. Nobody can read it here, and no auditor without the password.');
    case 'InvalidPDFException':
    case 'FormatError':
      return new NoPdf('It begins as a PDF, but is damaged so that its pages can’t be found.');
    case 'ResponseException':
      return new NoPdf('Its bytes could not be fetched. Load the page again.');
    default:
      return error instanceof NoPdf ? error : new NoPdf(`It can’t be read: ${error.message}`);
  }
}
