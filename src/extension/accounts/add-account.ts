/** “Add Account”: from an address to servers that answer, a way to sign in that works, and an entry in the environment file. */
import * as vscode from 'vscode';
import { environmentFileName } from '../../host';
import { type AccountService, domainOf, type Findings, serverUrl } from '../../host/autoconfig';
import type { ProviderName, SignInFlow } from '../../host/oauth/providers';
import { providers } from '../../host/oauth/providers';
import { isEndpoint, resolvedOAuth } from '../../host/oauth/settings';
import { writeTokens } from '../../host/oauth/tokens';
import { probe } from '../../host/probe';
import { keepSecret } from '../secrets';
import { askChoice, askText } from './ask';
import { chooseServers, type Surroundings } from './choose-servers';
import { type AccountDraft, type OAuthDraft, secretNames, userName, wrongEnvironmentName } from './draft';
import { oauthSignIn } from './oauth-sign-in';
import { inSteps, type Step } from './steps';
import { accountFile, writeAccount } from './write-account';

interface State {
  readonly address: string;
  readonly findings?: Findings;
  readonly byHand?: boolean;
  readonly servers: Readonly<Partial<Record<AccountService, string>>>;
  readonly environment: string;
  readonly way?: 'password' | 'later' | ProviderName | 'issuer';
  readonly password?: string;
  readonly issuer?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly flow?: SignInFlow;
}

const title = 'Add Account';
const isOAuth = ({ way }: State): boolean => way !== undefined && way !== 'password' && way !== 'later';
const providerOf = ({ way }: State): ProviderName | undefined =>
  way === 'google' || way === 'microsoft' ? way : undefined;

/** Asks, tests, writes. Answers the name of the environment that has the account now; undefined when nothing was written. */
export async function addAccount(storage: vscode.SecretStorage): Promise<string | undefined> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(
      'Accounts connect to servers, which Restricted Mode does not allow: trust this folder first.',
    );
    return undefined;
  }
  const target = accountFile();
  if (typeof target === 'string') {
    void vscode.window.showErrorMessage(target);
    return undefined;
  }
  const shared = target.file?.shared();
  if (shared && !shared.ok) {
    void vscode.window.showErrorMessage(shared.error);
    return undefined;
  }
  const surroundings: Surroundings = shared?.value ?? { ca: [], dns: [] };
  const known = target.file?.names ?? [];
  const state = await inSteps<State>(stepsOf(surroundings, known), { address: '', servers: {}, environment: '' });
  if (!state) return undefined;

  const oauth = oauthOf(state);
  const draft: AccountDraft = {
    address: state.address,
    environment: state.environment,
    servers: state.servers,
    ...(oauth ? { oauth } : {}),
  };
  const tokens = oauth && (await signIn(state, oauth));
  if (tokens && !tokens.ok) {
    void vscode.window.showErrorMessage(`The account was not added: ${tokens.error}.`);
    return undefined;
  }
  const failure = await writeAccount(target, draft);
  if (failure !== undefined) {
    void vscode.window.showErrorMessage(`The account was not added: ${failure}`);
    return undefined;
  }
  const names = secretNames(state.address);
  const keep = (name: string, text: string): Promise<void> => keepSecret(storage, state.environment, name, text);
  if (state.password !== undefined) await keep(names.password, state.password);
  if (state.clientSecret) await keep(names.client, state.clientSecret);
  if (tokens?.ok) await keep(names.token, writeTokens(tokens.value));

  const open = 'Open the File';
  void vscode.window
    .showInformationMessage(
      `${state.address} is in the environment “${state.environment}”; scripts sign in by \`auth ${userName(state.address)}\`.`,
      open,
    )
    .then((answer) => (answer === open ? vscode.window.showTextDocument(target.uri) : undefined));
  return state.environment;
}

