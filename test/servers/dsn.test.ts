/** Delivery status notifications end to end: asked for of Postfix, read out of the sender's mailbox in Dovecot. */
import { beforeEach, expect, it } from 'vitest';
import { goldenText } from '../scenarios/golden';
import type { Played } from '../scenarios/play';
import { openLab } from './lab-environment';
import { resetMailbox } from './mailbox';
import { playText } from './play-text';
import { lab } from './provided';
import { queueIsEmpty } from './queue';

const environment = lab();
const opened = openLab(environment);

beforeEach(async () => {
  for (const user of ['alice', 'bob']) await resetMailbox(environment, user);
});

/** Submits one message with an envelope id, then waits for the report that carries it. */
const script = (recipient: string, notify: string, report: string): string => `@envid = {{$random 12}}
@recipient = ${recipient}

### Submit
needs DSN
C: EHLO client.example
C: MAIL FROM:<alice@example.test> RET=HDRS ENVID={{envid}}
C: RCPT TO:<{{recipient}}> NOTIFY=${notify} ORCPT=rfc822;{{recipient | xtext}}
C: DATA
C: """
From: alice@example.test
To: {{recipient}}
Subject: Please report

What becomes of this?
"""
S: 250 2.0.0
C: QUIT

### The report
connect imap
auth alice
retry 20s every 100ms
  C: SELECT INBOX
  C: SEARCH BODY {{envid}}
  S: * SEARCH {{@n}}
end
C: FETCH {{n}} (BODYSTRUCTURE BODY.PEEK[2])
S: * {{n}} FETCH (BODYSTRUCTURE (... "report" ("report-type" "delivery-status" ...) ...))
S: * {{n}} FETCH (BODY[2] """
...
Original-Envelope-Id: {{envid}}
...
Original-Recipient: rfc822;{{recipient}}
${report}
...
""")
`;

const outcomes = ({ sessions }: Played): string[] => sessions.map(({ outcome }) => outcome);

it.each([
  [
    'relayed, when the mail went on to a server without DSN',
    'bob@example.test',
    'SUCCESS',
    'Action: relayed\nStatus: 2.{{@detail}}',
  ],
  [
    'delivered, when Postfix wrote it to a mailbox',
    'dora@delivered.test',
    'SUCCESS,FAILURE',
    'Action: delivered\nStatus: 2.{{@detail}}',
  ],
  ['failed, when there is no such user', 'nobody@example.test', 'FAILURE', 'Action: failed\nStatus: 5.1.1'],
])('says %s', async (_, recipient, notify, report) => {
  const played = await playText('smtp', script(recipient, notify, report), opened);
  expect(outcomes(played), goldenText(played)).toEqual(['passed', 'passed']);
});

it('says delayed while the next server cannot be reached', async () => {
  const played = await playText(
    'smtp',
    script('carol@dead.test', 'DELAY', 'Action: delayed\nStatus: 4.{{@detail}}'),
    opened,
  );
  expect(outcomes(played), goldenText(played)).toEqual(['passed', 'passed']);
});

it('sends none that nobody asked for', async () => {
  const played = await playText(
    'smtp',
    `### Submit
    C: EHLO client.example
    C: MAIL FROM:<alice@example.test>
    C: RCPT TO:<nobody@example.test> NOTIFY=NEVER
    C: RCPT TO:<bob@example.test> NOTIFY=NEVER
    C: DATA
    C: """
    Subject: no report

    No report, please.
    """
    C: QUIT

    ### Bob has it
    connect imap
    auth bob
    retry 10s every 50ms
      C: SELECT INBOX
      S: * 1 EXISTS
    end
    `,
    opened,
  );
  expect(outcomes(played), goldenText(played)).toEqual(['passed', 'passed']);
  // a report would be there once the queue is empty
  await queueIsEmpty(environment);
  const look = await playText(
    'imap',
    'auth alice\nC: STATUS INBOX (MESSAGES)\nS: * STATUS INBOX (MESSAGES 0)\n',
    opened,
  );
  expect(outcomes(look), goldenText(look)).toEqual(['passed']);
});
