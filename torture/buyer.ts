import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { PaymentRequired } from "@x402/core/types";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import type { SoldFile } from "../e2e/seller";
import type { ClaimExchange, PaymentStatus } from "../lib/shop/schema";
import type { Random } from "../test/random";
import { declared, proveWallet } from "../test/sign-in-with-x";
import { type Bend, decode, type SignedPayment, signPayment } from "../test/sign-payment";
import { type Answer, type Ask, ask, type Lost, sha256 } from "./http";
import type { AppName, World } from "./world";

/** How a buyer comes back after a response without the file. */
export const HABITS = ["same-header", "signs-anew", "claim-token", "recovery-link"] as const;
export type Habit = (typeof HABITS)[number];

/** Pauses between two attempts (ms): short at first, then longer. */
const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 3_000;
/** How often a bought file is asked for by the wallet's signature. */
const COLLECTS = 10;

/** Something that a buyer did, or was told. `at` is a Unix time in ms. */
export type Step = { at: number; what: string; url?: string };

/** Where a payment is presented. */
export type Showing = { app: AppName; file: SoldFile; signal?: AbortSignal };

/** A buyer of one file: a new wallet with money for four, and everything they did to get it. */
export class Buyer {
  /** The secret that a careful client chooses and sends along with its payment. */
  readonly claimToken = randomBytes(32).toString("base64url");
  /** Every authorization that was handed to the shop. */
  readonly sent: SignedPayment[] = [];
  /** Payments that the shop spoke of. */
  readonly paymentIds = new Set<string>();
  /** A short log of what happened, for later inspection. */
  readonly story: Step[] = [];
  /** The files that a payment was presented for. */
  readonly shownFor = new Set<SoldFile>();
  /** Ids of the files whose true bytes this buyer holds. */
  readonly served = new Set<string>();
  /** Whether the last answer that failed came from a process that cannot settle: the other one may. */
  #atTwin = false;
  readonly #ip: string;
  #challenge: PaymentRequired | undefined;

  constructor(
    readonly world: World,
    readonly file: SoldFile,
    readonly app: AppName,
    readonly habit: Habit,
    readonly random: Random,
    /** Seconds that this buyer's authorizations stay valid. */
    readonly validFor: number,
    readonly account: PrivateKeyAccount = privateKeyToAccount(generatePrivateKey()),
  ) {
    this.#ip = [10, random.int(256), random.int(256), random.int(256)].join(".");
  }

  /** The process that this buyer's requests go to now: of the two with one gas key, the one that last could answer. */
  get door(): AppName {
    return this.app === "embedded" && this.#atTwin ? "twin" : this.app;
  }

  /** Like a load balancer in front of two processes. */
  otherDoor(): void {
    this.#atTwin = !this.#atTwin;
  }

  fileUrl(app: AppName = this.door, file: SoldFile = this.file): string {
    return `${this.world.url(app)}/api/files/${file.file.id}`;
  }

  note(what: string, url?: string): void {
    this.story.push({ at: Date.now(), what, url });
  }

