/** What is known of iCloud Mail's replies. Apple lists no codes: its page says that most errors hold a URL; the texts are from smtp.codes. */
import type { ProviderCode } from './provider-codes';

const source = 'https://smtp.codes/icloud';
const advice = 'Apple’s postmaster page: https://support.apple.com/102322';

const row = (codes: readonly number[], enhanced: string, meaning: string): ProviderCode => ({
  provider: 'iCloud Mail',
  enhanced,
  codes,
  meaning: `${meaning} (${advice})`,
  source,
});

export const appleCodes: readonly ProviderCode[] = [
  row([421], '4.7.0', '“too many errors”'),
  row([421], '4.7.1', '“deferred due to excessive volume”: the recipient gets mail at too high a rate'),
  row([451], '4.7.1', '“Service unavailable”: no messages are taken for now'),
  row([550], '5.1.1', '“user does not exist”'),
  row(
    [550, 554],
    '5.7.1',
    '“[CS01] Message rejected due to local policy” (also other letters and digits in the brackets), or the domain’s DMARC policy, or a domain in the message that Spamhaus lists',
  ),
];
