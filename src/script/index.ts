/** The session language: text → lossless tree → program. What other layers may use of it. */
export { type CompileOptions, compile, protocolOf } from './compile';
export { type DirectiveInfo, directive, directives } from './directives';
export { duration } from './duration';
export { format } from './format';
export {
  type BuiltinInfo,
  builtin,
  builtins,
  type FactInfo,
  fact,
  facts,
  filter,
  filters,
  type NameInfo,
} from './names';
export { parse } from './parse';
export { type ProblemId, problemTable } from './problems';
export type * from './program';
export { operators } from './program';
export type * from './tree';
export { lines, print } from './tree';
