/** The `oauth` of an environment: whose authorization server, with which client id; endpoints and scopes where they are not the usual ones. */
import * as v from 'valibot';
import { type Provider, type ProviderName, providers, type SignInFlow } from './providers';

const endpoint = v.pipe(
  v.string(),
  v.check((text) => isEndpoint(text), 'an https: URL is expected (http: only on loopback)'),
);

export const oauthSettings = v.strictObject({
  provider: v.optional(v.picklist(Object.keys(providers) as ProviderName[])),
  issuer: v.optional(endpoint),
  authorizationEndpoint: v.optional(endpoint),
  tokenEndpoint: v.optional(endpoint),
  deviceEndpoint: v.optional(endpoint),
  clientId: v.pipe(v.string(), v.minLength(1, 'the client id is missing')),
  clientSecret: v.optional(v.string()),
  scopes: v.optional(v.array(v.string())),
});
export type OAuthSettings = v.InferOutput<typeof oauthSettings>;

/** Everything that signing in needs; endpoints that are absent are asked of the issuer (RFC 8414). */
export interface ResolvedOAuth {
  readonly title: string;
  readonly issuer: string;
  readonly authorizationEndpoint?: string;
  readonly tokenEndpoint?: string;
  readonly deviceEndpoint?: string;
  readonly clientId: string;
  /** The name of the secret that is the client's own. */
  readonly clientSecret?: string;
  readonly scopes: readonly string[];
  readonly flows: readonly SignInFlow[];
  readonly parameters: Readonly<Record<string, string>>;
}

/** What the settings come to, with the provider's table beneath them; undefined when neither provider nor issuer is named. */
export function resolvedOAuth(settings: OAuthSettings): ResolvedOAuth | undefined {
  const provider: Provider | undefined = settings.provider && providers[settings.provider];
  const issuer = settings.issuer ?? provider?.issuer ?? settings.tokenEndpoint;
  if (issuer === undefined) return undefined;
  const own = provider && settings.issuer === undefined ? provider : undefined;
  return {
    title: provider?.title ?? new URL(issuer).host,
    issuer,
    ...some({
      authorizationEndpoint: settings.authorizationEndpoint ?? own?.authorizationEndpoint,
      tokenEndpoint: settings.tokenEndpoint ?? own?.tokenEndpoint,
      deviceEndpoint: settings.deviceEndpoint ?? own?.deviceEndpoint,
      clientSecret: settings.clientSecret,
    }),
    clientId: settings.clientId,
    scopes: settings.scopes ?? provider?.scopes ?? [],
    flows: provider?.flows ?? ['device', 'loopback'],
    parameters: provider?.parameters ?? {},
  };
}

/** Tokens never cross a network readable (RFC 6749 §3.1, §3.2); on loopback there is none (RFC 8252 §8.3). */
export function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && /^(?:127(?:\.\d+){3}|\[::1\]|localhost)$/.test(hostname));
}

type Some<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
const some = <T extends object>(value: T): Some<T> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Some<T>;
