import { readdirSync, readFileSync } from 'node:fs';
import { parseTemplate, type Template } from './template.ts';

const folder = new URL('../../../content/policies/', import.meta.url);
let library: ReadonlyMap<string, Template> | undefined;

/** The templates that ship with the product (`content/policies`), by id. */
export function templateLibrary(): ReadonlyMap<string, Template> {
  library ??= new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .sort()
      .map((name) => parseTemplate(readFileSync(new URL(name, folder), 'utf8')))
      .map((template) => [template.front.id, template]),
  );
  return library;
}
