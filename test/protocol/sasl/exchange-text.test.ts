/** What a transcript shows of an exchange. */
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/base';
import { decodeForDisplay } from '../../../src/protocol/sasl/exchange-text';

describe('an exchange in a transcript', () => {
  it.each([
    ['PLAIN', '\0tim\0hunter2', true, 'user tim, password …', true],
    ['plain', 'hunter2', true, 'malformed PLAIN message', true],
    ['LOGIN', 'Username:', false, 'Username:', false],
    ['LOGIN', 'hunter2', true, 'user name or password …', true],
    ['CRAM-MD5', '<1@x>', false, 'challenge <1@x>', false],
    ['CRAM-MD5', 'tim b913a602c7eda7a495b4e6e7334d3890', true, 'user tim, digest …', true],
    ['SCRAM-SHA-1', 'y,,n=tim,r=abc', true, 'client-first-message: y,,n=tim,r=abc', false],
    ['SCRAM-SHA-1', 'r=abcd,s=AAAA,i=4096', false, 'server-first-message: r=abcd,s=AAAA,i=4096', false],
    ['SCRAM-SHA-1', 'c=biws,r=abcd,p=hunter2', true, 'client-final-message: c=biws,r=abcd,p=…', true],
    ['SCRAM-SHA-1', 'c=biws,hunter2', true, 'client-final-message: …', true],
    ['SCRAM-SHA-1', 'v=hunter2', false, 'server-final-message: v=…', true],
    ['SCRAM-SHA-1', 'e=invalid-proof', false, 'server-final-message: e=invalid-proof', false],
    ['SCRAM-SHA-1', 'hunter2', false, 'malformed SCRAM message', true],
    ['XOAUTH2', 'user=tim\x01auth=Bearer hunter2\x01\x01', true, 'user tim, token …', true],
    ['XOAUTH2', '{"status":"401"}', false, 'error: status 401', false],
    ['XOAUTH2', '', true, 'empty: acknowledges the error', false],
    ['OAUTHBEARER', 'n,a=tim,\x01host=h\x01auth=Bearer hunter2\x01\x01', true, 'n,a=tim, host=h auth=…', true],
    ['OAUTHBEARER', 'hunter2', true, 'malformed OAUTHBEARER message', true],
    ['OAUTHBEARER', '\x01', true, '\\x01: acknowledges the error', false],
    ['EXTERNAL', '', true, 'whom the certificate names', false],
    ['ANONYMOUS', 'sirhc\r\n', true, 'trace sirhc\\x0d\\x0a', false],
    ['NTLM', 'hunter2', true, '7 octets of NTLM', true],
  ])('%s %j', (mechanism, text, fromClient, note, sensitive) => {
    expect(decodeForDisplay(mechanism, utf8(text), fromClient)).toEqual({ note, sensitive });
  });
});
