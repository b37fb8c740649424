import type {
  Acceptance,
  AttributeState,
  CaptureLinkState,
  CriterionStateKind,
  ForecastKind,
  ItemState,
  Job,
  Occurrence,
  ProposalKind,
  Grade,
  QuestionState,
  ReconciliationState,
  RequestState,
  SampleItem,
  Severity,
  Step,
  Ungraded,
} from '@tickmark/core';

/** Every state the product shows. Each has its own word, icon and colour; none borrows another's. */
export type State =
  | AttributeState
  | ItemState
  | Occurrence['state']
  | ProposalKind
  | CriterionStateKind
  | ForecastKind
  | Step['state']
  | Job['state']
  | SampleItem['state']
  | ReconciliationState
  | 'not-reconciled'
  | 'interim'
  | 'observed'
  | 'unobserved'
  | 'retired'
  | 'as-sealed'
  | 'not-as-sealed'
  | 'not-signed-yet'
  | 'no-witness'
  | 'not-vouched'
  | 'vouched'
  | 'other-history'
  | 'not-as-signed'
  | 'noted'
  | 'rewritten'
  | 'not-as-noted'
  | 'renew-soon'
  | 'renew-overdue'
  | 'superseded'
  | `evidence-${Acceptance}`
  | `question-${QuestionState}`
  | `gap-${Severity}`
  | `grade-${Grade}`
  | `grade-${Ungraded}`
  | `request-${RequestState}`
  | 'request-overdue'
  | `link-${CaptureLinkState}`;

/** Colour family of a state; the colours themselves are in `ui/state.css`. */
export type Tone =
  | 'good'
  | 'flawed'
  | 'bad'
  | 'missed'
  | 'late'
  | 'unknown'
  | 'absent'
  | 'waiting'
  | 'untested'
  | 'partial'
  | 'hole'
  | 'interim';

export interface StateWords {
  word: string;
  tone: Tone;
  icon: StateIcon;
  /** What it means, for somebody who has never met an auditor. */
  meaning: string;
}

export type StateIcon =
  | 'check'
  | 'checks'
  | 'cross'
  | 'question'
  | 'clock-late'
  | 'calendar-off'
  | 'calendar-future'
  | 'empty'
  | 'dash'
  | 'half'
  | 'hole'
  | 'hourglass'
  | 'alert'
  | 'stop'
  | 'run'
  | 'archive'
  | 'eye'
  | 'eye-off';

const cannotSay = {
  word: 'Cannot say',
  tone: 'unknown',
  icon: 'question',
  meaning: 'The evidence does not allow a statement either way. It is not a pass.',
} as const;
const noOccurrence = {
  word: 'No occurrence',
  tone: 'absent',
  icon: 'empty',
  meaning:
    'What the control reacts to did not happen in the period, so its operation could not be tested. Neither a pass nor a failure.',
} as const;

