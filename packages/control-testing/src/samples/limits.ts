type Fraction = { top: bigint; bottom: bigint };

/** A decimal such as `0.95`, kept exact. */
function fraction(decimal: string): Fraction {
  const parts = /^(\d+)(?:\.(\d+))?$/.exec(decimal);
  if (!parts) throw new RangeError(`${decimal} is not a decimal number.`);
  const digits = parts[2] ?? '';
  return { top: BigInt(`${parts[1]}${digits}`), bottom: 10n ** BigInt(digits.length) };
}

function binomial(n: bigint, k: bigint): bigint {
  if (k < 0n || k > n) return 0n;
  let value = 1n;
  const least = k < n - k ? k : n - k;
  for (let i = 1n; i <= least; i += 1n) value = (value * (n - least + i)) / i;
  return value;
}

function unitConfidence(confidence: string): Fraction {
  const c = fraction(confidence);
  if (c.top <= 0n || c.top >= c.bottom) throw new RangeError('A confidence lies between 0 and 1.');
  return { top: c.bottom - c.top, bottom: c.bottom };
}

/**
 * Whether P(X ≤ k) for n draws from N items of which D deviate is at most, or below, the risk. Each
 * term follows from the one before, so that samples of thousands stay quick.
 */
function hypergeometricAtMost(N: number, D: number, n: number, k: number, risk: Fraction): boolean {
  const least = Math.max(0, n - (N - D));
  let term = binomial(BigInt(D), BigInt(least)) * binomial(BigInt(N - D), BigInt(n - least));
  let hits = 0n;
  for (let i = least; i <= Math.min(k, D); i += 1) {
    hits += term;
    term = (term * BigInt(D - i) * BigInt(n - i)) / (BigInt(i + 1) * BigInt(N - D - n + i + 1));
  }
  return hits * risk.bottom <= risk.top * binomial(BigInt(N), BigInt(n));
}

/** P(X ≤ k) for n draws at a rate p. */
function binomialTail(n: number, k: number, p: number): number {
  let sum = 0;
  let log = n * Math.log1p(-p);
  for (let i = 0; i <= k; i += 1) {
    sum += Math.exp(log);
    log += Math.log(n - i) - Math.log(i + 1) + Math.log(p) - Math.log1p(-p);
  }
  return Math.min(sum, 1);
}

/**
 * Upper limit of the deviation rate of a large population: the rate p at which k or fewer of n
 * deviate with probability 1 − confidence (Clopper and Pearson, one-sided). k = n gives 1.
 */
export function binomialUpper(input: { n: number; k: number; confidence: string }): number {
  const { n, k } = input;
  counts(n, k);
  const risk = unitConfidence(input.confidence);
  const target = Number(risk.top) / Number(risk.bottom);
  if (k === n) return 1;
  let low = 0;
  let high = 1;
  for (let i = 0; i < 100; i += 1) {
    const middle = (low + high) / 2;
    if (binomialTail(n, k, middle) > target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Upper limit of the deviations in a population of N items: the largest D with P(X ≤ k) above
 * 1 − confidence, in exact integers.
 */
export function hypergeometricUpper(input: { N: number; n: number; k: number; confidence: string }): {
  count: number;
  rate: number;
} {
  const { N, n, k } = input;
  counts(n, k);
  if (n > N) throw new RangeError('A sample is no larger than its population.');
  const risk = unitConfidence(input.confidence);
  let low = k;
  let high = N - (n - k);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (hypergeometricAtMost(N, middle, n, k, risk)) high = middle - 1;
    else low = middle;
  }
  return { count: low, rate: N === 0 ? 0 : low / N };
}

/**
 * Smallest sample that supports a tolerable rate when it shows at most k deviations; null when even
 * the whole population would not. Exact for a population of N items and for a large one.
 */
export function minimumSample(input: { k: number; confidence: string; tolerable: string; N?: number }): number | null {
  const { k, N } = input;
  const risk = unitConfidence(input.confidence);
  const T = fraction(input.tolerable);
  if (T.top <= 0n || T.top >= T.bottom) throw new RangeError('A tolerable rate lies between 0 and 1.');
  if (N === undefined) {
    for (let n = k + 1; n <= 1_000_000; n += 1) if (binomialAtMost(n, k, T, risk)) return n;
    return null;
  }
  const D = Number((T.top * BigInt(N) + T.bottom - 1n) / T.bottom);
  for (let n = k + 1; n <= N; n += 1) if (hypergeometricAtMost(N, D, n, k, risk)) return n;
  return null;
}

/** Exact: Σ C(n,i) tⁱ (b−t)ⁿ⁻ⁱ ≤ risk · bⁿ, asked in full only near the boundary. */
function binomialAtMost(n: number, k: number, T: Fraction, risk: Fraction): boolean {
  const target = Number(risk.top) / Number(risk.bottom);
  const near = binomialTail(n, k, Number(T.top) / Number(T.bottom));
  if (Math.abs(near - target) > 1e-6) return near < target;
  let hits = 0n;
  for (let i = 0; i <= k; i += 1) {
    hits += binomial(BigInt(n), BigInt(i)) * T.top ** BigInt(i) * (T.bottom - T.top) ** BigInt(n - i);
  }
  return hits * risk.bottom <= risk.top * T.bottom ** BigInt(n);
}

function counts(n: number, k: number): void {
  if (!Number.isSafeInteger(n) || !Number.isSafeInteger(k) || n < 1 || k < 0 || k > n) {
    throw new RangeError('Deviations lie between 0 and the size of the sample, which is at least 1.');
  }
}
