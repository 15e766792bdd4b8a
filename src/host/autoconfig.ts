/** Which servers an address has: what its domain's DNS says (RFC 6186, RFC 8314 §5.1), each tried; nothing is taken that was not shown. */
import { err, ok, type Result } from '../base';
import { mailHosts, resolver } from '../net/mx';
import { mailServiceLabels, mailServices, type ServiceAnswer } from '../net/srv';
import { type ProviderName, providerOfMailHost, providers } from './oauth/providers';
import { type Probe, type ProbeOptions, probe } from './probe';

/** The service of an environment that a server is for. */
export type AccountService = 'imap' | 'pop3' | 'submission';

export interface Candidate {
  readonly service: AccountService;
  readonly url: string;
  /** What led to it, for the user: `_imaps._tcp.example.org SRV 0 1 993 mail.example.org`. */
  readonly source: string;
  readonly foundBy: 'srv' | 'provider';
  /**
   * The host is outside the domain of the address. Plain DNS can be forged: the user confirms such a host before a password goes there
   * (RFC 6186 §6).
   */
  readonly elsewhere: boolean;
}

export interface Findings {
  readonly domain: string;
  /** In the order in which they are proposed: TLS from the first octet before STARTTLS, IMAP before POP3 (RFC 8314 §3). */
  readonly candidates: readonly Candidate[];
  /** One line for each question to the DNS and its answer, those with nothing among them. */
  readonly looked: readonly string[];
  /** Where mail for the domain goes, as a URL for `smtp`; absent when it takes none. */
  readonly smtp?: string;
  /** Whose servers these are, when the mail hosts tell: it has OAuth. */
  readonly provider?: ProviderName;
}

/** The domain of an address; the error says what is wrong with it. */
export function domainOf(address: string): Result<string, string> {
  const parts = /^([^\s@"<>()[\],;:\\]+)@([^\s@]+)$/.exec(address.trim());
  if (!parts?.[2]) return err('An address is written as name@example.org.');
  const domain = parts[2].toLowerCase().replace(/\.$/, '');
  const labels = domain.split('.');
  if (domain.length > 253 || !labels.every((label) => /^(?!-)[\p{L}\p{N}-]{1,63}(?<!-)$/u.test(label))) {
    return err(`“${parts[2]}” is no domain name.`);
  }
  return ok(new URL(`http://${domain}`).hostname);
}

const services: Readonly<Record<string, AccountService>> = {
  imaps: 'imap',
  imap: 'imap',
  pop3s: 'pop3',
  pop3: 'pop3',
  submissions: 'submission',
  submission: 'submission',
};

/**
 * Asks the DNS for the servers of `domain`. Connects to nothing.
 * @param dns servers to ask (`127.0.0.1:5353`); none: the system's
 */
export async function findServers(domain: string, dns: readonly string[]): Promise<Findings> {
  const asked = resolver(dns);
  const [answers, mx] = await Promise.all([mailServices(domain, asked), mailHosts(domain, asked)]);
  const announced = answers.flatMap((answer) => answer.hosts.map((host) => candidateOf(answer, host, domain)));
  const hosts = mx.ok ? mx.value.filter(({ addresses }) => addresses.length > 0) : [];
  const provider = hosts.map(({ name }) => providerOfMailHost(name)).find((name) => name !== undefined);
  const looked = [
    ...answers.flatMap(inWords),
    ...(mx.ok ? mx.value.map(({ name, preference }) => `${domain} MX ${preference} ${name}`) : [mx.error]),
  ];
  return {
    domain,
    looked,
    candidates: [
      ...announced,
      ...(provider && announced.length === 0 ? ofProvider(provider, hosts[0]?.name ?? '') : []),
    ],
    ...(hosts.length > 0 ? { smtp: `mx:${domain}` } : {}),
    ...(provider ? { provider } : {}),
  };
}

function candidateOf(
  { name, label }: ServiceAnswer,
  { host, port, priority, weight }: ServiceAnswer['hosts'][number],
  domain: string,
): Candidate {
  const scheme = mailServiceLabels[label];
  return {
    service: services[scheme] ?? 'imap',
    url: `${scheme}://${host}:${port}`,
    source: `${name} SRV ${priority} ${weight} ${port} ${host}`,
    foundBy: 'srv',
    elsewhere: host.toLowerCase() !== domain && !host.toLowerCase().endsWith(`.${domain}`),
  };
}

const ofProvider = (provider: ProviderName, mailHost: string): readonly Candidate[] =>
  Object.entries(providers[provider].servers).map(([service, url]) => ({
    service: service as AccountService,
    url,
    source: `the mail of the domain goes to ${mailHost}: ${providers[provider].title}’s documented servers`,
    foundBy: 'provider',
    elsewhere: true,
  }));

function inWords({ name, hosts, none, failure }: ServiceAnswer): readonly string[] {
  if (failure) return [`${name}: the look-up failed: ${failure}`];
  if (none) return [`${name}: ${none}`];
  return hosts.map(({ host, port, priority, weight }) => `${name} SRV ${priority} ${weight} ${port} ${host}`);
}

export interface TriedCandidate extends Candidate {
  readonly probe: Probe;
}

/** Talks to every candidate at the same time; `tried` is told of each as its answer comes. Answers in the order of the candidates. */
export function tryServers(
  candidates: readonly Candidate[],
  options: ProbeOptions,
  tried: (one: TriedCandidate) => void = () => {},
): Promise<readonly TriedCandidate[]> {
  return Promise.all(
    candidates.map(async (candidate) => {
      const one = { ...candidate, probe: await probe(candidate.url, options) };
      tried(one);
      return one;
    }),
  );
}

/** For each service the first that answers with verified TLS; a server without TLS is never proposed by itself. */
export function proposed(tried: readonly TriedCandidate[]): readonly TriedCandidate[] {
  const first = new Map<AccountService, TriedCandidate>();
  for (const one of tried) {
    if (one.probe.kind === 'answers' && one.probe.security !== 'none' && !first.has(one.service)) {
      first.set(one.service, one);
    }
  }
  return [...first.values()];
}

/** A server typed by hand, as a URL or as `host` or `host:port`: a bare host means TLS from the first octet. */
export function serverUrl(service: AccountService, text: string): Result<string, string> {
  const typed = text.trim();
  const scheme = { imap: 'imaps', pop3: 'pop3s', submission: 'submissions' }[service];
  const url = /^[a-z0-9]+:\/\//i.test(typed) ? typed : `${scheme}://${typed}`;
  const parts = /^([a-z0-9]+):\/\/(\[[0-9a-f:.]+\]|[\p{L}\p{N}._-]+)(?::(\d{1,5}))?$/iu.exec(url);
  const kind =
    services[parts?.[1]?.toLowerCase() ?? ''] ?? (/^smtps?$/i.test(parts?.[1] ?? '') ? 'submission' : undefined);
  if (!parts || kind !== service) return err(`Write host, host:port or a URL such as ${scheme}://mail.example.org.`);
  if (parts[3] !== undefined && (Number(parts[3]) < 1 || Number(parts[3]) > 65_535)) {
    return err(`Port ${parts[3]} is not between 1 and 65535.`);
  }
  return ok(url);
}
