import { fsyncSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** Brings what was written to an open file to the disk; `fsyncSync` but in fault tests. */
export type Sync = (fileDescriptor: number) => void;

/** The part of Emscripten's NODEFS that matters here; it has no types of its own. */
interface NodeFileSystem {
  stream_ops: { fsync?: (stream: { nfd: number }) => number };
  /** Turns an error of node:fs into the errno that PostgreSQL reads. */
  tryFSOperation(work: () => void): void;
}

/**
 * PGlite's file system for Node.js with the one operation it lacks. Emscripten's `fd_sync` calls
 * `stream_ops.fsync` where there is one and reports success where there is none, so without this
 * hook PostgreSQL believes that a commit is on the disk while it is in the page cache.
 */
export class DurableFileSystem extends NodeFS {
  readonly #sync: Sync;

  constructor(folder: string, sync: Sync = fsyncSync) {
    super(folder);
    this.#sync = sync;
  }

  override async init(pg: PGlite, options: Parameters<NodeFS['init']>[1]): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pg, options);
    const addSync = (module: { NODEFS: unknown }): void => {
      const files = module.NODEFS as NodeFileSystem;
      files.stream_ops.fsync = (stream) => {
        files.tryFSOperation(() => this.#sync(stream.nfd));
        return 0;
      };
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), addSync] } };
  }
}
