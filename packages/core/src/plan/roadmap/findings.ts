import { joined, quantity } from '../../reasons/index.ts';
import { findingKinds, planCode } from '../words.ts';
import { chainTo } from './backwards.ts';
import type { Reckoned } from './roadmap.ts';
import type { Finding, Roadmap } from './shapes.ts';
import { circleWords } from './unscheduled.ts';
import { beginAfter, firstExamined, movedTo, readyBefore, wayFrom } from './way.ts';

type Told = Omit<Roadmap, 'findings' | 'more'>;

/** Findings that are listed; beyond that they are counted. */
const mostFindings = 200;
/** Items of a chain that a sentence names. */
const mostNamed = 8;

/** What the roadmap comes to, in words, the gravest first. */
export function findingsOf(reckoned: Reckoned, told: Told): Pick<Roadmap, 'findings' | 'more'> {
  const all = [
    ...aboutWish(reckoned, told),
    ...aboutBegin(reckoned, told),
    ...aboutItems(reckoned, told),
    ...aboutDates(reckoned, told),
    ...aboutUnknown(reckoned, told),
  ].toSorted((a, b) => findingKinds.indexOf(a.kind) - findingKinds.indexOf(b.kind));
  return { findings: all.slice(0, mostFindings), more: Math.max(0, all.length - mostFindings) };
}

