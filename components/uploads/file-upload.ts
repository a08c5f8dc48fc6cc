import type { DetailedError, Upload } from "tus-js-client";
import {
  METADATA_NAME,
  METADATA_TYPE,
  UPLOAD_PART_SIZE,
  UPLOAD_TOKEN_HEADER,
  UPLOADS_PATH,
} from "@/lib/uploads/schema";
import type { Problem } from "../http/request";
import { type SafeStorage, safeStorage } from "../ui/safe-storage";
import { addSample, bytesPerSecond, noRate, type Rate, secondsLeft } from "./rate";
import {
  type FileFacts,
  factsOf,
  forgetUpload,
  isSameFile,
  type RememberedUpload,
  rememberedUpload,
  rememberUpload,
} from "./upload-memory";

type Sending = { file: FileFacts; sent: number; speed: number | null; secondsLeft: number | null };

/** Sizes in bytes, speed in bytes per second. */
export type UploadState =
  | { step: "none" }
  /** An earlier visit began it; the file has to be chosen again, and only the rest is sent. */
  | { step: "interrupted"; file: FileFacts; sent: number }
  | ({ step: "uploading" | "paused" | "waiting" } & Sending)
  | { step: "failed"; file: FileFacts; sent: number; problem: Problem | null }
  | { step: "done"; file: FileFacts; uploadId: string; token: string };

/** Waits between attempts (ms). Progress starts the count again. */
const RETRY_DELAYS = [0, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000, 30_000];

/** One upload by tus, from the first byte to the last, over pauses, lost connections and reloads. */
export class FileUpload {
  #state: UploadState = { step: "none" };
  #watchers = new Set<() => void>();
  #upload: Upload | null = null;
  #token = "";
  #rate: Rate = noRate;
  readonly #memory: () => SafeStorage;

  /** @param memory where the upload is remembered over a reload */
  constructor(memory: () => SafeStorage = () => safeStorage("localStorage")) {
    this.#memory = memory;
  }

  readonly state = (): UploadState => this.#state;

  readonly watch = (changed: () => void): (() => void) => {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  };

