/** What follows the words of a link, ` (https://…)`; null where they are the address, or where it leads nowhere outside. */
export function withAddress(words: string, address: string): string | null {
  if (!/^(?:https?|ftp|mailto|tel):/i.test(address)) return null;
  const plain = (text: string): string =>
    text
      .trim()
      .toLowerCase()
      .replace(/^(?:https?:\/\/|mailto:|tel:)/, '')
      .replace(/\/$/, '');
  return plain(words).includes(plain(address)) ? null : ` (${address.replace(/^mailto:/i, '')})`;
}
