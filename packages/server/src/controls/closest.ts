/** The candidate with the fewest edits to what was written, if any is near; a swap of neighbours counts as one. */
export function closest(written: string, candidates: readonly string[]): string | undefined {
  const wanted = written.toUpperCase();
  let best: { candidate: string; edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = distance(wanted, candidate.toUpperCase());
    if (best === undefined || edits < best.edits) best = { candidate, edits };
  }
  return best !== undefined && best.edits <= Math.max(2, wanted.length / 3) ? best.candidate : undefined;
}

/** Optimal string alignment distance, row by row. */
function distance(a: string, b: string): number {
  let twoBack: number[] = [];
  let back = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const edits = [(back[column - 1] ?? 0) + (same ? 0 : 1), (back[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) edits.push((twoBack[column - 2] ?? 0) + 1);
      current.push(Math.min(...edits));
    }
    [twoBack, back] = [back, current];
  }
  return back[b.length] ?? 0;
}
