import type { DetailedError, Upload } from "tus-js-client";
import type { Problem } from "@/components/http/request";
import { safeStorage } from "@/components/ui/safe-storage";
import {
  METADATA_NAME,
  METADATA_TYPE,
  UPLOAD_PART_SIZE,
  UPLOAD_TOKEN_HEADER,
  UPLOADS_PATH,
} from "@/lib/uploads/schema";
import { isRetried } from "./is-retried";
import { addSample, bytesPerSecond, noRate, type Rate, secondsLeft } from "./rate";
import {
  type FileFacts,
  factsOf,
  forgetUpload,
  isSameFile,
  type RememberedUpload,
  rememberedUploads,
  rememberUpload,
  type UploadPurpose,
} from "./upload-memory";

type Sending = { file: FileFacts; sent: number; speed: number | null; secondsLeft: number | null };

/** Sizes in bytes, speed in bytes per second. */
export type UploadState =
  | { step: "none" }
  /** Started in an earlier visit; the file has to be chosen again, and only the rest is sent. */
  | { step: "interrupted"; file: FileFacts; sent: number }
  /** Chosen, but others go first. */
  | { step: "queued"; file: FileFacts; sent: number }
  | ({ step: "uploading" | "paused" | "waiting" } & Sending)
  | { step: "failed"; file: FileFacts; sent: number; problem: Problem | null }
  | { step: "done"; file: FileFacts; uploadId: string; token: string };

/** Waits between attempts (ms). Progress starts the count again. */
const RETRY_DELAYS = [0, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000, 30_000];

const memory = () => safeStorage("localStorage");

/** URLs that an upload of this page is using: a second one would only interfere. */
const inUse = new Set<string>();

/** One upload by tus, from the first byte to the last, over pauses, lost connections and reloads. */
export class ResumableUpload {
  #state: UploadState = { step: "none" };
  #watchers = new Set<() => void>();
  #upload: Upload | null = null;
  #rate: Rate = noRate;
  #chosen: File | null = null;
  /** The upload's URL, once the server has sent it. */
  #known: RememberedUpload | null = null;
  /** From the answer that created the upload. */
  #token = "";
  readonly #purpose: UploadPurpose;

  constructor(purpose: UploadPurpose) {
    this.#purpose = purpose;
  }

  readonly state = (): UploadState => this.#state;

  readonly watch = (changed: () => void): (() => void) => {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  };

  /** Shows the file already; `resume` starts it. */
  enqueue(file: File): void {
    const before = this.#state;
    this.#chosen = file;
    this.#set({ step: "queued", file: factsOf(file), sent: "sent" in before ? before.sent : 0 });
  }