function days(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

function codeOf({ input }: Reckoned, id: string): string {
  const item = input.items.find((each) => each.id === id);
  return item === undefined ? 'an item' : planCode(item.number);
}

/** `PA-1 → PA-4 → PA-9`, the middle left out where it is long. */
function arrows(reckoned: Reckoned, ids: readonly string[]): string {
  const codes = ids.map((id) => codeOf(reckoned, id));
  if (codes.length <= mostNamed) return codes.join(' → ');
  return [...codes.slice(0, 3), `${codes.length - 6} more`, ...codes.slice(-3)].join(' → ');
}

function path(reckoned: Reckoned, { criticalPath, help }: Told): string {
  const [best] = help;
  if (criticalPath.length === 0) return '';
  const way =
    criticalPath.length === 1
      ? `It waits for ${arrows(reckoned, criticalPath)}`
      : `The critical path is ${arrows(reckoned, criticalPath)}`;
  return ` ${way}.${best === undefined ? '' : ` ${best.words}`}`;
}

function aboutWish(reckoned: Reckoned, told: Told): Finding[] {
  const { wished, drafted, earliest, ready, readyBy, criticalPath, today } = told;
  const { input } = reckoned;
  if (wished === null || readyBy === null) return [];
  const wish = wished.report;
  const base = { items: criticalPath };
  const nothingWaits = reckoned.ready < 0 && ready.unknown.length === 0;
  const holds = (on: string | null): boolean => nothingWaits || (on !== null && on <= draftReadyBy(reckoned));
  const bestBegin = nothingWaits ? today : beginAfter(input, ready.notBefore);
  // What no order of work can beat: the dates of the engagement where these can still hold, or else the next that can.
  const boundOfDraft = holds(ready.notBefore) ? drafted.report : null;
  const moved = wayFrom(input, bestBegin).report;
  const bound = boundOfDraft !== null && boundOfDraft < moved ? boundOfDraft : moved;
  if (bound > wish) {
    return [
      {
        ...base,
        code: 'wish-impossible',
        kind: 'impossible',
        words: `The wish asks for a report on ${wish}; the earliest possible is ${bound}, ${quantity(days(wish, bound), 'day')} later. For the wish, what the examined days wait for would have to end by ${wished.readyBy}, and it ends on ${ready.notBefore} at the earliest.${path(reckoned, told)}`,
      },
    ];
  }
  if (earliest === null) {
    return [
      {
        items: ready.unknown,
        code: 'wish-unknown',
        kind: 'unknown',
        words: `Whether a report on ${wish} is possible cannot be told: ${quantity(ready.unknown.length, 'item')} that the examined days wait for ${ready.unknown.length === 1 ? 'has' : 'have'} no place in the roadmap. Not before ${bound}.`,
      },
    ];
  }
  const best = holds(ready.on) && drafted.report < earliest.report ? drafted : earliest;
  if (best.report > wish) {
    return [
      {
        ...base,
        code: 'wish-late',
        kind: 'late',
        words: `The wish asks for a report on ${wish}; in this order of work it is there on ${best.report}, ${quantity(days(wish, best.report), 'day')} later. No order of work gives one before ${bound}, and whether another one meets the wish is not shown.${path(reckoned, told)}`,
      },
    ];
  }
  const spare = days(best.report, wish);
  const tight =
    best.usual > wish
      ? ` Where fieldwork and report take the longest that is usual, it is there on ${best.usual}, after the wish.`
      : '';
  return [
    {
      ...base,
      code: 'wish-possible',
      kind: 'possible',
      words: `A report on ${wish} is possible: it can be there on ${best.report}, ${spare === 0 ? 'on the very day' : `${quantity(spare, 'day')} before`}.${tight}`,
    },
  ];
}

/** By when the work has to end for the dates of the engagement as they are. */
function draftReadyBy({ input }: Reckoned): string {
  return readyBefore(input, firstExamined(input.terms));
}

function aboutBegin(reckoned: Reckoned, told: Told): Finding[] {
  const { ready, drafted, criticalPath } = told;
  const { terms } = reckoned.input;
  const by = draftReadyBy(reckoned);
  const { from, to } = movedTo(terms, firstExamined(terms));
  if (reckoned.ready < 0 && ready.unknown.length === 0) return [];
  const what = terms.type === 'type1' ? `the as-of date ${from}` : `the period from ${from} to ${to}`;
  const base = { items: criticalPath };
  if (ready.notBefore > by) {
    const begin = beginAfter(reckoned.input, ready.notBefore);
    const moved = movedTo(terms, begin);
    const instead =
      terms.type === 'type1'
        ? `Such a day can be ${begin} at the earliest`
        : `A period as long as this can be from ${moved.from} to ${moved.to} at the earliest`;
    return [
      {
        ...base,
        code: 'begin-impossible',
        kind: 'impossible',
        words: `Critical and high items have to end by ${by} for ${what}; the last of them ends on ${ready.notBefore} at the earliest, ${quantity(days(by, ready.notBefore), 'day')} later. ${instead}; else the controls behind these items do not work on every examined day.${path(reckoned, told)}`,
      },
    ];
  }
  if (ready.on === null) return [];
  if (ready.on > by) {
    return [
      {
        ...base,
        code: 'begin-late',
        kind: 'late',
        words: `Critical and high items have to end by ${by} for ${what}; in this order of work the last of them ends on ${ready.on}. Whether another order ends them in time is not shown.${path(reckoned, told)}`,
      },
    ];
  }
  return [
    {
      ...base,
      code: 'begin-possible',
      kind: 'possible',
      words: `Critical and high items end on ${ready.on}, in time for ${what}. The report can be there on ${drafted.report}, and usually by ${drafted.usual}.`,
    },
  ];
}

function aboutItems(reckoned: Reckoned, { items, today }: Told): Finding[] {
  const { open, tasks, axes, plan } = reckoned;
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const alone = { placed: plan.alone, rows: new Map<string, string[]>() };
  let told = 0;
  return items
    .filter(({ late }) => late)
    .map((item): Finding => {
      const { id, code, finish, alone: soonest } = item;
      const dueOn = open.get(id)?.dueOn ?? '';
      const items = [id];
      if (dueOn < today) {
        return {
          code: 'item-overdue',
          kind: 'late',
          items,
          words: `${code} was due on ${dueOn}, and ends on ${finish}.`,
        };
      }
      const impossible = soonest > dueOn;
      told += 1;
      // Chains are long to follow, and nobody reads hundreds of them.
      const chain =
        told > mostFindings ? [id] : chainTo(id, byId, axes, impossible ? alone : plan).map((each) => each.id);
      const because =
        chain.length > 1
          ? ` ${arrows(reckoned, chain)} is what it waits for.`
          : item.waitsFor.kind === 'not-before'
            ? ` It begins on ${open.get(id)?.notBefore ?? item.start} at the earliest.`
            : '';
      return impossible
        ? {
            code: 'item-impossible',
            kind: 'impossible',
            items: chain,
            words: `${code} is due on ${dueOn}; the earliest possible is ${soonest}, ${quantity(days(dueOn, soonest), 'day')} later.${because}`,
          }
        : {
            code: 'item-late',
            kind: 'late',
            items: chain,
            words: `${code} is due on ${dueOn}; in this order of work it ends on ${finish}. Alone it could end on ${soonest}.${because}`,
          };
    });
}

/** Dates that cannot all be meant. */
function aboutDates(reckoned: Reckoned, { readyBy }: Told): Finding[] {
  const { open, gating } = reckoned;
  return [...open.values()].flatMap((item): Finding[] => {
    const { id, dueOn, notBefore } = item;
    if (dueOn === null) return [];
    const code = planCode(item.number);
    const found: Finding[] = [];
    if (notBefore !== null && notBefore > dueOn) {
      found.push({
        code: 'due-before-start',
        kind: 'contradiction',
        items: [id],
        words: `${code} is due on ${dueOn}, and is not to begin before ${notBefore}.`,
      });
    }
    const later = item.after.flatMap((each) => {
      const other = open.get(each.id);
      return other !== undefined && other.dueOn !== null && other.dueOn >= dueOn ? [other] : [];
    });
    if (later.length > 0) {
      found.push({
        code: 'due-before-what-it-waits-for',
        kind: 'contradiction',
        items: [id, ...later.map((each) => each.id)],
        words: `${code} is due on ${dueOn}, and waits for ${joined(later.map((each) => `${planCode(each.number)}, due on ${each.dueOn}`))}.`,
      });
    }
    if (gating.has(id) && readyBy !== null && dueOn > readyBy) {
      found.push({
        code: 'due-after-begin',
        kind: 'contradiction',
        items: [id],
        words: `${code} is due on ${dueOn}, and what the examined days wait for has to end by ${readyBy}.`,
      });
    }
    return found;
  });
}

function aboutUnknown(reckoned: Reckoned, told: Told): Finding[] {
  const { circles, unscheduled, people, items, ready } = told;
  const { open } = reckoned;
  const found: Finding[] = circles.map((circle) => ({
    code: 'circle',
    kind: 'contradiction',
    items: circle,
    words: `These wait for each other in a circle, so none can begin: ${circleWords(circle.map((id) => codeOf(reckoned, id)))} Take one of the links away.`,
  }));
  if (unscheduled.length > 0) {
    const gates = unscheduled.filter((each) => each.gates).length;
    found.push({
      code: 'unscheduled',
      kind: 'unknown',
      items: unscheduled.map(({ id }) => id),
      words: `${quantity(unscheduled.length, 'item')} ${unscheduled.length === 1 ? 'has' : 'have'} no place in the roadmap${gates === 0 ? '' : `, and the examined days wait for ${gates === unscheduled.length ? (gates === 1 ? 'it' : 'all of them') : `${gates} of them`}`}. Each is listed with the reason.`,
    });
  }
  const assumed = people.filter((person) => person.assumed && person.items > 0);
  if (assumed.length > 0) {
    found.push({
      code: 'time-assumed',
      kind: 'unknown',
      items: [],
      words: `Nobody said how many days a week ${joined(assumed.slice(0, mostNamed).map(({ name }) => name ?? 'somebody'))}${assumed.length > mostNamed ? ` and ${assumed.length - mostNamed} more` : ''} ${assumed.length === 1 ? 'has' : 'have'} for the plan. Five are taken, which is the most.`,
    });
  }
  const guessed = items.filter(({ id }) => open.get(id)?.effortSource === 'catalogue');
  if (guessed.length > 0) {
    found.push({
      code: 'effort-of-catalogue',
      kind: 'unknown',
      items: guessed.map(({ id }) => id),
      words: `${quantity(guessed.length, 'effort')} of ${items.length} ${guessed.length === 1 ? 'is' : 'are'} what the catalogue says of such a gap, and nobody here has confirmed ${guessed.length === 1 ? 'it' : 'them'}.`,
    });
  }
  if (ready.on !== null && !ready.shortest) {
    found.push({
      code: 'not-shown-best',
      kind: 'unknown',
      items: [],
      words: `This order of work ends on ${ready.on}. That no other order ends sooner is not shown; none ends before ${ready.notBefore}.`,
    });
  }
  return found;
}
