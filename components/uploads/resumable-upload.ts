import type { DetailedError, Upload } from "tus-js-client";
import { fetchAnswer, RequestProblem } from "@/components/http/request";
import { safeStorage } from "@/components/ui/safe-storage";
import {
  METADATA_NAME,
  METADATA_TYPE,
  UPLOAD_PART_SIZE,
  UPLOAD_TOKEN_HEADER,
  UPLOADS_PATH,
} from "@/lib/uploads/schema";
import { checkedReader, requireReadable } from "./local-file";
import { requireOwnAnswer } from "./own-answer";
import { planRetry, Stalled } from "./plan-retry";
import { addSample, bytesPerSecond, noRate, type Rate, secondsLeft } from "./rate";
import { StallWatch } from "./stall-watch";
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
import type { UploadState } from "./upload-state";

export type { UploadState } from "./upload-state";

/** So often an upload is begun again without a byte before somebody must be taking its token away. */
const MOST_BEGINNINGS = 3;

/** Bytes of a part: smaller, for all uploads of this page, once a proxy has refused larger ones. */
let partSize = UPLOAD_PART_SIZE;

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
  /** What the server has, in bytes. */
  #confirmed = 0;
  /** Attempts, and uploads begun on the server, since the last byte that arrived. */
  #failures = 0;
  #beginnings = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #stall = new StallWatch({
    said: (still) => void (this.#state.step === "uploading" && this.#set({ ...this.#state, still })),
    ended: () => {
      void this.#upload?.abort();
      this.#troubled(new Stalled());
    },
  });
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
    this.#upload = null;
    this.#set({ step: "uploading", file: facts, sent: 0, speed: null, secondsLeft: null });
    this.#stall.moved("reading");
    try {
      // Before the server makes room for it. A folder that was dropped fails here, too.
      const [{ Upload }] = await Promise.all([import("tus-js-client"), requireReadable(file, 0, file.size)]);
      // Cancelled, or another file was chosen, while the code was on its way.
      if (this.#state.step === "none" || this.#state.file !== facts) return;
      this.#upload = new Upload(file, this.#options(facts, goOn));
      // Paused meanwhile: it is ready to continue.
      if (this.#state.step === "uploading") this.#start();
    } catch (error) {
      if (this.#state.step !== "none" && this.#state.file === facts) this.#troubled(error);
    }
  }

  /** The file was chosen again, after it could not be read. If it is the same, only the rest is sent. */
  chooseAgain(file: File): void {
    if (this.#state.step !== "failed") return;
    if (this.#known && !isSameFile(this.#known.file, factsOf(file))) {
      this.#discard(this.#known);
      this.#use(null);
    }
    void this.begin(file);
  }

  pause(): void {
    const state = this.#state;
    if (state.step !== "uploading" && state.step !== "waiting" && state.step !== "queued") return;
    this.#halt();
    this.#set({ step: "paused", file: state.file, sent: state.sent, speed: null, secondsLeft: null });
  }

  /** After a pause, after a failure, or when its turn has come. */
  resume(): void {
    const state = this.#state;
    if (state.step !== "paused" && state.step !== "failed" && state.step !== "queued") return;
    if (!this.#upload && this.#chosen) return void this.begin(this.#chosen);
    this.#failures = 0;
    this.#beginnings = 0;
    this.#start();
  }

  /** Cancels the upload and tells the server to delete its bytes. */
  cancel(): void {
    this.#halt();
    if (this.#known) this.#discard(this.#known);
    this.#end();
  }

  /** All bytes were there, and the server has them no longer: they are sent again, or the file has to be chosen again. */
  lost(): void {
    const state = this.#state;
    if (state.step !== "done") return;
    this.#forget();
    this.#use(null);
    this.#confirmed = 0;
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
    const response = await fetchAnswer(url, { method: "HEAD", headers, cache: "no-store" }).catch(() => null);
    if (this.#state.step !== "none") return;
    // Its offset is unknown; it is requested again when the upload continues. Only the server itself knows that it is gone.
    const isOwn = response?.headers.has("Tus-Resumable");
    if (!response || !isOwn || response.status >= 500) return this.#set({ step: "interrupted", file, sent: 0 });
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
      chunkSize: partSize,
      // Tried again by ourselves: as long as somebody asks for, and not where the file itself is the trouble.
      retryDelays: null,
      // Remembered by ourselves, together with the token.
      storeFingerprintForResuming: false,
      fileReader: checkedReader((read) => {
        this.#stall.moved("reading");
        void read.then(() => this.#isSending() && this.#stall.moved("sending"));
      }),
      metadata: { [METADATA_NAME]: file.name, [METADATA_TYPE]: file.type },
      onBeforeRequest: (request) => {
        this.#stall.moved("sending");
        if (request.getMethod() !== "POST") request.setHeader(UPLOAD_TOKEN_HEADER, this.#token);
      },
      onAfterResponse: (request, response) => {
        this.#stall.stop();
        requireOwnAnswer(request.getMethod(), response);
        if (request.getMethod() === "POST") this.#token = response.getHeader(UPLOAD_TOKEN_HEADER) ?? this.#token;
        this.#arrived(Number(response.getHeader("Upload-Offset") ?? 0));
      },
      onUploadUrlAvailable: () => this.#created({ url: this.#upload?.url ?? "", token: this.#token, file }),
      onProgress: (sent) => this.#progress(file, sent),
      onSuccess: () => this.#done(),
      onError: (error) => this.#troubled((error as DetailedError).causingError ?? error),
    };
  }

  #created(upload: RememberedUpload): void {
    // What was begun before is gone from the server when tus starts again.
    if (this.#known?.url !== upload.url) this.#beginnings += 1;
    if (this.#known && this.#known.url !== upload.url) this.#forget();
    this.#use(upload);
    rememberUpload(memory(), this.#purpose, upload);
  }

  #start(): void {
    const state = this.#state;
    if (state.step === "none" || state.step === "done" || !this.#upload) return;
    this.#rate = noRate;
    this.#upload.options.chunkSize = partSize;
    const { file } = state;
    const sent = this.#sent();
    // While it is tried again, it still waits: until something moves.
    if (state.step !== "waiting") {
      this.#set({ step: "uploading", file, sent, speed: null, secondsLeft: null, ...this.#parts() });
    }
    this.#stall.moved("sending");
    this.#upload.start();
  }

  #progress(file: FileFacts, sent: number): void {
    if (!this.#isSending()) return;
    const whole = sent >= Math.min(this.#confirmed + partSize, file.size);
    this.#stall.moved(whole ? "answer" : "sending");
    this.#rate = addSample(this.#rate, Date.now(), sent);
    const speed = bytesPerSecond(this.#rate);
    const left = secondsLeft(this.#rate, file.size);
    this.#set({ step: "uploading", file, sent, speed, secondsLeft: left, ...this.#parts() });
  }

  /** The server has told how many bytes it has. */
  #arrived(bytes: number): void {
    if (bytes > this.#confirmed) {
      this.#failures = 0;
      this.#beginnings = 0;
    }
    this.#confirmed = bytes;
  }

  #parts(): { inSmallParts?: true } {
    return partSize < UPLOAD_PART_SIZE ? { inSmallParts: true } : {};
  }

  /** An attempt has failed, or its file cannot be read: waits for the next one, or stops. */
  #troubled(error: unknown): void {
    const state = this.#state;
    if (state.step !== "uploading" && state.step !== "waiting") return;
    this.#stall.stop();
    const { file } = state;
    const sent = this.#sent();
    const plan = planRetry(this.#beginnings > MOST_BEGINNINGS ? tokenTaken : error, this.#failures, partSize);
    if (plan.next === "fail") return this.#set({ step: "failed", file, sent, problem: plan.problem });
    if (plan.next === "smaller") {
      partSize = Math.min(partSize, plan.partSize);
      return this.#start();
    }
    this.#failures += 1;
    this.#set({ step: "waiting", file, sent, speed: null, secondsLeft: null, reason: plan.reason });
    this.#timer = setTimeout(() => this.#start(), plan.ms);
    // A file that is gone looks like a broken connection to the browser: it is named at once.
    if (!(error instanceof RequestProblem)) void this.#checkFile();
  }

  async #checkFile(): Promise<void> {
    const file = this.#chosen;
    if (!file) return;
    await requireReadable(file, 0, file.size).catch((error: unknown) => {
      if (file !== this.#chosen || !this.#isSending()) return;
      this.#halt();
      this.#troubled(error);
    });
  }

  #isSending(): boolean {
    return this.#state.step === "uploading" || this.#state.step === "waiting";
  }

  /** Sends nothing more, and plans nothing. */
  #halt(): void {
    clearTimeout(this.#timer);
    this.#stall.stop();
    void this.#upload?.abort();
  }

  #done(): void {
    this.#stall.stop();
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
    fetchAnswer(url, { method: "DELETE", headers }).catch(() => {});
  }

  #end(): void {
    this.#halt();
    this.#upload = null;
    this.#chosen = null;
    this.#confirmed = 0;
    this.#use(null);
    this.#set({ step: "none" });
  }

  #set(state: UploadState): void {
    this.#state = state;
    for (const changed of this.#watchers) changed();
  }
}

/** The server finds no upload for requests whose token somebody in between removes. */
const tokenTaken = new RequestProblem({
  status: 404,
  code: "proxy_changed",
  title: "The token is missing",
  isForeign: true,
});
