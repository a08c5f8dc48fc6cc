import { randomBytes } from "node:crypto";
import { signOffered } from "../e2e/seller";
import type { FileInfo } from "../lib/products/files/schema";
import type { SignInNonce } from "../lib/sign-in/schema";
import type { SignedPayment } from "../test/sign-payment";
import { Buyer, type Showing } from "./buyer";
import { type Answer, type Ask, type Lost, sha256 } from "./http";

/** People who pay the operator for storage while everything fails. */

/** What storage costs here: the network's lowest price, in micro-USD. */
export const STORAGE_COSTS = 10_000n;
const DAY = 86_400_000;
const ROOM_DAYS = 60;
const BYTES = 20_000;
/** Between the shop's clock and this one (ms). */
const SKEW = 5_000;

/** A file whose storage is paid for, and until when it was at first (ms). */
export type KeptFile = { id: string; keptUntil: number };

/** Pays for one thing, and comes back as its habit says until it has that. */
export abstract class Keeper extends Buyer {
  /** Whether something is kept for other days than were paid for. */
  areDaysWrong = false;

  /** The request that is paid for. */
  protected abstract request(): Ask & { path: string };
  /** Takes what an answer gives. */
  protected abstract take(answer: Answer): void;
  /** Takes what is there for those who only know that it is settled. False when only a new signature opens it. */
  protected abstract takeSettled(uploadId: string | null): boolean;

  protected override askPrice(): Promise<Answer | Lost> {
    const { path, ...request } = this.request();
    return this.ask(`${this.world.url(this.door)}${path}`, request);
  }

  protected override async show({ header }: SignedPayment, { app, signal }: Showing): Promise<Answer | Lost> {
    const { path, ...request } = this.request();
    const headers = { ...request.headers, "PAYMENT-SIGNATURE": header };
    const answer = await this.ask(`${this.world.url(app)}${path}`, { ...request, headers, signal });
    if (answer !== "lost" && answer.status < 300) this.take(answer);
    return answer;
  }

  override async collect(): Promise<void> {}

  protected override async tryAgain(): Promise<Answer | Lost> {
    const last = this.sent.at(-1);
    if (!last || this.habit === "signs-anew") return this.#signAnew();
    const answer = await this.present(last);
    if (answer === "lost" || answer.status < 300) return answer;
    if (answer.status === 402) return this.#signAnew();
    if (answer.status !== 409) return answer;
    const { paymentId } = answer.json<{ paymentId?: string | null }>();
    const state = paymentId ? await this.status(paymentId) : null;
    if (state?.pending) return answer;
    return state?.state === "settled" && this.takeSettled(state.uploadId) ? answer : this.#signAnew();
  }

  async #signAnew(): Promise<Answer | Lost> {
    const payment = await this.sign();
    return payment ? this.present(payment) : "lost";
  }
}

/** Pays for a file of others to be kept longer. */
export class TimeKeeper extends Keeper {
  kept: KeptFile = { id: "", keptUntil: 0 };
  days = 1;

  protected request() {
    return { path: `/api/files/${this.kept.id}/storage`, method: "POST", body: { days: this.days } };
  }

  protected take(): void {
    this.served.add(this.kept.id);
  }

  protected takeSettled(): boolean {
    this.served.add(this.kept.id);
    return true;
  }
}

/** A program that buys room, uploads and publishes. */
export class RoomKeeper extends Keeper {
  readonly #bytes = randomBytes(BYTES);
  readonly #name = `${randomBytes(8).toString("hex")}.pdf`;
  /** A careful program chooses its token, so that a lost answer costs nothing. */
  readonly #token = this.habit === "signs-anew" ? null : randomBytes(32).toString("base64url");
  #room: { id: string; token: string } | null = null;
  #isTokenRefused = false;
  #sentSince: number | null = null;
  /** Of the published file. */
  keptUntil = 0;

