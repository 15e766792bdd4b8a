/** The message view's own script: puts the page together from what the extension read. */
import type { MessageModel } from '../../../mailbox/message-read-model';
import { button, made, octets, post, section } from './host';
import type { ToMessageView } from './messages';
import { partsTree } from './parts-tree';
import {
  authenticationSection,
  facts,
  headerSection,
  htmlSection,
  reportSection,
  textSection,
  waySection,
} from './sections';

const main = document.querySelector('main') ?? document.body;

let shown: MessageModel | undefined;

function show(message: MessageModel): void {
  const { subject, summary, flags, size, notices, text, html, parts, hops, authentication, report } = message;
  const about = [
    ...(size === undefined ? [] : [{ name: 'Size', value: octets(size) }]),
    { name: 'Flags', value: flags.length === 0 ? 'none' : flags.join(' ') },
  ];
  main.replaceChildren(
    made('h1', {}, made('bdi', {}, subject === '' ? '(no subject)' : subject)),
    facts([...summary, ...about]),
    made(
      'div',
      { class: 'toolbar', role: 'toolbar', 'aria-label': 'Message' },
      button('Open Source', {}, () => post({ kind: 'open', part: -1 })),
      button('Save Message…', {}, () => post({ kind: 'save', part: -1 })),
      button('Show Commands', { title: 'The IMAP commands of this account' }, () => post({ kind: 'transcript' })),
    ),
    ...(notices.length === 0
      ? []
      : [
          section(
            'notices',
            'What is odd',
            made('ul', {}, ...notices.map((notice) => made('li', {}, made('bdi', {}, notice)))),
          ),
        ]),
    ...(report ? [reportSection(report)] : []),
    ...(text ? [textSection(text)] : []),
    ...(html ? [htmlSection(html)] : []),
    ...(text || html ? [] : [made('p', { class: 'hint' }, 'The message has no text of its own: see its parts.')]),
    ...(parts.length === 0
      ? []
      : [
          section(
            'parts',
            'Parts',
            made('p', { class: 'hint' }, 'Arrow keys move, Enter opens, S saves.'),
            partsTree(parts),
          ),
        ]),
    ...(hops.length === 0 ? [] : [waySection(hops)]),
    ...(authentication.length === 0 ? [] : [authenticationSection(authentication)]),
    headerSection(message),
  );
}

window.addEventListener('message', ({ data }: MessageEvent<ToMessageView>) => {
  switch (data.kind) {
    case 'loading':
      main.replaceChildren(made('p', { role: 'status' }, 'Reading the message…'));
      return;
    case 'message':
      shown = data.message;
      show(data.message);
      return;
    case 'pictures':
      if (shown?.html) document.getElementById('html')?.replaceWith(htmlSection(shown.html, data.pictures));
      return;
    case 'trouble':
      main.replaceChildren(
        made('h1', {}, 'The message cannot be shown'),
        made('p', { role: 'alert', class: 'notice' }, data.text),
        ...(data.advice === undefined ? [] : [made('p', {}, data.advice)]),
        made(
          'div',
          { class: 'toolbar' },
          button('Try Again', {}, () => post({ kind: 'again' })),
          button('Show Commands', {}, () => post({ kind: 'transcript' })),
        ),
      );
      return;
  }
});

post({ kind: 'ready' });
