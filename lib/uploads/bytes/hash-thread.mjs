// Hashes uploads from their files while their bytes arrive, in its own thread: the thread that receives them would
// receive nothing meanwhile. `lib/uploads/bytes/upload-hashes.ts` says what to read.
import { createHash } from "node:crypto";
import { closeSync, openSync, readlinkSync, readSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { setImmediate } from "node:timers/promises";
import { parentPort } from "node:worker_threads";
import { crc32 } from "node:zlib";

/** Bytes per read, and per turn of one upload. */
const BUFFER_BYTES = 1024 * 1024;
const TURN_BYTES = 8 * BUFFER_BYTES;

/**
 * @typedef {{
 *   hash: import("node:crypto").Hash, crc: number, path: string,
 *   position: number, to: number,
 *   asked: number | null,
 * }} Followed
 */

/** @type {Map<string, Followed>} */
const followed = new Map();
const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
let atWork = false;

yieldToOthers();

parentPort?.on("message", ({ kind, id, path, to, ask }) => {
  if (kind === "forget") return forget(id);
  const known = followed.get(id);
  // Less than was read is requested only if the bytes have changed.
  if (known && known.position > to) forget(id);
  const upload = followed.get(id) ?? { hash: createHash("sha256"), crc: 0, path, position: 0, to: 0, asked: null };
  followed.set(id, upload);
  upload.to = to;
  if (kind === "digest") upload.asked = ask;
  void work();
});

/**
 * Receiving and sending have priority; nobody waits for a hash before all bytes are here. Only Linux has a priority per thread.
 */
function yieldToOthers() {
  try {
    const thread = Number(readlinkSync("/proc/thread-self").split("/").at(-1));
    setPriority(thread, constants.priority.PRIORITY_LOW);
  } catch {}
}

async function work() {
  if (atWork) return;
  atWork = true;
  while ([...followed.values()].some(isDue)) {
    for (const [id, upload] of followed) {
      if (!isDue(upload)) continue;
      turn(id, upload);
      // Messages are handled in between.
      await setImmediate();
    }
  }
  atWork = false;
}

/**
 * Reads on, and replies when everything is read.
 *
 * @param {string} id
 * @param {Followed} upload
 */
function turn(id, upload) {
  try {
    if (upload.position < upload.to) readOn(upload);
  } catch (error) {
    answer(upload, { error: String(error) });
    followed.delete(id);
    return;
  }
  if (upload.position < upload.to || upload.asked === null) return;
  followed.delete(id);
  answer(upload, { sha256: upload.hash.digest("hex"), crc32: upload.crc.toString(16).padStart(8, "0") });
}

/** @param {Followed} upload */
function isDue({ position, to, asked }) {
  return position < to || asked !== null;
}

/** @param {Followed} upload */
function readOn(upload) {
  const file = openSync(upload.path, "r");
  try {
    const end = Math.min(upload.to, upload.position + TURN_BYTES);
    while (upload.position < end) {
      const wanted = Math.min(buffer.length, end - upload.position);
      const read = readSync(file, buffer, 0, wanted, upload.position);
      if (read === 0) throw new Error("the file is shorter than what was received");
      upload.hash.update(buffer.subarray(0, read));
      upload.crc = crc32(buffer.subarray(0, read), upload.crc);
      upload.position += read;
    }
  } finally {
    closeSync(file);
  }
}

/** @param {string} id */
function forget(id) {
  const upload = followed.get(id);
  followed.delete(id);
  if (upload) answer(upload, { error: "the upload was given up" });
}

/**
 * @param {Followed} upload
 * @param {{ sha256: string, crc32: string } | { error: string }} said
 */
function answer({ asked }, said) {
  if (asked !== null) parentPort?.postMessage({ ask: asked, ...said });
}
