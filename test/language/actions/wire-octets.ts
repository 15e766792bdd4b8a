/** The octets that a script would send, values as `{{name}}`: two scripts that send the same ones mean the same. */
import { utf8 } from '../../../src/base';
import { type Command, type CompileOptions, compile, type Step, type Template } from '../../../src/script';

/** The client's lines of all sessions, one text a session and connection. */
export function wireOctets(text: string, options: CompileOptions): readonly string[] {
  const { program } = compile(text, options);
  return program.sessions.map((session) => {
    let sent = '';
    const walk = (steps: readonly Step[]): void => {
      for (const step of steps) {
        if (step.kind === 'exchange')
          for (const command of step.commands) sent += octetsOf(command, session.protocol === 'imap');
        else if (step.kind === 'if') {
          walk(step.then);
          walk(step.else);
        } else if (step.kind === 'retry' || step.kind === 'repeat') walk(step.body);
      }
    };
    walk([...session.steps, ...session.cleanup]);
    return sent;
  });
}

const textOf = (template: Template): string =>
  template
    .map((part) => {
      if (part.kind === 'text') return part.text;
      const { source } = part.expression;
      return `{{${source.name}}}`;
    })
    .join('');

function octetsOf(command: Command, isImap: boolean): string {
  const [first] = command.payload;
  const head = first?.kind === 'text' ? textOf(first.template) : '';
  const chunk = /^BDAT\s+$/i.test(head);
  let line = '';
  let behind = '';
  let lone = false;
  for (const part of command.payload) {
    if (part.kind === 'text') line += textOf(part.template);
    else if (part.kind === 'file') line += `<file ${textOf(part.path)}>`;
    else {
      const content = textOf(part.content);
      const { nonSync, literal8 } = part.form;
      if (isImap) line += `${literal8 ? '~' : ''}{${utf8(content).length}${nonSync ? '+' : ''}}\r\n${content}`;
      else if (chunk) {
        line += String(utf8(content).length);
        behind = content;
      } else {
        lone = true;
        line += `${content.replace(/^\./gm, '..')}.`;
      }
    }
  }
  return lone ? `${line.trim()}\r\n` : `${line}\r\n${behind}`;
}
