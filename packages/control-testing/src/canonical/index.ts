export { canonicalBytes, fileSha256, manifestSha256, sha256Hex } from './canonical.ts';
