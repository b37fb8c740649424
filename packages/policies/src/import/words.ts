import { policyCatalogue } from '@tickmark/core';

const named =
  /^(?:[Ss]ection|SECTION|[Aa]rticle|ARTICLE|[Cc]hapter|CHAPTER|[Pp]art|PART|§)\s*[\dIVX]+(?:\.\d+)*\s*[.:)–—-]?\s+/u;
const counted =
  /^\(?(?:\d+(?:\.\d+)+|\d+(?=[.):])|[IVX]+(?=[.)])|[A-Z](?=[.)]))[.):]*\s+|^\d{1,2}\s+(?=[\p{Lu}\p{Lo}])/u;

/** A heading without the number in front of it: `3.2 Access` says `Access`. */
export function withoutNumber(text: string): { text: string; numbered: boolean } {
  const [found = ''] = named.exec(text) ?? counted.exec(text) ?? [];
  return { text: text.slice(found.length), numbered: found !== '' };
}

const title =
  /\b(polic(?:y|ies)|procedures?|plan|standard|charter|code of conduct|handbook|guidelines?|privacy notice|programme?)\b/i;

/** Whether a heading names a whole document rather than a part of it. */
export function saysTitle(text: string): boolean {
  return title.test(text) && !isCatalogued(text) && text.length <= 120;
}

const sections = new Set(policyCatalogue.flatMap((document) => document.sections.map((each) => each.toLowerCase())));

/** Whether a document of the catalogue has this heading. */
export function isCatalogued(text: string): boolean {
  return sections.has(text.toLowerCase());
}
