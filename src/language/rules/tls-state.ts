/** `starttls`, for all protocols: TLS once, before the sign-in (RFC 3207 §4.2, RFC 9051 §6.2.1, RFC 2595 §4). */
import { type Rule, withoutLine } from './rule';

export const tlsState: Rule = (moment, judge) => {
  if (moment.kind !== 'step' || moment.step.kind !== 'starttls' || !moment.connection) return;
  const { tls, authenticated } = moment.connection;
  const at = moment.step.place.range;
  if (tls === 'yes') judge.report('tls-already', at, ['starttls'], [withoutLine(judge.text, at.start)]);
  else if (authenticated === 'yes') judge.report('tls-after-sign-in', at, ['starttls']);
};
