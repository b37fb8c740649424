/** Bytes of a file beyond which it is sent in pieces; up to here one request is enough. */
export const smallFileBytes = 8 * 1024 * 1024;

/** Bytes that one piece may have. */
export const maxPieceBytes = 64 * 1024 * 1024;
