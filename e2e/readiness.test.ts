import assert from 'node:assert/strict';
import { journeyPerson, startJourney } from './journey.ts';
import { checkPage, picture } from './page-checks.ts';

/** The readiness assessment in a real browser: answered by keyboard, with evidence, up to its gaps and grades. */
