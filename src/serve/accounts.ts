/** Whom `auth` signs in at the server's end: what the script says, what the environment knows, what a secret of that name is. */

import { findMechanism, mechanisms } from '../protocol/sasl/mechanisms';
import type { Auth } from '../script/program';
import { everyStep } from '../session/walk';
import type { ServeContext } from './context';
import { knownText } from './values/hole';

export interface Expected {
  /** In upper case; undefined: any. */
  readonly mechanism: string | undefined;
  /** As the client must name itself; undefined: anybody. */
  readonly user: string | undefined;
  /** Undefined when nobody here knows it: then any is right. */
  readonly password: string | undefined;
  readonly token: string | undefined;
}

export async function expectedOf(context: ServeContext, step: Auth): Promise<Expected> {
  const text = (template: Auth['user']): string | undefined =>
    template && knownText(context.values.pieces(template, { index: context.round }));
  const option = (name: string): string | undefined => text(step.options.find((one) => one.name === name)?.value);
  const mechanism = text(step.mechanism)?.toUpperCase();
  const name = text(step.user);
  const bearer = findMechanism(mechanism ?? '')?.needs === 'token';
  const written = step.password === undefined ? undefined : text(step.password);
  const known = name === undefined ? undefined : context.options.environment.users[name];
  const secret = async (of: string | undefined): Promise<string | undefined> =>
    of === undefined || step.password ? undefined : context.secret(of);
  const password = (bearer ? undefined : written) ?? option('password') ?? (await secret(known?.secret ?? name));
  const token =
    option('token') ??
    (bearer ? written : undefined) ??
    (await secret(known?.tokenSecret ?? (bearer ? name : undefined)));
  return { mechanism, user: known?.login ?? name, password, token };
}

/** What to announce so that each `auth` of the session can be carried out. */
export async function mechanismsFor(context: ServeContext): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const step of everyStep(context.session.steps)) {
    if (step.kind !== 'auth') continue;
    const { mechanism, password, user } = await expectedOf(context, step);
    if (mechanism !== undefined) {
      if (findMechanism(mechanism)) found.add(mechanism);
      continue;
    }
    const strong = password === undefined ? [] : ['SCRAM-SHA-256', 'SCRAM-SHA-1'];
    for (const name of user === undefined && !step.user ? ['ANONYMOUS'] : [...strong, 'PLAIN', 'LOGIN'])
      found.add(name);
  }
  return mechanisms.map(({ name }) => name as string).filter((name) => found.has(name));
}
