import { fetchAnswer } from "@/components/http/request";
import { safeStorage } from "@/components/ui/safe-storage";
import { UPLOAD_TOKEN_HEADER } from "@/lib/uploads/schema";
import { addSample, bytesPerSecond, noRate, type Rate, secondsLeft } from "./rate";
import { inSmallParts, SteadySender } from "./steady-sender";
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

const memory = () => safeStorage("localStorage");

/** URLs that an upload of this page is using: a second one would only interfere. */
const inUse = new Set<string>();

/** One upload by tus, from the first byte to the last, over pauses, lost connections and reloads. */
export class ResumableUpload {
  #state: UploadState = { step: "none" };
  #watchers = new Set<() => void>();
  #sender: SteadySender | null = null;
  #rate: Rate = noRate;
  #chosen: File | null = null;
  /** The upload's URL, once the server has sent it. */
  #known: RememberedUpload | null = null;
  readonly #purpose: UploadPurpose;

  constructor(purpose: UploadPurpose) {
    this.#purpose = purpose;
  }

  readonly state = (): UploadState => this.#state;

  readonly watch = (changed: () => void): (() => void) => {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  };

  /** The file on this device, as long as it is being sent or was; null after a reload. */
  readonly chosen = (): File | null => this.#chosen;

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
    this.#sender?.stop();
    this.#sender = null;
    this.#set({ step: "uploading", file: facts, sent: 0, speed: null, secondsLeft: null });
    const tus = await import("tus-js-client").catch(() => null);
    // Cancelled, or another file was chosen, while the code was on its way.
    if (this.#state.step === "none" || this.#state.file !== facts) return;
    if (!tus) return this.#set({ step: "failed", file: facts, sent: 0, problem: null });
    this.#sender = this.#newSender(tus.Upload, file, facts);
    // Paused meanwhile: it is ready to continue.
    if (this.#state.step === "uploading") this.#start();
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
    this.#sender?.stop();
    this.#set({ step: "paused", file: state.file, sent: state.sent, speed: null, secondsLeft: null });
  }

  /** After a pause, after a failure, or when its turn has come. */
  resume(): void {
    const state = this.#state;
    if (state.step !== "paused" && state.step !== "failed" && state.step !== "queued") return;
    if (!this.#sender && this.#chosen) return void this.begin(this.#chosen);
    this.#start();
  }

  /** Cancels the upload and tells the server to delete its bytes. */
  cancel(): void {
    if (this.#known) this.#discard(this.#known);
    this.#end();
  }

  /** All bytes were there, and the server has them no longer: they are sent again, or the file has to be chosen again. */
  lost(): void {
    const state = this.#state;
    if (state.step !== "done") return;
    this.#forget();
    this.#use(null);
    this.#sender = null;
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
    if (upload) inUse.add(upload.url);
  }

  #newSender(Upload: ConstructorParameters<typeof SteadySender>[0], file: File, facts: FileFacts): SteadySender {
    return new SteadySender(Upload, file, this.#known, {
      created: (url, token) => this.#created({ url, token, file: facts }),
      progress: (sent) => this.#progress(facts, sent),
      still: (still) => void (this.#state.step === "uploading" && this.#set({ ...this.#state, still })),
      waiting: (reason) =>
        this.#set({ step: "waiting", file: facts, sent: this.#sent(), speed: null, secondsLeft: null, reason }),
      failed: (problem) => this.#set({ step: "failed", file: facts, sent: this.#sent(), problem }),
      done: () => this.#done(),
    });
  }

  #created(upload: RememberedUpload): void {
    // What was begun before is gone from the server when tus starts again.
    if (this.#known && this.#known.url !== upload.url) this.#forget();
    this.#use(upload);
    rememberUpload(memory(), this.#purpose, upload);
  }

  #start(): void {
    const state = this.#state;
    if (state.step === "none" || state.step === "done") return;
    this.#rate = noRate;
    this.#set({ step: "uploading", file: state.file, sent: this.#sent(), speed: null, secondsLeft: null });
    this.#sender?.start();
  }

  #progress(file: FileFacts, sent: number): void {
    this.#rate = addSample(this.#rate, Date.now(), sent);
    const speed = bytesPerSecond(this.#rate);
    const left = secondsLeft(this.#rate, file.size);
    this.#set({ step: "uploading", file, sent, speed, secondsLeft: left, inSmallParts: inSmallParts() });
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
    fetchAnswer(url, { method: "DELETE", headers }).catch(() => {});
  }

  #end(): void {
    this.#sender?.stop();
    this.#sender = null;
    this.#chosen = null;
    this.#use(null);
    this.#set({ step: "none" });
  }

  #set(state: UploadState): void {
    this.#state = state;
    for (const changed of this.#watchers) changed();
  }
}
