import { createHash, type Hash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Disturbed, waitBefore } from "@/commands/disturbed";
import { Refused } from "@/commands/pay/refused";
import { ProgressLine } from "@/commands/progress-line";
import { UPLOAD_PART_SIZE } from "@/lib/uploads/schema";
import { Interrupted } from "./interrupted";
import { noteDown, type Run } from "./run";
import { failureOf, PartTooLarge, requestUpload } from "./upload-request";

/** Smaller parts (bytes) would take more time than they need. */
const SMALLEST_PART = 256 * 1024;

/** How sending ended. `changed`: the bytes that the server has are not those of the file any more. `gone`: it has no such upload. */
export type Sent = "all" | "changed" | "gone";

/** The same bytes are sent again at once, in smaller parts. */
class SmallerParts extends Error {}

/**
 * Sends what the server does not have yet (tus 1.0.0, with its extension "Checksum"), in parts, and tries again after an
 * interruption. A part arrives as a whole or not at all, so an upload that was cut ends at the beginning of a part: what was
 * sent before is compared with the file by the hash that was noted for that offset.
 *
 * @throws Refused, Interrupted
 */
export async function sendBytes(run: Run): Promise<Sent> {
  const sending = new Sending(run);
  let failures = 0;
  for (;;) {
    const before = sending.offset;
    try {
      return await sending.send();
    } catch (error) {
      // What looks like a broken connection may be a file that is gone.
      await run.file.requireAsOpened();
      if (error instanceof SmallerParts) continue;
      if (!(error instanceof Disturbed)) throw error;
      if (sending.offset > before) failures = 0;
      const delay = waitBefore(failures++, error);
      if (delay === null) throw new Interrupted(`The upload was interrupted: ${error.message}`);
      await sleep(delay);
    } finally {
      sending.progress.end();
    }
  }
}

class Sending {
  readonly progress = new ProgressLine(process.stderr);
  /** Of the file's bytes before `#hashed`. */
  #hash: Hash = createHash("sha256");
  #hashed = 0;
  /** What the server has, as far as is known. */
  offset = 0;
  #partSize = UPLOAD_PART_SIZE;

  constructor(readonly run: Run) {}

  async send(): Promise<Sent> {
    const has = await this.#askOffset();
    if (has === null) return "gone";
    this.offset = has;
    await this.#hashUpTo(has);
    if (!this.#isAsSent()) return "changed";
    while (this.offset < this.run.file.size) {
      await this.run.file.requireAsOpened();
      const part = await this.run.file.read(this.offset, this.#partSize);
      if (part.length === 0) return "changed";
      if (!(await this.#sendPart(part))) return "gone";
    }
    return (await this.run.file.isAsOpened()) ? "all" : "changed";
  }

  async #askOffset(): Promise<number | null> {
    const response = await requestUpload(this.run, "HEAD");
    if (isGone(response)) return null;
    if (!response.ok) throw await failureOf(response);
    const offset = Number(response.headers.get("upload-offset") ?? Number.NaN);
    if (!Number.isSafeInteger(offset) || offset < 0 || offset > this.run.file.size) {
      throw new Disturbed("The server does not say how much it has.");
    }
    return offset;
  }

  /** @returns false if the upload is gone */
  async #sendPart(part: Buffer<ArrayBuffer>): Promise<boolean> {
    const start = { offset: this.offset, sha256: this.#digest() };
    this.#hash.update(part);
    this.#hashed += part.length;
    const end = { offset: this.#hashed, sha256: this.#digest() };
    await noteDown(this.run, { checkpoints: [start, end] });
    const headers = {
      "Upload-Offset": String(start.offset),
      "Upload-Checksum": `sha256 ${createHash("sha256").update(part).digest("base64")}`,
      "Content-Type": "application/offset+octet-stream",
      "Content-Length": String(part.length),
    };
    const report = (sent: number) => this.progress.bytes("Uploading", start.offset + sent, this.run.file.size);
    const response = await requestUpload(this.run, "PATCH", headers, { bytes: part, report }).catch((error) =>
      this.#takeSmaller(error, part.length),
    );
    if (isGone(response)) return false;
    if (!response.ok) throw await failureOf(response);
    await response.body?.cancel();
    this.offset = end.offset;
    return true;
  }

  /** A proxy that takes small bodies only gets small parts. @throws Disturbed, for the next attempt; Refused */
  #takeSmaller(error: unknown, tooLarge: number): never {
    if (!(error instanceof PartTooLarge)) throw error;
    this.#partSize = Math.floor(tooLarge / 2);
    if (this.#partSize < SMALLEST_PART) throw new Refused(error.message, "proxy_too_large");
    throw new SmallerParts();
  }

  async #hashUpTo(offset: number): Promise<void> {
    if (offset < this.#hashed) {
      this.#hash = createHash("sha256");
      this.#hashed = 0;
    }
    while (this.#hashed < offset) {
      const piece = await this.run.file.read(this.#hashed, Math.min(UPLOAD_PART_SIZE, offset - this.#hashed));
      if (piece.length === 0) return;
      this.#hash.update(piece);
      this.#hashed += piece.length;
      this.progress.bytes("Comparing with what was sent before", this.#hashed, offset);
    }
  }

  #isAsSent(): boolean {
    const { checkpoints, mtimeMs } = this.run.sale;
    if (this.offset === 0) return true;
    const known = checkpoints.find(({ offset }) => offset === this.offset);
    // Another run of this command got further at the same time.
    if (!known) return mtimeMs === this.run.file.mtimeMs;
    return this.#hashed === this.offset && known.sha256 === this.#digest();
  }

  #digest(): string {
    return this.#hash.copy().digest("hex");
  }
}

function isGone({ status }: Response): boolean {
  return status === 404 || status === 410;
}
