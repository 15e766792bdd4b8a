/** Checks what a script sends and expects against the RFCs' grammar. */
export { type CleanLines, newCleanLines } from './clean-lines';
export { checkCommand, type GrammarContext } from './command';
export { checkExpectation } from './expectation';
export { foundOf, type GrammarFinding, problemOf } from './finding';
export { grammarChecker } from './moments';
export { checkMessageBlock, checkMessageLine, type MessageRules } from './payload';
export { type GrammarProblemId, type GrammarProblemInfo, grammarProblems } from './problems';
export { type ExpectedReplies, expectedReplies, type Sent } from './replies';
