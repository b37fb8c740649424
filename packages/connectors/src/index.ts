/**
 * Sources that facts are collected from. A connector reads and never judges: what it could not
 * read is null, a rejected row with its reason, or an error, but never a guess.
 */
export * from './files/index.ts';
export * from './git/index.ts';