function stepsOf(surroundings: Surroundings, known: readonly string[]): readonly Step<State>[] {
  const at = <P extends object>(place: P): P & { title: string } => ({ ...place, title });
  const text = (
    applies: (state: State) => boolean,
    question: (state: State) => Parameters<typeof askText>[1],
    take: (state: State, value: string) => State,
  ): Step<State> => ({
    applies,
    async ask(state, place) {
      const answer = await askText(at(place), question(state));
      return answer?.kind === 'answer' ? { kind: 'answer', value: take(state, answer.value) } : answer;
    },
  });
  const server = (service: AccountService, what: string): Step<State> =>
    text(
      (state) => state.byHand === true,
      (state) => ({
        prompt: `The ${what} server, as host, host:port or URL (TLS unless the URL says otherwise). Leave it empty for none. It is tested now.`,
        placeholder: `mail.${state.findings?.domain ?? 'example.org'}`,
        value: state.servers[service] ?? '',
        wrong(typed) {
          if (typed.trim() === '') {
            const none = service === 'submission' && Object.keys({ ...state.servers, [service]: undefined }).length < 2;
            return none ? 'An account has at least one server.' : undefined;
          }
          const url = serverUrl(service, typed);
          return url.ok ? undefined : url.error;
        },
        async confirm(typed, signal) {
          const url = serverUrl(service, typed);
          if (typed.trim() === '' || !url.ok) return undefined;
          const answer = await probe(url.value, { ...surroundings, signal });
          return answer.kind === 'fails' ? advised(answer.failure) : undefined;
        },
      }),
      (state, typed) => {
        const { [service]: _, ...others } = state.servers;
        const url = serverUrl(service, typed);
        return { ...state, servers: url.ok && typed.trim() !== '' ? { ...others, [service]: url.value } : others };
      },
    );

  return [
    text(
      () => true,
      ({ address }) => ({
        prompt: 'The mail address. Its servers are looked up in the DNS of its domain, and tried.',
        placeholder: 'alice@example.org',
        value: address,
        wrong(typed) {
          const domain = domainOf(typed);
          return domain.ok ? undefined : domain.error;
        },
      }),
      (state, typed) => ({ ...state, address: typed.trim() }),
    ),
    {
      async ask(state, place) {
        const domain = domainOf(state.address);
        const answer = await chooseServers(at(place), domain.ok ? domain.value : '', surroundings);
        if (answer?.kind !== 'answer') return answer;
        const { findings } = answer.value;
        const base = { ...state, ...(findings ? { findings } : {}), byHand: answer.value.kind === 'by hand' };
        return {
          kind: 'answer',
          value: answer.value.kind === 'found' ? { ...base, servers: answer.value.servers } : base,
        };
      },
    },
    server('imap', 'IMAP'),
    server('pop3', 'POP3'),
    server('submission', 'submission'),
    text(
      () => true,
      (state) => ({
        prompt: `The environment that scripts choose it by, in ${environmentFileName}. One that is there already gets the account added.`,
        value: state.environment || (state.findings?.domain ?? state.address).replace(/^.*@/, '').split('.')[0] || '',
        wrong: wrongEnvironmentName,
      }),
      (state, environment) => ({ ...state, environment }),
    ),
    {
      async ask(state, place) {
        const provider = state.findings?.provider;
        const oauth = (Object.keys(providers) as ProviderName[])
          .toSorted((one) => (one === provider ? -1 : 0))
          .map((name) => ({
            value: name,
            label: `$(key) Sign in at ${providers[name].title} (OAuth 2)`,
            description: name === provider ? 'the mail of this domain goes there' : '',
            detail: `Needs your own client id: ${providers[name].clientHint}.`,
          }));
        const password = {
          value: 'password' as const,
          label: '$(lock) A password',
          detail: 'It is tested now and kept in the secret storage of this editor, never in a file.',
        };
        const answer = await askChoice<NonNullable<State['way']>>(at(place), {
          placeholder: `How does ${state.address} sign in?${known.includes(state.environment) ? ` It is added to “${state.environment}”.` : ''}`,
          items: [
            ...(provider ? [...oauth, password] : [password, ...oauth]),
            {
              value: 'issuer',
              label: '$(key) Sign in at another OAuth 2 server',
              detail: 'Its endpoints are asked of its issuer URL (RFC 8414).',
            },
            {
              value: 'later',
              label: '$(clock) Later',
              detail: 'The first script that signs in asks for the password.',
            },
          ],
        });
        return answer?.kind === 'answer' ? { kind: 'answer', value: { ...state, way: answer.value } } : answer;
      },
    },
    text(
      ({ way }) => way === 'issuer',
      ({ issuer }) => ({
        prompt: 'The issuer of the tokens.',
        placeholder: 'https://login.example.org',
        value: issuer ?? '',
        wrong: (typed) => (isEndpoint(typed.trim()) ? undefined : 'An https: URL is expected.'),
      }),
      (state, typed) => ({ ...state, issuer: typed.trim() }),
    ),
    text(
      isOAuth,
      (state) => ({
        prompt: `The client id${hintOf(state)}.`,
        value: state.clientId ?? '',
        wrong: (typed) => (typed.trim() === '' ? 'The client id is needed.' : undefined),
      }),
      (state, typed) => ({ ...state, clientId: typed.trim() }),
    ),
    text(
      (state) => isOAuth(state) && state.way !== 'microsoft',
      (state) => ({
        prompt:
          'The client’s secret, if it has one; else leave it empty. It is kept in the secret storage of this editor.',
        value: state.clientSecret ?? '',
        hidden: true,
      }),
      (state, clientSecret) => ({ ...state, clientSecret }),
    ),
    {
      applies: (state) => isOAuth(state) && flowsOf(state).length > 1,
      async ask(state, place) {
        const answer = await askChoice<SignInFlow>(at(place), {
          placeholder: 'How do you want to sign in?',
          items: flowsOf(state).map((value) => ({ value, ...flowItems[value] })),
        });
        return answer?.kind === 'answer' ? { kind: 'answer', value: { ...state, flow: answer.value } } : answer;
      },
    },
    text(
      ({ way }) => way === 'password',
      (state) => ({
        prompt: `The password of ${state.address}. It is tested at ${testedAt(state) ?? 'no server'} now.`,
        hidden: true,
        wrong: (typed) => (typed === '' ? 'The password is needed.' : undefined),
        async confirm(password, signal) {
          const url = testedAt(state);
          if (url === undefined) return undefined;
          const signInWith = { login: state.address, password };
          const answer = await probe(url, { ...surroundings, signal, signIn: signInWith });
          return answer.kind === 'fails' ? advised(answer.failure) : undefined;
        },
      }),
      (state, password) => ({ ...state, password }),
    ),
  ];
}

