import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signatureLength = 8;
const bytesPerPixel = 3;

/**
 * Packs a screenshot tighter, without changing a pixel: large even areas, as pages have them, pack best when they are
 * left as they are, and the browser filters each line.
 *
 * @param png - With three bytes for each pixel, as Chromium writes screenshots.
 */
export function smallerPng(png: Buffer): Buffer {
  const parts = [png.subarray(0, signatureLength)];
  const packed: Buffer[] = [];
  let width = 0;
  for (let at = signatureLength; at < png.length; ) {
    const type = png.toString('latin1', at + 4, at + 8);
    // Length, type, data, checksum.
    const end = at + 12 + png.readUInt32BE(at);
    const data = png.subarray(at + 8, end - 4);
    if (type === 'IHDR') width = data.readUInt32BE(0);
    if (type === 'IDAT') packed.push(data);
    if (type === 'IEND') {
      const lines = withoutFilters(inflateSync(Buffer.concat(packed)), width * bytesPerPixel);
      parts.push(chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })));
    }
    if (type !== 'IDAT') parts.push(png.subarray(at, end));
    at = end;
  }
  return Buffer.concat(parts);
}

/** Undoes the filters. Each line begins with the number of its own; 0 is none. */
function withoutFilters(lines: Buffer, lineLength: number): Buffer {
  const step = lineLength + 1;
  for (let start = 0; start < lines.length; start += step) {
    const filter = lines.readUInt8(start);
    for (let at = start + 1; at < start + step; at++) {
      const hasLeft = at - start > bytesPerPixel;
      const left = hasLeft ? lines.readUInt8(at - bytesPerPixel) : 0;
      const above = start > 0 ? lines.readUInt8(at - step) : 0;
      const aboveLeft = hasLeft && start > 0 ? lines.readUInt8(at - step - bytesPerPixel) : 0;
      const predicted = [0, left, above, (left + above) >> 1, paeth(left, above, aboveLeft)][filter] ?? 0;
      lines.writeUInt8((lines.readUInt8(at) + predicted) & 0xff, at);
    }
    lines.writeUInt8(0, start);
  }
  return lines;
}

/** Whichever neighbour is closest to left + above - aboveLeft. */
function paeth(left: number, above: number, aboveLeft: number): number {
  const toLeft = Math.abs(above - aboveLeft);
  const toAbove = Math.abs(left - aboveLeft);
  const toBoth = Math.abs(left + above - 2 * aboveLeft);
  if (toLeft <= toAbove && toLeft <= toBoth) return left;
  return toAbove <= toBoth ? above : aboveLeft;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}
