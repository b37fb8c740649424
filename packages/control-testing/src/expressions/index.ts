export { explain } from './explain.ts';
export { ExpressionFault } from './fault.ts';
export { interpret, type Cells, type Environment } from './interpret.ts';
export { dateSql } from './zone-sql.ts';
export { walk, type Node, type Quantify, type Type, type Value } from './node.ts';
export { parseExpression } from './parse.ts';
export { columnsOf, type Columns, type Scope } from './scope.ts';
export { toSql, type SqlNames } from './sql.ts';
export { nearest } from './suggest.ts';
