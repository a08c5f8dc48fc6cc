import "server-only";
import type { FileHandle } from "node:fs/promises";
import { log } from "@/lib/log";
import { perProcess } from "@/lib/process";

/** Bytes from which it is worth flushing a part to the disk. */
const LARGE_PART = 8 * 1024 * 1024;

const writing = () => perProcess("uploads.writing-through", () => ({ busy: false }));

/**
 * Closes an upload's file. A large part is first flushed to the disk, in the background: otherwise all of a large file
 * waits in memory, and its last part for minutes until everything is flushed. One at a time, because it occupies one of
 * the few threads that downloads read with.
 *
 * @param length bytes just written
 */
export async function closePart(handle: FileHandle, length: number): Promise<void> {
  const state = writing();
  if (length < LARGE_PART || state.busy) return handle.close();
  state.busy = true;
  void writeThrough(handle).finally(() => {
    state.busy = false;
  });
}

/** Only a head start: whether the bytes are safe is decided by the flush that finishing waits for. */
async function writeThrough(handle: FileHandle): Promise<void> {
  try {
    await handle.datasync().finally(() => handle.close());
  } catch (err) {
    log.debug({ err }, "a part could not be written through early");
  }
}
