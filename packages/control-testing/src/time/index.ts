export { slicesOf, type Slice } from './slices.ts';
export {
  addDays,
  dateAt,
  daysBetween,
  dayStarts,
  startOfDay,
  zoneOf,
  type DayStarts,
  type Transition,
  type Zone,
} from './zone.ts';
