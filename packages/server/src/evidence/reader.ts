import { fileURLToPath } from 'node:url';
import { KeptText } from '@tickmark/connectors/texts';
import { ProcessApart } from '../platform/apart/index.ts';
import type { Blobs } from '../platform/blobs/index.ts';
import type { Content, Unread } from './content-store.ts';
import type { Answered, Asked } from './worker.ts';

const worker = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** What reading one file may cost. */
export interface ReadingLimits {
  /** Bytes of text kept. */
  text: number;
  /** Bytes of a PDF or Office document; text of any length is read from its beginning. */
  file: number;
  /** Milliseconds for a PDF or Office document. */
  time: number;
  /** Bytes of memory of the process that reads these, where the system tells them (Linux). */
  memory: number;
}

export const readingLimits: ReadingLimits = {
  text: 1024 ** 2,
  file: 64 * 1024 ** 2,
  time: 60_000,
  memory: 1024 ** 3,
};

const forms: Record<string, Asked['form']> = { 'application/pdf': 'pdf', 'application/zip': 'office' };

/** Reads the text of evidence. Text is decoded here; what has to be taken apart goes to a process of its own. */
export class EvidenceReader {
  readonly #blobs: Blobs;
  readonly #organizationId: string;
  readonly #limits: ReadingLimits;
  readonly #apart: ProcessApart<Asked, Answered>;

  constructor(blobs: Blobs, organizationId: string, limits: ReadingLimits) {
    this.#blobs = blobs;
    this.#organizationId = organizationId;
    this.#limits = limits;
    this.#apart = new ProcessApart(worker, limits);
  }

  /** Errors: those of the store of files; what is wrong with the file itself is told as its state. */
  async read({ sha256, mediaType, size }: Unread): Promise<Content> {
    if (mediaType.startsWith('text/') || mediaType === 'application/json') return this.#text(sha256);
    const form = forms[mediaType];
    if (form === undefined) return { state: 'nothing', reason: unreadable(mediaType), text: '' };
    const { file, text: most } = this.#limits;
    if (size > file) return failed(`It is larger than ${Math.round(file / 1024 ** 2)} MiB, so nobody took it apart.`);
    const path = await this.#blobs.local(this.#organizationId, sha256);
    const given = await this.#apart.ask({ path, form, most });
    return 'brokeOff' in given ? failed(given.brokeOff) : { text: '', ...given.answered };
  }

  /** Ends the process, if there is one. */
  close(): void {
    this.#apart.close();
  }

  async #text(sha256: string): Promise<Content> {
    const kept = new KeptText(this.#limits.text);
    const decoder = new TextDecoder('utf-8');
    for await (const chunk of await this.#blobs.open(this.#organizationId, sha256)) {
      if (!kept.add(decoder.decode(chunk as Uint8Array, { stream: true }))) break;
    }
    kept.add(decoder.decode());
    return kept.end('There is neither a letter nor a digit in it.');
  }
}

function failed(reason: string): Content {
  return { state: 'failed', reason, text: '' };
}

function unreadable(mediaType: string): string {
  if (mediaType.startsWith('image/')) return 'It is a picture; no text in it is read.';
  if (mediaType === 'application/gzip') return 'It is compressed; what is in it is not read.';
  if (mediaType === 'application/vnd.apache.parquet') return 'It is a Parquet file; its rows are not read.';
  return 'It is of a form whose text is not read: neither UTF-8 text, PDF nor an Office document.';
}
