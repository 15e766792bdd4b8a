/** The `needs` of a session: what the server must announce, judged when it has said all it will (language.md, fine print). */
import type { Capabilities } from '../protocol/capabilities';
import type { Needs as NeedsStep, Place, SessionProgram } from '../script/program';
import type { Connection } from './connection';
import { failedAt, type SessionContext } from './context';
import { asOurs } from './conversation';
import { ask, greeted } from './converse';
import { failed, failure, type Outcome } from './failure';
import { textLine } from './own-line';
import { everyCommand, everyStep, says } from './walk';

export interface Needs {
  /** A `needs` at the head of the session: judged later. */
  later(step: NeedsStep): void;
  /** Something may have been announced; `before`: an `auth` or `starttls` is next, and wants what is announced before it. */
  judge(
    context: SessionContext,
    connection: Connection,
    place: Place,
    before?: 'auth' | 'starttls',
  ): Outcome | Promise<Outcome>;
  /** What was never judged, for a warning. */
  readonly open: readonly string[];
}

/** Announced only before authentication (or TLS), or of use before it (RFC 6856 §2.1). */
const early =
  /^(?:AUTH(?:=.*)?|SASL(?:[= ].*)?|SASL-IR|STARTTLS|STLS|LOGINDISABLED|LOGIN-REFERRALS|USER|APOP|UTF8|LANG)$/i;

export function createNeeds(session: SessionProgram): Needs {
  let open: NeedsStep[] = [];
  let character: { readonly authenticates: boolean; readonly secures: boolean } | undefined;
  const nature = (): NonNullable<typeof character> => {
    character ??= natureOf(session);
    return character;
  };

  const missing = (connection: Connection, wanted: (name: string) => boolean): string | undefined => {
    const { capabilities } = connection.conversation;
    return open
      .flatMap((step) => step.capabilities)
      .filter(wanted)
      .find((name) => !announced(connection, capabilities, name));
  };

  /** Whether the server has now said all it will. */
  const complete = ({ conversation, transport }: Connection): boolean => {
    if (nature().secures && !transport.tls) return false;
    if (conversation.protocol === 'smtp' || conversation.protocol === 'lmtp')
      return conversation.capabilities !== undefined;
    return !nature().authenticates || conversation.authenticated;
  };

  const conclude = (connection: Connection): Outcome => {
    const name = missing(connection, () => true);
    open = [];
    return name === undefined ? undefined : skip(name);
  };

  return {
    later(step) {
      open.push(step);
    },
    get open() {
      return open.flatMap((step) => step.capabilities);
    },
    judge(context, connection, place, before) {
      if (open.length === 0) return undefined;
      if (before !== undefined) return judgeEarly(context, connection, place, before);
      if (!complete(connection)) return undefined;
      if (missing(connection, () => true) === undefined) return conclude(connection);
      return known(context, connection, place).then((stop) => stop ?? conclude(connection));
    },
  };

  async function judgeEarly(
    context: SessionContext,
    connection: Connection,
    place: Place,
    before: 'auth' | 'starttls',
  ): Promise<Outcome> {
    const wanted = (name: string): boolean =>
      before === 'starttls' ? /^(?:STARTTLS|STLS)$/i.test(name) : early.test(name);
    if (missing(connection, wanted) === undefined) return undefined;
    const stop = await known(context, connection, place);
    if (stop) return stop;
    const name = missing(connection, wanted);
    return name === undefined ? undefined : skip(name);
  }
}

/** What the session's text says it will do. */
function natureOf({ steps }: SessionProgram): { readonly authenticates: boolean; readonly secures: boolean } {
  let authenticates = false;
  let secures = false;
  for (const step of everyStep(steps)) {
    if (step.kind === 'auth') authenticates = true;
    if (step.kind === 'starttls') secures = true;
  }
  for (const command of everyCommand(steps)) {
    authenticates ||= says(command, /^(?:LOGIN|AUTHENTICATE|PASS|APOP|AUTH)$/i);
    secures ||= says(command, /^(?:STARTTLS|STLS)$/i);
  }
  return { authenticates, secures };
}

const skip = (name: string): Outcome => ({ kind: 'skipped', reason: `the server does not announce ${name}` });

function announced(connection: Connection, capabilities: Capabilities | undefined, name: string): boolean {
  if (capabilities?.has(name)) return true;
  const upper = name.toUpperCase();
  const { everAnnounced } = connection.conversation;
  return (
    everAnnounced.has(upper) ||
    everAnnounced.has(upper.replace(/[ \t]+/, '=')) ||
    everAnnounced.has(upper.replace(/^AUTH(?==|$)/, 'SASL'))
  );
}

/** Makes the capabilities known, asking for them where the protocol has a question for it. */
export async function known(
  context: SessionContext,
  connection: Connection,
  place: Place | undefined,
): Promise<Outcome> {
  const notGreeted = await greeted(context, connection, place);
  if (notGreeted) return notGreeted;
  const { conversation } = connection;
  if (conversation.capabilities) return undefined;
  if (conversation.protocol === 'smtp' || conversation.protocol === 'lmtp') {
    return failed(
      failure('resolve', 'What the server can do is not known: no EHLO has been sent', {
        ...(place && { place }),
        advice: 'Write `C: EHLO client.example` before it',
      }),
    );
  }
  const question = conversation.protocol === 'imap' ? 'CAPABILITY' : 'CAPA';
  const sending = conversation.prepare(textLine(question, place), asOurs('what can the server do?'));
  if (!sending.ok) return failedAt(sending.error, place, connection);
  return ask(context, connection, [sending.value]);
}

/** `needs` where it stands. */
export async function needsHere(context: SessionContext, connection: Connection, step: NeedsStep): Promise<Outcome> {
  const stop = await known(context, connection, step.place);
  if (stop) return stop;
  const { capabilities } = connection.conversation;
  const name = step.capabilities.find((one) => !(capabilities?.has(one) ?? false));
  return name === undefined ? undefined : skip(name);
}
