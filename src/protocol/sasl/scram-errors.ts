/** The errors a SCRAM server names (RFC 5802 §7 server-error-value), and what to do about each. */

export const scramErrors: Readonly<Record<string, string>> = {
  'invalid-encoding': 'The server could not decode our message; compare it with RFC 5802 §7',
  'extensions-not-supported': 'The server does not know a mandatory extension in our message',
  'invalid-proof': 'The password is wrong, or the server has stored it unprepared (RFC 4013)',
  'channel-bindings-dont-match':
    'Somebody stands between us and the server, such as a proxy that ends TLS; or both ends take the binding from different places',
  'server-does-support-channel-binding':
    'We said that the server announced no -PLUS, and it has one: its announcement was changed on the way, or belongs to the time before TLS',
  'channel-binding-not-supported': 'The server cannot bind to the channel: use the mechanism without -PLUS',
  'unsupported-channel-binding-type':
    'The server does not know this kind of channel binding: use another kind, or the mechanism without -PLUS',
  'unknown-user': 'The server has no such user',
  'invalid-username-encoding': 'The server does not accept the characters of the user name (RFC 4013)',
  'no-resources': 'The server is short of something; try again later',
  'other-error': 'The server does not say why; its log may',
};

/** Advice for the error a server named; one that RFC 5802 does not know counts as `other-error`. */
export const scramAdvice = (error: string): string => scramErrors[error] ?? scramErrors['other-error'] ?? '';
