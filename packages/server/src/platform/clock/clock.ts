/** Where the server gets the time from; a demonstration or a test brings its own. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
