/**
 * The three primitives the log stands on, passed in so that the same code runs on a server, on a
 * command line and in a browser. Keys and seeds are the 32 raw bytes of RFC 8032.
 */
export interface Crypto {
  /** The bytes are filled anew after it returns. */
  sha256(bytes: Uint8Array): Uint8Array;
  ed25519Sign(seed: Uint8Array, message: Uint8Array): Uint8Array;
  ed25519PublicKey(seed: Uint8Array): Uint8Array;
  /** false, and never a throw, for a signature or key that is not well-formed. */
  ed25519Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}
