/** What a person does in the workbench, by name: the palette, opening a file, reading a message. */
import type { FrameLocator, Locator, Page } from 'playwright-core';

export interface Workbench {
  readonly page: Page;
  /** The folder that is open: the scenario's own copy. */
  readonly folder: string;
  /** Keeps a screenshot as an artefact. */
  shot(name: string): Promise<void>;
  /** Runs a command by its title, such as `Mailwright: Run Session`. */
  palette(title: string): Promise<void>;
  /** Takes an entry of the list that is open (a quick pick). */
  choose(text: string | RegExp): Promise<void>;
  /** Answers the input box that is open. */
  answer(text: string): Promise<void>;
  /** Answers the dialog for files with a path; `proposed`: how what it proposes ends. */
  answerPath(path: string, proposed: string): Promise<void>;
  /** Opens a file of the folder by its name, and waits until its editor shows. */
  openFile(name: string): Promise<void>;
  /** A message in a toast, once it shows. */
  toast(text: string | RegExp): Promise<Locator>;
  /** A line of the editor. */
  line(text: string | RegExp): Locator;
  /** A lens above a line of the editor. */
  lens(text: string | RegExp): Locator;
  /** The inside of a webview that shows; `index` when there are several. */
  webview(index?: number): FrameLocator;
  /** The inside of the webview in the editor tab that shows. */
  tabPage(): FrameLocator;
  /** Opens a view container by its name in the activity bar. */
  activity(name: string): Promise<void>;
  /** Closes or opens views of the side bar by their names, as they are now: the others get the room. */
  fold(...names: readonly string[]): Promise<void>;
  /** Presses keys, as Playwright writes them: `Control+Shift+P`. */
  press(keys: string): Promise<void>;
}

/** The workbench in a page, once it shows its explorer. */
export const openWorkbench = async (
  page: Page,
  url: string,
  folder: string,
  shot: (name: string) => Promise<void>,
): Promise<Workbench> => {
  await page.goto(url);
  await page.locator('.monaco-workbench .explorer-folders-view').waitFor();
  return {
    page,
    folder,
    shot,
    palette: (title) => pick(page, 'F1', `>${title}`, title),
    choose: async (text) => {
      await page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().click();
    },
    answer: async (text) => {
      await quickInput(page).fill(text);
      await page.keyboard.press('Enter');
    },
    answerPath: async (path, proposed) => {
      // what is typed before the dialog has read the folder, and put its proposal there, is lost
      await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
      const value = "document.querySelector('.quick-input-widget input.input')?.value";
      await page.waitForFunction(`${value}?.endsWith(${JSON.stringify(proposed)})`);
      await quickInput(page).fill(path);
      await page.keyboard.press('Enter');
    },
    openFile: async (name) => {
      await pick(page, 'Control+P', name, name);
      await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
      await page.locator('.monaco-editor .view-line').first().waitFor();
    },
    toast: async (text) => {
      const message = page.locator('.notifications-toasts .notification-list-item-message', { hasText: text }).first();
      await message.waitFor();
      return message;
    },
    line: (text) => page.locator('.monaco-editor .view-line', { hasText: text }).first(),
    lens: (text) => page.locator('.monaco-editor .codelens-decoration a', { hasText: text }).first(),
    webview: (index = 0) =>
      page.frameLocator(`iframe.webview.ready >> visible=true >> nth=${index}`).frameLocator('#active-frame'),
    tabPage: () => page.frameLocator(`${pageOfTab} >> visible=true`).frameLocator('#active-frame'),
    activity: async (name) => {
      const item = page.locator('.activitybar .action-item', {
        has: page.locator(`.action-label[aria-label^="${name}"]`),
      });
      // a click on the one that is open would close it
      if (!(await item.getAttribute('class'))?.split(' ').includes('checked')) await item.click();
    },
    fold: async (...names) => {
      for (const name of names)
        await page.locator(`.pane-header[aria-label^="${name}"]`).click({ position: { x: 40, y: 10 } });
    },
    press: (keys) => page.keyboard.press(keys),
  };
};

/** Webviews lie above the workbench; the element of an editor tab names the one that belongs to it. */
const pageOfTab =
  'xpath=//iframe[contains(@class, "ready")][ancestor::*/@id = //*[starts-with(@id, "webview-editor-element")]/@aria-flowto]';

const quickInput = (page: Page): Locator => page.locator('.quick-input-widget input.input');

/**
 * Opens the quick input by a key, types into it, and takes the first row with this text.
 * A list that was made before the extension was known does not change any more: then it is asked anew.
 */
const pick = async (page: Page, key: string, typed: string, text: string): Promise<void> => {
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  const ask = async (): Promise<void> => {
    await page.keyboard.press(key);
    await quickInput(page).fill(typed);
  };
  const shows = (timeout: number): Promise<boolean> =>
    row.waitFor({ timeout }).then(
      () => true,
      () => false,
    );
  await ask();
  for (const patience of [4_000, 8_000, 16_000]) {
    if (await shows(patience)) break;
    await page.keyboard.press('Escape');
    await quickInput(page).waitFor({ state: 'hidden' });
    await ask();
  }
  await row.click();
};
