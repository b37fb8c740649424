import type { Input } from '../../api/client.ts';

/** What a reconciliation is proposed with: columns, filters, and columns that should agree. */
export type Proposed = Required<Pick<Input<'populations.reconcile'>, 'on'>> &
  Pick<Input<'populations.reconcile'>, 'where' | 'otherWhere' | 'agree' | 'unique'>;

const byEmail = { on: [{ here: 'email', there: 'email', ignoreCase: true }] };

/** Pairs of kinds that are commonly kept by two systems, and what names the same thing in both. */
const known: Record<string, Record<string, Proposed>> = {
  accounts: { people: byEmail },
  people: {
    accounts: byEmail,
    leavers: { ...byEmail, agree: [{ here: 'name', there: 'name' }], where: 'has(item.ended_on)' },
    joiners: { ...byEmail, where: 'has(item.started_on)' },
  },
  leavers: {
    people: { ...byEmail, agree: [{ here: 'name', there: 'name' }], otherWhere: 'has(item.ended_on)' },
  },
  joiners: { people: { ...byEmail, otherWhere: 'has(item.started_on)' } },
  'code-changes': { deployments: { on: [{ here: 'id', there: 'change_id' }] } },
  deployments: { 'code-changes': { on: [{ here: 'change_id', there: 'id' }] } },
  'code-reviews': { 'code-changes': { on: [{ here: 'change_id', there: 'id' }] } },
  'training-completions': { people: byEmail },
  'policy-acknowledgements': { people: byEmail },
  devices: { people: byEmail },
};

interface Side {
  kind: string;
  columns: readonly { name: string; type: string }[];
}

/**
 * What to hold two populations together by: what is known of their kinds, where the columns are there,
 * else an e-mail or an id that both have. null where nothing suggests itself.
 */
export function proposePairs(here: Side, there: Side): Proposed | null {
  const proposed = known[here.kind]?.[there.kind];
  const type = (side: Side, name: string) => side.columns.find((column) => column.name === name)?.type;
  const fits = (pair: { here: string; there: string }) => {
    const found = type(here, pair.here);
    return found !== undefined && found !== 'strings' && found === type(there, pair.there);
  };
  if (proposed?.on.every(fits)) return { ...proposed, agree: proposed.agree?.filter(fits) };
  if (fits({ here: 'email', there: 'email' })) return byEmail;
  const id = { here: 'id', there: 'id' };
  return here.kind === there.kind || !fits(id) ? null : { on: [id] };
}

/** Whether two populations came from the same system: then one is no independent source for the other. */
export function isSameSource(a: { system: string; query: string }, b: { system: string; query: string }): boolean {
  return a.system === b.system && a.system !== 'file';
}
