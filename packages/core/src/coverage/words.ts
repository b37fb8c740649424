/** Words for coverage, as they stand on screens and in sentences. */

/** How a criterion stands in an engagement, the emptiest first. None of them says that a control works. */
export const coverageStates = ['no-control', 'in-part', 'unsupported', 'supported', 'not-relevant'] as const;
export type CoverageState = (typeof coverageStates)[number];

/** What is missing of a criterion. */
export const holeCodes = [
  'no-control',
  'not-in-force',
  'days-without-control',
  'no-owner',
  'no-test',
  'no-evidence',
] as const;
export type HoleCode = (typeof holeCodes)[number];

export const holeTitles: Record<HoleCode, string> = {
  'no-control': 'No control',
  'not-in-force': 'None in force',
  'days-without-control': 'Days without a control',
  'no-owner': 'Control without an owner',
  'no-test': 'Control without a test',
  'no-evidence': 'Control without evidence',
};
