import { describe, expect, it } from 'vitest';
import { imapCapabilities, imapCapabilityNamed } from '../../../src/protocol/imap/capabilities';
import { commandNamed, commandOf, imapCommands, isCommandWord, mayFollow } from '../../../src/protocol/imap/commands';
import { fetchItemNamed, fetchItems } from '../../../src/protocol/imap/fetch-items';
import { keywords, mailboxAttributes, specialUseOf, specialUses, systemFlags } from '../../../src/protocol/imap/flags';
import { responseCodeNamed, responseCodes } from '../../../src/protocol/imap/response-codes';
import { imapRules } from '../../../src/protocol/imap/rules';
import { searchKeys, searchReturnOptions } from '../../../src/protocol/imap/search-keys';
import { codeShapes, responseShapes } from '../../../src/protocol/imap/shapes';
import { sortKeys, threadAlgorithms } from '../../../src/protocol/imap/sort-keys';
import { nextState, transitions } from '../../../src/protocol/imap/state';
import { statusItems } from '../../../src/protocol/imap/status-items';

const tables: Readonly<Record<string, readonly { readonly rfc: string }[]>> = {
  imapCommands,
  imapCapabilities,
  fetchItems,
  searchKeys,
  searchReturnOptions,
  responseCodes,
  systemFlags,
  keywords,
  mailboxAttributes,
  specialUses,
  statusItems,
  sortKeys,
  threadAlgorithms,
  responseShapes,
  codeShapes,
  transitions,
  rules: Object.values(imapRules),
};

describe('every row of every table', () => {
  for (const [name, rows] of Object.entries(tables)) {
    it(`has its RFC section: ${name}`, () => {
      expect(rows.length).toBeGreaterThan(1);
      for (const row of rows) expect(row.rfc).toMatch(/^RFC \d{4} (?:§\d[\d.]*|Appendix [A-F])$/);
    });
  }

  it('has a name of its own', () => {
    for (const rows of [
      imapCommands,
      imapCapabilities,
      fetchItems,
      searchKeys,
      responseCodes,
      statusItems,
      responseShapes,
      codeShapes,
    ]) {
      const names = rows.map((row) => row.name);
      expect(names).toEqual([...new Set(names)]);
      expect(names).toEqual(names.map((one) => one.toUpperCase()));
    }
  });
});

describe('commands', () => {
  it('are all of IMAP4rev1, IMAP4rev2 and the extensions we name', () => {
    const wanted =
      'CAPABILITY NOOP LOGOUT STARTTLS AUTHENTICATE LOGIN ENABLE SELECT EXAMINE CREATE DELETE RENAME SUBSCRIBE UNSUBSCRIBE LIST LSUB NAMESPACE STATUS APPEND IDLE CHECK CLOSE UNSELECT EXPUNGE SEARCH FETCH STORE COPY MOVE ID SORT THREAD GETQUOTA GETQUOTAROOT SETQUOTA SETACL DELETEACL GETACL LISTRIGHTS MYRIGHTS GETMETADATA SETMETADATA NOTIFY REPLACE UNAUTHENTICATE COMPRESS GENURLAUTH URLFETCH RESETKEY LANGUAGE';
    for (const name of wanted.split(' ')) expect(commandNamed(name)?.name).toBe(name);
    for (const name of ['SEARCH', 'FETCH', 'STORE', 'COPY', 'MOVE', 'EXPUNGE', 'SORT', 'THREAD', 'REPLACE']) {
      expect(commandNamed(`uid ${name}`)?.numbers).toBe('uid');
    }
  });

  it('need only capabilities, and cause only responses, that have rows', () => {
    const named = new Set(responseShapes.map((shape) => shape.name));
    for (const { name, capabilities, untagged } of imapCommands) {
      for (const capability of capabilities)
        expect([name, imapCapabilityNamed(capability) ?? imapCapabilityNamed(`${capability}=`)]).not.toContain(
          undefined,
        );
      for (const one of untagged)
        expect([name, one, one === 'OK' || one === 'BYE' || named.has(one)]).toEqual([name, one, true]);
    }
  });

  it('are found by their words', () => {
    expect(commandOf(['uid', 'fetch', '1'])?.name).toBe('UID FETCH');
    expect(commandOf(['fetch', '1'])?.name).toBe('FETCH');
    expect(commandOf(['FROB'])).toBeUndefined();
    expect(isCommandWord('uid')).toBe(true);
    expect(isCommandWord('done')).toBe(false);
  });

  it('say what may be sent before they are done (RFC 9051 §5.5)', () => {
    const follow = (names: string): boolean =>
      names.split(' + ').every((name, i, all) => {
        const next = commandNamed(name);
        const earlier = all.slice(0, i).map(commandNamed);
        return next !== undefined && earlier.every((one) => one !== undefined && mayFollow(one, next));
      });
    expect(follow('FETCH + STORE + SEARCH + NOOP')).toBe(true);
    expect(follow('STORE + COPY + EXPUNGE')).toBe(true);
    expect(follow('FETCH + NOOP + STORE')).toBe(false);
    expect(follow('STORE + COPY + FETCH')).toBe(false);
    expect(follow('COPY + COPY')).toBe(false);
    expect(follow('UID FETCH + UID STORE')).toBe(true);
    expect(follow('STARTTLS + CAPABILITY')).toBe(false);
    expect(follow('IDLE + NOOP')).toBe(false);
  });
});

describe('look-ups', () => {
  it('do not mind case, sections and families', () => {
    expect(fetchItemNamed('body.peek[header.fields (from)]<0.10>')?.answer).toBe('BODY');
    expect(responseCodeNamed('appenduid')?.syntax).toBe('uidvalidity uid-set');
    expect(imapCapabilityNamed('auth=scram-sha-256')?.name).toBe('AUTH=');
    expect(specialUseOf(['\\HasNoChildren', '\\SENT'])).toBe('\\Sent');
    expect(specialUseOf(['\\Noselect'])).toBeUndefined();
  });
});

describe('states', () => {
  it('change with what succeeds', () => {
    expect(nextState('not-authenticated', 'greeting', 'OK')).toBe('not-authenticated');
    expect(nextState('not-authenticated', 'greeting', 'PREAUTH')).toBe('authenticated');
    expect(nextState('not-authenticated', 'login', 'ok')).toBe('authenticated');
    expect(nextState('not-authenticated', 'login', 'NO')).toBe('not-authenticated');
    expect(nextState('authenticated', 'SELECT', 'OK')).toBe('selected');
    expect(nextState('selected', 'SELECT', 'NO')).toBe('authenticated');
    expect(nextState('selected', 'CLOSE', 'OK')).toBe('authenticated');
    expect(nextState('selected', 'UNAUTHENTICATE', 'OK')).toBe('not-authenticated');
    expect(nextState('selected', 'bye', 'BYE')).toBe('logout');
  });
});
