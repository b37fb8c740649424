/** What the git connector collects, what it asks for, and what its facts do not prove. */
export const gitDescription = {
  id: 'git',
  title: 'git repository on this machine',
  kinds: ['code-changes', 'code-reviews', 'releases'],
  permissions: [
    {
      name: 'Read the folder of the repository',
      why: 'Its history is the population; nothing is written and no network is used',
    },
  ],
  limits: [
    'Dates are those the committers wrote; git does not prove them.',
    'A review is known only where a trailer names it. A review on a platform that left no trailer is not seen.',
    'A branch can be rewritten: the manifest names the commit that was read.',
  ],
} as const;
