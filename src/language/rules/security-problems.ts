/** What gives a secret away, or weakens what protects it. */
import { rows } from './row';

export const securityProblems = rows({
  'clear-text-password': {
    level: 'warning',
    message: () => 'a password stands in the file, for everybody who has it',
    advice: () => 'write `{{$secret NAME}}`: it is asked for or kept by the editor, and masked everywhere',
    fixable: true,
  },
  'sign-in-before-tls': {
    level: 'warning',
    message: (command) => `\`${command}\` sends the password in clear: TLS is not on`,
    advice: () => 'write `starttls` before it, or connect by TLS',
    rfc: 'RFC 8314 §3',
    fixable: true,
  },
  'insecure-connection': {
    level: 'information',
    message: () => 'any certificate is accepted: whoever stands between can read all',
    advice: () => 'name a CA in the environment instead',
    rfc: 'RFC 8314 §3.1',
    fixable: true,
  },
  'line-end-trick': {
    level: 'information',
    message: (what) => `these bytes hold ${what}: what servers make of it differs`,
    advice: () => 'a test of SMTP smuggling says here what it sends; anything else ends lines in `\\r\\n`',
    rfc: 'RFC 5321 §2.3.8',
  },
});
