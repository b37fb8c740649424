const everyTitles: Readonly<Record<string, string>> = {
  day: 'every day',
  week: 'every week',
  month: 'every month',
  quarter: 'every quarter',
  'half-year': 'every half-year',
  year: 'every year',
};

/** How often a test asks, within a sentence: `quarter` is "every quarter", `P14D` is "every 14 days". */
export function everyWords(every: string): string {
  const days = /^P(\d+)D$/.exec(every)?.[1];
  return days === undefined ? (everyTitles[every] ?? every) : `every ${days} days`;
}
