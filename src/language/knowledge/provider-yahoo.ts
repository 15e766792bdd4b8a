/** What Yahoo says that its replies mean: the page “SMTP Error Codes” of its Sender Hub, as of February 2026. */
import type { ProviderCode } from './provider-codes';

const hub = 'https://senders.yahooinc.com/smtp-error-codes/';

const row = (codes: readonly number[], enhanced: string, meaning: string, source = hub): ProviderCode => ({
  provider: 'Yahoo',
  enhanced,
  codes,
  meaning,
  source,
});

export const yahooCodes: readonly ProviderCode[] = [
  row(
    [421, 451],
    '',
    'a problem that may pass: unusual traffic from the address, content like spam, complaints of users, or busy servers; try later',
  ),
  row(
    [553, 554],
    '',
    "refused for good: no such address, a failure against the domain's DMARC or DKIM policy, content or conduct against the policy, or a listing at Spamhaus; do not try again",
  ),
  row(
    [421],
    '4.7.0',
    '“[TSS04] … temporarily deferred due to unexpected volume or user complaints”: complaints of users, content like spam, a poor reputation of the address, or unusual traffic',
  ),
  row(
    [421],
    '4.7.1',
    '“[TS03] All messages from … permanently deferred”: so many messages from the address that they look like unsolicited bulk mail',
    'https://help.yahoo.com/kb/SLN3436.html',
  ),
];
