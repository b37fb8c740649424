/** A document as far as others name it. */
export interface Named {
  title: string;
  retired: boolean;
  headings: readonly string[];
}

/** A place in a sentence that names what does not stand, and how sure that is. */
export interface DeadReference {
  /** As it is written: `the access review policy`. */
  what: string;
  why: 'no-document' | 'retired' | 'no-section';
  /** Otherwise it may be a policy of another kind, such as one of a program. */
  sure: boolean;
}

const kinds = /\b(?:policy|procedure|plan|standard|charter)\b/gi;
const openers = new Set(['the', 'our']);
/** What begins a part that names no document. */
const others = new Set(
  'a an this that these those each every any another such its their your his her no which whose'.split(' '),
);
/** Words that tell one document from another and name none. */
const plainWords = new Set(
  'current new old same first second last next previous following written signed relevant own whole other respective applicable standard operating insurance industry internal updated approved'.split(
    ' ',
  ),
);
const speaks =
  /^\s+(?:says|say|describes|names|sets|defines|asks|requires|allows|governs|applies|tells|lists|explains|states|covers)\b/;
const ends =
  /^(?:\s*$|\s*[.,;:!?()”"]|\s+(?:and|or|of|for|in|on|is|are|was|has|have|holds|to|by|with|where|when|before|after|as)\b)/;
const pointsAt = /\b(?:as|see|under|per|following|by|in)\s+$/i;

/** What a sentence names of documents and sections: documents by words of their titles, `own` by the headings that it has. */
export function deadReferences(sentence: string, own: Named, documents: readonly Named[]): DeadReference[] {
  const all = [own, ...documents];
  const mentions = mentionsIn(sentence);
  const dead = mentions.flatMap((mention): (DeadReference & { from: number })[] => {
    const { what, from } = mention;
    const found = all.filter(({ title }) => isNamedBy(title, mention.words));
    if (found.some(({ retired }) => !retired)) return [];
    if (found.length > 0) return [{ what, from, why: 'retired', sure: true }];
    return isTold(sentence, mention) ? [{ what, from, why: 'no-document', sure: isSure(sentence, mention) }] : [];
  });
  const sections = sectionsNamed(sentence).flatMap(({ what, words, end, sure }): DeadReference[] => {
    const of = mentions.find(({ from }) => /^ (?:of|in) $/.test(sentence.slice(end, from)));
    const target = of === undefined ? own : all.find(({ title, retired }) => !retired && isNamedBy(title, of.words));
    if (target === undefined || target.headings.some((heading) => isHeading(heading, words))) return [];
    return [{ what, why: 'no-section', sure }];
  });
  // Of `the … policy` and `the … policy and procedure` the longer is meant.
  const meant = dead.filter(({ from }, at) => dead[at + 1]?.from !== from);
  return [...meant.map(({ what, why, sure }) => ({ what, why, sure })), ...sections];
}

interface Mention {
  what: string;
  /** Those that tell it from others, with its kind at the end. */
  words: string[];
  from: number;
  end: number;
}

/** Letters of a title at most. */
const longest = 200;

/** Each `the … policy` of a sentence, from the article nearest to it. */
function mentionsIn(sentence: string): Mention[] {
  return [...sentence.matchAll(kinds)].flatMap((found): Mention[] => {
    const start = Math.max(0, found.index - longest);
    const before = [...sentence.slice(start, found.index).matchAll(/\S+/g)];
    const from = before.findLastIndex(({ 0: word }) => openers.has(bare(word)) || isStop(word));
    const opener = before[from];
    if (opener === undefined || isStop(opener[0]) || before.length - from > 9) return [];
    const end = found.index + found[0].length;
    const words = before.slice(from + 1).map(({ 0: word }) => word);
    if (words.length === 0) return [];
    const at = start + opener.index;
    return [{ what: sentence.slice(at, end), words: [...words, found[0]], from: at, end }];
  });
}

const bare = (word: string): string => word.toLowerCase().replaceAll(/[^\p{L}\p{N}-]/gu, '');
const isStop = (word: string): boolean => /[.;:!?]$/.test(word) || others.has(bare(word));

/** Whether the words are some of a title. */
function isNamedBy(title: string, words: readonly string[]): boolean {
  const known = new Set(title.split(/\s+/).map(bare));
  return words.every((word) => known.has(bare(word)));
}

/** Whether words tell a document from others: a `back-out plan` may be any, and standards of others have numbers. */
function isTold(sentence: string, { words, end }: Mention): boolean {
  const own = words.slice(0, -1).filter((word) => !plainWords.has(bare(word)));
  if (own.length === 0 || own.some((word) => /\d/.test(word))) return false;
  const rest = sentence.slice(end);
  // Else the word goes on, as in `policy reviews`.
  if (!ends.test(rest) && !speaks.test(rest)) return false;
  return own.length > 1 || bare(words.at(-1) ?? '') !== 'plan';
}

function isSure(sentence: string, { words, from, end }: Mention): boolean {
  const own = words.slice(0, -1);
  // A short name may be of a program or of a law.
  if (own.some((word) => /^\p{Lu}{2,}$/u.test(word))) return false;
  const asTitle = words.every((word) => /^\p{Lu}/u.test(word) || /^(?:and|of|for)$/.test(word));
  return asTitle || own.length > 1 || speaks.test(sentence.slice(end)) || pointsAt.test(sentence.slice(0, from));
}

interface SectionNamed {
  what: string;
  words: string[];
  end: number;
  sure: boolean;
}

const sectionForms: { form: RegExp; sure: boolean }[] = [
  {
    form: /\bsection\s+(?:on|about|called|named)\s+([\p{L}][\p{L} -]*?)(?=[.,;:)]|\s+(?:of|in|says|describes|names|and|or|is|applies)\b|$)/giu,
    sure: true,
  },
  { form: /\bsections?\s+[“"‘]([^”"’]+)[”"’]/gi, sure: true },
  { form: /[“"‘]([^”"’]+)[”"’]\s+section\b/gi, sure: true },
  // With what follows, it may be a section of a law.
  { form: /\bsection\s+(\d+(?:\.\d+)*)(?=[,;:)]|\.?$|\s+(?:above|below|says|describes|applies))/gi, sure: false },
];

function sectionsNamed(sentence: string): SectionNamed[] {
  return sectionForms.flatMap(({ form, sure }) =>
    [...sentence.matchAll(form)].map((found) => ({
      what: found[0],
      words: (found[1] ?? '').split(/\s+/).map(bare),
      end: found.index + found[0].length,
      sure,
    })),
  );
}

/** Whether a heading has the words, in whatever ending: the section on emergencies is `Emergency`. */
function isHeading(heading: string, words: readonly string[]): boolean {
  const known = heading.split(/\s+/).map(bare);
  return words.every((word) => known.some((each) => stem(each) === stem(word)));
}

const stem = (word: string): string => word.replace(/(?:ies|ing|ed|es|y|e|s)$/, '').replace(/(.)\1$/, '$1');
