import terms from '../../../../content/glossary/terms.json' with { type: 'json' };
import { sourced, type SourceId } from '../sources/index.ts';

/** One term of art: as it is shown, what it means in our own words, and where that comes from. */
export interface GlossaryTerm {
  term: string;
  /** One or two sentences, under 260 characters. */
  meaning: string;
  source: string;
}

export type TermId = keyof typeof terms;

/** Every term, by the id that pages and links name it by. */
export const glossary = Object.fromEntries(
  Object.entries(terms).map(([id, entry]) => [id, { ...entry, source: sourced(entry.source as SourceId) }]),
) as Readonly<Record<TermId, GlossaryTerm>>;

/** Terms in which every word of `search` stands, whatever their case, by name. No words: all of them. */
export function findTerms(search: string): (GlossaryTerm & { id: TermId })[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return (Object.entries(glossary) as [TermId, GlossaryTerm][])
    .map(([id, entry]) => ({ id, ...entry }))
    .filter(({ term, meaning }) => words.every((word) => `${term} ${meaning}`.toLowerCase().includes(word)))
    .sort((a, b) => a.term.localeCompare(b.term, 'en'));
}

const byName = new Map((Object.entries(glossary) as [TermId, GlossaryTerm][]).map(([id, { term }]) => [term, id]));

/** The term that a word is the name of, as written or in the plural: `Deviation`, `Deviations`. */
export function termNamed(word: string): TermId | undefined {
  return byName.get(word) ?? byName.get(word.replace(/s$/, '')) ?? byName.get(word.replace(/ies$/, 'y'));
}
