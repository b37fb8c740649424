export { completeDefinition } from './complete.ts';
export { checkDefinition, checkedDefinition, definitionSha256, parseDefinition } from './definitions.ts';
export { testLibrary } from './library.ts';
export { definitionSchema } from './schema.ts';
export type { KindShape, TypedDefinition, TypedRelation } from './typed.ts';
