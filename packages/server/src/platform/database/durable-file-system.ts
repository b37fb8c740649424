import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** Brings what was written to an open file to the disk. */
export type Sync = (fileDescriptor: number) => void;

/** The disk below the database; fault tests put one of their own in place. */
export interface Disk {
  sync: Sync;
  /** How many of so many bytes the disk takes into the file; what it throws is what the disk answers. All of them where there is none. */
  takes?: (path: string, bytes: number) => number;
  /**
   * The disk refused what PostgreSQL cannot do without: a sync, or a piece of the write-ahead log. PostgreSQL would
   * end its process, which in this one means turning in circles for ever, so this ends it or throws.
   */
  failed: (reason: string) => void;
}

interface Stream {
  nfd: number;
  path: string;
}

/** The part of Emscripten's NODEFS that matters here; it has no types of its own. */
interface NodeFileSystem {
  stream_ops: {
    fsync?: (stream: Stream) => number;
    write: (stream: Stream, bytes: Uint8Array, offset: number, length: number, position: number) => number;
  };
  /** Turns an error of node:fs into the errno that PostgreSQL reads. */
  tryFSOperation(work: () => void): void;
}

/**
 * PGlite's file system for Node.js with the one operation it lacks. Emscripten's `fd_sync` calls
 * `stream_ops.fsync` where there is one and reports success where there is none, so without this
 * hook PostgreSQL believes that a commit is on the disk while it is in the page cache.
 */
export class DurableFileSystem extends NodeFS {
  readonly #disk: Disk;

  constructor(folder: string, disk: Disk) {
    super(folder);
    this.#disk = disk;
  }

  override async init(pg: PGlite, options: Parameters<NodeFS['init']>[1]): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pg, options);
    const addSync = (module: { NODEFS: unknown }): void => {
      const files = module.NODEFS as NodeFileSystem;
      const { sync, takes } = this.#disk;
      files.stream_ops.fsync = (stream) => {
        files.tryFSOperation(() => this.#orFail(() => sync(stream.nfd)));
        return 0;
      };
      const { write } = files.stream_ops;
      files.stream_ops.write = (stream, bytes, offset, length, position) => {
        const work = (): number => {
          let taken = length;
          if (takes !== undefined) files.tryFSOperation(() => (taken = takes(stream.path, length)));
          return write(stream, bytes, offset, taken, position);
        };
        return stream.path.includes('/pg_wal/') ? this.#orFail(work) : work();
      };
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), addSync] } };
  }

  #orFail<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.#disk.failed(reasonOf(error));
      throw error;
    }
  }
}

/** Emscripten throws what is no Error, with a number of its own, for what the system said of a write. */
const noSpace = 51;

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return error.message;
  const number = typeof error === 'object' && error !== null && 'errno' in error ? error.errno : undefined;
  return number === noSpace ? 'no space is left on it' : `error ${String(number)} of Emscripten`;
}
