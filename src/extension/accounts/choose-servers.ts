/** The step that finds servers: what the DNS said, each tried while the list is open; by hand where nothing fits. */
import * as vscode from 'vscode';
import {
  type AccountService,
  type Candidate,
  type Findings,
  findServers,
  proposed,
  type TriedCandidate,
  tryServers,
} from '../../host/autoconfig';
import { type Answer, type Place, placed, shown } from './ask';
import { serverItem } from './server-items';

export type ServerChoice =
  | {
      readonly kind: 'found';
      readonly findings: Findings;
      readonly servers: Readonly<Partial<Record<AccountService, string>>>;
    }
  | { readonly kind: 'by hand'; readonly findings: Findings | undefined };

interface Item extends vscode.QuickPickItem {
  readonly candidate?: Candidate;
}

const byHand: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('edit'),
  tooltip: 'Enter the servers by hand',
};
const details: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('list-unordered'),
  tooltip: 'What the DNS was asked, and what it said',
};

/** Where the editor and the DNS are asked; `trust` is what the environment file gives to all. */
export interface Surroundings {
  readonly ca: readonly string[];
  readonly dns: readonly string[];
}

export function chooseServers(place: Place, domain: string, { ca, dns }: Surroundings): Promise<Answer<ServerChoice>> {
  const list = placed(vscode.window.createQuickPick<Item>(), place);
  list.canSelectMany = true;
  list.busy = true;
  list.matchOnDescription = true;
  list.placeholder = `The DNS of ${domain} is being asked…`;
  list.buttons = [...list.buttons, byHand];
  const ended = new AbortController();
  let findings: Findings | undefined;
  return shown<ServerChoice>(list, ended, (settle) => {
    const tried = new Map<Candidate, TriedCandidate>();
    const draw = (): void => {
      if (ended.signal.aborted) return;
      const chosen = new Set(list.selectedItems.map(({ candidate }) => candidate));
      list.items = (findings?.candidates ?? []).map((candidate) => ({
        ...serverItem(tried.get(candidate) ?? candidate, domain),
        candidate,
      }));
      list.selectedItems = list.items.filter(({ candidate }) => chosen.has(candidate));
    };
    const look = async (): Promise<void> => {
      findings = await findServers(domain, dns);
      if (ended.signal.aborted) return;
      list.buttons = [...list.buttons, details];
      if (findings.candidates.length === 0) {
        list.busy = false;
        list.canSelectMany = false;
        list.placeholder = `${domain} announces no servers. Press Enter to name them by hand.`;
        list.items = [{ label: 'Enter the servers by hand…', detail: findings.looked.join(' · '), alwaysShow: true }];
        return;
      }
      list.placeholder = 'The servers are being tried…';
      draw();
      const all = await tryServers(findings.candidates, { ca, dns, signal: ended.signal }, (one) => {
        const of = findings?.candidates.find(({ url, source }) => url === one.url && source === one.source);
        if (of) tried.set(of, one);
        draw();
      });
      if (ended.signal.aborted) return;
      list.busy = false;
      const first = new Set(proposed(all).map(({ url }) => url));
      list.selectedItems = list.items.filter(({ candidate }) => candidate && first.has(candidate.url));
      list.placeholder =
        first.size > 0
          ? 'Which of these servers? One for each service; Enter takes those that are ticked.'
          : 'None of them can be used as it is. The pencil above names servers by hand.';
    };
    list.onDidTriggerButton((button) => {
      if (button === byHand) settle({ kind: 'answer', value: { kind: 'by hand', findings } });
      if (button === details) void showLooked(findings);
    });
    list.onDidAccept(() => {
      const chosen = list.selectedItems.flatMap(({ candidate }) => candidate ?? []);
      if (findings?.candidates.length === 0) settle({ kind: 'answer', value: { kind: 'by hand', findings } });
      else if (findings && chosen.length > 0) {
        const servers = Object.fromEntries(chosen.toReversed().map(({ service, url }) => [service, url]));
        settle({ kind: 'answer', value: { kind: 'found', findings, servers } });
      }
    });
    void look().catch((error: unknown) => {
      if (ended.signal.aborted) return;
      list.busy = false;
      list.placeholder = `The DNS cannot be asked: ${error instanceof Error ? error.message : String(error)}`;
    });
  });
}

async function showLooked(findings: Findings | undefined): Promise<void> {
  const content = [`# What the DNS says of ${findings?.domain ?? ''}`, '', ...(findings?.looked ?? [])].join('\n');
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }), { preview: true });
}
