/** The examples of the project have nothing that the editor would complain of. */
import { describe, expect, it } from 'vitest';
import { diagnostics } from '../../src/language/diagnostics';
import { openDocument } from '../../src/language/document';
import { emptyWorkspace, type Workspace } from '../../src/language/workspace';
import { examples } from './texts';

/** What they are run against: servers of the same machine. */
const workspace: Workspace = {
  ...emptyWorkspace,
  environments: () => ({
    names: ['sandbox'],
    variables: [],
    users: ['alice'],
    secrets: [],
    servers: { smtp: 'smtp://127.0.0.1:2525', imap: 'imap://127.0.0.1:1143', pop3: 'pop3://127.0.0.1:1110' },
  }),
};

describe('the examples', () => {
  for (const { name, text } of examples) {
    it(`${name} is in order`, () => {
      const found = diagnostics(openDocument(text, { file: name, workspace }));
      const shown = found.map(({ id, severity, range, message }) => {
        const line = text.slice(0, range.start).split('\n').length;
        return `${line}: ${severity} ${id}: ${message}`;
      });
      expect(shown.filter((one) => !/: (?:information|hint) /.test(one))).toEqual([]);
    });
  }
});
