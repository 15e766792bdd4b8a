/** What the editor learns from an environment file. */
import { describe, expect, it } from 'vitest';
import { readEnvironments } from '../../src/language/environments';

const text = JSON.stringify({
  $schema: './schema.json',
  $shared: { variables: { sender: 'alice@example.com' }, servers: { smtp: 'smtp://mail.example.com' } },
  local: {
    servers: { imap: 'imaps://alice:pass@localhost:993' },
    users: { alice: 'alice@example.com', bob: { login: 'b', secret: 'bobs', tokenSecret: 'token' } },
    variables: { recipient: 'bob@example.com' },
  },
  remote: { variables: { region: 'eu' }, users: { carol: 'carol' } },
});

describe('an environment file', () => {
  it('says what the chosen environment defines, with what is shared', () => {
    expect(readEnvironments(text, 'local')).toEqual({
      names: ['local', 'remote'],
      chosen: 'local',
      variables: ['sender', 'recipient'],
      values: { sender: 'alice@example.com', recipient: 'bob@example.com' },
      users: ['alice', 'bob'],
      secrets: ['alice', 'bobs', 'token'],
      servers: { smtp: 'smtp://mail.example.com', imap: 'imaps://localhost:993' },
    });
  });

  it('takes what any environment defines while none is chosen', () => {
    const all = readEnvironments(text);
    expect(all?.variables).toEqual(['sender', 'recipient', 'region']);
    expect(all?.users).toEqual(['alice', 'bob', 'carol']);
    expect(all).not.toHaveProperty('chosen');
  });

  it('knows the users of the sandbox by their names, and shows no password of theirs', () => {
    const own = readEnvironments(JSON.stringify({ sandbox: { users: ['dora', 'emil:hunter:2'] } }), 'sandbox');
    expect(own?.users).toEqual(['dora', 'emil']);
    expect(JSON.stringify(own)).not.toContain('hunter');
  });

  it('asks for no password of a user who has but a token', () => {
    const token = { mail: { users: { carol: { login: 'carol', tokenSecret: 'carols' } } } };
    expect(readEnvironments(JSON.stringify(token))?.secrets).toEqual(['carols']);
  });

  it('shows no password that stands in a URL', () => {
    expect(JSON.stringify(readEnvironments(text))).not.toContain('pass@');
  });

  it.each(['', '{', '[]', '"x"', 'null'])('is nothing when it is no object: %s', (broken) => {
    expect(readEnvironments(broken)).toBeUndefined();
  });

  it('passes over what has another shape', () => {
    expect(readEnvironments('{"a":5,"b":{"servers":[],"users":"x","variables":{"n":1,"s":"t"}}}')).toMatchObject({
      names: ['a', 'b'],
      variables: ['s'],
      users: [],
    });
  });
});
