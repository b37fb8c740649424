import type { Row } from '@tickmark/core';
import { addDays, type Calendar } from './calendar.ts';
import { itemAt, seededDraws } from './random.ts';

const given = (
  'Ada Aisha Amara Ana Arjun Ben Bruno Carla Chen Clara Dana Daniel Elena Elif Emeka Eva Farid Felix Grace Hana ' +
  'Hugo Ines Ivan Jana Jonas Julia Kai Kofi Lars Leila Lena Linh Lucas Maja Marco Maria Mei Milan Mina Nadia ' +
  'Nils Noor Olga Omar Paula Pavel Priya Rania Rosa Samir Sara Sven Tariq Tessa Thomas Uma Vera Wei Yara Zoe'
).split(' ');

const family = (
  'Abebe Adler Almeida Baker Bauer Becker Bianchi Brandt Castillo Chandra Cohen Costa Dahl Diaz Eriksen Fischer ' +
  'Fontaine Garcia Gruber Haddad Hansen Hoffmann Ibrahim Ito Jansen Kaya Keller Khan Kowalski Kumar Larsen Lindgren ' +
  'Lopez Mbeki Meyer Moreau Nakamura Novak Okafor Olsen Park Patel Petrov Reyes Richter Rossi Sato Schmid Silva ' +
  'Sorensen Tanaka Torres Vargas Vogel Wagner Weber Wolf Yilmaz Zhang Zimmermann'
).split(' ');

export interface Person {
  id: string;
  name: string;
  email: string;
  employment: 'employee' | 'contractor';
  startedOn: string;
  endedOn: string | null;
  manager: string | null;
}

const headcount = 240;
const leavers = 40;
const joiners = 48;
const managers = 20;

/** Everyone who worked at the example company in the period; the first are its managers, who stay. */
export function examplePeople(seed: string, { from, to, days }: Calendar): Person[] {
  const draws = seededDraws(`${seed}|people`);
  const taken = new Set<string>();
  const people: Person[] = [];
  for (let i = 0; i < headcount; i += 1) {
    const { name, email } = newName();
    const leaves = i >= managers && i < managers + leavers;
    const joins = i >= headcount - joiners;
    people.push({
      id: `P-${1001 + i}`,
      name,
      email,
      employment: i >= managers && draws.chance(0.12) ? 'contractor' : 'employee',
      startedOn: joins ? draws.pick(days) : addDays(from, -draws.int(30, 2200)),
      endedOn: leaves ? itemAt(days, Math.floor(((i - managers + 0.5) * days.length) / leavers)) : null,
      manager:
        i === 0 ? null : i < managers ? itemAt(people, 0).email : itemAt(people, draws.int(0, managers - 1)).email,
    });
  }
  return people.filter((p) => p.startedOn <= to);

  function newName(): { name: string; email: string } {
    for (;;) {
      const name = `${draws.pick(given)} ${draws.pick(family)}`;
      const email = `${name.toLowerCase().replace(' ', '.')}@example.com`;
      if (taken.has(email)) continue;
      taken.add(email);
      return { name, email };
    }
  }
}

export function* peopleRows(people: Person[], time: Calendar): Generator<Row> {
  const observedAt = time.at(time.to, 18);
  for (const p of people) {
    yield {
      id: p.id,
      name: p.name,
      email: p.email,
      employment: p.employment,
      started_on: p.startedOn,
      ended_on: p.endedOn,
      manager: p.manager,
      observed_at: observedAt,
    };
  }
}

/** People at work on a day. */
export function atWork(people: Person[], day: string): Person[] {
  return people.filter((p) => p.startedOn <= day && (p.endedOn === null || p.endedOn >= day));
}
