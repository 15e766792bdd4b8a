/** Between a folder's list and its page: says what changed, answers what is asked. Knows no editor. */
import type { MessageList, MessageListChange, Trouble } from '../../mailbox';
import { lineOf, stateOf, type Tongue } from './presentation';
import type { FromList, ToList } from './webview/messages';

export interface ListModel {
  /** The UID of the line that the keyboard is on. */
  readonly current: number | undefined;
  /** Takes what the page said; what is not for the list is left to the caller. */
  receive(message: FromList): Promise<void>;
  dispose(): void;
}

/** Lines of one answer; the page asks for fewer. */
const mostLines = 500;

export function listModel(list: MessageList, post: (message: ToList) => void, tongue: Tongue): ListModel {
  let revision = 0;
  let current: number | undefined;
  let notice: string | undefined;
  let begun = false;

  const tellState = (): void => post({ kind: 'state', state: stateOf(list, notice) });
  const tellList = (): void => {
    const place = current === undefined ? -1 : list.placeOf(current);
    post({ kind: 'list', revision: ++revision, rows: list.size, ...(place === -1 ? {} : { current: place }) });
    tellState();
  };

  const changed = (change: MessageListChange): void => {
    switch (change.kind) {
      case 'state':
        tellState();
        return;
      case 'order':
        tellList();
        return;
      case 'rows':
        post({ ...change, revision: ++revision, rows: list.size });
        tellState();
        return;
      case 'lines':
        post({ kind: 'stale', revision, from: change.from, to: change.to });
        return;
      case 'notice':
        notice = change.text;
        tellState();
        return;
      default:
        change satisfies never;
    }
  };
  const unlisten = list.onChange(changed);

  return {
    get current() {
      return current;
    },
    async receive(message) {
      switch (message.kind) {
        case 'ready':
          // The page is made anew when its tab shows again; what it shows is here.
          if (begun) tellList();
          else {
            begun = true;
            tellState();
            await list.reload();
          }
          return;
        case 'page': {
          const asked = revision;
          const { from } = message;
          const to = Math.min(message.to, from + mostLines);
          if (message.revision !== asked) return;
          const lines = await list.lines(from, to);
          post({
            kind: 'page',
            revision: asked,
            from,
            lines: lines.map((line) => (line === undefined ? null : lineOf(line, tongue))),
          });
          return;
        }
        case 'show': {
          notice = undefined;
          const problem = await list.show(message.text, message.order);
          if (!problem) post({ kind: 'problem' });
          else {
            const { start, end } = problem;
            post({ kind: 'problem', message: sentences(problem), start, end });
          }
          tellState();
          return;
        }
        case 'complete':
          post({ kind: 'proposals', text: message.text, proposals: list.complete(message.text, message.at) });
          return;
        case 'current':
          current = message.uid;
          return;
        case 'again':
          notice = undefined;
          await list.reload();
          return;
        default:
          return;
      }
    },
    dispose: unlisten,
  };
}

const sentences = ({ message, advice }: Pick<Trouble, 'message' | 'advice'>): string =>
  `${message.charAt(0).toUpperCase()}${message.slice(1)}.${advice === undefined ? '' : ` ${advice}`}`;
