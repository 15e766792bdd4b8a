/** Every `{{…}}` of a session's steps: to fetch secrets and to find what has no value before anything is sent. */
import type { Condition, ExpectedReply, Expression, Pattern, PayloadPart, Step, Template } from '../../script/program';

/** In the order of the text; bodies of blocks included. */
export function expressionsOf(steps: readonly Step[]): readonly Expression[] {
  const found: Expression[] = [];
  const template = (parts: Template | undefined): void => {
    for (const part of parts ?? []) if (part.kind === 'value') found.push(part.expression);
  };
  const pattern = (parts: Pattern): void => {
    for (const part of parts) {
      if (part.kind === 'value') found.push(part.expression);
      else if (part.kind === 'block') pattern(part.content);
    }
  };
  const expected = (replies: readonly (ExpectedReply | undefined)[]): void => {
    for (const reply of replies) for (const line of reply?.lines ?? []) pattern(line.pattern);
  };
  const payload = (parts: readonly PayloadPart[]): void => {
    for (const part of parts) {
      if (part.kind === 'text') template(part.template);
      else template(part.kind === 'block' ? part.content : part.path);
    }
  };
  const condition = ({ right }: Condition): void => {
    for (const term of right ?? []) template(term.template);
  };
  const visit = (step: Step): void => {
    switch (step.kind) {
      case 'assign':
        template(step.value);
        break;
      case 'connect':
        if (step.target.kind === 'url') template(step.target.url);
        if (step.target.kind === 'mx') template(step.target.domain);
        break;
      case 'exchange':
        for (const command of step.commands) {
          payload(command.payload);
          expected(command.expected);
        }
        break;
      case 'receive':
        expected(step.expected);
        break;
      case 'starttls':
        expected([step.expected]);
        break;
      case 'auth':
        for (const part of [step.mechanism, step.user, step.password]) template(part);
        for (const option of step.options) template(option.value);
        expected([step.expected]);
        break;
      case 'assert':
        condition(step.condition);
        break;
      case 'await':
        template(step.what.kind === 'dsn' ? step.what.envid : step.what.search);
        break;
      case 'compose':
        template(step.content);
        break;
      case 'raw':
        template(step.bytes);
        break;
      case 'log':
      case 'fault':
        template(step.text);
        break;
      case 'retry':
        step.body.forEach(visit);
        break;
      case 'repeat':
        template(step.times);
        step.body.forEach(visit);
        break;
      case 'if':
        condition(step.condition);
        step.then.forEach(visit);
        step.else.forEach(visit);
        break;
      case 'close':
      case 'needs':
      case 'wait':
      case 'silence':
      case 'expectClose':
        break;
      default:
        step satisfies never;
    }
  };
  steps.forEach(visit);
  return found;
}

export interface Wanted {
  /** Names of secrets, and texts of prompts, each once. */
  readonly secrets: readonly string[];
  readonly prompts: readonly string[];
}

/** What must be fetched or asked for before the expressions can be evaluated. */
export function wantedBy(expressions: readonly Expression[]): Wanted {
  const argumentsOf = (name: string): readonly string[] => [
    ...new Set(
      expressions.flatMap(({ source }) =>
        source.kind === 'builtin' && source.name === name && source.argument !== undefined ? [source.argument] : [],
      ),
    ),
  ];
  return { secrets: argumentsOf('secret'), prompts: argumentsOf('prompt') };
}
