/** Something an expression does that the language does not allow, at an offset of its text. */
export class ExpressionFault extends Error {
  readonly offset: number;
  readonly suggestion: string | null;

  constructor(offset: number, message: string, suggestion: string | null = null) {
    super(message);
    this.offset = offset;
    this.suggestion = suggestion;
  }
}
