// What scripts/test.ts is told of the tests of one process: a line of JSON for each.
import type { TestEvent } from 'node:test/reporters';

/** One test that ended, by the file it stands in. */
export interface Told {
  file: string;
  line: number;
  name: string;
  /** In how many others it stands. */
  nesting: number;
  ms: number;
  outcome: 'passed' | 'failed' | 'unrun' | 'suite';
  /** Why it failed. */
  reason: string;
}

/** The last line: without it the process ended before its tests did. */
export const theEnd = '"end"';

export default async function* tell(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue;
    yield `${JSON.stringify(toldOf(event))}\n`;
  }
  yield `${theEnd}\n`;
}

function toldOf({ type, data }: Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>): Told {
  const { name, file = '', line = 0, nesting, details } = data;
  const told = { file, line, name, nesting, ms: details.duration_ms, reason: '' };
  if (type === 'test:pass') {
    const unrun = data.skip !== undefined || data.todo !== undefined;
    return { ...told, outcome: details.type === 'suite' ? 'suite' : unrun ? 'unrun' : 'passed' };
  }
  const { error } = details as { error: Error & { failureType?: string } };
  // It failed because a test in it did, which is told by itself.
  if (details.type === 'suite' && error.failureType === 'subtestsFailed') return { ...told, outcome: 'suite' };
  return { ...told, outcome: 'failed', reason: reasons(error.cause ?? error).join('\ncaused by ') };
}

/** An error and what caused it: a property that failed tells of its input, its cause of the assertion. */
function reasons(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  return [error.stack ?? error.message, ...(error.cause === undefined ? [] : reasons(error.cause))];
}
