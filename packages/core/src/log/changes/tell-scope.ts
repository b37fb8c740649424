import { z } from 'zod';
import { id } from '../../operations/shapes.ts';
import { counted, joined } from '../../reasons/index.ts';
import { scopeKind, scopeKinds, scopeKindWords } from '../../scope/index.ts';
import { quoted, telling, type KnownRecords, type Tell, type Told } from './told.ts';

const items = z.object({
  item: id.nullable().describe('Where it is one alone'),
  kinds: z.partialRecord(scopeKind, z.number().int()),
  effectiveFrom: z.string().nullable().default(null),
});
type Items = z.infer<typeof items>;

/** Words for the scope. What was written is in no entry. */
export const tellScope: Readonly<Record<string, Tell>> = {
  'scope.put': telling(items, (facts, known) => about(facts, known, 'written down')),
  'scope.import': telling(items, (facts, known) => about(facts, known, 'written down from a file')),
  'scope.remove': telling(items, (facts, known) => about(facts, known, 'removed')),
  'scope.copy': telling(items, (facts, known) => about(facts, known, 'copied from another engagement')),
};

function about({ item, kinds, effectiveFrom }: Items, { scopeItems }: KnownRecords, what: string): Told {
  const counts = scopeKinds.flatMap((kind) => {
    const count = kinds[kind];
    if (count === undefined) return [];
    const { one, many } = scopeKindWords[kind];
    return [count === 1 ? `one ${one}` : `${counted(count)} ${many.toLowerCase()}`];
  });
  const [kind] = scopeKinds.filter((each) => kinds[each] !== undefined);
  const named =
    item !== null && kind !== undefined
      ? `${scopeKindWords[kind].one} ${quoted(scopeItems.get(item), 'that is not known here')}`
      : joined(counts);
  const since = effectiveFrom === null ? '' : `, so since ${effectiveFrom}`;
  return {
    noun: 'scope',
    text: `Scope: ${named} ${what}${since}.`,
    place: { kind: 'scope', key: item },
  };
}
