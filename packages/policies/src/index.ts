export { readBlocks } from './blocks.ts';
export { changedTags, tagNames } from './changed-words.ts';
export { checkAmong, type CheckedTemplate } from './check-among.ts';
export { checkDescription, type ScopeNames } from './check-description.ts';
export { checkTemplate, checkTogether, type TemplateFault } from './check.ts';
export { type KnownNames } from './check-promises.ts';
export { checkText, type CheckedText, type OtherText } from './check-text.ts';
export { compareBlocks } from './compare.ts';
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
export { exportedLogo } from './import/word-body.ts';
export { templateLibrary } from './library.ts';
export { linesOf, mapLines, obligationsOf, textOf } from './obligations.ts';
export { checkReview, type Review } from './reviews.ts';
export { everyTag, namedTag, tagsOf } from './tags.ts';
export { nobodyNamed, parseTemplate, withoutReview, writeTemplate, type Template } from './template.ts';
export { writeMarkdown } from './write.ts';
