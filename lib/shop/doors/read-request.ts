import "server-only";
import { asClaimToken, claimTokenFromCookies } from "@/lib/entitlements/claim-token";
import { AppError } from "@/lib/errors";
import { type RequestHeaders, readHeader } from "@/lib/http/headers";
import { neverPays } from "@/lib/http/never-pays";
import { isCrossSite } from "@/lib/http/origin";
import { arePreconditionsMet, validatorsOf } from "@/lib/http/preconditions";
import { etagOf } from "@/lib/products/bundles/etag-of";
import type { Credentials } from "@/lib/products/files/access/find-access";
import { settings } from "@/lib/settings/settings";
import type { PurchaseRequest } from "@/lib/shop/purchase/request";
import { WITHDRAWAL_WAIVER_HEADER } from "@/lib/shop/schema";
import { readSession } from "@/lib/sign-in/seller-session";

type Input = {
  fileId: string;
  headers: RequestHeaders;
  method: string;
  ticket: string | null;
  /** `?version=` as it is in the address. */
  version?: string | null;
  now: Date;
};

/**
 * Reads the input of a purchase from a request. Cookies of cross-site requests do not count, and requests that only
 * look (HEAD, OPTIONS, RSC, prefetch, link-preview bots) carry no payment and use up no proof (rule 8).
 *
 * @throws AppError `malformed_request` when the version is no number; `two_payments`
 */
export async function readPurchaseRequest(input: Input): Promise<PurchaseRequest> {
  const { fileId, headers, method, ticket, now } = input;
  const looking = neverPays(method, headers);
  return {
    fileId,
    ...(looking ? { payment: null } : readShownPayment(headers)),
    signIn: looking ? null : readHeader(headers, "sign-in-with-x"),
    chosenClaimToken: asClaimToken(readHeader(headers, "claim-token")),
    waivesWithdrawal: settings().withdrawalWaiver && readHeader(headers, WITHDRAWAL_WAIVER_HEADER) === "given",
    ...(await readCredentials(headers, ticket)),
    version: readVersion(input.version),
    takes: (version) =>
      method !== "GET" ||
      arePreconditionsMet(headers, validatorsOf({ etag: etagOf(version), lastModified: version.createdAt })),
    now,
  };
}

/**
 * The payment that a request shows, in whichever dialect.
 *
 * @throws AppError `two_payments` (400) when it shows two: nobody can tell which one is meant, so neither moves money
 */
export function readShownPayment(headers: RequestHeaders): Pick<PurchaseRequest, "payment" | "dialect"> {
  const current = readHeader(headers, "payment-signature");
  const old = readHeader(headers, "x-payment");
  if (current !== null && old !== null) throw new AppError("two_payments");
  return old === null ? { payment: current } : { payment: old, dialect: "x402-v1" };
}

function readVersion(text: string | null | undefined): number | undefined {
  if (text === null || text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new AppError("malformed_request", { detail: "Write the version as its number, such as ?version=2." });
}

/** The credentials of a request apart from a payment: claim token (the header comes before the cookie), ticket, session. */
export async function readCredentials(headers: RequestHeaders, ticket: string | null): Promise<Credentials> {
  const shown = await readCookies(isCrossSite(headers) ? null : readHeader(headers, "cookie"));
  return { ...shown, claimToken: asClaimToken(readHeader(headers, "claim-token")) ?? shown.claimToken, ticket };
}

/** The credentials in the cookies of a request to our own page. */
export async function readCookies(cookieHeader: string | null | undefined): Promise<Credentials> {
  const session = await readSession(cookieHeader);
  return {
    claimToken: claimTokenFromCookies(cookieHeader),
    ticket: null,
    sellerId: session?.sellerId ?? null,
  };
}
