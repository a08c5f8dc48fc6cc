/** Why the browser cannot read a file that was chosen. `gone`: it was moved, renamed or deleted, or its disk is gone. */
export type LocalCode = "file_gone" | "file_unreadable";

/** The file on this device is the trouble, and no connection. */
export class LocalTrouble extends Error {
  readonly code: LocalCode;
  constructor(code: LocalCode, cause: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

/**
 * Reads a byte at both ends of a part: browsers refuse a file that has changed since it was chosen, and one that is no
 * longer there (File API, "Errors and Exceptions"). A file that has to come from a cloud first makes this wait.
 *
 * @throws LocalTrouble
 */
export async function requireReadable(file: Blob, start: number, end: number): Promise<void> {
  try {
    for (const at of new Set([start, Math.max(start, end - 1)])) {
      const byte = await file.slice(at, at + 1).arrayBuffer();
      if (byte.byteLength !== 1) throw new Error("no byte");
    }
  } catch (error) {
    const isGone = error instanceof DOMException && error.name === "NotFoundError";
    throw new LocalTrouble(isGone ? "file_gone" : "file_unreadable", error);
  }
}

/**
 * How tus reads a file: each part is looked at before it is sent. By itself, a browser reports a file that cannot be read
 * as a broken connection.
 *
 * @param onRead called before a part is read, with the moment's end
 */
export function checkedReader(onRead: (part: Promise<void>) => void) {
  return {
    async openFile(file: Blob) {
      return {
        size: file.size,
        async slice(start: number, end: number) {
          const read = requireReadable(file, start, Math.min(end, file.size));
          onRead(read.catch(() => {}));
          await read;
          return { value: file.slice(start, end), done: end >= file.size };
        },
        close() {},
      };
    },
  };
}
