/** Authentication-Results: what a server found out about a message's sender, and what each result means (RFC 8601). */
import { type Token, tokenize } from './tokens';

/** `smtp.mailfrom=example.org` (RFC 8601 §2.2 propspec). */
export interface Property {
  /** `smtp`, `header`, `body`, `policy`; lower case. */
  readonly type: string;
  readonly name: string;
  readonly value: string;
}

export interface AuthenticationResult {
  /** Lower case, such as `dkim`. */
  readonly method: string;
  /** Lower case, such as `pass`. */
  readonly result: string;
  readonly reason: string | undefined;
  readonly comments: readonly string[];
  readonly properties: readonly Property[];
}

export interface AuthenticationResults {
  /** Who says so (RFC 8601 §2.5 authserv-id); empty when the field is broken. */
  readonly server: string;
  /** The `i=` before it, of ARC-Authentication-Results (RFC 8617 §4.1.1). */
  readonly instance: string | undefined;
  /** Empty for `none`: no check was made. */
  readonly results: readonly AuthenticationResult[];
  /** Statements that have no `method=result`, as written. */
  readonly broken: readonly string[];
}

/** Characters of a field that are looked at. */
const longest = 20_000;

/** Reads the value of an Authentication-Results or ARC-Authentication-Results field; never fails. */
export function parseAuthenticationResults(value: string): AuthenticationResults {
  const statements = split(tokenize(value.slice(0, longest), ';='));
  const [first = [], ...rest] = statements;
  const instance = pairAt(first, 0);
  const marked = instance?.name.toLowerCase() === 'i';
  const [head = [], ...others] = marked ? rest : [first, ...rest];
  const results: AuthenticationResult[] = [];
  const broken: string[] = [];
  for (const statement of others) {
    const words = statement.filter(({ kind }) => kind !== 'comment');
    if (words.length === 0 || (words.length === 1 && words[0]?.text.toLowerCase() === 'none')) continue;
    const read = readResult(statement);
    if (read) results.push(read);
    else broken.push(textOf(statement));
  }
  return {
    // A version may follow it.
    server: head.find(({ kind }) => kind === 'atom' || kind === 'quoted')?.text ?? '',
    instance: marked ? instance?.value : undefined,
    results,
    broken,
  };
}

function split(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const statements: Token[][] = [[]];
  for (const token of tokens) {
    if (isSpecial(token, ';')) statements.push([]);
    else statements.at(-1)?.push(token);
  }
  return statements;
}

const isSpecial = (token: Token | undefined, text: string): boolean => token?.kind === 'special' && token.text === text;

interface Pair {
  readonly name: string;
  readonly value: string;
  /** The index behind it. */
  readonly end: number;
}

/** `name = value`; the value may be of several words without white space between: `"a b"@example.org`. */
function pairAt(tokens: readonly Token[], at: number): Pair | undefined {
  const [name, equals, first] = tokens.slice(at, at + 3);
  if (name?.kind !== 'atom' || !isSpecial(equals, '=') || !first || first.kind === 'comment') return undefined;
  let end = at + 3;
  let value = first.text;
  for (let next = tokens[end]; next && !next.spaced && next.kind !== 'comment'; next = tokens[end]) {
    value += next.text;
    end++;
  }
  return { name: name.text, value, end };
}

function readResult(statement: readonly Token[]): AuthenticationResult | undefined {
  // Comments may stand anywhere: they are told apart before the words are read.
  const words = statement.filter(({ kind }) => kind !== 'comment');
  const spec = pairAt(words, 0);
  if (!spec) return undefined;
  let reason: string | undefined;
  const properties: Property[] = [];
  for (let at = spec.end; at < words.length; ) {
    const pair = pairAt(words, at);
    if (!pair) {
      at++;
      continue;
    }
    at = pair.end;
    const name = pair.name.toLowerCase();
    const dot = name.indexOf('.');
    if (name === 'reason') reason = pair.value;
    else if (dot !== -1) properties.push({ type: name.slice(0, dot), name: name.slice(dot + 1), value: pair.value });
  }
  return {
    // `dkim/1`: a version of the method
    method: spec.name.replace(/\/.*$/, '').toLowerCase(),
    result: spec.value.toLowerCase(),
    reason,
    comments: statement.filter(({ kind }) => kind === 'comment').map(({ text }) => text.trim()),
    properties,
  };
}

