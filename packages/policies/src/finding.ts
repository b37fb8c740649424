import type { TextFinding } from '@tickmark/core';

export function found(
  code: TextFinding['code'],
  severity: TextFinding['severity'],
  heading: string,
  passage: string,
  message: string,
  action: string,
): TextFinding {
  return { code, severity, heading, passage, message, action };
}
