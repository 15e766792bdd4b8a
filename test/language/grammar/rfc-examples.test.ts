import { describe, expect, it } from 'vitest';
import { judgeLine, shown } from './judge';
import { rfcExamples } from './rfc-examples';

describe('the examples of the RFCs', () => {
  it.each(rfcExamples.map((one) => [one.rfc, one.protocol, one] as const))(
    'of RFC %i (%s) have no fault',
    (rfc, protocol, { commands }) => {
      // RFC 6855 is about raw UTF-8.
      const faults = commands.flatMap((line) =>
        shown(judgeLine(protocol, line.replaceAll('{{', '\\{{'), rfc === 6855)).map((fault) => [line, fault]),
      );
      expect(faults).toEqual([]);
    },
  );

  it('are many', () => {
    expect(rfcExamples.flatMap(({ commands }) => commands).length).toBeGreaterThan(300);
  });
});
