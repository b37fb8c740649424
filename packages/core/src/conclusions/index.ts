export { checkDecision, conclusionTitle, isSofter } from './allowed.ts';
export { changedStandings } from './changes.ts';
export * from './decisions.ts';
export * from './operations.ts';
export { rankOf } from './rank-of.ts';
export { weighDecisions } from './weigh.ts';
