/** The capabilities of a protocol, as `needs` names them. */
import { imapCapabilities } from '../../protocol/imap/capability-table';
import { threadAlgorithms } from '../../protocol/imap/sort-keys';
import { capabilities as pop3Capabilities } from '../../protocol/pop3/capabilities';
import { mechanismFacts } from '../../protocol/sasl/mechanism-facts';
import { extensions } from '../../protocol/smtp/extensions';
import { imapCapabilityEntry } from '../knowledge/describe-imap';
import { mechanismEntry } from '../knowledge/describe-mechanism';
import { pop3CapabilityEntry } from '../knowledge/describe-pop3';
import { smtpExtensionEntry } from '../knowledge/describe-smtp';
import { fromEntry, type Proposal, plainly } from './proposal';
import type { Scene } from './scene';
import { text } from './snippet';

/** Those that are not in `there`; what the server of the last run announced first. */
export function capabilityNames({ protocol, connection }: Scene, there: readonly string[]): readonly Proposal[] {
  const taken = new Set(there.map((one) => one.toUpperCase()));
  const known = (connection?.capabilities ?? []).filter(({ source }) => source !== 'needs').map(({ name }) => name);
  const announced = new Set(known.map((name) => name.toUpperCase()));
  const proposals = table(protocol).map((one) => (announced.has(one.label.toUpperCase()) ? { ...one, rank: 0 } : one));
  const listed = new Set(proposals.map(({ label }) => label.toUpperCase()));
  const others = known.filter((name) => !listed.has(name.toUpperCase()) && /^[\x21-\x7e]+$/.test(name));
  return [
    ...proposals,
    ...[...new Set(others)].map((name) => plainly(name, 'capability', 'announced by the server', { rank: 0 })),
  ].filter(({ label }) => !taken.has(label.toUpperCase()));
}

function table(protocol: Scene['protocol']): readonly Proposal[] {
  const family = protocol === 'pop3' ? 'SASL=' : 'AUTH=';
  const authentication = mechanismFacts.map((row) =>
    fromEntry(mechanismEntry(row), 'mechanism', {
      label: `${family}${row.name}`,
      insert: text(`${family}${row.name}`),
      rank: 2,
    }),
  );
  if (protocol === 'pop3')
    return [...pop3Capabilities.map((row) => fromEntry(pop3CapabilityEntry(row), 'capability')), ...authentication];
  if (protocol !== 'imap')
    return [...extensions.map((row) => fromEntry(smtpExtensionEntry(row), 'capability')), ...authentication];
  return [
    ...imapCapabilities
      .filter(({ name }) => !name.endsWith('='))
      .map((row) => fromEntry(imapCapabilityEntry(row), 'capability')),
    ...threadAlgorithms.map((row) => plainly(`THREAD=${row.name}`, 'capability', row.description)),
    ...authentication,
  ];
}