  /** Starts at once. The rest of a remembered upload is sent when it is the same file. */
  async begin(file: File): Promise<void> {
    const facts = factsOf(file);
    const remembered = rememberedUpload(this.#memory());
    const goOn = remembered && isSameFile(remembered.file, facts) ? remembered : null;
    if (remembered && !goOn) this.#discard(remembered);
    this.#token = goOn?.token ?? "";
    this.#rate = noRate;
    this.#set({ step: "uploading", file: facts, sent: 0, speed: null, secondsLeft: null });
    const { Upload } = await import("tus-js-client");
    // Cancelled, or another file was chosen, while the code was on its way.
    if (this.#state.step === "none" || this.#state.file !== facts) return;
    this.#upload = new Upload(file, this.#options(facts, goOn));
    this.#upload.start();
  }

  pause(): void {
    const state = this.#state;
    if (state.step !== "uploading" && state.step !== "waiting") return;
    void this.#upload?.abort();
    this.#set({ ...state, step: "paused", speed: null, secondsLeft: null });
  }

  /** After a pause, or after a failure. */
  resume(): void {
    const state = this.#state;
    if (state.step !== "paused" && state.step !== "failed") return;
    this.#rate = noRate;
    this.#set({ step: "uploading", file: state.file, sent: state.sent, speed: null, secondsLeft: null });
    this.#upload?.start();
  }

  /** Gives the upload up and tells the server to forget its bytes. */
  cancel(): void {
    const remembered = rememberedUpload(this.#memory());
    void this.#upload?.abort();
    if (remembered) this.#discard(remembered);
    this.#end();
  }

  /** The upload became a file for sale: nothing is left to remember. */
  finish(): void {
    forgetUpload(this.#memory());
    this.#end();
  }

  /** Looks for what an earlier visit began. */
  async restore(): Promise<void> {
    const remembered = rememberedUpload(this.#memory());
    if (!remembered || this.#state.step !== "none") return;
    const { url, token, file } = remembered;
    const headers = { "Tus-Resumable": "1.0.0", [UPLOAD_TOKEN_HEADER]: token };
    const response = await fetch(url, { method: "HEAD", headers, cache: "no-store" }).catch(() => null);
    if (this.#state.step !== "none") return;
    const sent = Number(response?.headers.get("Upload-Offset") ?? Number.NaN);
    if (response?.ok && sent === file.size) return this.#done(remembered);
    if (response?.ok && Number.isFinite(sent)) return this.#set({ step: "interrupted", file, sent });
    if (response && response.status >= 400 && response.status < 500) forgetUpload(this.#memory());
  }

  #options(file: FileFacts, goOn: RememberedUpload | null): ConstructorParameters<typeof Upload>[1] {
    return {
      endpoint: new URL(UPLOADS_PATH, location.origin).href,
      uploadUrl: goOn?.url ?? null,
      chunkSize: UPLOAD_PART_SIZE,
      retryDelays: RETRY_DELAYS,
      // Remembered by ourselves, together with the token.
      storeFingerprintForResuming: false,
      metadata: { [METADATA_NAME]: file.name, [METADATA_TYPE]: file.type },
      onBeforeRequest: (request) => {
        if (request.getMethod() !== "POST") request.setHeader(UPLOAD_TOKEN_HEADER, this.#token);
      },
      onAfterResponse: (request, response) => {
        if (request.getMethod() === "POST") this.#token = response.getHeader(UPLOAD_TOKEN_HEADER) ?? this.#token;
      },
      onUploadUrlAvailable: () => rememberUpload(this.#memory(), { url: this.#url(), token: this.#token, file }),
      onProgress: (sent) => this.#progress(file, sent),
      onShouldRetry: (error) => this.#shouldRetry(file, error as DetailedError),
      onSuccess: () => this.#done({ url: this.#url(), token: this.#token, file }),
      onError: (error) => this.#failed(file, error as DetailedError),
    };
  }

  #url(): string {
    return this.#upload?.url ?? "";
  }

  #progress(file: FileFacts, sent: number): void {
    if (this.#state.step !== "uploading" && this.#state.step !== "waiting") return;
    this.#rate = addSample(this.#rate, Date.now(), sent);
    const speed = bytesPerSecond(this.#rate);
    this.#set({ step: "uploading", file, sent, speed, secondsLeft: secondsLeft(this.#rate, file.size) });
  }

  /** Silence, a conflict or a lock pass by themselves; a refusal, and a full disk, do not. */
  #shouldRetry(file: FileFacts, error: DetailedError): boolean {
    const status = error.originalResponse?.getStatus() ?? 0;
    const passes = status === 0 || status === 409 || status === 423 || (status >= 500 && status !== 507);
    const sent = this.#sent();
    if (passes) this.#set({ step: "waiting", file, sent, speed: null, secondsLeft: null });
    return passes;
  }

  #failed(file: FileFacts, error: DetailedError): void {
    this.#set({ step: "failed", file, sent: this.#sent(), problem: problemOf(error) });
  }

  #done({ url, token, file }: RememberedUpload): void {
    const uploadId = new URL(url, location.origin).pathname.split("/").at(-1) ?? "";
    this.#set({ step: "done", file, uploadId, token });
  }

  #sent(): number {
    return "sent" in this.#state ? this.#state.sent : 0;
  }

  #discard({ url, token }: RememberedUpload): void {
    forgetUpload(this.#memory());
    const headers = { "Tus-Resumable": "1.0.0", [UPLOAD_TOKEN_HEADER]: token };
    // Best effort: what nobody claims is swept by the server.
    fetch(url, { method: "DELETE", headers }).catch(() => {});
  }

  #end(): void {
    this.#upload = null;
    this.#token = "";
    this.#set({ step: "none" });
  }

  #set(state: UploadState): void {
    this.#state = state;
    for (const changed of this.#watchers) changed();
  }
}

function problemOf(error: DetailedError): Problem | null {
  try {
    const body: unknown = JSON.parse(error.originalResponse?.getBody() ?? "null");
    return body && typeof body === "object" && "code" in body ? (body as Problem) : null;
  } catch {
    return null;
  }
}
