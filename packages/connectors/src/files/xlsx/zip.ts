import { crc32 } from 'node:zlib';
import { TickmarkError } from '@tickmark/core/errors';
import { openPromise, type Entry, type ZipFile } from 'yauzl';

const maxEntries = 10_000;
/** Unpacked bytes of all parts that are read; a sheet with every row of Excel and 20 columns has about one. */
const maxUnpacked = 4 * 1024 ** 3;
/** Sheets shrink to a tenth or a fiftieth; only what is made to burst shrinks to less than a 200th. */
const maxRatio = 200;
const ratioMatters = 10 * 1024 ** 2;

/**
 * The ZIP archive of a workbook. Its parts are unpacked as they are read, and only so far as they are
 * asked for. Throws `population_invalid` for a damaged archive and `too_large` for one that unpacks to
 * far more than it holds.
 */
export class Archive {
  readonly #zip: ZipFile;
  readonly #entries: Map<string, Entry>;
  #unpacked = 0;

  private constructor(zip: ZipFile, entries: Map<string, Entry>) {
    this.#zip = zip;
    this.#entries = entries;
  }

  static async open(path: string): Promise<Archive> {
    let zip: ZipFile | undefined;
    try {
      zip = await openPromise(path, { autoClose: false, lazyEntries: true });
      if (zip.entryCount > maxEntries) throw damaged(`it has ${zip.entryCount} parts`);
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) {
        const name = entry.fileName.toLowerCase();
        // Two parts of one name: which of them counts depends on who reads it.
        if (entries.has(name)) throw damaged(`it has two parts called ${entry.fileName}`);
        entries.set(name, entry);
      }
      return new Archive(zip, entries);
    } catch (error) {
      zip?.close();
      if (error instanceof TickmarkError) throw error;
      throw damaged((error as Error).message, error);
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase());
  }

  /** Names of all parts in lower case, in no order that means anything. */
  names(): string[] {
    return [...this.#entries.keys()];
  }

  /** Unpacked bytes of a part. */
  async *part(name: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name.toLowerCase());
    if (entry === undefined) throw damaged(`the part ${name} is missing`);
    this.#refuseBomb(entry);
    try {
      let sum = 0;
      for await (const chunk of await this.#zip.openReadStreamPromise(entry)) {
        sum = crc32(chunk as Buffer, sum);
        yield chunk as Buffer;
      }
      if (sum !== entry.crc32) throw damaged(`${name} is not what the archive's checksum says`);
    } catch (error) {
      if (error instanceof TickmarkError) throw error;
      throw damaged(`${name}: ${(error as Error).message}`, error);
    }
  }

  close(): void {
    this.#zip.close();
  }

  /** By the sizes that the archive states; a part that turns out longer is broken off when it gets there. */
  #refuseBomb({ fileName, uncompressedSize, compressedSize }: Entry): void {
    this.#unpacked += uncompressedSize;
    const ratio = Math.round(uncompressedSize / Math.max(compressedSize, 1));
    if (this.#unpacked > maxUnpacked || (uncompressedSize > ratioMatters && ratio > maxRatio)) {
      throw new TickmarkError(
        'too_large',
        `The workbook's part ${fileName} unpacks to ${Math.round(uncompressedSize / 1024 ** 2)} MiB, ${ratio} times its size.`,
        { field: 'file', action: 'If the workbook is what you think it is, save it as CSV (UTF-8) and give that.' },
      );
    }
  }
}

export function damaged(what: string, cause?: unknown): TickmarkError {
  return new TickmarkError('population_invalid', `The workbook is damaged: ${what}.`, {
    field: 'file',
    action: 'Open it in a spreadsheet program and save it again, or save it as CSV (UTF-8).',
    cause,
  });
}
