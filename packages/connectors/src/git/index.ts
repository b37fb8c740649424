export { collectGit, type CollectedGit, type CollectGitInput, type GitKind } from './collect.ts';
export { gitDescription } from './description.ts';