const flowItems: Readonly<Record<SignInFlow, { readonly label: string; readonly detail: string }>> = {
  device: {
    label: '$(device-mobile) By a code, on any device',
    detail: 'A short code is shown here; you type it at the provider’s page.',
  },
  loopback: {
    label: '$(globe) In the browser of this computer',
    detail: 'The provider’s page opens, and comes back here by itself.',
  },
};

const flowsOf = (state: State): readonly SignInFlow[] => {
  const provider = providerOf(state);
  return provider ? providers[provider].flows : ['device', 'loopback'];
};

const hintOf = (state: State): string => {
  const provider = providerOf(state);
  return provider ? ` of ${providers[provider].clientHint}` : '';
};

const testedAt = ({ servers }: State): string | undefined => servers.imap ?? servers.submission ?? servers.pop3;

const advised = ({ message, advice }: { readonly message: string; readonly advice?: string }): string =>
  advice === undefined ? message : `${message}. ${advice}`;

function oauthOf(state: State): OAuthDraft | undefined {
  if (!isOAuth(state) || state.clientId === undefined) return undefined;
  const provider = providerOf(state);
  return {
    ...(provider ? { provider } : {}),
    ...(state.issuer && !provider ? { issuer: state.issuer } : {}),
    clientId: state.clientId,
    hasSecret: Boolean(state.clientSecret),
  };
}

function signIn(state: State, { hasSecret: _, ...settings }: OAuthDraft) {
  const oauth = resolvedOAuth(settings);
  if (!oauth) return undefined;
  return oauthSignIn({
    oauth,
    login: state.address,
    flow: state.flow ?? flowsOf(state)[0] ?? 'loopback',
    ...(state.clientSecret ? { clientSecret: state.clientSecret } : {}),
  });
}
