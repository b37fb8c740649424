interface HoleRule {
  why: string;
  /** The description criterion (DC section 200) that it would leave open. */
  criterion: string;
  action: string;
}

const rule = (criterion: string, why: string, action: string): HoleRule => ({ why, criterion, action });

/** Why each hole matters, and what closes it. */
export const holeRules = {
  'nothing-written': rule(
    'DC 3',
    'A description of the system says something of it in every case.',
    'Write it down, or import a list.',
  ),
  'category-without-commitment': rule(
    'DC 2',
    'Controls are measured by what was promised, category by category.',
    'Write down what customers were promised about it, or leave the category out of the engagement.',
  ),
  'confidentiality-without-data': rule(
    'DC 3',
    'Without confidential data there is nothing that the criteria of the category could protect.',
    'Give the types of data their class.',
  ),
  'privacy-without-data': rule(
    'DC 3',
    'Without data about people there is nothing that the criteria of the category could protect.',
    'Say of the types of data which are about people.',
  ),
  'link-to-nothing': rule(
    'DC 3',
    'A description must not name what is not there.',
    'Name something else, or take it off.',
  ),
  'link-out-of-scope': rule(
    'DC 3',
    'What is examined would rest on something that is not, and readers would not know.',
    'Take the other one in, leave this one out, or take the link off.',
  ),
  'service-without-commitment': rule(
    'DC 2',
    'A service of which nothing is promised cannot be examined: there is nothing to measure it by.',
    'Write down a commitment and name the service in it.',
  ),
  'service-without-users': rule(
    'DC 1',
    'Readers have to see whether the service is the one that they use.',
    'Say who uses it.',
  ),
  'commitment-without-requirement': rule(
    'DC 2',
    'It is not said how the system has to work so that the promise is kept.',
    'Write down a system requirement and name the commitment in it.',
  ),
  'commitment-without-service': rule('DC 2', 'A promise is about a service.', 'Name the services it is about.'),
  'commitment-without-category': rule(
    'DC 2',
    'Commitments are told category by category.',
    'Choose the categories it is about.',
  ),
  'category-not-covered': rule(
    'DC 2',
    'What the engagement does not cover is not examined, and a description must not seem to say so.',
    'Take the category off, or add it to the engagement.',
  ),
  'promise-without-source': rule(
    'DC 2',
    'An auditor holds each promise against the contract or page that makes it.',
    'Say where it stands.',
  ),
  'requirement-without-commitment': rule(
    'DC 2',
    'Only requirements that keep a promise, a law or an own goal belong into a description.',
    'Name the commitments that it serves.',
  ),
  'requirement-without-criterion': rule(
    'DC 5',
    'Controls are tied to requirements by the criteria.',
    'Choose the criteria it falls under.',
  ),
  'requirement-without-control': rule(
    'DC 5',
    'Nothing sees to it that the system works so.',
    'Name the controls that see to it.',
  ),
  'criterion-not-covered': rule(
    'DC 5',
    'A criterion of another category is not examined in this engagement.',
    'Take it off, or add its category to the engagement.',
  ),
  'control-not-adopted': rule(
    'DC 5',
    'A description must not name a control that is not there.',
    'Adopt the control, or take it off.',
  ),
  'system-without-environment': rule(
    'DC 3',
    'Without it nobody can tell on which side of a boundary the system stands.',
    'Choose the environments it runs in.',
  ),
  'system-without-owner': rule('DC 3', 'Somebody has to answer for who gets access to it.', 'Name a team or a person.'),
  'system-without-data': rule(
    'DC 3',
    'What has to be protected follows from the data that it holds.',
    'Choose the types of data, or leave the system out of scope where it holds none that matters.',
  ),
  'system-without-type': rule('DC 3', 'A description tells infrastructure and software apart.', 'Choose what it is.'),
  'environment-data-unknown': rule(
    'DC 3',
    'Where real data lies, the same protection is expected as in production.',
    'Find out, and say yes or no.',
  ),
  'environment-without-system': rule(
    'DC 3',
    'An empty place says nothing, or systems are missing.',
    'Say of systems that they run in it, or remove it.',
  ),
  'data-without-class': rule('DC 3', 'How it has to be protected follows from its class.', 'Choose a class.'),
  'data-personal-unknown': rule('DC 3', 'Data about people has rules of its own.', 'Find out, and say yes or no.'),
  'data-held-nowhere': rule(
    'DC 3',
    'A description tells where data lies.',
    'Say of systems or vendors that they hold it, or remove it.',
  ),
  'flow-from-nowhere': rule('DC 3', 'A flow has two ends.', 'Choose where it comes from.'),
  'flow-to-nowhere': rule('DC 3', 'A flow has two ends.', 'Choose where it leads.'),
  'flow-without-data': rule(
    'DC 3',
    'How a flow has to be protected follows from what it carries.',
    'Choose the types of data.',
  ),
  'flow-encryption-unknown': rule(
    'DC 3',
    'That is among the first things that readers look for.',
    'Find out, and say yes or no.',
  ),
  'flow-in-clear': rule(
    'DC 3',
    'Confidential data that crosses the boundary in the clear breaks what nearly every service promises.',
    'Check it; where it is so, encrypt it.',
  ),
  'process-without-owner': rule('DC 3', 'Somebody has to answer for how it is done.', 'Name a team or a person.'),
  'process-without-system': rule(
    'DC 3',
    'What people do is described with the systems they do it in.',
    'Choose the systems.',
  ),
  'team-without-people': rule(
    'DC 3',
    'An auditor asks people, and does not know yet whom.',
    'Name a lead, or people of the team.',
  ),
  'person-without-role': rule('DC 3', 'Readers are told of roles, not of names.', 'Say what the person does.'),
  'vendor-without-owner': rule(
    'DC 7',
    'Somebody of yours has to look after it and read its reports.',
    'Name a team or a person.',
  ),
  'vendor-undecided': rule(
    'DC 7',
    'A subservice organization that is not named as one leaves out what your promises rest on.',
    'Answer the three questions.',
  ),
  'method-of-vendor': rule(
    'DC 7',
    'Carve-out and inclusive are for subservice organizations alone.',
    'Take the method off, or look at the test again.',
  ),
  'subservice-without-method': rule(
    'DC 7',
    'Readers have to know whether its controls were examined.',
    'Choose carve-out or inclusive.',
  ),
  'subservice-without-controls': rule(
    'DC 7',
    'Readers have to know what you count on it for.',
    'Write down the controls that you expect of it.',
  ),
  'expected-control-without-criterion': rule(
    'DC 7',
    'Readers have to see for which criteria you count on it.',
    'Choose the criteria.',
  ),
  'subservice-without-monitoring': rule(
    'DC 7',
    'What you count on has to be watched.',
    'Write down which report you get of it, or how you check its work.',
  ),
  'monitoring-not-reviewed': rule(
    'DC 7',
    'A report that nobody has read watches nothing.',
    'Read it, and write down when and what was found.',
  ),
  'monitoring-leaves-days': rule(
    'DC 7',
    'On days of which no report speaks nobody can tell whether its controls worked.',
    'Get the next report or a bridge letter, and write down its days.',
  ),
  'their-control-not-met': rule(
    'DC 7',
    'Its report holds only where its customers run these controls, and you are one of them.',
    'Say how you run it, or name your control.',
  ),
  'inclusive-without-part': rule(
    'DC 7',
    'Under the inclusive method its components and controls are described with yours.',
    'Write its part, or carve it out.',
  ),
  'inclusive-without-assertion': rule(
    'DC 7',
    'Under the inclusive method its management answers for its part with an assertion of its own; without one only carve-out is left.',
    'Ask its management, or carve it out.',
  ),
  'duty-undecided': rule(
    'DC 6',
    'A control that customers have to run is told in another place than good advice.',
    'Answer the two questions.',
  ),
  'duty-of-another-kind': rule(
    'DC 6',
    'To call a duty of customers a control that they have to run, where it is none, misstates the description; so does the reverse.',
    'Write it down under the other kind and remove it here, or look at the test again.',
  ),
  'cuec-without-criterion': rule(
    'DC 6',
    'Without a criterion nobody can tell what would stay unmet.',
    'Choose the criteria.',
  ),
  'boundary-without-reason': rule(
    'DC 1',
    'Readers have to be able to judge whether something was left out that matters to them.',
    'Say why the line runs there.',
  ),
} as const satisfies Record<string, HoleRule>;
export type HoleCode = keyof typeof holeRules;
