/** What can be known to go wrong before a session connects: variables, secrets, files. */
import type { Expression, SessionProgram } from '../script/program';
import type { Failure } from '../transcript/event';
import type { SessionContext } from './context';
import { storedSecrets } from './credentials';
import type { SecretStore } from './secrets';
import { noSandbox } from './steps/fault';
import { expressionsOf, wantedBy } from './values/expressions';
import { unresolved } from './values/unresolved';
import { everyCommand, everyStep } from './walk';

/** Fetches the secrets that expressions name; those that are missing are found when their expressions are evaluated. */
export async function fetchSecrets(expressions: readonly Expression[], store: SecretStore): Promise<void> {
  const { secrets, prompts } = wantedBy(expressions);
  for (const name of secrets) await store.secret(name);
  for (const text of prompts) await store.prompt(text);
}

/** The first thing that is missing. */
export async function preflight(
  context: SessionContext,
  session: SessionProgram,
  store: SecretStore,
): Promise<Failure | undefined> {
  const steps = [...session.steps, ...session.cleanup];
  const [first] = unresolved(session, context.values.names);
  if (first) return first;
  const expressions = expressionsOf(steps);
  await fetchSecrets(expressions, store);
  for (const expression of expressions) {
    const { source } = expression;
    if (source.kind !== 'builtin' || !['secret', 'prompt', 'env'].includes(source.name)) continue;
    const value = context.values.evaluate(expression, { index: 1 });
    if (!value.ok) return value.error;
  }
  for (const step of everyStep(steps)) {
    if (step.kind === 'fault' && !context.ports.fault) return noSandbox(step);
    if (step.kind !== 'auth' || !step.user || step.password) continue;
    const user = context.values.expand(step.user);
    if (!user.ok) continue;
    const stored = await storedSecrets(context, context.options.environment.users[user.value.text], step);
    if (!stored.ok) return stored.error;
  }
  return context.payloads.preload(everyCommand(steps));
}
