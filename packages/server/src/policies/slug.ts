import { randomBytes } from 'node:crypto';

/** 32 characters that are not mistaken for each other. */
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
const length = 20;

/** The last part of the address of a public page: 100 random bits, so that none leads to another, and none tells whose it is. */
export function newSlug(): string {
  return [...randomBytes(length)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

export function isSlug(text: string): boolean {
  return text.length === length && [...text].every((each) => alphabet.includes(each));
}

/** Where a page is read, below the address of the product. */
export function pathOf(slug: string): string {
  return `/public/${slug}`;
}
