/** The first rule that a bundle breaks; ends a verification. `rule` is an id of docs/spec/evidence-log.md. */
export class Broken extends Error {
  override readonly name = 'Broken';
  readonly rule: string;
  /** Index of the log entry at fault, where there is one. */
  readonly entry: number | null;
  /** File of the bundle at fault, where there is one. */
  readonly path: string | null;

  constructor(rule: string, message: string, at: { entry?: number; path?: string }) {
    super(message);
    this.rule = rule;
    this.entry = at.entry ?? null;
    this.path = at.path ?? null;
  }
}

/** A text or document is not in its prescribed form; which rule that breaks is for the caller to say. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

/** Runs what reads one file and tells a form that is not as prescribed as a broken rule. */
export function underRule<T>(rule: string, path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new Broken(rule, error.message, { path });
  }
}
