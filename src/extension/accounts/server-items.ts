/** What a tried server looks like in the list to choose from: its URL, TLS and abilities, and the record that led to it. Knows no editor. */
import type { Candidate, TriedCandidate } from '../../host/autoconfig';

export interface ServerItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

const icons = { waiting: '$(sync~spin)', safe: '$(lock)', open: '$(unlock)', failed: '$(error)' };

/** `domain`: that of the address. */
export function serverItem(candidate: Candidate | TriedCandidate, domain: string): ServerItem {
  const where = candidate.elsewhere ? ` · outside ${domain}` : '';
  const source = `Found by ${candidate.source}${where}`;
  if (!('probe' in candidate)) {
    return { label: `${icons.waiting} ${candidate.url}`, description: 'is being tried…', detail: source };
  }
  const { probe } = candidate;
  if (probe.kind === 'fails') {
    return { label: `${icons.failed} ${candidate.url}`, description: probe.failure.message, detail: source };
  }
  const safe = probe.security !== 'none';
  const tls = probe.tls
    ? `${probe.security}, ${probe.tls.version}`
    : 'no TLS: passwords would cross the network readable';
  return {
    label: `${safe ? icons.safe : icons.open} ${candidate.url}`,
    description: [tls, mechanisms(probe.capabilities)].filter((part) => part !== '').join(' · '),
    detail: `${source} · ${probe.capabilities
      .filter((name) => !name.includes('='))
      .slice(0, 12)
      .join(' ')}`,
  };
}

const mechanisms = (capabilities: readonly string[]): string => {
  const names = capabilities.flatMap((name) => /^(?:AUTH|SASL)=(.+)$/.exec(name)?.[1] ?? []);
  return names.length > 0 ? `signs in by ${names.slice(0, 4).join(', ')}${names.length > 4 ? ' …' : ''}` : '';
};
