/**
 * The HTML shell of the gallery. Everything in it is drawn by webview/main.ts; nothing is loaded from anywhere but the
 * extension and the folders of images, and no script runs but the one with the nonce.
 */

export interface PageParts {
  cspSource: string;
  nonce: string;
  script: string;
  style: string;
}

export function pageHtml({ cspSource, nonce, script, style }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `img-src ${cspSource}`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>PLX Gallery</title>
</head>
<body>
<div id="gallery"></div>
<script type="module" nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
