export * from './items.ts';
export * from './moves.ts';
export * from './operations.ts';
export { computeRoadmap, gatesExamination, type RoadmapInput, type RoadmapItem } from './roadmap/roadmap.ts';
export { circlesIn, wayAround } from './roadmap/circles.ts';
export {
  roadmap,
  type Finding,
  type PersonTime,
  type Roadmap,
  type RoadmapPhase,
  type ScheduledItem,
} from './roadmap/shapes.ts';
export { circleWords } from './roadmap/unscheduled.ts';
export * from './words.ts';
