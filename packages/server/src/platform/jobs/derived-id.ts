import { createHash } from 'node:crypto';

/**
 * The id of what a job makes, from the job and the part: a UUID (version 8, RFC 9562) over SHA-256.
 * A job that was interrupted after its write finds what it made, and doesn't make it twice.
 */
export function derivedId(jobId: string, part: string): string {
  const bytes = createHash('sha256').update(`${jobId}|${part}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
