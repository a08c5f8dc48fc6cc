// Small reads of the file, as parsers make them: blocks that were read are kept, outside of V8's heap.

import { readRange } from "./ranges.mjs";

/** As large as those that the server reads from storage (`range-broker.ts`). */
const BLOCK = 128 * 1024;
const KEPT = 64;

/** @type {Map<number, Buffer>} the last used at the end */
const blocks = new Map();
let isRefused = false;

/**
 * @param {number} at bytes @param {number} length bytes
 * @returns {Buffer} fewer bytes at the end of the file; not to be written to
 * @throws Error `too-large` when the server answers nothing more of this file
 */
export function cachedRange(at, length) {
  const parts = [];
  for (let from = at; from < at + length; ) {
    const number = Math.floor(from / BLOCK);
    const begin = number * BLOCK;
    const part = block(number).subarray(from - begin, at + length - begin);
    if (part.length === 0) break;
    parts.push(part);
    from += part.length;
  }
  return parts.length === 1 ? parts[0] : Buffer.concat(parts);
}

function block(number) {
  const bytes = blocks.get(number) ?? ask(number);
  blocks.delete(number);
  blocks.set(number, bytes);
  if (blocks.size > KEPT) blocks.delete(blocks.keys().next().value);
  return bytes;
}

/** Once refused, nothing is asked again: a parser may try in many places. */
function ask(number) {
  if (isRefused) throw new Error("too-large");
  try {
    return readRange(number * BLOCK, BLOCK);
  } catch (error) {
    isRefused = true;
    throw error;
  }
}
