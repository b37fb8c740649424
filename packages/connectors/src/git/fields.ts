/** Texts between NUL bytes, as UTF-8; what follows the last NUL is dropped when empty. */
export async function* nulFields(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, start)) {
      const bytes =
        rest.length === 0 ? chunk.subarray(start, end) : Buffer.concat([...rest, chunk.subarray(start, end)]);
      rest = [];
      yield bytes.toString('utf8');
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
  if (rest.length > 0) yield Buffer.concat(rest).toString('utf8');
}

/** Records of a fixed number of NUL-ended fields. A record cut short throws. */
export async function* nulRecords(chunks: AsyncIterable<Buffer>, width: number): AsyncGenerator<string[]> {
  let record: string[] = [];
  for await (const field of nulFields(chunks)) {
    record.push(field);
    if (record.length === width) {
      yield record;
      record = [];
    }
  }
  if (record.length > 0)
    throw new Error(`git ended in the middle of a record, after ${record.length} of ${width} fields`);
}

/** Lines of text, without their ends. */
export async function* lines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + chunk.toString('latin1')).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  if (rest !== '') yield rest;
}
