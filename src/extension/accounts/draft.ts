/** An account as it is being made, and the environment file with it in. Knows no editor. */
import { err, ok, type Result } from '../../base';
import type { AccountService } from '../../host/autoconfig';
import { applyEdit, setMember } from '../../host/json-member';
import type { ProviderName } from '../../host/oauth/providers';

export interface OAuthDraft {
  readonly provider?: ProviderName;
  readonly issuer?: string;
  readonly clientId: string;
  /** The client's own secret needs a place of its own. */
  readonly hasSecret: boolean;
}

export interface AccountDraft {
  readonly address: string;
  /** By service: URL. */
  readonly servers: Readonly<Partial<Record<AccountService | 'smtp', string>>>;
  /** The environment that it becomes, or is added to. */
  readonly environment: string;
  readonly oauth?: OAuthDraft;
}

/** How scripts name the user: `alice` of `alice@example.org`. */
export const userName = (address: string): string =>
  address.slice(0, address.lastIndexOf('@')).replaceAll(/[^\p{L}\p{N}_.-]+/gu, '-') || 'me';

/** The names of the account's secrets. */
export const secretNames = (address: string) => {
  const user = userName(address);
  return { password: user, token: `${user}-token`, client: 'oauth-client' };
};

/** What is wrong with the name of an environment, if anything. */
export function wrongEnvironmentName(name: string): string | undefined {
  if (name.trim() === '') return 'A name is needed.';
  if (name === 'sandbox') return '“sandbox” is the name of the embedded servers.';
  if (!/^[\p{L}\p{N}][\p{L}\p{N}_.-]*$/u.test(name)) return 'A name is made of letters, digits, “.”, “-” and “_”.';
  return undefined;
}

/**
 * The text of `mailwright.env.json` with the account in it; what else is in it stays as it is.
 * @param text the file's; undefined: there is none yet
 * @param known the names of its environments
 */
export function withAccount(
  text: string | undefined,
  known: readonly string[],
  draft: AccountDraft,
): Result<string, string> {
  const { environment, servers, oauth } = draft;
  const user = userName(draft.address);
  const names = secretNames(draft.address);
  const account = oauth ? { login: draft.address, tokenSecret: names.token } : draft.address;
  const settings = oauth && {
    ...(oauth.provider ? { provider: oauth.provider } : {}),
    ...(oauth.issuer ? { issuer: oauth.issuer } : {}),
    clientId: oauth.clientId,
    ...(oauth.hasSecret ? { clientSecret: names.client } : {}),
  };
  const members: readonly (readonly [readonly string[], unknown])[] = known.includes(environment)
    ? [
        ...Object.entries(servers).map(([service, url]) => [[environment, 'servers', service], url] as const),
        [[environment, 'users', user], account],
        ...(settings ? [[[environment, 'oauth'], settings] as const] : []),
      ]
    : [[[environment], { servers, users: { [user]: account }, ...(settings ? { oauth: settings } : {}) }]];
  let now = text ?? '{}\n';
  for (const [path, value] of members) {
    const edit = setMember(now, path, value);
    if (!edit.ok) return err(edit.error);
    now = applyEdit(now, edit.value);
  }
  return ok(now);
}
