/** The chooser's answers as a form keeps them from its address, for what it begins. */
export function chosenFrom(why: string | undefined): { chosen?: Record<string, string> } {
  if (why === undefined) return {};
  const answers = Object.fromEntries(new URLSearchParams(why));
  // An address of before has no day: what it led to can't be told then.
  return answers['today'] === undefined ? {} : { chosen: answers };
}
