import { chooseReport, type Answers } from '../../src/index.ts';

export const today = '2026-11-30';

/** A company whose answers press on nothing: a first Type 2, controls in place, security alone. */
export const answered: Answers = {
  asks: 'type2',
  by: 'none',
  length: 'none',
  first: 'yes',
  since: '2026-01-15',
  uptime: 'no',
  secrets: 'no',
  figures: 'no',
  personal: 'no',
  anybody: 'no',
};

/** The draft for these answers with some of them otherwise. */
export const draft = (otherwise: Answers, day = today) => chooseReport({ ...answered, ...otherwise }, day);