export const stateWords: Record<State, StateWords> = {
  pass: {
    word: 'Pass',
    tone: 'good',
    icon: 'check',
    meaning: 'Everything the test asks of this item was found to hold.',
  },
  fail: { word: 'Fail', tone: 'bad', icon: 'cross', meaning: 'What the test asks was found not to hold.' },
  deviation: {
    word: 'Deviation',
    tone: 'bad',
    icon: 'cross',
    meaning:
      'At least one thing the test asks of this item was found not to hold. A deviation stays on record, even if it is put right later.',
  },
  unverified: {
    word: 'Unverified',
    tone: 'unknown',
    icon: 'question',
    meaning:
      'The records do not tell. It counts neither as a pass nor as a failure, and it stands in the way of “no deviations”.',
  },
  'not-examined': {
    word: 'Not examined',
    tone: 'untested',
    icon: 'hourglass',
    meaning: 'The item was drawn and nobody has recorded yet what it shows. Nothing can be said of it.',
  },
  'cannot-be-examined': {
    word: 'Cannot be examined',
    tone: 'bad',
    icon: 'eye-off',
    meaning:
      'What would show whether the control worked is not there. That counts as a deviation, and no other item takes its place.',
  },
  void: {
    word: 'Void',
    tone: 'absent',
    icon: 'archive',
    meaning: 'The item does not belong in the population. The next in order took its place, with a reason.',
  },
  met: { word: 'Met', tone: 'good', icon: 'check', meaning: 'It happened when it was due.' },
  late: { word: 'Late', tone: 'late', icon: 'clock-late', meaning: 'It happened, but after the day it was due by.' },
  missed: {
    word: 'Missed',
    tone: 'missed',
    icon: 'calendar-off',
    meaning: 'It was due and did not happen. That is a deviation, not an absence.',
  },
  'not-due': {
    word: 'Not due',
    tone: 'waiting',
    icon: 'calendar-future',
    meaning: 'The day it is due by has not come yet, so nothing can be said.',
  },
  'no-occurrence': noOccurrence,
  effective: {
    word: 'Effective',
    tone: 'good',
    icon: 'check',
    meaning: 'No deviations were found in what was tested. A named person still decides.',
  },
  'effective-with-isolated-deviations': {
    word: 'Effective, with isolated deviations',
    tone: 'flawed',
    icon: 'checks',
    meaning: 'Few, separate deviations were found. They are shown in the report all the same.',
  },
  'not-effective': {
    word: 'Not effective',
    tone: 'bad',
    icon: 'cross',
    meaning: 'The deviations are too many or too much alike for the control to be relied on.',
  },
  'cannot-say': cannotSay,
  achieved: {
    word: 'Achieved',
    tone: 'good',
    icon: 'check',
    meaning: 'Every control this criterion needs was tested without deviations.',
  },
  'achieved-with-deviations': {
    word: 'Achieved, with deviations',
    tone: 'flawed',
    icon: 'checks',
    meaning: 'The controls held, with isolated deviations that the report shows.',
  },
  'not-achieved': {
    word: 'Not achieved',
    tone: 'bad',
    icon: 'cross',
    meaning: 'A control this criterion needs did not operate effectively.',
  },
  'partly-tested': {
    word: 'Partly tested',
    tone: 'partial',
    icon: 'half',
    meaning: 'Some of the controls this criterion needs were tested, others not.',
  },
  'not-tested': {
    word: 'Not tested',
    tone: 'untested',
    icon: 'dash',
    meaning: 'No test has been run. Nothing is claimed.',
  },
  'no-control': {
    word: 'No control',
    tone: 'hole',
    icon: 'hole',
    meaning: 'No adopted control supports this criterion: a hole in the design.',
  },
  interim: {
    word: 'Interim',
    tone: 'interim',
    icon: 'hourglass',
    meaning: 'Taken before the period had closed. What happens later is not in it.',
  },
  reconciled: {
    word: 'Reconciled',
    tone: 'good',
    icon: 'checks',
    meaning: 'Held against a second source; nothing differs, or each difference has a reason.',
  },
  unresolved: {
    word: 'Differences unresolved',
    tone: 'bad',
    icon: 'alert',
    meaning: 'A second source says otherwise. Tests of this population wait until each difference has a reason.',
  },
  'in-error': {
    word: 'Error in this population',
    tone: 'bad',
    icon: 'stop',
    meaning: 'A difference was found to be an error in this population. Only a corrected version can be tested.',
  },
  'not-reconciled': {
    word: 'Not reconciled',
    tone: 'untested',
    icon: 'empty',
    meaning: 'It was not held against any second source. That is no fault, and no evidence of completeness either.',
  },
  observed: { word: 'Observed', tone: 'good', icon: 'eye', meaning: 'There is an observation of this day.' },
  unobserved: {
    word: 'Unobserved',
    tone: 'unknown',
    icon: 'eye-off',
    meaning: 'Nobody looked on this day. It is not a pass.',
  },
  'likely-unmodified': {
    word: 'Likely unmodified',
    tone: 'good',
    icon: 'check',
    meaning: 'On what was tested, an auditor would have no reason to modify this part of the opinion.',
  },
  'unmodified-with-deviations': {
    word: 'Unmodified, with deviations shown',
    tone: 'flawed',
    icon: 'checks',
    meaning: 'The opinion would stay unmodified; the report would show the deviations.',
  },
  'at-risk-of-qualification': {
    word: 'At risk of qualification',
    tone: 'late',
    icon: 'alert',
    meaning: 'An auditor may write “except for” about a part that matters.',
  },
  'at-risk-of-adverse': {
    word: 'At risk of an adverse opinion',
    tone: 'bad',
    icon: 'stop',
    meaning: 'What was found reaches so far that an auditor may say that the whole does not hold.',
  },
  'not-begun': {
    word: 'Not begun',
    tone: 'untested',
    icon: 'dash',
    meaning: 'Nothing has been recorded for this step.',
  },
  'under-way': { word: 'Under way', tone: 'partial', icon: 'half', meaning: 'Some of this step is recorded.' },
  done: { word: 'Done', tone: 'good', icon: 'check', meaning: 'Everything that can be counted here is there.' },
  'not-yet-available': {
    word: 'Not yet in Tickmark',
    tone: 'absent',
    icon: 'empty',
    meaning: 'This version has no tools for this step. Nothing is counted as done.',
  },
  queued: {
    word: 'Waiting',
    tone: 'waiting',
    icon: 'hourglass',
    meaning: 'It starts as soon as other work is finished.',
  },
  running: { word: 'Running', tone: 'partial', icon: 'run', meaning: 'It is being worked on now.' },
  failed: { word: 'Failed', tone: 'bad', icon: 'alert', meaning: 'It stopped. Nothing was kept of it.' },
  'renew-soon': {
    word: 'Renew soon',
    tone: 'late',
    icon: 'hourglass',
    meaning: 'A newer version is wanted within thirty days.',
  },
  'renew-overdue': {
    word: 'Renewal overdue',
    tone: 'missed',
    icon: 'calendar-off',
    meaning: 'The day by which a newer version was wanted has passed. What was sealed still speaks for its own period.',
  },
  superseded: {
    word: 'Superseded',
    tone: 'absent',
    icon: 'archive',
    meaning: 'There is a newer version. This one stays as it was.',
  },
  'evidence-received': {
    word: 'Waits to be accepted',
    tone: 'waiting',
    icon: 'hourglass',
    meaning: 'It came through a capture link. It is no evidence before somebody here accepts it.',
  },
  'evidence-accepted': {
    word: 'Accepted',
    tone: 'good',
    icon: 'check',
    meaning: 'It came through a capture link, and somebody here accepted it as evidence.',
  },
  'evidence-refused': {
    word: 'Refused',
    tone: 'absent',
    icon: 'cross',
    meaning: 'It came through a capture link and was refused. It is kept, and counts nowhere.',
  },
  'question-unanswered': {
    word: 'Unanswered',
    tone: 'untested',
    icon: 'empty',
    meaning: 'Nobody has answered, or the answer was taken back. What it would tell is not known.',
  },
  'question-answered': {
    word: 'Answered',
    tone: 'waiting',
    icon: 'check',
    meaning: 'Somebody of your organization answered. An answer may still tell that something is missing.',
  },
  'question-partial': {
    word: 'Partly',
    tone: 'partial',
    icon: 'half',
    meaning: 'Answered: it is so in part. What is missing stands among the gaps.',
  },
  'question-unknown': {
    word: 'Not known',
    tone: 'unknown',
    icon: 'question',
    meaning: 'Answered honestly: nobody knows yet. It is taken for a gap until somebody finds out.',
  },
  'question-not-applicable': {
    word: 'Said not to apply',
    tone: 'absent',
    icon: 'dash',
    meaning:
      'Your organization says that it does not apply, with a reason. Nobody else has reviewed that, and it does not count as answered.',
  },
  'gap-critical': {
    word: 'Critical',
    tone: 'bad',
    icon: 'stop',
    meaning: 'A criterion would not be met, or a commitment is plainly broken.',
  },
  'gap-high': {
    word: 'High',
    tone: 'late',
    icon: 'alert',
    meaning: 'A qualified opinion is likely, or a control that much rests on is missing.',
  },
  'gap-medium': { word: 'Medium', tone: 'interim', icon: 'half', meaning: 'A deviation is likely.' },
  'gap-low': { word: 'Low', tone: 'absent', icon: 'dash', meaning: 'Something to improve.' },
  'gap-info': {
    word: 'To disclose',
    tone: 'waiting',
    icon: 'eye',
    meaning: 'Something that readers of the report have to be told.',
  },
  'grade-0': {
    word: 'Not designed',
    tone: 'bad',
    icon: 'cross',
    meaning: 'There is no control, or it would not address the risk.',
  },
  'grade-1': {
    word: 'Designed',
    tone: 'flawed',
    icon: 'half',
    meaning:
      'Your own answers say that it is written, has an owner and would work. Answers alone give no better grade.',
  },
  'grade-2': {
    word: 'Implemented',
    tone: 'partial',
    icon: 'check',
    meaning: 'Somebody other than who answered has seen that it is in use.',
  },
  'grade-3': {
    word: 'Operating',
    tone: 'good',
    icon: 'checks',
    meaning: 'Every test of it passed over whole populations of the period.',
  },
  'grade-not-assessed': {
    word: 'Not assessed',
    tone: 'untested',
    icon: 'empty',
    meaning: 'Questions about it are unanswered, or none speaks of it. That is neither good nor bad.',
  },
  'grade-unknown': {
    word: 'Not known',
    tone: 'unknown',
    icon: 'question',
    meaning: 'A question about it was answered with “don’t know”.',
  },
  'grade-not-applicable': {
    word: 'Said not to apply',
    tone: 'absent',
    icon: 'dash',
    meaning: 'Your organization says that it does not apply. Nobody else has reviewed that.',
  },
  'request-draft': {
    word: 'Draft',
    tone: 'untested',
    icon: 'dash',
    meaning: 'It is on your list, and nobody has begun to answer it. The auditors may not have asked for it yet.',
  },
  'request-in-progress': {
    word: 'In progress',
    tone: 'partial',
    icon: 'half',
    meaning: 'Your organization is working on the answer. Nothing has been submitted, or it was taken up again.',
  },
  'request-submitted': {
    word: 'Submitted',
    tone: 'waiting',
    icon: 'hourglass',
    meaning:
      'Your organization has answered. Whether that is enough is for the auditors to say; nothing here says that they have looked at it.',
  },
  'request-superseded': {
    word: 'Superseded',
    tone: 'absent',
    icon: 'archive',
    meaning: 'Another request takes its place. It stays on record and is counted no more.',
  },
  'request-overdue': {
    word: 'Overdue',
    tone: 'missed',
    icon: 'calendar-off',
    meaning: 'The last day that was in time has passed, and it is not submitted.',
  },
  'link-open': {
    word: 'Not opened yet',
    tone: 'untested',
    icon: 'empty',
    meaning: 'Nobody has looked at what is asked for.',
  },
  'link-opened': {
    word: 'Opened',
    tone: 'waiting',
    icon: 'eye',
    meaning: 'Somebody who has the link looked at what is asked for, and has not given a file.',
  },
  'link-used': { word: 'File came', tone: 'good', icon: 'check', meaning: 'A file was given. The link works no more.' },
  'link-expired': {
    word: 'Expired',
    tone: 'late',
    icon: 'clock-late',
    meaning: 'Its time is over and no file came. Make a new link where one is still wanted.',
  },
  'link-withdrawn': {
    word: 'Withdrawn',
    tone: 'absent',
    icon: 'dash',
    meaning: 'It was taken back before a file came.',
  },
  'link-lapsed': {
    word: 'Lapsed',
    tone: 'absent',
    icon: 'dash',
    meaning: 'Whoever made it may no longer ask for files, so it works no more.',
  },
  'as-sealed': {
    word: 'As sealed',
    tone: 'good',
    icon: 'check',
    meaning: 'What stands in the database is what the entries of the log seal.',
  },
  'not-as-sealed': {
    word: 'Not as sealed',
    tone: 'bad',
    icon: 'alert',
    meaning: 'Something was changed beside the product after it was sealed, or is damaged.',
  },
  'not-signed-yet': {
    word: 'Not signed yet',
    tone: 'waiting',
    icon: 'hourglass',
    meaning: 'It is written, and the next checkpoint, within a moment, will hold it. Until then there is no proof.',
  },
  'no-witness': {
    word: 'No witness',
    tone: 'untested',
    icon: 'empty',
    meaning:
      'It is signed by the organization and nobody else: no witness outside is asked, so nobody vouches that the log was not replaced as a whole.',
  },
  'not-vouched': {
    word: 'Not vouched for',
    tone: 'unknown',
    icon: 'eye-off',
    meaning:
      'It is signed by the organization. Witnesses are asked, and none has vouched for a log that holds this entry, or not yet.',
  },
  vouched: {
    word: 'Vouched for',
    tone: 'good',
    icon: 'eye',
    meaning:
      'A witness has cosigned a log that holds this entry: what came before can’t be rewritten unseen. It says nothing of whether the content is true.',
  },
  'other-history': {
    word: 'Another history',
    tone: 'bad',
    icon: 'alert',
    meaning:
      'A witness has seen another log than this one, or a timestamp is of another one. It was rewritten or set back since: ask what happened.',
  },
  'not-as-signed': {
    word: 'Not as signed',
    tone: 'bad',
    icon: 'stop',
    meaning: 'What stands in the database here is not what the checkpoint signs: it was changed beside the product.',
  },
  noted: {
    word: 'Holds',
    tone: 'good',
    icon: 'check',
    meaning:
      'The log still begins with this checkpoint, and the operator’s log has the entry that commits to it. Whether both were rewritten together, this does not tell.',
  },
  rewritten: {
    word: 'Rewritten since',
    tone: 'bad',
    icon: 'alert',
    meaning:
      'The log no longer begins with what the operator’s log committed to, or has another key. It was rewritten or set back since: ask what happened.',
  },
  'not-as-noted': {
    word: 'Not as noted',
    tone: 'bad',
    icon: 'stop',
    meaning:
      'The operator’s log has no entry that commits to what is kept here: one of the two was changed beside the product.',
  },
  retired: { word: 'Retired', tone: 'absent', icon: 'archive', meaning: 'No longer in force; its history stays.' },
};
