/** VS Code as a person uses it: what is clicked, typed and read. */

import type { FrameLocator, Locator, Page } from 'playwright-core';

/** The sizes of the images in a run (or in the whole gallery), once so many are there and decoded. */
export async function decoded(run: Locator, count: number): Promise<string[]> {
  const images = run.locator('[data-state=final] img');
  await images.nth(count - 1).waitFor({ timeout: 30_000 });
  return images.evaluateAll((found) =>
    Promise.all(
      (found as HTMLImageElement[]).map((one) => one.decode().then(() => `${String(one.naturalWidth)}x${String(one.naturalHeight)}`)),
    ),
  );
}

export class Workbench {
  constructor(private readonly page: Page) {}

  editor(file: string): Locator {
    return this.page.locator(`.monaco-editor[data-uri$="/${file}"]`);
  }

  line(file: string, text: string): Locator {
    return this.editor(file).locator('.view-line', { hasText: text }).first();
  }

  /** The lenses above a pipe, by what they say. VS Code renews those of the editor that has the focus only. */
  lens(file: string, text: string | RegExp): Locator {
    return this.editor(file).locator('.codelens-decoration a', { hasText: text });
  }

  async open(file: string): Promise<void> {
    await this.page.locator('.monaco-workbench .editor-group-container').first().waitFor();
    await this.page.keyboard.press('Control+P');
    await this.page.locator('.quick-input-widget input').fill(file);
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: file }).waitFor();
    await this.page.keyboard.press('Enter');
    await this.editor(file).waitFor();
  }

  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.page.locator('.quick-input-widget input').fill(`>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
  }

  /** Puts the cursor on a word of a line. Again where a lens that came has moved the line, or a hover was in the way. */
  async cursor(file: string, line: string, word: string): Promise<void> {
    for (let attempt = 0; attempt < 10; attempt++) {
      await this.page.mouse.move(0, 0);
      const { x, y } = await this.place(file, line, word);
      await this.page.mouse.click(x, y);
      if (await this.isCursorAt(file, line, word)) return;
    }
    throw new Error(`The cursor does not go to ${word}`);
  }

  private async isCursorAt(file: string, line: string, word: string): Promise<boolean> {
    const cursor = this.editor(file).locator('.cursors-layer .cursor').first();
    for (let look = 0; look < 10; look++) {
      const { y } = await this.place(file, line, word);
      const box = await cursor.boundingBox({ timeout: 1000 }).catch(() => null);
      if (box !== null && Math.abs(box.y + box.height / 2 - y) < box.height / 2) return true;
      await this.page.waitForTimeout(50);
    }
    return false;
  }

  /** Rests the mouse on a word until what is said of it holds this text. Again where a redrawn line has ended the hover. */
  async explain(file: string, line: string, word: string, text: string | RegExp): Promise<void> {
    const said = this.page.locator('.monaco-hover', { hasText: text }).first();
    for (let attempt = 0; attempt < 6; attempt++) {
      await this.page.mouse.move(0, 0);
      const { x, y } = await this.place(file, line, word);
      await this.page.mouse.move(x, y, { steps: 3 });
      if (await said.waitFor({ timeout: 3000 }).then(() => true, () => false)) return;
    }
    throw new Error(`Nothing is said of ${word}`);
  }

  /** Where a word is on the screen. A line is drawn anew when its colours come, so a place may be gone at first. */
  private async place(file: string, line: string, word: string): Promise<{ x: number; y: number }> {
    for (let attempt = 0; attempt < 20; attempt++) {
      const found = this.line(file, line).getByText(word).first();
      await found.waitFor();
      const box = await found.boundingBox({ timeout: 1000 }).catch(() => null);
      if (box !== null) return { x: box.x + 6, y: box.y + box.height / 2 };
    }
    throw new Error(`${word} is not on the screen`);
  }

  async theme(name: string): Promise<void> {
    await this.command('Preferences: Color Theme');
    await this.page.locator('.quick-input-widget input').fill(name);
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name }).waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** VS Code's own restart of the window: what was open is open again. */
  async restart(): Promise<void> {
    await this.command('Developer: Reload Window');
    await this.page.locator('.monaco-workbench').waitFor({ state: 'detached' });
    await this.page.locator('.monaco-workbench .editor-group-container').first().waitFor();
  }

  suggestion(text: string | RegExp): Locator {
    return this.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: text });
  }

  toast(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast', { hasText: text });
  }

  get status(): Locator {
    return this.page.locator('#plx-lsp\\.plx-lsp\\.plx\\.status');
  }

  get gallery(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready[src*="extensionId=plx-lsp.plx-lsp"]').frameLocator('#active-frame');
  }
}
