/** VS Code as a person uses it: what is clicked, typed and read. */

import type { FrameLocator, Locator, Page } from 'playwright-core';

export class Workbench {
  constructor(private readonly page: Page) {}

  editor(file: string): Locator {
    return this.page.locator(`.monaco-editor[data-uri$="/${file}"]`);
  }

  line(file: string, text: string): Locator {
    return this.editor(file).locator('.view-line', { hasText: text }).first();
  }

  /** The lenses above a pipe, by what they say. */
  lens(file: string, text: string | RegExp): Locator {
    return this.editor(file).locator('.codelens-decoration a', { hasText: text });
  }

  async open(file: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.page.keyboard.type(file);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: file }).first().waitFor();
    await this.page.keyboard.press('Enter');
    await this.editor(file).waitFor();
  }

  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.page.locator('.quick-input-widget input').fill(`>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
  }

  /** Puts the cursor on a word of a line. */
  async cursor(file: string, line: string, word: string): Promise<void> {
    await this.line(file, line).getByText(word).first().click();
  }

  suggestion(text: string | RegExp): Locator {
    return this.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: text });
  }

  hover(text: string | RegExp): Locator {
    return this.page.locator('.monaco-hover', { hasText: text }).first();
  }

  toast(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast', { hasText: text });
  }

  get status(): Locator {
    return this.page.locator('#plx-lsp\\.plx-lsp\\.plx\\.status');
  }

  get gallery(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }
}