  /** One request of this buyer. Whatever it brings is noted: bytes, payments, words. */
  async ask(url: string, options: Ask = {}, file: SoldFile = this.file): Promise<Answer | Lost> {
    const answer = await ask(url, { ...options, headers: { "X-Forwarded-For": this.#ip, ...options.headers } });
    const paying = options.headers?.["PAYMENT-SIGNATURE"] ? " paying" : "";
    const said = answer === "lost" ? "lost" : `${answer.status} ${answer.code ?? ""}`;
    this.note(`${options.method ?? "GET"}${paying} ${said}`, url);
    if (answer === "lost") return answer;
    const paymentId = answer.headers.get("payment-id");
    if (paymentId) this.paymentIds.add(paymentId);
    if (answer.status === 200 && sha256(answer.body) === file.sha256) this.served.add(file.file.id);
    return answer;
  }

  /** One request without a payment. */
  protected askPrice(): Promise<Answer | Lost> {
    return this.ask(this.fileUrl());
  }

  /** Asks the price and signs, on the last challenge seen when there is no other. Null when there never was one. */
  async sign(bend: Bend = {}): Promise<SignedPayment | null> {
    const answer = await this.askPrice();
    if (answer !== "lost" && answer.status === 402) {
      this.#challenge = decode<PaymentRequired>(answer.headers.get("payment-required"));
    }
    if (!this.#challenge) return null;
    const validBefore = String(Math.floor(Date.now() / 1_000) + this.validFor);
    return signPayment(this.#challenge, this.account, {
      ...bend,
      authorization: { validBefore, ...bend.authorization },
    });
  }

  /** Presents a payment at the byte door, with the chosen claim token unless the habit knows of none. */
  async present(payment: SignedPayment, options: { app?: AppName; file?: SoldFile; signal?: AbortSignal } = {}) {
    if (!this.sent.includes(payment)) this.sent.push(payment);
    const { app, file = this.file, signal } = options;
    this.shownFor.add(file);
    const answer = await this.show(payment, { app: app ?? this.door, file, signal });
    if (app || answer === "lost" || answer.code !== "facilitator_unavailable") return answer;
    // One process sends from the gas account at a time; the other one says so before anything is signed.
    this.otherDoor();
    return this.show(payment, { app: this.door, file, signal });
  }

  protected show({ header }: SignedPayment, { app, file, signal }: Showing): Promise<Answer | Lost> {
    // A claim token belongs to one purchase.
    const token = file === this.file ? this.#token() : {};
    return this.ask(this.fileUrl(app, file), { headers: { "PAYMENT-SIGNATURE": header, ...token }, signal }, file);
  }

  /** Presents a payment once more, as anybody could. */
  showAgain(payment: SignedPayment): Promise<Answer | Lost> {
    return this.show(payment, { app: this.door, file: this.file });
  }

  /**
   * After the first attempt: comes back as people and programs do, until the file is there or it is hopeless. Nobody
   * gives up who has just paid again: the machine may have been too busy for the answer.
   *
   * @param patience ms since the newest payment was first sent; twice as long in all
   */
  async signInExtension(patience: number): Promise<void> {
    let refusals = 0;
    let pause = FIRST_PAUSE;
    let paid = this.sent.length;
    let deadline = Date.now() + patience;
    const last = deadline + patience;
    while (this.served.size === 0 && Date.now() < deadline && refusals < 4) {
      await sleep(pause + this.random.int(pause));
      pause = Math.min(pause * 1.4, LONGEST_PAUSE);
      const answer = await this.tryAgain();
      if (this.sent.length > paid) deadline = Math.min(Date.now() + patience, last);
      paid = this.sent.length;
      if (answer === "lost") this.otherDoor();
      refusals = answer !== "lost" && [403, 404, 410].includes(answer.status) ? refusals + 1 : 0;
    }
  }

  /**
   * Whoever shows one payment for several files buys the one that holds it, told or not. That file is fetched here, by the
   * wallet's signature, which charges nothing; the buyer's own file only counts when the habit brings it.
   */
  async collect(): Promise<void> {
    for (const file of this.shownFor) {
      for (let tries = 0; tries < COLLECTS && file !== this.file && !this.served.has(file.file.id); tries += 1) {
        const answer = await this.#askBySignature(file);
        if (answer !== "lost" && answer.status !== 503) break;
        await sleep(FIRST_PAUSE);
      }
    }
    if (this.served.has(this.file.file.id)) await this.#collectMember();
  }

  /** Who has the archive of a bundle also has each of its files alone: else they hold less than they paid for. */
  async #collectMember(): Promise<void> {
    const members = this.file.file.bundle?.members ?? [];
    if (members.length === 0) return;
    const { fileId, sha256: hash } = this.random.pick(members);
    for (let tries = 0; tries < COLLECTS; tries += 1) {
      const answer = await this.#askBySignature(this.file, `?member=${fileId}`);
      if (answer !== "lost" && answer.status === 200 && sha256(answer.body) === hash) return;
      await sleep(FIRST_PAUSE);
    }
    this.note("a file of the bundle is missing");
    this.served.delete(this.file.file.id);
  }

  async #askBySignature(file: SoldFile, query = ""): Promise<Answer | Lost> {
    const url = this.fileUrl(this.door, file) + query;
    const answer = await this.ask(url, {}, file);
    if (answer === "lost" || answer.status !== 402) return answer;
    const { extensions } = decode<PaymentRequired>(answer.headers.get("payment-required"));
    const proof = await proveWallet(declared(extensions), this.account);
    return this.ask(url, { headers: { "SIGN-IN-WITH-X": proof } }, file);
  }

  #token(): Record<string, string> {
    return this.habit === "signs-anew" ? {} : { "Claim-Token": this.claimToken };
  }

  protected async tryAgain(): Promise<Answer | Lost> {
    switch (this.habit) {
      case "signs-anew":
        return this.#signAnew();
      case "same-header":
        return this.#sameHeader();
      case "claim-token": {
        const answer = await this.ask(this.fileUrl(), { headers: this.#token() });
        return answer !== "lost" && [402, 410, 403].includes(answer.status) ? this.#sameHeader() : answer;
      }
      case "recovery-link":
        return this.#recoveryLink();
    }
  }

  async #signAnew(): Promise<Answer | Lost> {
    const payment = await this.sign();
    return payment ? this.present(payment) : "lost";
  }

  /** Once more what was sent before; a new signature only when the shop says that the old one is worth nothing. */
  async #sameHeader(): Promise<Answer | Lost> {
    const last = this.sent.at(-1);
    if (!last) return this.#signAnew();
    const answer = await this.present(last);
    if (answer === "lost") return answer;
    if (answer.status === 402) return this.#signAnew();
    if (answer.status !== 409) return answer;
    const { paymentId } = answer.json<{ paymentId?: string }>();
    const state = paymentId ? await this.status(paymentId) : null;
    return state?.pending ? answer : this.#signAnew();
  }

  async #recoveryLink(): Promise<Answer | Lost> {
    const exchange = await this.ask(`${this.world.url(this.door)}/api/claims`, {
      method: "POST",
      body: { token: this.claimToken },
    });
    if (exchange === "lost") return exchange;
    if (exchange.status === 404) return this.#sameHeader();
    if (exchange.status !== 200) return exchange;
    const { ticketUrl } = exchange.json<ClaimExchange>();
    return ticketUrl ? this.ask(ticketUrl) : exchange;
  }

  async status(paymentId: string): Promise<PaymentStatus | null> {
    const answer = await this.ask(`${this.world.url(this.door)}/api/payments/${paymentId}`);
    return answer !== "lost" && answer.status === 200 ? answer.json<PaymentStatus>() : null;
  }
}
