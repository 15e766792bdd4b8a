/** One semantic token, and what collects them. */
import type { Range } from '../../base';
import type { TokenModifier, TokenType } from './legend';

export interface SemanticToken {
  /** On one line. */
  readonly range: Range;
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

export type AddToken = (start: number, end: number, type: TokenType, ...modifiers: readonly TokenModifier[]) => void;

/** A run of text as it is written, and where it begins. */
export interface WrittenText {
  readonly text: string;
  readonly start: number;
}
