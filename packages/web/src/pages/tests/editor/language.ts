import { LanguageSupport, StreamLanguage, type StreamParser } from '@codemirror/language';

/** Keys whose value is an expression rather than text. */
const expressionKeys = new Set(['where', 'pass', 'on', 'at', 'observed', 'subject']);

interface State {
  /** Key whose value is being read on this line; null where a key may stand. */
  key: string | null;
  /** Quote around the value, where there is one. */
  quote: '"' | "'" | null;
  /** Depth of the key of a `>-` or `|` block that is being read. */
  block: { key: string; indent: number } | null;
  afterDot: boolean;
}

/**
 * Colours of a definition: YAML keys and comments, and the expressions inside of values, which a
 * YAML grammar would show as one text.
 */
export const definitionParser: StreamParser<State> = {
  name: 'definition',
  startState: () => ({ key: null, quote: null, block: null, afterDot: false }),
  token(stream, state) {
    if (stream.sol()) {
      state.afterDot = false;
      if (state.quote === null) state.key = null;
      if (state.block !== null && stream.indentation() <= state.block.indent && !/^\s*$/.test(stream.string))
        state.block = null;
    }
    if (stream.eatSpace()) return null;
    if (state.block !== null) return inValue(stream, state, state.block.key);
    if (state.key === null) return atKey(stream, state);
    return inValue(stream, state, state.key);
  },
  languageData: { commentTokens: { line: '#' }, closeBrackets: { brackets: ['(', '[', '{', '"'] } },
};

type Stream = Parameters<StreamParser<State>['token']>[0];

function atKey(stream: Stream, state: State): string | null {
  if (stream.match(/^#.*/)) return 'comment';
  const key = stream.match(/^[A-Za-z_][\w-]*(?=\s*:(?:\s|$))/);
  if (key && key !== true) {
    state.key = key[0];
    return 'propertyName';
  }
  stream.next();
  return 'punctuation';
}

function inValue(stream: Stream, state: State, key: string): string | null {
  if (state.quote === null) {
    if (stream.match(/^#.*/)) return 'comment';
    if (state.block === null && stream.match(/^:(?=\s|$)/)) return 'punctuation';
    if (state.block === null && stream.match(/^[>|][+-]?\s*$/)) {
      state.block = { key, indent: stream.indentation() };
      return 'meta';
    }
    if (state.block === null && stream.match(/^\{/)) {
      state.key = null;
      return 'punctuation';
    }
    const quote =
      state.block === null && stream.string.slice(0, stream.pos).trimEnd().endsWith(':') && stream.match(/^["']/);
    if (quote && quote !== true) {
      state.quote = quote[0] === '"' ? '"' : "'";
      return 'punctuation';
    }
  } else if (stream.peek() === state.quote && !(state.quote === "'" && stream.match(/^''/, false))) {
    stream.next();
    state.quote = null;
    return 'punctuation';
  }
  const inFlow = state.block === null && state.quote === null;
  if (inFlow && !expressionKeys.has(key) && stream.match(/^,/)) {
    state.key = null;
    return 'punctuation';
  }
  if (inFlow && stream.match(/^\}\s*$/)) return 'punctuation';
  if (inFlow && stream.match(/^,(?=\s*[A-Za-z_]\w*:\s)/)) {
    state.key = null;
    return 'punctuation';
  }
  return expressionKeys.has(key) ? expression(stream, state) : prose(stream, state);
}

function prose(stream: Stream, state: State): string | null {
  if (state.quote === '"' && stream.match(/^\\./)) return 'string';
  if (state.quote === "'" && stream.match(/^''/)) return 'string';
  if (stream.match(/^[^\s"',}#]+/)) return 'string';
  stream.next();
  return 'string';
}

const calls =
  /^(?:has|size|date|timestamp|duration|double|exists_one|exists|all|filter|startsWith|endsWith|contains|matches|lowerAscii)(?=\()/;

function expression(stream: Stream, state: State): string | null {
  const afterDot = state.afterDot;
  state.afterDot = false;
  if (state.quote === '"' ? stream.match(/^\\"(?:[^"\\]|\\[^"])*(?:\\")?/) : stream.match(/^"(?:[^"\\]|\\.)*"?/))
    return 'string';
  if (stream.match(/^\d+(?:\.\d+)?/)) return 'number';
  if (stream.match(calls)) return 'variableName.function';
  if (!afterDot && stream.match(/^(?:true|false)\b/)) return 'bool';
  if (!afterDot && stream.match(/^in\b/)) return 'operatorKeyword';
  if (!afterDot && stream.match(/^(?:item|period)\b/)) return 'keyword';
  if (stream.match(/^[A-Za-z_]\w*/)) return afterDot ? 'variableName.special' : 'variableName';
  if (stream.match(/^\./)) {
    state.afterDot = true;
    return 'punctuation';
  }
  if (stream.match(/^(?:&&|\|\||[=!<>]=|[<>!+*?:-])/)) return 'operator';
  stream.next();
  return 'punctuation';
}

export const definitionLanguage = StreamLanguage.define(definitionParser);

export function definitionSupport(): LanguageSupport {
  return new LanguageSupport(definitionLanguage);
}
