import type { DetailedError, Upload } from "tus-js-client";
import { type Problem, RequestProblem } from "@/components/http/request";
import {
  METADATA_NAME,
  METADATA_TYPE,
  UPLOAD_PART_SIZE,
  UPLOAD_TOKEN_HEADER,
  UPLOADS_PATH,
} from "@/lib/uploads/schema";
import { checkedReader, requireReadable } from "./local-file";
import { requireOwnAnswer } from "./own-answer";
import { planRetry, Stalled, type WaitReason } from "./plan-retry";
import { type Phase, StallWatch } from "./stall-watch";

/** So often an upload is begun again without a byte before somebody must be taking its token away. */
const MOST_BEGINNINGS = 3;

/** Bytes of a part: smaller, for all uploads of this page, once a proxy has refused larger ones. */
let partSize = UPLOAD_PART_SIZE;

/** True once a proxy has refused parts of the usual size. */
export const inSmallParts = (): boolean => partSize < UPLOAD_PART_SIZE;

type On = {
  /** The server has made room, the first time or again. */
  created(url: string, token: string): void;
  /** Bytes that have left, of the whole file. */
  progress(sent: number): void;
  /** Nothing has moved for a while. */
  still(phase: Phase): void;
  /** The next attempt follows by itself. */
  waiting(reason: WaitReason): void;
  /** No attempt follows by itself. */
  failed(problem: Problem | null): void;
  done(): void;
};

/** Sends one file by tus, and tries again as often as that makes sense. */
export class SteadySender {
  readonly #file: File;
  readonly #on: On;
  readonly #upload: Upload;
  /** From the answer that created the upload. */
  #token: string;
  #url: string | null;
  /** What the server has, in bytes. */
  #confirmed = 0;
  /** Attempts, and uploads begun on the server, since the last byte that arrived. */
  #failures = 0;
  #beginnings = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isRunning = false;
  readonly #stall = new StallWatch({
    said: (phase) => this.#isRunning && this.#on.still(phase),
    ended: () => {
      void this.#upload.abort();
      this.#troubled(new Stalled());
    },
  });

  /** @param known the upload of which the rest is sent; null for a new one */
  constructor(Tus: typeof Upload, file: File, known: { url: string; token: string } | null, on: On) {
    this.#file = file;
    this.#on = on;
    this.#url = known?.url ?? null;
    this.#token = known?.token ?? "";
    this.#upload = new Tus(file, this.#options());
  }

  /** Begins, or goes on after `stop` or a failure. The file is looked at before the server makes room for it. */
  start(): void {
    this.#failures = 0;
    this.#beginnings = 0;
    this.#isRunning = true;
    this.#stall.moved("reading");
    // A folder that was dropped fails here, too.
    requireReadable(this.#file, 0, this.#file.size).then(
      () => this.#isRunning && this.#attempt(),
      (error: unknown) => this.#troubled(error),
    );
  }

  /** Sends nothing more, and plans nothing. */
  stop(): void {
    this.#isRunning = false;
    clearTimeout(this.#timer);
    this.#stall.stop();
    void this.#upload.abort();
  }

  #options(): ConstructorParameters<typeof Upload>[1] {
    const { name, type } = this.#file;
    return {
      endpoint: new URL(UPLOADS_PATH, location.origin).href,
      uploadUrl: this.#url,
      chunkSize: partSize,
      // Tried again by ourselves: as long as somebody asks for, and not where the file itself is the trouble.
      retryDelays: null,
      // Remembered by ourselves, together with the token.
      storeFingerprintForResuming: false,
      fileReader: checkedReader((read) => {
        this.#stall.moved("reading");
        void read.then(() => this.#isRunning && this.#stall.moved("sending"));
      }),
      metadata: { [METADATA_NAME]: name, [METADATA_TYPE]: type },
      onBeforeRequest: (request) => {
        if (this.#isRunning) this.#stall.moved("sending");
        if (request.getMethod() !== "POST") request.setHeader(UPLOAD_TOKEN_HEADER, this.#token);
      },
      onAfterResponse: (request, response) => {
        this.#stall.stop();
        requireOwnAnswer(request.getMethod(), response);
        if (request.getMethod() === "POST") this.#token = response.getHeader(UPLOAD_TOKEN_HEADER) ?? this.#token;
        this.#arrived(Number(response.getHeader("Upload-Offset") ?? 0));
      },
      onUploadUrlAvailable: () => this.#created(this.#upload.url ?? ""),
      onProgress: (sent) => this.#progress(sent),
      onSuccess: () => this.#done(),
      onError: (error) => this.#troubled((error as DetailedError).causingError ?? error),
    };
  }

  #attempt(): void {
    this.#upload.options.chunkSize = partSize;
    this.#stall.moved("sending");
    this.#upload.start();
  }

  #created(url: string): void {
    if (url !== this.#url) this.#beginnings += 1;
    this.#url = url;
    this.#on.created(url, this.#token);
  }

  #progress(sent: number): void {
    if (!this.#isRunning) return;
    const whole = sent >= this.#confirmed + this.#part();
    this.#stall.moved(whole ? "answer" : "sending");
    this.#on.progress(sent);
  }

  /** Bytes of the part that is sent. */
  #part(): number {
    return Math.min(partSize, this.#file.size - this.#confirmed);
  }

  /** The server has told how many bytes it has. */
  #arrived(bytes: number): void {
    if (bytes > this.#confirmed) {
      this.#failures = 0;
      this.#beginnings = 0;
    }
    this.#confirmed = bytes;
  }

  /** An attempt has failed, or its file cannot be read: waits for the next one, or stops. */
  #troubled(error: unknown): void {
    if (!this.#isRunning) return;
    this.#stall.stop();
    const why = this.#beginnings > MOST_BEGINNINGS ? tokenTaken : error;
    const plan = planRetry(why, this.#failures, this.#part());
    if (plan.next === "fail") {
      this.stop();
      return this.#on.failed(plan.problem);
    }
    if (plan.next === "smaller") {
      partSize = plan.partSize;
      return this.#attempt();
    }
    this.#failures += 1;
    this.#on.waiting(plan.reason);
    this.#timer = setTimeout(() => this.#attempt(), plan.ms);
    // A file that is gone looks like a broken connection to the browser: it is named at once.
    if (!(error instanceof RequestProblem)) void this.#checkFile();
  }

  async #checkFile(): Promise<void> {
    await requireReadable(this.#file, 0, this.#file.size).catch((error: unknown) => {
      if (!this.#isRunning) return;
      clearTimeout(this.#timer);
      void this.#upload.abort();
      this.#troubled(error);
    });
  }

  #done(): void {
    this.#isRunning = false;
    this.#stall.stop();
    this.#on.done();
  }
}

/** The server finds no upload for requests whose token somebody in between removes. */
const tokenTaken = new RequestProblem({
  status: 404,
  code: "proxy_changed",
  title: "The token is missing",
  isForeign: true,
});
