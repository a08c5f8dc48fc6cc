import "server-only";
import { whileUnchanged } from "@/lib/db/client";
import { toProblem } from "@/lib/http/problem";
import { newId } from "@/lib/ids";
import { openWaysToPay } from "@/lib/offers/ways-to-pay";
import { fileUrl } from "@/lib/products/files/file-url";
import { type FileForSale, findFile } from "@/lib/products/files/find-file";
import { challengeFor } from "@/lib/protocols/x402/challenge";
import { whyNotForSale } from "@/lib/shop/purchase/why-not-for-sale";
import { whyNotSelling } from "@/lib/shop/purchase/why-not-selling";
import { shop } from "@/lib/shop/shop";
import { declareSignInWithX, SIGN_IN_WITH_X } from "@/lib/sign-in/sign-in-with-x";
import { outcomeError } from "./outcome-headers";

/** The parts that differ between two challenges for a file, in the order of the slots. */
const SLOTS = ["nonce", "issuedAt", "expirationTime", "requestId"] as const;

type Slots = Record<(typeof SLOTS)[number], string>;
/** Text with slots: a piece, the slot after it, the next piece. */
type Form = { pieces: string[]; slots: (keyof Slots)[] };
type Ready = { file: FileForSale; status: number; headers: Record<string, string>; challenge: Form; body: Form };

type ReadyChallenge = { status: number; headers: Record<string, string>; body: string };

/**
 * The response to a request without credentials for a file that costs money: the same, letter for letter, as that of
 * `purchase` and `outcomeError`, but built once until something in the database changes. Only the parts that differ in
 * each challenge (nonce, times, the request's id) are filled in. Whether the file is still on sale is checked each
 * time.
 *
 * @returns null when another response is needed: the file is free, closed, unknown, or cannot be paid for; or a restore waits
 */
export async function readyChallenge(fileId: string, now: Date): Promise<ReadyChallenge | null> {
  const ready = await whileUnchanged(`challenge ${fileId} ${revisions()}`, () => prepare(fileId, now));
  if (!ready || whyNotForSale(ready.file, now) || (await whyNotSelling(ready.file))) return null;
  const { nonce, issuedAt, expirationTime } = declareSignInWithX({ id: fileId, uri: fileUrl(fileId) }, [], now).info;
  const slots = { nonce, issuedAt, expirationTime, requestId: newId() };
  const challenge = Buffer.from(fill(ready.challenge, slots)).toString("base64");
  return {
    status: ready.status,
    headers: { ...ready.headers, "PAYMENT-REQUIRED": challenge },
    body: fill(ready.body, slots),
  };
}

function revisions(): string {
  return shop.methods.map((method) => method.revision()).join(" ");
}

async function prepare(fileId: string, now: Date): Promise<Ready | null> {
  const file = await findFile(fileId, now);
  if (!file || file.terms.priceMicroUsd === 0n) return null;
  const ways = openWaysToPay(file.terms);
  // A challenge with parts that a method makes for it alone cannot be kept.
  if (ways.length === 0 || ways.some(({ slots }) => Object.keys(slots).length > 0)) return null;
  const challenge = challengeFor(file, "Payment required");
  const { status, headers, body } = toProblem(outcomeError({ kind: "payment-required", file, challenge }));
  const signInExtension = challenge.extensions?.[SIGN_IN_WITH_X] as { info: Slots } | undefined;
  if (!signInExtension) return null;
  const { info } = signInExtension;
  const said = { nonce: info.nonce, issuedAt: info.issuedAt, expirationTime: info.expirationTime };
  const { "PAYMENT-REQUIRED": _, ...others } = headers;
  return {
    file,
    status,
    headers: others,
    challenge: splitAtSlots(JSON.stringify(challenge), said),
    body: splitAtSlots(JSON.stringify(body), { ...said, requestId: body.requestId }),
  };
}

/** Splits a text at each of these values. A seller's words cannot contain one: they are random or of this millisecond. */
function splitAtSlots(text: string, said: Partial<Slots>): Form {
  const form: Form = { pieces: [], slots: [] };
  let rest = text;
  for (;;) {
    const next = SLOTS.map((slot) => ({ slot, at: said[slot] === undefined ? -1 : rest.indexOf(`"${said[slot]}"`) }))
      .filter(({ at }) => at >= 0)
      .toSorted((one, other) => one.at - other.at)[0];
    if (!next) break;
    form.pieces.push(rest.slice(0, next.at + 1));
    form.slots.push(next.slot);
    rest = rest.slice(next.at + 1 + (said[next.slot] ?? "").length);
  }
  form.pieces.push(rest);
  return form;
}

function fill({ pieces, slots }: Form, said: Slots): string {
  let text = pieces[0] ?? "";
  for (const [at, slot] of slots.entries()) text += said[slot] + (pieces[at + 1] ?? "");
  return text;
}
