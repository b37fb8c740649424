/** Where the bytes of a bundle come from: a file on disk, read in pieces, or bytes in memory. */
export interface Source {
  /** Bytes. */
  size: number;
  /** The bytes from `from` up to `to`, which never lies beyond `size`. */
  read(from: number, to: number): Promise<Uint8Array>;
}

const readAheadBytes = 4 << 20;

/** A source that is read mostly forwards: asks for large pieces and answers small requests from them. */
export function readAhead({ size, read }: Source): Source {
  let piece: Uint8Array = new Uint8Array(0);
  let pieceAt = 0;
  return {
    size,
    read: async (from, to) => {
      if (from < pieceAt || to > pieceAt + piece.length) {
        piece = await read(from, Math.min(size, Math.max(to, from + readAheadBytes)));
        pieceAt = from;
      }
      return piece.subarray(from - pieceAt, to - pieceAt);
    },
  };
}

export function sourceOf(bytes: Uint8Array): Source {
  return { size: bytes.length, read: async (from, to) => bytes.subarray(from, to) };
}
