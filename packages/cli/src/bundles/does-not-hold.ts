/** The first thing found not to hold; ends a verification. `rule` is an id of docs/spec. */
export class DoesNotHold extends Error {
  override readonly name = 'DoesNotHold';
  readonly rule: string;
  /** Index of the log entry at fault, where there is one. */
  readonly entry: number | null;
  /** File of the bundle at fault, where there is one. */
  readonly path: string | null;

  constructor(rule: string, message: string, at: { entry?: number; path?: string } = {}) {
    super(message);
    this.rule = rule;
    this.entry = at.entry ?? null;
    this.path = at.path ?? null;
  }
}
