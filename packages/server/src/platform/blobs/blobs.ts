import type { Readable } from 'node:stream';

export interface StoredBlob {
  sha256: string;
  /** Bytes. */
  size: number;
}

/** What bytes are held against while they are stored; nothing is kept of bytes that differ. */
export interface Expected {
  maxBytes?: number;
  sha256?: string;
}

/** Content-addressed bytes, one space per organization. `put` returns only after fsync. */
export interface Blobs {
  put(organizationId: string, bytes: AsyncIterable<Uint8Array>, expected?: Expected): Promise<StoredBlob>;
  putFile(organizationId: string, path: string, expected?: Expected): Promise<StoredBlob>;
  has(organizationId: string, sha256: string): Promise<boolean>;
  open(organizationId: string, sha256: string): Promise<Readable>;
  /** A file on this machine with these bytes, for engines that read files. Never write to it. */
  local(organizationId: string, sha256: string): Promise<string>;
  /** The same, once all of it was held against its hash: for whoever reads a part and can't tell by it. */
  held(organizationId: string, sha256: string): Promise<string>;
  /** Bytes and copies of them on this machine are gone when it resolves, fsynced; also where there were none. */
  remove(organizationId: string, sha256: string): Promise<void>;
}
