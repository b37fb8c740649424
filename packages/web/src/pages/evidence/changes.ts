/** What a change of many pieces did to each of them. */
export interface Changed {
  id: string;
  added: readonly string[];
  removed: readonly string[];
}

/** The changes that bring everything back as it was: one for all pieces that changed alike. */
export function reversed(changed: readonly Changed[]): { ids: string[]; add: string[]; remove: string[] }[] {
  const alike = Map.groupBy(changed, ({ added, removed }) => JSON.stringify([added, removed]));
  return [...alike.values()].map((pieces) => ({
    ids: pieces.map(({ id }) => id),
    add: [...(pieces[0]?.removed ?? [])],
    remove: [...(pieces[0]?.added ?? [])],
  }));
}

/** `1 piece`, `3 pieces` */
export function pieces(count: number): string {
  return `${count} ${count === 1 ? 'piece' : 'pieces'}`;
}
