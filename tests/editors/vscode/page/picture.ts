/** A picture to look at in screenshots: a PNG written by hand, a soft landscape whose colours follow from its name. */

import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

export function picture(width: number, height: number, name: string): Buffer {
  const [hue = 0, sun = 0, hill = 0] = createHash('sha256').update(name).digest();
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows.set(colourAt(x / width, y / height, width / height, hue, sun, hill), y * (width * 3 + 1) + 1 + x * 3);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function colourAt(x: number, y: number, ratio: number, hue: number, sun: number, hill: number): number[] {
  const turn = hue / 255;
  const inSun = Math.hypot((x - 0.25 - sun / 512) * ratio, y - 0.3) < 0.11;
  const ridge = 0.62 + 0.1 * Math.sin(x * 6 + hill / 30) + 0.04 * Math.sin(x * 17 + hill / 9);
  const near = 0.78 + 0.06 * Math.sin(x * 4 + hill / 15 + 2);
  if (y > near) return tint(turn, 0.18);
  if (y > ridge) return tint(turn + 0.06, 0.36);
  return inSun ? [255, 226, 160] : tint(turn + 0.5 * y * 0.3, 0.95 - 0.35 * y);
}

function tint(turn: number, light: number): number[] {
  return [0, 1 / 3, 2 / 3].map((shift) => Math.round(255 * light * (0.62 + 0.38 * Math.cos(2 * Math.PI * (turn + shift)))));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
