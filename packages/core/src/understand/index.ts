export { chooserInput, type Answers } from './answers.ts';
export { countCategories } from './categories.ts';
export { chooseReport } from './choose.ts';
export { findTerms, glossary } from './glossary.ts';
export * from './operations.ts';
export { chosenReport, type Chosen, type ChosenReport } from './proposal.ts';
export { chooserQuestions, questionIds, type QuestionId } from './questions.ts';
export { countWork, type WorkOfRole } from './work.ts';
export { afterType1, afterType2, preparation, type UsualPhase } from './phases.ts';
