import { safeStorage } from "@/components/ui/safe-storage";
import { ResumableUpload } from "./resumable-upload";
import { factsOf, isSameFile, rememberedUploads } from "./upload-memory";

/** How many are sent in parallel. More would only share the same connection. */
const AT_ONCE = 3;

/** The errors that may disappear with one upload less. */
const isQuota = (code: string | undefined) => code === "upload_quota" || code === "upload_quota_unsigned";

export type QueuedUpload = { id: string; upload: ResumableUpload };

/** Several uploads for sale: the first few are sent, the others wait for their turn. */
export class UploadQueue {
  #items: QueuedUpload[] = [];
  #watchers = new Set<() => void>();
  #count = 0;

  /** The same array until one comes or goes. Each upload has its own state to watch. */
  readonly items = (): QueuedUpload[] => this.#items;

  /** Called when any of them changes. */
  readonly watch = (changed: () => void): (() => void) => {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  };

  /** Sends the files; one whose upload was interrupted continues where it was. */
  add(files: readonly File[]): void {
    for (const file of files) {
      const { upload } = this.#interruptedOf(file) ?? this.#newItem();
      upload.enqueue(file);
    }
    this.#changed();
  }

  /** Shows what earlier visits began. */
  async restore(): Promise<void> {
    const remembered = rememberedUploads(safeStorage("localStorage"), "sale");
    const restored = await Promise.all(
      remembered.map(async (one) => {
        const upload = new ResumableUpload("sale");
        await upload.restore(one);
        return upload;
      }),
    );
    for (const upload of restored) if (upload.state().step !== "none") this.#keep(upload);
    this.#changed();
  }

  /** How many wait for their file to be chosen again. */
  readonly interrupted = (): number => this.#items.filter(({ upload }) => upload.state().step === "interrupted").length;

  /** True while leaving the page would interrupt something. */
  readonly isSending = (): boolean =>
    this.#items.some(({ upload }) => ["queued", "uploading", "waiting", "paused"].includes(upload.state().step));

  #interruptedOf(file: File): QueuedUpload | undefined {
    return this.#items.find(({ upload }) => {
      const state = upload.state();
      return state.step === "interrupted" && isSameFile(state.file, factsOf(file));
    });
  }

  #newItem(): QueuedUpload {
    return this.#keep(new ResumableUpload("sale"));
  }

  #keep(upload: ResumableUpload): QueuedUpload {
    this.#count += 1;
    const item = { id: String(this.#count), upload };
    this.#items = [...this.#items, item];
    upload.watch(() => this.#settle(item));
    return item;
  }

  /** One has changed: if it has ended, the next may start. */
  #settle(item: QueuedUpload): void {
    if (item.upload.state().step === "none") {
      this.#items = this.#items.filter((other) => other !== item);
      this.#retryRefused();
    }
    this.#changed();
  }

  /** The server limits unclaimed uploads; with one less, another may start. */
  #retryRefused(): void {
    for (const { upload } of this.#items) {
      const state = upload.state();
      if (state.step === "failed" && isQuota(state.problem?.code)) upload.resume();
    }
  }

  #changed(): void {
    this.#startNext();
    for (const changed of this.#watchers) changed();
  }

  #startNext(): void {
    const steps = () => this.#items.map(({ upload }) => upload.state().step);
    const sending = steps().filter((step) => step === "uploading" || step === "waiting").length;
    const next = sending < AT_ONCE && this.#items.find(({ upload }) => upload.state().step === "queued");
    // Its start triggers this again for the next one.
    if (next) next.upload.resume();
  }
}
