/**
 * The extension's settings, read when they are needed; package.json holds their defaults and descriptions.
 */

import * as vscode from 'vscode';

export const SECTION = 'plx';

function read<T>(key: string, fallback: T): T {
  return vscode.workspace.getConfiguration(SECTION).get<T>(key) ?? fallback;
}

export const settings = {
  serverPath: (): string => read('server.path', ''),
  serverArguments: (): string[] => read('server.arguments', []),
  saveBeforeRun: (): boolean => read('run.saveBefore', true),
  partialImages: (): number => read('run.partialImages', 0),
  openGallery: (): 'beside' | 'active' | 'never' => read('gallery.open', 'beside'),
  statusItem: (): boolean => read('statusItem.visible', true),
};

/** Settings that need another server process when they change. */
export const NEEDS_RESTART = ['plx.server.path', 'plx.server.arguments'];
