/** The messages that the peers send and read. */

/** A plain message, CRLF line ends. */
export const letter = (subject: string, { from = 'alice', to = 'bob' } = {}): string =>
  [
    `From: ${from}@example.test`,
    `To: ${to}@example.test`,
    `Subject: ${subject}`,
    `Message-ID: <${subject.replaceAll(' ', '.')}@example.test>`,
    'Date: Mon, 23 Nov 2026 10:00:00 +0000',
    '',
    `The body of ${subject}.`,
    '.a line that begins with a dot',
    '',
  ].join('\r\n');
