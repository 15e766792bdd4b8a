/** What the view of a sandbox shows: servers, users, the certificate authority. Knows no editor. */
import type { OpenEnvironment } from '../../host';

export type SandboxItem =
  | { readonly kind: 'server'; readonly service: string; readonly url: string; readonly tls: string }
  | { readonly kind: 'user'; readonly user: string; readonly address: string }
  | { readonly kind: 'ca' };

const services = ['smtp', 'submission', 'lmtp', 'imap', 'imaps', 'pop3', 'pop3s'] as const;

/** In the order in which they are shown; none for what is no sandbox. No passwords. */
export function sandboxItems({ sandbox }: Pick<OpenEnvironment, 'sandbox'>): readonly SandboxItem[] {
  if (!sandbox) return [];
  return [
    ...services.map((service) => ({
      kind: 'server' as const,
      service,
      url: sandbox[service],
      tls: service.endsWith('s') ? 'TLS from the first octet' : service === 'lmtp' ? 'no TLS' : 'STARTTLS',
    })),
    ...sandbox.users.map(({ user }) => ({ kind: 'user' as const, user, address: `${user}@${sandbox.domain}` })),
    { kind: 'ca' },
  ];
}
