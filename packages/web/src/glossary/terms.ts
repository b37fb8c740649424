/** Terms of art in our own words. Each entry: the term as shown, and what it means. */
export const glossary = {
  soc2: {
    term: 'SOC 2',
    meaning:
      'A report in which an independent auditor gives an opinion on a service company’s controls. Nobody is certified, and nobody “passes”: readers judge the report.',
  },
  type1: {
    term: 'Type 1',
    meaning:
      'Looks at one day: are the controls in place and suitably designed? It says nothing about how they work over time.',
  },
  type2: {
    term: 'Type 2',
    meaning:
      'Looks at a period, usually six to twelve months: are the controls suitably designed, and did they operate throughout?',
  },
  period: {
    term: 'Period',
    meaning: 'The first to the last day that a Type 2 speaks of, both included, in your time zone.',
  },
  'as-of-date': { term: 'As-of date', meaning: 'The one day that a Type 1 speaks of.' },
  category: {
    term: 'Category',
    meaning:
      'One of five areas a SOC 2 can cover: security, availability, confidentiality, processing integrity, privacy. You choose; security is nearly always among them.',
  },
  criterion: {
    term: 'Criterion',
    meaning:
      'One of 61 numbered requirements that controls are measured against. Which ones apply follows from the categories you choose.',
  },
  'common-criteria': {
    term: 'Common criteria',
    meaning: 'The 33 criteria CC1.1 to CC9.2 that apply to every SOC 2, whatever the categories.',
  },
  'points-of-focus': {
    term: 'Points of focus',
    meaning:
      'Examples that help to think about a criterion. They are guidance: nobody has to answer each of them, and they are never added up to a score.',
  },
  gap: {
    term: 'Gap',
    meaning:
      'Something that an examination would expect and that your answers tell to be missing. Its severity says what would come of it.',
  },
  grade: {
    term: 'Grade',
    meaning:
      'How far a control has come: not designed, designed, implemented, operating. A criterion has the lowest grade of the controls it needs, never an average.',
  },
  request: {
    term: 'Request',
    meaning:
      'One thing that auditors ask a company for: a document, a complete list, records of items they selected, or a setting. Companies hear of it as the PBC list, for “provided by client”.',
  },
  retention: {
    term: 'Retention schedule',
    meaning:
      'How long evidence is kept after the last day it speaks for. Auditors keep what they rest on for five to seven years; laws may ask for more, or less.',
  },
  hold: {
    term: 'Hold',
    meaning:
      'Stops every deletion of a piece of evidence, or of all, until an owner releases it: for a lawsuit, an examination, an investigation.',
  },
  control: {
    term: 'Control',
    meaning:
      'Something your company does, regularly or whenever needed, so that a promise to customers is kept. Not a policy, and not a test.',
  },
  adopt: {
    term: 'Adopt',
    meaning:
      'To make a control of the catalogue your own: from the date you give, you say that your company does this.',
  },
  retire: {
    term: 'Retire',
    meaning: 'To stop a control from a date on. What it did before stays on record and can still be tested.',
  },
  family: { term: 'Family', meaning: 'A group of controls about the same subject, such as changes or access.' },
  frequency: {
    term: 'Frequency',
    meaning: 'How often a control operates. “Per occurrence” means: whenever its trigger happens.',
  },
  coverage: {
    term: 'Coverage',
    meaning: 'Which of your controls support a criterion. A criterion without any is a hole in the design.',
  },
  engagement: {
    term: 'Engagement',
    meaning: 'One examination: its type, its categories, and the day or period it speaks of.',
  },
  population: {
    term: 'Population',
    meaning:
      'The complete list of things a control should have acted on, such as every change of the year. Testing starts from a whole list, so that nothing can be left out unseen.',
  },
  item: { term: 'Item', meaning: 'One entry of a population: one change, one account, one person.' },
  freeze: {
    term: 'Freeze',
    meaning:
      'To keep a population exactly as it is, counted and hashed, with an entry in the evidence log. Nothing changes it afterwards; a correction is a new version that says why.',
  },
  events: {
    term: 'Events',
    meaning: 'Things that happen at a moment. The list is complete only once the period has closed.',
  },
  state: {
    term: 'State',
    meaning: 'How things were at a moment of looking. It can be observed only while the period is open.',
  },
  interim: {
    term: 'Interim',
    meaning: 'Taken before the period had closed. It is useful for a look ahead, and has to be taken again afterwards.',
  },
  key: { term: 'Key', meaning: 'The column that names an item. No two items may share a key.' },
  manifest: {
    term: 'Manifest',
    meaning:
      'What a population says about itself: where it came from, by which query, when, how many rows, and its hash.',
  },
  completeness: {
    term: 'Completeness',
    meaning: 'How it was checked that nothing is missing, such as a count by a second way.',
  },
  hash: {
    term: 'Hash',
    meaning: 'A fingerprint of bytes (SHA-256). The same bytes always give the same one; any change gives another.',
  },
  rejected: {
    term: 'Rejected rows',
    meaning:
      'Rows of the file that could not be read, each with the reason. They are not part of the population, so you have to say that you have seen how many there are.',
  },
  excluded: {
    term: 'Excluded rows',
    meaning: 'Rows left out by a filter you stated. The filter and the number are kept in the manifest.',
  },
  evidence: {
    term: 'Evidence',
    meaning: 'A file that shows that something was done, sealed when it arrives, with the period it speaks for.',
  },
  'back-dated': {
    term: 'Back-dated',
    meaning: 'Captured after the period it speaks for. An auditor will ask how it is known.',
  },
  test: {
    term: 'Test',
    meaning:
      'A small program over a population that checks each item. It is published before it runs, so that it can’t be fitted to the result.',
  },
  definition: {
    term: 'Definition',
    meaning: 'The text of a test: which population, which items, what must hold. Anybody can read it.',
  },
  publish: { term: 'Publish', meaning: 'To fix a definition: versioned, hashed, logged. Only then can it run.' },
  attribute: { term: 'Attribute', meaning: 'One thing a test asks of an item, such as “approved by someone else”.' },
  relation: {
    term: 'Relation',
    meaning: 'How items of one population belong to those of another, such as reviews to a change.',
  },
  items: { term: 'Items test', meaning: 'Asks each item of a population whether the attributes hold.' },
  cadence: { term: 'Cadence test', meaning: 'Asks whether something happened each time it was due.' },
  'state-test': {
    term: 'State test',
    meaning: 'Asks whether something was so on every day, from repeated observations.',
  },
  occurrence: {
    term: 'Occurrence',
    meaning: 'One time at which a regular control was due: met, late, missed, or not due yet.',
  },
  deviation: {
    term: 'Deviation',
    meaning:
      'One item or one occurrence for which the control did not do what it says. Not yet a deficiency of the control.',
  },
  deficiency: {
    term: 'Deficiency',
    meaning: 'A control that does not do its work, after looking at all its deviations. Not yet an unmet criterion.',
  },
  unverified: { term: 'Unverified', meaning: 'The records do not tell. Never counted as a pass.' },
  proposal: {
    term: 'Proposal',
    meaning: 'What the numbers suggest for the control, by written rules. A person decides, and gives the reasons.',
  },
  sample: {
    term: 'Sample',
    meaning:
      'Some items of a population, for what cannot be tested item by item. Which ones follows from the frozen population by hashing, so nobody picks them.',
  },
  seed: {
    term: 'Seed',
    meaning:
      'The text that decides which items are drawn: engagement, control and hash of the frozen population. None of it can be chosen after the freeze.',
  },
  nonce: {
    term: 'Nonce',
    meaning:
      'A secret word of the auditor. Its hash is recorded before the freeze and the word at the draw, so that nobody can foresee or choose the sample.',
  },
  selection: {
    term: 'Selection',
    meaning:
      'How items are drawn: by hash over the whole population, one from each stretch of time, or by hash within each stratum.',
  },
  stratum: {
    term: 'Stratum',
    meaning: 'A part of the population with one value in common, such as a system. Each is drawn for itself.',
  },
  targeted: {
    term: 'Targeted item',
    meaning:
      'An item somebody chose by judgement, with a reason. It is examined like the others and says nothing about the rest of the population.',
  },
  void: {
    term: 'Void item',
    meaning:
      'An item that turns out not to belong in the population. It is replaced by the next in order, before anything is recorded of it.',
  },
  'upper-limit': {
    term: 'Upper limit',
    meaning:
      'How many of the population may deviate at most, at a stated confidence, judging by the sample alone. Information, never a conclusion.',
  },
  'sample-size': {
    term: 'Size',
    meaning:
      'How many items a table asks for, by how often the control operates and how many items there are. Auditors have tables of their own.',
  },
  'dry-run': {
    term: 'Dry run',
    meaning: 'The examination, rehearsed by yourselves with the same machinery. It is no auditor’s conclusion.',
  },
  forecast: {
    term: 'Forecast',
    meaning: 'What an auditor may say about one part of the opinion, judging only by what was tested here.',
  },
  opinion: {
    term: 'Opinion',
    meaning: 'What the auditor says in the end: unmodified, qualified (“except for”), adverse, or none at all.',
  },
  qualified: {
    term: 'Qualified',
    meaning: 'An opinion that says “except for”: something that matters does not hold, but not everywhere.',
  },
  adverse: { term: 'Adverse', meaning: 'An opinion that says that what was found reaches through the whole.' },
  description: {
    term: 'Description',
    meaning: 'Your own text about the system: what it does, for whom, with what. The auditor says whether it is fair.',
  },
  design: { term: 'Design', meaning: 'Whether the controls, if they work as written, would do what is needed.' },
  operation: {
    term: 'Operation',
    meaning: 'Whether the controls really worked, throughout the period. Only a Type 2 says so.',
  },
  report: {
    term: 'Report draft',
    meaning:
      'A document in the form of a SOC 2 report, filled from what is recorded here. Section I is the auditor’s and is left empty.',
  },
  bundle: {
    term: 'Bundle',
    meaning:
      'One file with the log, populations, definitions, results and the report. Anybody can check it offline, without trusting Tickmark or you.',
  },
  'evidence-log': {
    term: 'Evidence log',
    meaning:
      'A list to which entries are only ever added. Every write leaves one entry with hashes, and none can be changed or removed unseen.',
  },
  entry: {
    term: 'Log entry',
    meaning: 'One line of the evidence log: what was done, when, by whom, with which hashes.',
  },
  receipt: {
    term: 'Receipt',
    meaning:
      'What can be shown of one entry of the log: who wrote it and when, the proof that it is in there, and who outside has vouched for the log up to it.',
  },
  checkpoint: {
    term: 'Checkpoint',
    meaning:
      'A signed statement of how long the log is and what it holds. Keep one, and nobody can later show you another history.',
  },
  witness: {
    term: 'Witness',
    meaning:
      'Somebody outside who cosigns the checkpoints of a log as long as it only grows. It sees sizes and hashes, and no entry.',
  },
  timestamp: {
    term: 'Timestamp',
    meaning:
      'What an authority outside signs of a checkpoint, with the time by its own clock: the log had these entries by then. It says nothing of whether they are true.',
  },
  'operator-log': {
    term: 'Operator’s log',
    meaning:
      'The one log that all organizations on this server share. It takes down fingerprints of checkpoints of their logs, from which nobody learns whose they are.',
  },
  'inclusion-proof': {
    term: 'Inclusion proof',
    meaning: 'A short list of hashes that lets anybody compute that an entry is in the log a checkpoint speaks of.',
  },
  'consistency-proof': {
    term: 'Consistency proof',
    meaning:
      'A short list of hashes that lets anybody compute that a log begins with everything an earlier checkpoint speaks of: nothing of it was changed or removed.',
  },
  rotation: {
    term: 'Key rotation',
    meaning:
      'The log ends with an entry that names a new key, and another log with that key begins with how it ended. The old key never signs again.',
  },
  'verifier-key': {
    term: 'Verifier key',
    meaning: 'The public key that checks the signature of a checkpoint. Get it by a way you trust and compare it.',
  },
  reperform: {
    term: 'Re-perform',
    meaning: 'To run every test again over the frozen populations and compare the results byte for byte.',
  },
  'service-auditor': {
    term: 'Service auditor',
    meaning: 'The independent accounting firm that examines and signs the report.',
  },
  'system-description': {
    term: 'Service',
    meaning: 'What you do for customers: the thing readers of the report rely on.',
  },
  'business-day': {
    term: 'Business day',
    meaning: 'A day from Monday to Friday that is not among the holidays of your organization.',
  },
  'time-zone': {
    term: 'Time zone',
    meaning: 'Decides on which day something happened. A day of the period begins at midnight there.',
  },
  role: {
    term: 'Role',
    meaning:
      'What a member may do here. Owners manage people; compliance managers run the examination; control owners bring evidence; readers only look.',
  },
} as const satisfies Record<string, { term: string; meaning: string }>;

export type TermId = keyof typeof glossary;
