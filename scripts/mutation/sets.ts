/** Code whose mutants are tried together, and the tests that should notice them. */
export interface MutationSet {
  name: string;
  /** Patterns of the files that are changed, and those among them that hold shapes and no rules. */
  mutate: string[];
  except: string[];
  /** Patterns of the tests that should notice. */
  tests: string[];
  sampled: boolean;
  /** Whether one process may try many mutants. */
  together: boolean;
}

export const sets: MutationSet[] = [
  {
    name: 'conclusions',
    mutate: ['packages/control-testing/src/conclusions/*.ts', 'packages/core/src/dry-runs/*.ts'],
    except: ['packages/core/src/dry-runs/dry-runs.ts', 'packages/core/src/dry-runs/operations.ts'],
    tests: ['packages/control-testing/test/conclusions/*.test.ts', 'packages/core/test/dry-runs/*.test.ts'],
    sampled: false,
    together: true,
  },
  {
    name: 'compiler',
    mutate: [
      'packages/control-testing/src/expressions/{sql,call-sql,bind-sql,time-sql,zone-sql}.ts',
      'packages/control-testing/src/runs/aggregates.ts',
      'packages/control-testing/src/runs/columns.ts',
      'packages/control-testing/src/runs/scan.ts',
      'packages/control-testing/src/runs/shared.ts',
    ],
    except: [],
    tests: [
      'packages/control-testing/test/expressions/*.test.ts',
      'packages/control-testing/test/runs/{items,many,scan,business-days}.test.ts',
    ],
    sampled: true,
    together: false,
  },
  {
    name: 'preparation',
    mutate: [
      'packages/core/src/controls/versions.ts',
      'packages/core/src/coverage/{coverage,scope-facts,suggest}.ts',
      'packages/core/src/engagements/{chain,engagements,relevance}.ts',
      'packages/core/src/plan/moves.ts',
      'packages/core/src/plan/roadmap/{backwards,calendar,circles,findings,roadmap,schedule,tasks,unscheduled,way}.ts',
      'packages/core/src/readiness/{applies,gaps,grades}.ts',
      'packages/core/src/scope/{hole-rules,holes,timing,verdicts}.ts',
      'packages/core/src/understand/{calendar,choose,choose-categories}.ts',
    ],
    except: [],
    tests: ['packages/core/test/{controls,coverage,engagements,plan,readiness,scope,understand}/**/*.test.ts'],
    sampled: true,
    together: true,
  },
];
