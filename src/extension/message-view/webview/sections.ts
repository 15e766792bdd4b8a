/** The parts of the page: report, text, HTML, way, authentication, header. */
import type {
  AuthenticationModel,
  HopModel,
  MessageModel,
  NamedText,
  PictureModel,
  ReportModel,
  TextBody,
} from '../../../mailbox/message-read-model';
import { cleanHtml } from './clean-html';
import { type Content, made, octets, section, table } from './host';

/** Names and values, as a screen reader knows them. */
export const facts = (list: readonly NamedText[]): HTMLElement =>
  made('dl', {}, ...list.flatMap(({ name, value }) => [made('dt', {}, name), made('dd', {}, made('bdi', {}, value))]));

const list = (texts: readonly string[]): HTMLElement =>
  made('ul', {}, ...texts.map((text) => made('li', {}, made('bdi', {}, text))));

const cutNotice = ({ cut, section: number }: TextBody): readonly Content[] =>
  cut === 0 ? [] : [made('p', { class: 'notice' }, `The beginning; ${octets(cut)} more are in part ${number}.`)];

export const textSection = (text: TextBody): HTMLElement =>
  section(
    'text',
    'Text',
    made('pre', { class: 'text', dir: 'auto', tabindex: '0', 'aria-label': 'Text' }, text.text),
    ...cutNotice(text),
  );

/** The frame has neither scripts nor an origin, and may load nothing. */
export function htmlSection(html: TextBody, pictures: readonly PictureModel[] = []): HTMLElement {
  const { document, blocked, links } = cleanHtml(html.text, new Map(pictures.map(({ id, url }) => [id, url])));
  const frame = made('iframe', { title: 'HTML of the message', sandbox: '', referrerpolicy: 'no-referrer' });
  frame.srcdoc = document;
  return section(
    'html',
    'HTML',
    made(
      'p',
      { class: blocked.length > 0 ? 'notice' : 'hint', id: 'blocked' },
      blocked.length > 0
        ? `Blocked: ${blocked.join(', ')}. Nothing was run or fetched.`
        : 'Nothing had to be blocked. Nothing is run or fetched.',
    ),
    frame,
    ...(links.length === 0
      ? []
      : [
          made(
            'details',
            {},
            made('summary', {}, `${links.length} ${links.length === 1 ? 'link' : 'links'}, not followed`),
            table(
              'Links',
              ['Text', 'Address'],
              links.map(({ text, address }) => [made('bdi', {}, text), made('code', {}, made('bdi', {}, address))]),
            ),
          ),
        ]),
    ...cutNotice(html),
  );
}

export const reportSection = ({ facts: about, recipients, findings }: ReportModel): HTMLElement =>
  section(
    'report',
    'Delivery report',
    facts(about),
    table(
      'Recipients',
      ['Recipient', 'Action', 'Status', 'Meaning', 'Diagnostic', 'More'],
      recipients.map((one) => [
        made(
          'span',
          {},
          made('bdi', {}, one.recipient),
          ...(one.original === '' || one.original === one.recipient
            ? []
            : [made('div', { class: 'hint' }, `originally ${one.original}`)]),
        ),
        made('span', { class: one.action === 'failed' ? 'bad' : one.action === 'delivered' ? 'good' : '' }, one.action),
        one.status,
        one.meaning,
        made('bdi', {}, one.diagnostic),
        made('span', {}, ...one.more.map(({ name, value }) => made('div', {}, `${name}: ${value}`))),
      ]),
    ),
    ...(findings.length === 0 ? [] : [made('h3', {}, 'What breaks the format (RFC 3464)'), list(findings)]),
  );

export const waySection = (hops: readonly HopModel[]): HTMLElement =>
  section(
    'way',
    'Way of the message',
    made(
      'ol',
      { class: 'way' },
      ...hops.map((hop) => {
        const bar = made('span', { class: 'bar', 'aria-hidden': 'true' });
        bar.style.setProperty('--share', `${hop.share}`);
        return made(
          'li',
          hop.skewed ? { class: 'skewed' } : {},
          made(
            'div',
            { class: 'hop' },
            made('bdi', { class: 'host' }, hop.by === '' ? 'a server without a name' : hop.by),
            ...(hop.from === '' ? [] : [made('span', {}, ' from '), made('bdi', {}, hop.from)]),
            ...(hop.with === '' ? [] : [made('span', { class: 'hint' }, ` by ${hop.with}`)]),
          ),
          made(
            'div',
            { class: 'time' },
            made('span', {}, hop.date),
            ...(hop.delay === '' ? [] : [made('b', { class: 'delay' }, ` ${hop.delay}`)]),
            ...(hop.skewed
              ? [made('span', { class: 'bad' }, ' the time runs backwards: one of the two clocks is wrong')]
              : []),
            bar,
          ),
          ...(hop.notes.length + hop.id.length + hop.for.length === 0
            ? []
            : [
                made(
                  'div',
                  { class: 'hint' },
                  [hop.id === '' ? '' : `id ${hop.id}`, hop.for === '' ? '' : `for ${hop.for}`, ...hop.notes]
                    .filter((text) => text !== '')
                    .join(' · '),
                ),
              ]),
        );
      }),
    ),
  );

export const authenticationSection = (all: readonly AuthenticationModel[]): HTMLElement =>
  section(
    'authentication',
    'Authentication results',
    made(
      'p',
      { class: 'hint' },
      'What these servers say. Believe only your own: anybody can write such a field (RFC 8601 §7.1).',
    ),
    ...all.flatMap(({ server, field, results, broken }) => [
      made(
        'h3',
        {},
        made('bdi', {}, server === '' ? 'a server without a name' : server),
        made('span', { class: 'hint' }, ` ${field}`),
      ),
      results.length === 0
        ? made('p', {}, 'No check was made.')
        : table(
            `Results of ${server}`,
            ['Method', 'Result', 'Meaning', 'Details'],
            results.map((one) => [
              made('span', { title: one.about }, one.method),
              made('span', { class: one.verdict }, one.result),
              made('span', {}, one.meaning, made('div', { class: 'hint' }, one.about)),
              made('span', {}, ...one.details.map((detail) => made('div', {}, made('bdi', {}, detail)))),
            ]),
          ),
      ...(broken.length === 0 ? [] : [made('p', { class: 'notice' }, `Cannot be read: ${broken.join('; ')}`)]),
    ]),
  );

export const headerSection = ({ headers, rawHeaders }: MessageModel): HTMLElement =>
  section(
    'header',
    'Header',
    made(
      'details',
      {},
      made('summary', {}, `${headers.length} fields, decoded`),
      table(
        'Header fields',
        ['Field', 'Value'],
        headers.map(({ name, value }) => [name, made('bdi', {}, value)]),
      ),
    ),
    made(
      'details',
      {},
      made('summary', {}, 'As it came'),
      made('pre', { tabindex: '0', 'aria-label': 'Header as it came' }, rawHeaders),
    ),
  );
