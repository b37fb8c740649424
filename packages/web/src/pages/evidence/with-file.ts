import type { Evidence } from '@tickmark/core';

/** A piece whose file is there. */
export type WithFile<Piece extends Evidence = Evidence> = Piece & { fileName: string; sha256: string };

export function hasFile<Piece extends Evidence>(piece: Piece): piece is WithFile<Piece> {
  return piece.deleted === null && piece.fileName !== null && piece.sha256 !== null;
}
