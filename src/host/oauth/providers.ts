/** Mail providers with OAuth 2: their endpoints, scopes, servers, and which ways of signing in they allow. */

export type SignInFlow = 'device' | 'loopback';

export interface Provider {
  readonly title: string;
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly deviceEndpoint: string;
  readonly revocationEndpoint?: string;
  readonly scopes: readonly string[];
  /** The usual way first. */
  readonly flows: readonly SignInFlow[];
  /** Added to the authorization request. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What the user's own client is called in the provider's console, and whether it comes with a secret. */
  readonly clientHint: string;
  readonly servers: Readonly<Record<'imap' | 'pop3' | 'submission', string>>;
  /** How the names of its mail hosts end. */
  readonly mailHosts: readonly string[];
}

export type ProviderName = 'google' | 'microsoft';

export const providers: Readonly<Record<ProviderName, Provider>> = {
  google: {
    title: 'Google',
    issuer: 'https://accounts.google.com',
    authorizationEndpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenEndpoint: 'https://oauth2.googleapis.com/token',
    deviceEndpoint: 'https://oauth2.googleapis.com/device/code',
    revocationEndpoint: 'https://oauth2.googleapis.com/revoke',
    scopes: ['https://mail.google.com/'],
    // Google's device flow does not give out the scope of mail.
    flows: ['loopback'],
    parameters: { access_type: 'offline', prompt: 'consent' },
    clientHint: 'an OAuth client of the type “Desktop app” in the Google Cloud console; it comes with a client secret',
    servers: {
      imap: 'imaps://imap.gmail.com:993',
      pop3: 'pop3s://pop.gmail.com:995',
      submission: 'submissions://smtp.gmail.com:465',
    },
    mailHosts: ['.google.com', '.googlemail.com'],
  },
  microsoft: {
    title: 'Microsoft',
    issuer: 'https://login.microsoftonline.com/common/v2.0',
    authorizationEndpoint: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
    tokenEndpoint: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
    deviceEndpoint: 'https://login.microsoftonline.com/common/oauth2/v2.0/devicecode',
    scopes: [
      'https://outlook.office.com/IMAP.AccessAsUser.All',
      'https://outlook.office.com/POP.AccessAsUser.All',
      'https://outlook.office.com/SMTP.Send',
      'offline_access',
    ],
    flows: ['device', 'loopback'],
    parameters: {},
    clientHint: 'an app registration in Microsoft Entra with “Allow public client flows”; it has no secret',
    servers: {
      imap: 'imaps://outlook.office365.com:993',
      pop3: 'pop3s://outlook.office365.com:995',
      submission: 'submission://smtp.office365.com:587',
    },
    mailHosts: ['.mail.protection.outlook.com', '.mx.microsoft', '.olc.protection.outlook.com'],
  },
};

/** Whose host this is, by its name. */
export function providerOfMailHost(host: string): ProviderName | undefined {
  const name = host.toLowerCase().replace(/\.$/, '');
  const found = Object.entries(providers).find(([, { mailHosts }]) => mailHosts.some((end) => name.endsWith(end)));
  return found?.[0] as ProviderName | undefined;
}
