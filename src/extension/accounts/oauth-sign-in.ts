/** Signing in at an OAuth provider from the editor: shows the code or opens the browser, waits, can be cancelled. */
import * as vscode from 'vscode';
import type { Result } from '../../base';
import type { SignInFlow } from '../../host/oauth/providers';
import type { ResolvedOAuth } from '../../host/oauth/settings';
import type { Tokens } from '../../host/oauth/tokens';

export interface OAuthRequest {
  readonly oauth: ResolvedOAuth;
  readonly login: string;
  readonly flow: SignInFlow;
  readonly clientSecret?: string;
  readonly signal?: AbortSignal;
}

export async function oauthSignIn(request: OAuthRequest): Promise<Result<Tokens, string>> {
  const { oauth, login, flow, clientSecret } = request;
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      cancellable: true,
      title: `Mailwright: ${login} signs in at ${oauth.title}`,
    },
    async (progress, token) => {
      const controller = new AbortController();
      const signal = request.signal ? AbortSignal.any([request.signal, controller.signal]) : controller.signal;
      const listening = token.onCancellationRequested(() => controller.abort());
      const options = { now: Date.now, signal, login, ...(clientSecret === undefined ? {} : { clientSecret }) };
      try {
        if (flow === 'loopback') {
          const { signInByBrowser } = await import('../../host/oauth/loopback');
          return await signInByBrowser(oauth, options, (url) => {
            progress.report({ message: 'in the browser…' });
            // parsed strictly: the URL's own escapes stay as they are
            void vscode.env.openExternal(vscode.Uri.parse(url, true));
          });
        }
        const { signInByDevice } = await import('../../host/oauth/device');
        return await signInByDevice(oauth, options, ({ userCode, page, pageWithCode }) => {
          progress.report({ message: `type the code ${userCode} at ${page}` });
          const open = 'Copy Code and Open Page';
          void vscode.window.showInformationMessage(`The code is ${userCode}.`, open).then(async (answer) => {
            if (answer !== open || signal.aborted) return;
            await vscode.env.clipboard.writeText(userCode);
            await vscode.env.openExternal(vscode.Uri.parse(pageWithCode ?? page, true));
          });
        });
      } finally {
        listening.dispose();
      }
    },
  );
}
