/** What large mail providers say that their replies mean: how a row is written, and how one is found. */
import { appleCodes } from './provider-apple';
import { googleCodes } from './provider-google';
import { microsoftCodes } from './provider-microsoft';
import { yahooCodes } from './provider-yahoo';

export interface ProviderCode {
  readonly provider: string;
  /** The enhanced status code, such as `5.7.26`, or a range, such as `5.7.606-649`; empty when it speaks of reply codes alone. */
  readonly enhanced: string;
  /** The reply codes it comes with; empty when the source names none. */
  readonly codes: readonly number[];
  /** What the provider says of it, in our words. */
  readonly meaning: string;
  /** Where the provider (or, where it says so, somebody else) says so. */
  readonly source: string;
}

const all: readonly ProviderCode[] = [...googleCodes, ...microsoftCodes, ...yahooCodes, ...appleCodes];

const range = /^(\d\.\d+)\.(\d+)-(\d+)$/;

function covers(row: ProviderCode, enhanced: string): boolean {
  if (row.enhanced === enhanced) return true;
  const [, subject, first, last] = range.exec(row.enhanced) ?? [];
  if (subject === undefined || !enhanced.startsWith(`${subject}.`)) return false;
  const detail = Number(enhanced.slice(subject.length + 1));
  return detail >= Number(first) && detail <= Number(last);
}

/** The rows of an enhanced status code; with the reply code before it, only those that come with that code or name none. */
export const providerCodes = (enhanced: string, code?: number): readonly ProviderCode[] =>
  all.filter(
    (row) => covers(row, enhanced) && (code === undefined || row.codes.length === 0 || row.codes.includes(code)),
  );

/** The rows that speak of a reply code whatever enhanced status code comes with it. */
export const providerReplyCodes = (code: number): readonly ProviderCode[] =>
  all.filter((row) => row.enhanced === '' && row.codes.includes(code));

/** Every single enhanced status code (no ranges) that providers use with a reply code, each once. */
export const providerEnhancedCodes = (code: number): readonly string[] => {
  const digit = String(code).charAt(0);
  return [
    ...new Set(
      all
        .filter(
          ({ enhanced, codes }) => enhanced.startsWith(`${digit}.`) && (codes.length === 0 || codes.includes(code)),
        )
        .map(({ enhanced }) => enhanced)
        .filter((enhanced) => !range.test(enhanced)),
    ),
  ];
};
