/** One account at one observation, as a file states it; null is an empty cell. */
export interface AccountRow {
  id: string;
  account: string | null;
  email: string;
  system: string;
  mfa: string;
  admin: string;
  status: string;
  /** With its offset. */
  created_at: string;
  /** Local time of `accountsZone`, as exports write it: `2026-01-31 06:15:00`. */
  observed_at: string;
}

export const accountColumns = [
  'id',
  'account',
  'email',
  'system',
  'mfa',
  'admin',
  'status',
  'created_at',
  'observed_at',
] as const satisfies (keyof AccountRow)[];

export const accountsZone = 'Europe/Berlin';

const accounts = 100_000;
const faultEvery = 1000;
const systems = ['console', 'vpn, eu', 'vpn, us', 'git', 'wiki', 'payroll', 'backups'];
const firstDay = Date.UTC(2025, 10, 1);
const dayMs = 86_400_000;

/**
 * The first `count` rows of one endless list, observed day after day, in no order of their keys, which
 * are distinct up to 2³² rows. The 501st row and every thousandth after it can't be read: by turns it
 * has no account, and a second factor that is neither true nor false.
 */
export function* accountRows(count: number): Generator<AccountRow> {
  let [day, dayOf] = ['', -1];
  for (let i = 0; i < count; i += 1) {
    const observation = Math.floor(i / accounts);
    if (observation !== dayOf) {
      dayOf = observation;
      day = new Date(firstDay + observation * dayMs).toISOString().slice(0, 10);
    }
    const number = i % accounts;
    const fault = i % faultEvery === faultEvery / 2 ? (i / (faultEvery / 2)) % 4 : 0;
    // An odd factor maps 32 bits onto themselves, so no key is made twice.
    const key = (Math.imul(i, 0x9e_37_79_b1) >>> 0).toString(16).padStart(8, '0');
    yield {
      id: `${key}@${day}`,
      account: fault === 1 ? null : `user${number}`,
      email: `user${number}@example.com`,
      system: systems[number % systems.length] ?? '',
      mfa: fault === 3 ? 'perhaps' : number % 41 === 0 ? 'no' : 'yes',
      admin: number % 97 === 0 ? 'true' : 'false',
      status: number % 13 === 0 ? 'disabled' : 'active',
      created_at: `20${10 + (number % 15)}-01-02T08:00:00Z`,
      observed_at: `${day} 06:${10 + (number % 50)}:00`,
    };
  }
}

/** How many of the first `count` rows can't be read. */
export function faultyAccountRows(count: number): number {
  return Math.floor((count + faultEvery / 2 - 1) / faultEvery);
}
