export { writeExampleFiles, type ExampleFile } from './csv.ts';
export { workedExample, type ExampleInput, type ExamplePopulation, type WorkedExample } from './example.ts';