  protected request() {
    const filename = Buffer.from(this.#name).toString("base64");
    const headers = {
      "Tus-Resumable": "1.0.0",
      "Upload-Length": String(BYTES),
      "Upload-Metadata": `filename ${filename}`,
      "Storage-Days": String(ROOM_DAYS),
      ...(this.#token ? { "Upload-Token": this.#token } : {}),
    };
    return { path: "/api/uploads", method: "POST", headers };
  }

  protected take({ headers }: Answer): void {
    const id = headers.get("location")?.split("/").pop()?.split("?")[0];
    const token = headers.get("upload-token") ?? this.#token;
    if (id && token) this.#room = { id, token };
  }

  protected takeSettled(id: string | null): boolean {
    // What somebody else's transaction paid for opens by a signature only: then this token is refused.
    if (!id || !this.#token || this.#isTokenRefused) return false;
    this.#room = { id, token: this.#token };
    return true;
  }

  protected override async tryAgain(): Promise<Answer | Lost> {
    return this.#room ? this.#use(this.#room) : super.tryAgain();
  }

  /** Sends what is missing, signs in and publishes. */
  async #use({ id, token }: { id: string; token: string }): Promise<Answer | Lost> {
    const url = `${this.world.url(this.door)}/api/uploads/${id}`;
    const tus = { "Tus-Resumable": "1.0.0", "Upload-Token": token };
    const head = await this.ask(url, { method: "HEAD", headers: tus });
    if (head === "lost") return head;
    if (head.status === 200) {
      const offset = Number(head.headers.get("upload-offset"));
      if (offset < BYTES) {
        this.#sentSince ??= Date.now();
        const how = { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
        const body = this.#bytes.subarray(offset);
        const sent = await this.ask(url, { method: "PATCH", headers: { ...tus, ...how }, body });
        if (sent === "lost" || sent.status !== 204) return sent;
      }
    } else if (this.#sentSince === null) {
      // A new token, by a new signature: nothing was sent yet.
      this.#room = null;
      this.#isTokenRefused = true;
      return super.tryAgain();
    }
    return this.#publish(id, token);
  }

  async #publish(uploadId: string, uploadToken: string): Promise<Answer | Lost> {
    const base = this.world.url(this.door);
    // The shop's own, whichever process is asked.
    const own = { Origin: this.world.url("embedded") };
    const offered = await this.ask(`${base}/api/sign-in/nonce`, { method: "POST", headers: own });
    if (offered === "lost" || offered.status !== 200) return offered;
    const body = await signOffered(this.account as never, offered.json<SignInNonce>());
    const signedIn = await this.ask(`${base}/api/sign-in`, { method: "POST", headers: own, body });
    if (signedIn === "lost" || signedIn.status >= 300) return signedIn;
    const cookies = signedIn.headers.getSetCookie().map((line) => line.split(";")[0]);
    const headers = { ...own, Cookie: cookies.join("; ") };
    const file = { price: "0.25", downloadDays: 30, uploadId, uploadToken };
    const made = await this.ask(`${base}/api/files`, { method: "POST", headers, body: file });
    if (made === "lost") return made;
    const { id, fileId } = made.json<{ id?: string; fileId?: string }>();
    const published = made.status === 201 ? id : fileId;
    return published ? this.#look(published) : made;
  }

  /** It is there, byte for byte, for as long as was paid for. */
  async #look(fileId: string): Promise<Answer | Lost> {
    const answer = await this.ask(`${this.world.url(this.door)}/api/files/${fileId}/info`);
    if (answer === "lost" || answer.status !== 200) return answer;
    const info = answer.json<FileInfo>();
    this.keptUntil = Date.parse(info.keptUntil ?? "");
    const [least, most] = [(this.#sentSince ?? 0) - SKEW, Date.now() + SKEW].map((at) => at + ROOM_DAYS * DAY);
    this.areDaysWrong = !(this.keptUntil >= (least ?? 0) && this.keptUntil <= (most ?? 0));
    if (info.sha256 === sha256(this.#bytes)) this.served.add(fileId);
    return answer;
  }
}
