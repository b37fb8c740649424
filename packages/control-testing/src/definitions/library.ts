import { readdirSync, readFileSync } from 'node:fs';
import type { LibraryTest } from '@tickmark/core';
import { definitionSha256, parseDefinition } from './definitions.ts';

const folder = new URL('../../../../content/tests/', import.meta.url);
/** `CHG-02.review.yaml`; what else lies in the folder is not a definition. */
const ofDefinition = /^[A-Z]{2,5}-\d{2,3}(\.[a-z0-9-]+)?\.yaml$/;
let library: LibraryTest[] | undefined;

/** Definitions that ship with the product (`content/tests`), by id. */
export function testLibrary(): LibraryTest[] {
  library ??= readdirSync(folder)
    .filter((name) => ofDefinition.test(name))
    .sort()
    .map((name) => {
      const yaml = readFileSync(new URL(name, folder), 'utf8');
      return { sha256: definitionSha256(yaml), yaml, definition: parseDefinition(yaml) };
    });
  return library;
}
