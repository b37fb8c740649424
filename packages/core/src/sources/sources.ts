import names from '../../../../content/glossary/sources.json' with { type: 'json' };

/** Whatever a statement about practice may rest on: a public standard, what is usual, or Tickmark itself. */
export type SourceId = keyof typeof names;

/** What readers are told of sources: `AICPA, description criteria (DC section 200)`. */
export function sourced(...ids: readonly [SourceId, ...SourceId[]]): string {
  return ids.map((id) => names[id]).join('; ');
}