const textOf = (tokens: readonly Token[]): string =>
  tokens.map(({ text, spaced }, index) => (spaced && index > 0 ? ` ${text}` : text)).join('');

export interface MethodInfo {
  /** What is checked. */
  readonly about: string;
  readonly rfc: string;
  readonly results: Readonly<Record<string, string>>;
}

const errors = {
  temperror: 'a passing fault, mostly of the DNS: a later try may give another result',
  permerror: 'cannot be checked: what was published or signed is broken',
};

const spf: MethodInfo = {
  about: 'SPF: may this host send for the domain of the envelope sender?',
  rfc: 'RFC 8601 §2.7.2',
  results: {
    none: 'the domain publishes no policy',
    pass: 'the host is allowed to send for the domain',
    fail: 'the domain says that this host may not send for it',
    softfail: 'the domain believes that this host may not send for it, but does not insist',
    neutral: 'the domain says neither yes nor no',
    policy: 'the result was overruled by the policy of the receiving server',
    ...errors,
  },
};

const dkim: MethodInfo = {
  about: 'DKIM: is there a signature of a domain, and does it fit the message?',
  rfc: 'RFC 8601 §2.7.1',
  results: {
    none: 'the message is not signed',
    pass: 'the signature is good: header and body are as the domain signed them',
    fail: 'the signature does not fit: the message was changed, or the signature is forged',
    policy: 'signed, but not in a way that the receiving server accepts',
    neutral: 'signed, but the signature could not be read',
    ...errors,
  },
};

/** By method, as the registry of RFC 8601 §2.7 has them. */
export const authenticationMethods: Readonly<Record<string, MethodInfo>> = {
  spf,
  'sender-id': { ...spf, about: 'Sender ID: may this host send for the purported sender? (historic)' },
  dkim,
  domainkeys: { ...dkim, about: 'DomainKeys: the forerunner of DKIM (historic)' },
  dmarc: {
    about: 'DMARC: does SPF or DKIM pass for the domain in From?',
    rfc: 'RFC 7489 §11.2',
    results: {
      none: 'the domain in From publishes no policy',
      pass: 'SPF or DKIM passes for the domain in From',
      fail: 'neither SPF nor DKIM passes for the domain in From',
      ...errors,
    },
  },
  arc: {
    about: 'ARC: are the results that earlier servers sealed unbroken?',
    rfc: 'RFC 8617 §4.4',
    results: {
      none: 'no server on the way sealed its results',
      pass: 'the chain of seals is good',
      fail: 'the chain of seals is broken: results of earlier servers count for nothing',
    },
  },
  iprev: {
    about: 'Reverse DNS: does the host’s name lead back to its address?',
    rfc: 'RFC 8601 §2.7.3',
    results: {
      pass: 'the name of the address leads back to the address',
      fail: 'the name of the address does not lead back to it, or there is none',
      temperror: errors.temperror,
      permerror: 'there is no reverse name, or it cannot be looked up',
    },
  },
  auth: {
    about: 'SMTP AUTH: did the sender sign in?',
    rfc: 'RFC 8601 §2.7.4',
    results: {
      none: 'nobody signed in',
      pass: 'the sender signed in',
      fail: 'signing in failed',
      temperror: 'a passing fault: a later try may succeed',
      permerror: 'signing in cannot be checked',
    },
  },
  smime: {
    about: 'S/MIME: is the message’s own signature good?',
    rfc: 'RFC 8601 §2.7.5',
    results: {
      none: 'the message is not signed',
      pass: 'the signature is good',
      fail: 'the signature does not fit',
      policy: 'signed, but not in a way that the receiving server accepts',
      neutral: 'signed, but the signature could not be read',
      ...errors,
    },
  },
};

/** What a result means, and whether it speaks for the message; unknown methods and results are said to be that. */
export function explainResult({ method, result }: Pick<AuthenticationResult, 'method' | 'result'>): {
  readonly about: string;
  readonly meaning: string;
  readonly verdict: 'good' | 'bad' | 'open';
} {
  const info = Object.hasOwn(authenticationMethods, method) ? authenticationMethods[method] : undefined;
  const meaning = info && Object.hasOwn(info.results, result) ? info.results[result] : undefined;
  return {
    about: info?.about ?? 'a method that RFC 8601 does not name',
    meaning: meaning ?? (info ? 'a result that the method’s RFC does not name' : ''),
    verdict: !info ? 'open' : result === 'pass' ? 'good' : result === 'fail' || result === 'permerror' ? 'bad' : 'open',
  };
}
