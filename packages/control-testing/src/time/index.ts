export { slicesOf, type Slice } from './slices.ts';
export {
  addBusinessDays,
  businessCalendar,
  businessDaysBetween,
  checkHolidays,
  type BusinessCalendar,
} from './business-days.ts';
export {
  addDays,
  dateAt,
  dateOfDay,
  dayNumber,
  daysBetween,
  dayStarts,
  fixedZone,
  offsetAt,
  startOfDay,
  zoneOf,
  type DayStarts,
  type Zone,
} from './zone.ts';
