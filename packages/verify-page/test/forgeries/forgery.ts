import type { Random } from '../random.ts';
import type { Files, World, Worlds } from './histories.ts';
import type { CheckName } from './weakened.ts';

/** What a verifier answers: that the bundle holds, or the rule that is broken first, at which file and in which words. */
export type Answer = 'holds' | { rule: string; path: string | undefined; says: RegExp | undefined };

/** A kind of forged bundle and what is to be found in it. */
export interface Forgery {
  row: Row;
  name: string;
  /** Where only one of the worlds will do. */
  world?: keyof Worlds;
  make: (world: World, random: Random) => Files | Promise<Files>;
  /** To a verifier who names no key. */
  unnamed: Answer;
  /** To one who names the key of this organization. */
  named: Answer;
  /** To one whose policy names that key and asks for the auditor's cosignature. */
  policy: Answer;
  /**
   * The control arm: what both verifiers say without these checks, to one who names no key: that the bundle holds,
   * or a rule of the next check that it does not pass. Absent where it holds for a verifier who names no key, and
   * where there is nothing to pass over, because bytes are missing or have no meaning.
   */
  without?: { checks: readonly CheckName[]; answer: RegExp };
}

export type Row = 'old checkpoint' | 'swapped tenant' | 'forged key' | 'rotated log';

/** `named` is as `unnamed`, and `policy` as `named`, where they are left out. */
type Draft = Omit<Forgery, 'row' | 'named' | 'policy'> & Partial<Pick<Forgery, 'named' | 'policy'>>;

export function forgeriesOf(row: Row, drafts: readonly Draft[]): Forgery[] {
  return drafts.map((draft) => {
    const named = draft.named ?? draft.unnamed;
    return { row, named, policy: named, ...draft };
  });
}

export function breaks(rule: string, path?: string, says?: RegExp): Answer {
  return { rule, path, says };
}