  /** Starts at once. The rest of a remembered upload is sent when it is the same file. */
  async begin(file: File): Promise<void> {
    const facts = factsOf(file);
    const goOn = this.#findRemembered(facts);
    this.#chosen = file;
    this.#use(goOn);
    this.#rate = noRate;
    this.#set({ step: "uploading", file: facts, sent: 0, speed: null, secondsLeft: null });
    const { Upload } = await import("tus-js-client");
    // Cancelled, or another file was chosen, while the code was on its way.
    if (this.#state.step === "none" || this.#state.file !== facts) return;
    this.#upload = new Upload(file, this.#options(facts, goOn));
    // Paused meanwhile: it is ready to continue.
    if (this.#state.step === "uploading") this.#upload.start();
  }

  pause(): void {
    const state = this.#state;
    if (state.step !== "uploading" && state.step !== "waiting" && state.step !== "queued") return;
    void this.#upload?.abort();
    this.#set({ step: "paused", file: state.file, sent: state.sent, speed: null, secondsLeft: null });
  }

  /** After a pause, after a failure, or when its turn has come. */
  resume(): void {
    const state = this.#state;
    if (state.step !== "paused" && state.step !== "failed" && state.step !== "queued") return;
    if (!this.#upload && this.#chosen) return void this.begin(this.#chosen);
    this.#rate = noRate;
    this.#set({ step: "uploading", file: state.file, sent: state.sent, speed: null, secondsLeft: null });
    this.#upload?.start();
  }

  /** Cancels the upload and tells the server to delete its bytes. */
  cancel(): void {
    void this.#upload?.abort();
    if (this.#known) this.#discard(this.#known);
    this.#end();
  }

  /** All bytes were there, and the server has them no longer: they are sent again, or the file has to be chosen again. */
  lost(): void {
    const state = this.#state;
    if (state.step !== "done") return;
    this.#forget();
    this.#use(null);
    this.#upload = null;
    if (this.#chosen) void this.begin(this.#chosen);
    else this.#set({ step: "interrupted", file: state.file, sent: 0 });
  }

  /** The upload became a file for sale: nothing is left to remember. */
  finish(): void {
    this.#forget();
    this.#end();
  }

  /** Resumes an upload of an earlier visit: the last one of this purpose, or the given one. */
  async restore(remembered = rememberedUploads(memory(), this.#purpose).at(-1)): Promise<void> {
    if (!remembered || this.#state.step !== "none" || inUse.has(remembered.url)) return;
    this.#use(remembered);
    const { url, token, file } = remembered;
    const headers = { "Tus-Resumable": "1.0.0", [UPLOAD_TOKEN_HEADER]: token };
    const response = await fetch(url, { method: "HEAD", headers, cache: "no-store" }).catch(() => null);
    if (this.#state.step !== "none") return;
    // Its offset is unknown; it is requested again when the upload continues.
    if (!response || response.status >= 500) return this.#set({ step: "interrupted", file, sent: 0 });
    const sent = Number(response.headers.get("Upload-Offset") ?? Number.NaN);
    if (response.ok && sent === file.size) return this.#done();
    if (response.ok && Number.isFinite(sent)) return this.#set({ step: "interrupted", file, sent });
    this.finish();
  }

  #findRemembered(facts: FileFacts): RememberedUpload | null {
    const free = rememberedUploads(memory(), this.#purpose).filter(({ url }) => !inUse.has(url));
    const candidates = this.#known ? [this.#known] : free;
    return candidates.find(({ file }) => isSameFile(file, facts)) ?? null;
  }

  /** From now on this is the upload; the previous one is released. */
  #use(upload: RememberedUpload | null): void {
    if (this.#known) inUse.delete(this.#known.url);
    this.#known = upload;
    this.#token = upload?.token ?? "";
    if (upload) inUse.add(upload.url);
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
      onUploadUrlAvailable: () => this.#created({ url: this.#upload?.url ?? "", token: this.#token, file }),
      onProgress: (sent) => this.#progress(file, sent),
      onShouldRetry: (error) => this.#shouldRetry(file, error as DetailedError),
      onSuccess: () => this.#done(),
      onError: (error) => this.#failed(file, error as DetailedError),
    };
  }

  #created(upload: RememberedUpload): void {
    // What was begun before is gone from the server when tus starts again.
    if (this.#known && this.#known.url !== upload.url) this.#forget();
    this.#use(upload);
    rememberUpload(memory(), this.#purpose, upload);
  }

  #progress(file: FileFacts, sent: number): void {
    if (this.#state.step !== "uploading" && this.#state.step !== "waiting") return;
    this.#rate = addSample(this.#rate, Date.now(), sent);
    const speed = bytesPerSecond(this.#rate);
    this.#set({ step: "uploading", file, sent, speed, secondsLeft: secondsLeft(this.#rate, file.size) });
  }

  #shouldRetry(file: FileFacts, error: DetailedError): boolean {
    const passes = isRetried(error.originalResponse?.getStatus() ?? 0);
    const sent = this.#sent();
    if (passes) this.#set({ step: "waiting", file, sent, speed: null, secondsLeft: null });
    return passes;
  }

  #failed(file: FileFacts, error: DetailedError): void {
    this.#set({ step: "failed", file, sent: this.#sent(), problem: problemOf(error) });
  }

  #done(): void {
    if (!this.#known) return;
    const { url, token, file } = this.#known;
    const uploadId = new URL(url, location.origin).pathname.split("/").at(-1) ?? "";
    this.#set({ step: "done", file, uploadId, token });
  }

  #sent(): number {
    return "sent" in this.#state ? this.#state.sent : 0;
  }

  #forget(): void {
    if (this.#known) forgetUpload(memory(), this.#purpose, this.#known.url);
  }

  #discard({ url, token }: RememberedUpload): void {
    this.#forget();
    const headers = { "Tus-Resumable": "1.0.0", [UPLOAD_TOKEN_HEADER]: token };
    // Best effort: the server sweeps unclaimed uploads.
    fetch(url, { method: "DELETE", headers }).catch(() => {});
  }

  #end(): void {
    this.#upload = null;
    this.#chosen = null;
    this.#use(null);
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
