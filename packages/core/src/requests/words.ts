/** Words for the values of a request, as they stand on screens and in sentences. */

export const requestKinds = ['document', 'population', 'sample', 'configuration'] as const;
export type RequestKind = (typeof requestKinds)[number];

export const requestKindTitles: Record<RequestKind, string> = {
  document: 'Document',
  population: 'Population',
  sample: 'Records of selected items',
  configuration: 'Configuration',
};

export const requestPhases = ['planning', 'fieldwork', 'completion'] as const;
export type RequestPhase = (typeof requestPhases)[number];

export const requestPhaseTitles: Record<RequestPhase, string> = {
  planning: 'Planning',
  fieldwork: 'Fieldwork',
  completion: 'Completion',
};

/**
 * What the service organization does with a request. Whether it is enough says the audit firm alone, so no state here
 * speaks of it.
 */
export const requestStates = ['draft', 'in-progress', 'submitted', 'superseded'] as const;
export type RequestState = (typeof requestStates)[number];
