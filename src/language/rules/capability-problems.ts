/** What a server need not know, and nothing says that this one does. */
import { rows } from './row';

export const capabilityProblems = rows({
  'not-announced': {
    level: 'information',
    message: (what, capability, where) => `${what} needs ${capability}, which ${where} not announce`,
    advice: (_what, capability) =>
      `write \`needs ${capability}\` at the head of the session: it is skipped where the server cannot do that`,
    fixable: true,
  },
  'not-there': {
    level: 'warning',
    message: (what, capability) =>
      `${what} needs ${capability}, which the server must not announce: an \`S!:\` line says so`,
    advice: () => 'expect its failure, or remove it',
  },
});
