/** The search box: what can stand at the cursor is proposed beneath it, as in an editor; Enter searches. */
import { element, made } from '../../webview/elements';
import { post } from './host';
import type { Proposal } from './messages';

export interface SearchBox {
  text: string;
  proposals(text: string, proposals: readonly Proposal[]): void;
  problem(message: string | undefined, start: number | undefined, end: number | undefined): void;
  focus(): void;
}

const shownProposals = 10;

export function searchBox(search: (text: string) => void): SearchBox {
  const input = element('search', HTMLInputElement);
  const options = element('proposals', HTMLUListElement);
  const problem = element('problem', HTMLParagraphElement);
  let proposed: readonly Proposal[] = [];
  let active = -1;

  const close = (): void => {
    proposed = [];
    active = -1;
    options.hidden = true;
    options.replaceChildren();
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };

  const mark = (next: number): void => {
    active = next;
    [...options.children].forEach((node, index) => {
      node.classList.toggle('active', index === active);
      node.setAttribute('aria-selected', String(index === active));
    });
    if (active === -1) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', `proposal-${active}`);
    options.children[active]?.scrollIntoView({ block: 'nearest' });
  };

  const accept = (proposal: Proposal | undefined): void => {
    if (!proposal) return;
    const { start, end, insert } = proposal;
    const rest = input.value.slice(end).replace(/^ /, '');
    input.value = `${input.value.slice(0, start)}${insert}${rest}`;
    const at = start + insert.length;
    input.setSelectionRange(at, at);
    input.focus();
    close();
    ask();
  };

  const ask = (): void => post({ kind: 'complete', text: input.value, at: input.selectionStart ?? input.value.length });

  input.addEventListener('input', () => {
    // a box that is emptied shows everything again
    if (input.value === '') {
      close();
      search('');
    } else ask();
  });
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (event.key === ' ' && event.ctrlKey) ask();
    else if (event.key === 'Enter') {
      if (active >= 0) accept(proposed[active]);
      else {
        close();
        search(input.value);
      }
    } else if (event.key === 'Tab' && !event.shiftKey && proposed.length > 0) accept(proposed[Math.max(0, active)]);
    else if (event.key === 'Escape' && proposed.length > 0) close();
    else if (event.key === 'ArrowDown' && proposed.length > 0) mark((active + 1) % proposed.length);
    else if (event.key === 'ArrowUp' && proposed.length > 0) mark((active <= 0 ? proposed.length : active) - 1);
    else return;
    event.preventDefault();
  });
  options.addEventListener('mousedown', (event) => {
    event.preventDefault();
    const node = event.target instanceof Element ? event.target.closest('li') : null;
    if (node) accept(proposed[[...options.children].indexOf(node)]);
  });

  return {
    get text() {
      return input.value;
    },
    set text(value) {
      input.value = value;
    },
    proposals(text, proposals) {
      if (text !== input.value || document.activeElement !== input || proposals.length === 0) {
        close();
        return;
      }
      proposed = proposals.slice(0, shownProposals);
      options.replaceChildren(
        ...proposed.map((proposal, index) => {
          const node = made('li', '');
          node.id = `proposal-${index}`;
          node.setAttribute('role', 'option');
          node.append(made('span', 'label', proposal.label), made('span', 'detail', proposal.detail));
          return node;
        }),
      );
      options.hidden = false;
      input.setAttribute('aria-expanded', 'true');
      mark(-1);
    },
    problem(message, start, end) {
      problem.textContent = message ?? '';
      problem.hidden = message === undefined;
      input.setAttribute('aria-invalid', String(message !== undefined));
      if (message === undefined || start === undefined || end === undefined) return;
      input.focus();
      input.setSelectionRange(start, end);
    },
    focus: () => input.focus(),
  };
}
