export { readBlocks } from './blocks.ts';
export { checkTemplate, checkTogether, type TemplateFault } from './check.ts';
export {
  countWords,
  decideTemplate,
  fillBlocks,
  fillTemplate,
  settingText,
  withoutMarks,
  type Filled,
} from './fill.ts';
export { guessPolicy } from './import/guess.ts';
export { mapHeadings, withSections, type HeadingMap } from './import/headings.ts';
export { importDocument } from './import/import.ts';
export { lostKinds, type Imported, type ImportForm, type Lost, type LostKind } from './import/imported.ts';
export { templateLibrary } from './library.ts';
export { linesOf, obligationsOf, textOf } from './obligations.ts';
export { everyTag, namedTag, tagsOf } from './tags.ts';
export { parseTemplate, type Template } from './template.ts';
export { writeMarkdown } from './write.ts';
