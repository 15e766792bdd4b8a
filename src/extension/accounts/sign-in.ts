/** Signing in once more: when a run or a mailbox needs a token that is not kept. */

import * as vscode from 'vscode';
import type { SignInFlow } from '../../host/oauth/providers';
import type { ResolvedOAuth } from '../../host/oauth/settings';
import { writeTokens } from '../../host/oauth/tokens';
import { oauthSignIn } from './oauth-sign-in';

export interface SignInRequest {
  readonly oauth: ResolvedOAuth;
  readonly login: string;
  readonly signal: AbortSignal;
  /** Finds the client's own secret. */
  readonly secret: (name: string) => Promise<string | undefined>;
}

/** The tokens as they are kept in a secret; undefined: there are none, and the user was told why. */
export async function signInAgain({ oauth, login, signal, secret }: SignInRequest): Promise<string | undefined> {
  const flows: readonly SignInFlow[] = oauth.flows;
  const clientSecret = oauth.clientSecret === undefined ? undefined : await secret(oauth.clientSecret);
  const tokens = await oauthSignIn({
    oauth,
    login,
    flow: flows[0] ?? 'loopback',
    signal,
    ...(clientSecret === undefined ? {} : { clientSecret }),
  });
  if (tokens.ok) return writeTokens(tokens.value);
  void vscode.window.showErrorMessage(`Not signed in: ${tokens.error}.`);
  return undefined;
}
