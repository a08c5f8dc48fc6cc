import "server-only";

/** There is no result. The message is for the operator. */
export class ScanFailed extends Error {
  /** False if the scanner could not even be reached, so that the file has nothing to do with it. */
  readonly reached: boolean;

  constructor(message: string, { reached = true, cause }: { reached?: boolean; cause?: unknown } = {}) {
    super(message, { cause });
    this.name = "ScanFailed";
    this.reached = reached;
  }
}

/** A signature's name, or another text of a scanner, as it may be stored and shown. */
export function readable(text: string): string {
  return text
    .replace(/[^\x20-\x7e]+/g, " ")
    .trim()
    .slice(0, 200);
}
