/** A program as a few lines of text: what the tests compare. */
import type {
  Condition,
  ExpectedReply,
  Expression,
  Pattern,
  PayloadPart,
  Program,
  Step,
  Template,
} from '../../src/script';

export function outline(program: Program): string {
  const lines = program.preamble.flatMap((step) => stepLines(step));
  for (const session of program.sessions) {
    lines.push(`### ${session.title} (${session.protocol})`, ...session.steps.flatMap((step) => stepLines(step)));
    if (session.cleanup.length > 0) lines.push('always', ...indented(session.cleanup));
  }
  return lines.join('\n');
}

const indented = (steps: readonly Step[]): string[] => steps.flatMap(stepLines).map((line) => `  ${line}`);
const escaped = (text: string): string => text.replaceAll('\r', '\\r').replaceAll('\n', '\\n');

function expression({ source, filters }: Expression): string {
  const head =
    source.kind === 'variable' ? source.name : `$${source.name}${source.argument ? ` ${source.argument}` : ''}`;
  return `{${[head, ...filters.map((filter) => filter.name)].join('|')}}`;
}

export const template = (parts: Template): string =>
  parts.map((part) => (part.kind === 'text' ? escaped(part.text) : expression(part.expression))).join('');

export const payload = (parts: readonly PayloadPart[]): string =>
  parts
    .map((part) => {
      if (part.kind === 'text') return template(part.template);
      const form = `${part.form.literal8 ? '~' : ''}${part.form.nonSync ? '+' : ''}`;
      return part.kind === 'block' ? `[${form}${template(part.content)}]` : `[${form}< ${template(part.path)}]`;
    })
    .join('');

export const pattern = (parts: Pattern): string => parts.map(patternPart).join('');

function patternPart(part: Pattern[number]): string {
  switch (part.kind) {
    case 'text':
      return escaped(part.text);
    case 'any':
      return '…';
    case 'value':
      return expression(part.expression);
    case 'regex':
      return `regex(${part.source})${part.flags}`;
    case 'block':
      return `[${pattern(part.content)}]`;
    case 'capture': {
      const { take } = part;
      return `@${part.name}${take.kind === 'word' ? '' : take.kind === 'rest' ? '…' : `~${take.source}`}`;
    }
  }
}

const marks = { must: '', may: '?', mustNot: '!' } as const;
export const reply = ({ lines }: ExpectedReply): string =>
  `(${lines.map((line) => marks[line.mode] + pattern(line.pattern)).join(' & ')})`;

const condition = ({ left, operator, right, connection }: Condition): string => {
  const subject = left.kind === 'variable' ? left.name : `${left.path}${left.argument ? `(${left.argument})` : ''}`;
  const terms = right?.map(
    ({ sign, template: parts }, i) => `${i === 0 ? '' : sign > 0 ? '+ ' : '- '}${template(parts)}`,
  );
  return [...(connection ? [`${connection}:`] : []), left.kind, subject, operator, ...(terms ?? [])].join(' ');
};

function stepLines(step: Step): string[] {
  const on = 'connection' in step && step.connection ? `${step.connection} ` : '';
  switch (step.kind) {
    case 'exchange': {
      const lines = step.commands.map(
        (command) =>
          `${on}C: ${payload(command.payload)}${command.data ? ' #data' : ''}${command.expected.map((r) => ` ${reply(r)}`).join('')}`,
      );
      return step.pipelined ? ['pipeline', ...lines.map((line) => `  ${line}`)] : lines;
    }
    case 'receive':
      return [`${on}receive ${step.expected.map(reply).join(' ')}`];
    case 'assign':
      return [`@${step.name} = ${template(step.value)}`];
    case 'connect': {
      const { target } = step;
      const to =
        target.kind === 'service'
          ? target.name
          : target.kind === 'url'
            ? template(target.url)
            : target.kind === 'mx'
              ? `mx:${template(target.domain)}`
              : 'default';
      return [`connect ${step.as ? `${step.as} ` : ''}${to} (${step.protocol})`];
    }
    case 'starttls':
      return [`${on}starttls${step.expected ? ` ${reply(step.expected)}` : ''}`];
    case 'auth': {
      const words = [step.mechanism, step.user, step.password].map((word) => (word ? template(word) : '-'));
      const options = step.options.map((option) => ` ${option.name}=${template(option.value)}`).join('');
      return [`${on}auth ${words.join(' ')}${options}${step.expected ? ` ${reply(step.expected)}` : ''}`];
    }
    case 'close':
      return [`${on}close ${step.how}`];
    case 'needs':
      return [`${on}needs ${step.capabilities.join(' ')} (${step.when})`];
    case 'wait':
    case 'silence':
      return [`${on}${step.kind} ${step.ms}`];
    case 'expectClose':
      return [`${on}expect close`];
    case 'assert':
      return [`${on}assert ${condition(step.condition)}`];
    case 'await': {
      const what = step.what.kind === 'dsn' ? step.what.envid : step.what.search;
      return [`${on}await ${step.what.kind} ${template(what)} ${step.withinMs}`];
    }
    case 'compose':
      return [`compose ${step.name} ${template(step.content)}`];
    case 'raw':
      return [`${on}raw ${template(step.bytes)}${step.everyMs === undefined ? '' : ` every ${step.everyMs}`}`];
    case 'fault':
      return [`fault ${template(step.text)}`];
    case 'log':
      return [`log ${template(step.text)}`];
    case 'retry':
      return [`retry ${step.forMs} every ${step.everyMs}`, ...indented(step.body)];
    case 'repeat':
      return [`repeat ${template(step.times)}`, ...indented(step.body)];
    case 'if':
      return [
        `if ${condition(step.condition)}`,
        ...indented(step.then),
        ...(step.else.length > 0 ? ['else', ...indented(step.else)] : []),
      ];
  }
}
