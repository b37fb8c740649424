/** A name without case, spaces and punctuation: how people tell two headings to be the same. */
export function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** The name most like the wanted one, or null when none is near (half of the letters differ). */
export function closestName(wanted: string, names: readonly string[]): string | null {
  const goal = plainName(wanted);
  let best: { name: string; cost: number } | null = null;
  for (const name of names) {
    const plain = plainName(name);
    const contained = Math.min(plain.length, goal.length) >= 3 && (plain.includes(goal) || goal.includes(plain));
    const cost = contained || wordsOf(name).includes(goal) ? 0.5 : editDistance(goal, plain);
    if (best === null || cost < best.cost) best = { name, cost };
  }
  return best !== null && best.cost <= Math.max(1, goal.length / 2) ? best.name : null;
}

function wordsOf(name: string): string[] {
  return name.split(/[^\p{L}\p{N}]+/u).map(plainName);
}

/** Levenshtein distance; names longer than 200 letters are cut. */
function editDistance(left: string, right: string): number {
  const a = left.slice(0, 200);
  const b = right.slice(0, 200);
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, change));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
