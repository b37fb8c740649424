export * from './answers.ts';
export * from './applies.ts';
export * from './gaps.ts';
export { gradeReason, gradeReasonCodes, type GradeReason, type GradeReasonCode } from './grade-reasons.ts';
export * from './grades.ts';
export * from './operations.ts';
export * from './questions.ts';
export * from './words.ts';
