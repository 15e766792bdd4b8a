/** The secrets of a run: fetched once, registered to be masked before anybody sees them. */
import type { Redactor } from '../transcript/redact';
import type { Secrets } from './ports';

export interface SecretStore {
  secret(name: string): Promise<string | undefined>;
  prompt(text: string): Promise<string | undefined>;
  /** What has been fetched. */
  known(name: string): string | undefined;
  answered(text: string): string | undefined;
}

export function secretStore(secrets: Secrets, redactor: Redactor): SecretStore {
  const values = new Map<string, string | undefined>();
  const answers = new Map<string, string | undefined>();
  const once = async (
    store: Map<string, string | undefined>,
    name: string,
    fetch: (name: string) => Promise<string | undefined>,
  ): Promise<string | undefined> => {
    if (store.has(name)) return store.get(name);
    const value = await fetch(name);
    if (value !== undefined) redactor.add(name, value);
    store.set(name, value);
    return value;
  };
  return {
    secret: (name) => once(values, name, (one) => secrets.secret(one)),
    prompt: (text) => once(answers, text, (one) => secrets.prompt(one)),
    known: (name) => values.get(name),
    answered: (text) => answers.get(text),
  };
}
