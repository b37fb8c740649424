import type { ReasonCode } from '@tickmark/core';

/** Short names of the reasons that criteria have, to filter by; the sentence with its numbers comes from the server. */
const titles: Partial<Record<ReasonCode, string>> = {
  'controls-not-effective': 'A control is not effective',
  'controls-not-concluded': 'A control could not be concluded',
  'controls-not-tested': 'A control is not tested',
  'controls-interim': 'Tested for a part of the period',
  'days-without-control': 'Days without a control',
  'controls-deviating': 'A control has isolated deviations',
  'controls-without-occurrence': 'A control had no occurrence',
  'controls-not-due': 'A control was not due',
  'controls-effective': 'A control has no exceptions',
  'design-untested': 'Design was not tested',
  'no-control': 'No control',
  'no-control-in-period': 'No control in the period',
};

export function reasonTitle(code: ReasonCode): string {
  return titles[code] ?? code;
}
