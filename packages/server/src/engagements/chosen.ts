import { chooserInput, chooseReport, TickmarkError, type Chosen } from '@tickmark/core';

/**
 * What is kept of the chooser with an engagement that it led to: the draft and its reasons follow from the answers here, so
 * that nobody can bring others. Errors: bad_input.
 */
export function chosenFrom(given: Readonly<Record<string, string>> | undefined): Chosen | null {
  if (given === undefined) return null;
  const read = chooserInput.strict().safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    throw new TickmarkError('bad_input', `An answer of the chooser can’t be read: ${issue?.message ?? ''}.`, {
      field: ['chosen', ...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])].join('.'),
      action: 'Give the answers as understand.choose takes them, or leave them out.',
    });
  }
  const { today, ...answers } = read.data;
  return { answeredOn: today, answers, proposal: chooseReport(answers, today) };
}
