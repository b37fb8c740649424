/** 128 random bits in hex. `crypto.randomUUID` is missing where the page comes over plain http. */
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A random id, a UUID version 4, for what is made here and saved with something larger. */
export function randomId(): string {
  const key = randomKey();
  const variant = '89ab'.charAt(Number.parseInt(key.charAt(16), 16) % 4);
  return [
    key.slice(0, 8),
    key.slice(8, 12),
    `4${key.slice(13, 16)}`,
    `${variant}${key.slice(17, 20)}`,
    key.slice(20),
  ].join('-');
}
