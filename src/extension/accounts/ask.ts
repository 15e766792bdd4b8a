/** One question of several: an input box or a list that says which step it is, with a way back. */
import * as vscode from 'vscode';

/** Where a question stands among its like. */
export interface Place {
  readonly title: string;
  /** From 1. */
  readonly step: number;
  readonly total: number;
  /** Absent at the first question. */
  readonly back: boolean;
}

/** `undefined`: the user gave up. */
export type Answer<T> = { readonly kind: 'answer'; readonly value: T } | { readonly kind: 'back' } | undefined;

export interface TextQuestion {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  readonly hidden?: boolean;
  /** What is wrong with it, if anything. */
  readonly wrong?: (text: string) => string | undefined;
  /** Asked when it is confirmed; the box waits meanwhile. */
  readonly confirm?: (text: string, signal: AbortSignal) => Promise<string | undefined>;
}

export function askText(place: Place, question: TextQuestion): Promise<Answer<string>> {
  const box = placed(vscode.window.createInputBox(), place);
  box.prompt = question.prompt;
  box.placeholder = question.placeholder;
  box.value = question.value ?? '';
  box.password = question.hidden ?? false;
  const ended = new AbortController();
  return shown(box, ended, (settle) => {
    box.onDidChangeValue(() => {
      box.validationMessage = undefined;
    });
    box.onDidAccept(async () => {
      const { value } = box;
      box.validationMessage = question.wrong?.(value);
      if (box.validationMessage !== undefined || box.busy) return;
      if (question.confirm) {
        box.busy = true;
        box.enabled = false;
        const wrong = await question.confirm(value, ended.signal);
        if (ended.signal.aborted) return;
        box.busy = false;
        box.enabled = true;
        box.validationMessage = wrong;
        if (wrong !== undefined) return;
      }
      settle({ kind: 'answer', value });
    });
  });
}

export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

export interface ListQuestion<T> {
  readonly placeholder: string;
  readonly items: readonly (Choice<T> | vscode.QuickPickItem)[];
}

export function askChoice<T>(place: Place, question: ListQuestion<T>): Promise<Answer<T>> {
  const list = placed(vscode.window.createQuickPick<Choice<T> | vscode.QuickPickItem>(), place);
  list.placeholder = question.placeholder;
  list.items = question.items;
  return shown(list, new AbortController(), (settle) => {
    list.onDidAccept(() => {
      const [item] = list.selectedItems;
      if (item && 'value' in item) settle({ kind: 'answer', value: item.value });
    });
  });
}

/** Gives a box or list its title, its step and its way back; it stays when the focus goes elsewhere, such as to a browser. */
export function placed<T extends vscode.QuickInput & { buttons: readonly vscode.QuickInputButton[] }>(
  input: T,
  { title, step, total, back }: Place,
): T {
  input.title = title;
  input.step = step;
  input.totalSteps = total;
  input.ignoreFocusOut = true;
  if (back) input.buttons = [vscode.QuickInputButtons.Back];
  return input;
}

interface Shown extends vscode.QuickInput {
  readonly onDidTriggerButton: vscode.Event<vscode.QuickInputButton>;
}

/** Shows it until it is settled, left, or gone back from; `ended` is told. */
export function shown<T>(
  input: Shown,
  ended: AbortController,
  listen: (settle: (answer: Answer<T>) => void) => void,
): Promise<Answer<T>> {
  return new Promise((resolve) => {
    const settle = (answer: Answer<T>): void => {
      resolve(answer);
      ended.abort();
      input.dispose();
    };
    input.onDidHide(() => settle(undefined));
    input.onDidTriggerButton((button) => button === vscode.QuickInputButtons.Back && settle({ kind: 'back' }));
    listen(settle);
    input.show();
  });
}
