/**
 * Which characters a TrueType font draws, from its `cmap` table (OpenType 1.9, subtable formats 4
 * and 12). PDF/UA-1 forbids text without a glyph, so text is checked against this before setting.
 *
 * @throws Error when the file is no TrueType font with a Unicode character map.
 */
export function characterCoverage(font: Uint8Array): (codePoint: number) => boolean {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const cmap = tableOffset(view, 'cmap');
  const subtables = Array.from({ length: view.getUint16(cmap + 2) }, (_, i) => cmap + view.getUint32(cmap + 8 + i * 8));
  const full = subtables.find((at) => view.getUint16(at) === 12);
  const basic = subtables.find((at) => view.getUint16(at) === 4);
  const ranges = full !== undefined ? groups(view, full) : basic !== undefined ? segments(view, basic) : [];
  if (ranges.length === 0) throw new Error('the font has no Unicode character map of format 4 or 12');
  ranges.sort((a, b) => a[0] - b[0]);
  return (codePoint) => {
    let low = 0;
    let high = ranges.length - 1;
    let widest = -1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if ((ranges[middle]?.[0] ?? Infinity) <= codePoint) {
        widest = middle;
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return widest >= 0 && codePoint <= (ranges[widest]?.[1] ?? -1);
  };
}

function tableOffset(view: DataView, tag: string): number {
  for (let i = 0; i < view.getUint16(4); i += 1) {
    const record = 12 + i * 16;
    const name = [0, 1, 2, 3].map((k) => String.fromCharCode(view.getUint8(record + k))).join('');
    if (name === tag) return view.getUint32(record + 8);
  }
  throw new Error(`the font has no ${tag} table`);
}

function groups(view: DataView, subtable: number): [number, number][] {
  return Array.from({ length: view.getUint32(subtable + 12) }, (_, i): [number, number] => {
    const group = subtable + 16 + i * 12;
    return [view.getUint32(group), view.getUint32(group + 4)];
  });
}

/** Format 4 maps some characters of a segment to glyph 0, which is "no glyph": each is looked up. */
function segments(view: DataView, subtable: number): [number, number][] {
  const count = view.getUint16(subtable + 6) / 2;
  const ends = subtable + 14;
  const starts = ends + count * 2 + 2;
  const deltas = starts + count * 2;
  const offsets = deltas + count * 2;
  const found: [number, number][] = [];
  for (let i = 0; i < count; i += 1) {
    const offset = view.getUint16(offsets + i * 2);
    const last = Math.min(view.getUint16(ends + i * 2), 0xfffe);
    for (let point = view.getUint16(starts + i * 2); point <= last; point += 1) {
      const at = offsets + i * 2 + offset + (point - view.getUint16(starts + i * 2)) * 2;
      const glyph = offset === 0 ? (point + view.getUint16(deltas + i * 2)) & 0xffff : view.getUint16(at);
      const before = found.at(-1);
      if (glyph === 0) continue;
      if (before && before[1] === point - 1) before[1] = point;
      else found.push([point, point]);
    }
  }
  return found;
}
