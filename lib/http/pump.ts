import "server-only";
import type { ServerResponse } from "node:http";
import { type Readable, Transform, type TransformCallback } from "node:stream";
import { pipeline } from "node:stream/promises";
import { log } from "@/lib/log";

type Pumped = {
  /** Bytes: neither more nor less are sent. */
  length: number;
  /** Called with the number of sent bytes; false ends the transfer there. */
  onBytes: ((count: number) => boolean) | undefined;
  /** Milliseconds without progress after which a silent client is cut off. */
  stallTimeout: number;
};

/** Streams to the client; true when every byte was passed on. Never throws: there is nobody left to tell. */
export async function pump(
  source: Readable,
  res: ServerResponse,
  { length, onBytes, stallTimeout }: Pumped,
): Promise<boolean> {
  const meter = new Meter(length, onBytes);
  res.setTimeout(stallTimeout, () => res.destroy());
  let readError: unknown;
  source.once("error", (error) => {
    readError = error;
  });
  try {
    await pipeline(source, meter, res);
    return true;
  } catch (error) {
    res.destroy();
    const failure = readError ?? (error instanceof WrongLength ? error : null);
    if (failure) log.error({ err: failure }, "a file could not be read to its end");
    else log.debug("a download ended before its end: the client left, or its budget is spent");
    // Many clients close immediately after the last byte, before our side has noticed the end.
    return !failure && !(error instanceof Stopped) && meter.passed === meter.length;
  }
}

class WrongLength extends Error {}
class Stopped extends Error {}

/** Lets exactly `length` bytes pass. A stored file that is shorter or longer than recorded is an error, not an end. */
class Meter extends Transform {
  passed = 0;

  constructor(
    readonly length: number,
    private readonly onBytes: Pumped["onBytes"],
  ) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.passed += chunk.length;
    if (this.passed > this.length) done(this.wrong());
    else if (this.onBytes?.(chunk.length) === false) done(new Stopped());
    else done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    done(this.passed === this.length ? null : this.wrong());
  }

  private wrong(): WrongLength {
    return new WrongLength(`a stored file of ${this.length} bytes gave ${this.passed}`);
  }
}
