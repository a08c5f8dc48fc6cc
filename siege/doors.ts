import { bodyPlaces, formPlaces, type Place, queryPlaces } from "./places";

/** The contents of the shop: names for the parts of a plain request. */
export type Shop = {
  /** A priced file, and a free one with its own page. */
  fileId: string;
  freeFileId: string;
  /** A settled payment for the priced file. */
  paymentId: string;
  /** An unclaimed upload that is here, and its token. */
  uploadId: string;
  uploadToken: string;
  /** Where storage is paid to. */
  storageWallet: string;
  /** The token that it is paid in, on the devnet. */
  token: { address: string; name: string; version: string };
  sellerCookie: string;
  buyerCookie: string;
  sellerAddress: string;
  origin: string;
};

/** One way to call a route: the plain request, and the places that a stranger can fill besides path and headers. */
export type Door = {
  method: string;
  /** What distinguishes it from another entry of the same route and method. */
  as?: string;
  who?: "seller" | "buyer";
  parameters?: (shop: Shop) => Record<string, string>;
  headers?: Record<string, string> | ((shop: Shop) => Record<string, string>);
  query?: (shop: Shop) => string;
  /** Parameters of the query that the route reads. */
  queryNames?: string[];
  json?: (shop: Shop) => Record<string, unknown>;
  form?: Record<string, string>;
  /** Places that only this door has. */
  places?: (shop: Shop) => Place[];
  /** Headers that it reads, by the beginning of their places' names. */
  reads?: string[];
  /** How often one address may ask before it is refused at the latest; the flood asks a little more often. */
  limit?: number;
};

const get: Door = { method: "GET" };
const page: Door = { method: "GET", headers: { accept: "text/html" }, reads: ["accept", "next-", "rsc", "cookie"] };
const ofFile = (shop: Shop) => ({ fileId: shop.fileId });
const ofFreeFile = (shop: Shop) => ({ fileId: shop.freeFileId });
const ofPayment = (shop: Shop) => ({ paymentId: shop.paymentId });
const paying = ["payment-signature", "sign-in-with-x", "claim-token", "cookie fk_claim"];
const storing = ["payment-signature", "idempotency-key"];
const ofUpload = (shop: Shop) => ({ uploadId: shop.uploadId });
const withToken = (shop: Shop) => ({ "upload-token": shop.uploadToken });
/** Longer than anything that was promised about a file. */
const forLong = () => ({ days: 3_000 });
const bytes = [...paying, "range", "if-"];
const session = ["cookie"];
const nobody = "0000000000000000000000";
const claimToken = "aGFyZGx5IGEgc2VjcmV0LCBidXQgbG9uZyBlbm91Z2g";
const signature = `0x${"ab".repeat(65)}`;
const message =
  "localhost wants you to sign in with your Ethereum account:\n0x00000000000000000000000000000000000000AA\n\nHi\n";
const text = { text: "It does not open.", replyTo: "me@example.org" };
const notice = ({ fileId }: Shop) => ({
  kind: "notice",
  fileId,
  reason: "fraud",
  explanation: "It is empty.",
  name: "Ana",
  email: "ana@example.org",
  location: "page 3",
  token: claimToken,
  goodFaith: true,
});
const copyrightNotice = (shop: Shop) => ({
  ...notice(shop),
  kind: "copyright",
  reason: undefined,
  work: "The Quiet River",
  owner: "Ana",
  contact: "Rua 1",
  signature: "Ana",
  authorised: true,
});
const reportForm = {
  ...{ kind: "notice", fileId: nobody, page: claimToken, reason: "fraud", explanation: "It is empty." },
  ...{ name: "Ana", email: "ana@example.org", goodFaith: "on" },
};
const change = { title: "Thesis", description: "All of it", price: "0.25", paused: false, downloadDays: 30 };
const uploading = { "tus-resumable": "1.0.0" };
const params = (shop: Shop) => ({ from: shop.sellerAddress, amount: "1" });
const payout = (shop: Shop) => ({ payTo: shop.sellerAddress, chainId: 31337, revokeOld: false });

/** A well-formed payment for storage that nobody signed. */
function unsignedPayment(
  { origin, storageWallet, token }: Shop,
  path: string,
  offer: string,
  url = `${origin}${path}`,
) {
  const { address, name, version } = token;
  const way = { scheme: "exact", network: "eip155:31337", asset: address, amount: "10000", payTo: storageWallet };
  const authorization = {
    ...{ from: `0x${"ab".repeat(20)}`, to: storageWallet, value: "10000" },
    ...{ validAfter: "0", validBefore: "4000000000", nonce: `0x${"cd".repeat(32)}` },
  };
  const accepted = { ...way, maxTimeoutSeconds: 300, extra: { name, version, offer } };
  const payment = { x402Version: 2, resource: { url }, accepted, payload: { signature, authorization } };
  return Buffer.from(JSON.stringify(payment)).toString("base64");
}

/** The same door with a payment; what the payment says of its offer is hostile. */
function withPayment(door: Door, path: (shop: Shop) => string): Door {
  const headersOf = (shop: Shop) => (typeof door.headers === "function" ? door.headers(shop) : door.headers);
  const place = (name: string, write: (text: string) => string, bytes: number): Place => ({
    name: `payment-signature: ${name}`,
    fill: (wire, text) => ({ ...wire, headers: { ...wire.headers, "payment-signature": write(text) } }),
    bytes,
  });
  return {
    ...door,
    as: "paying",
    headers: (shop) => ({
      ...headersOf(shop),
      "payment-signature": unsignedPayment(shop, path(shop), "AAAA.0000000000000000000000"),
    }),
    places: (shop) => [
      place("offer", (text) => unsignedPayment(shop, path(shop), text), 900),
      place("long offer", (text) => unsignedPayment(shop, path(shop), text), 5_000),
      place("resource", (text) => unsignedPayment(shop, path(shop), "", text), 1_900),
      place(
        "offer in the resource",
        (text) =>
          unsignedPayment(shop, path(shop), "", `${shop.origin}${path(shop)}?offer=${encodeURIComponent(text)}`),
        600,
      ),
    ],
    // Payments are limited apart.
    limit: undefined,
  };
}

const decision = () => ({
  ...{ verdict: "suspended", on: { kind: "file", id: nobody }, after: null },
  ...{ ground: "law", facts: "It is forged." },
});

const extendFile: Door = { method: "POST", parameters: ofFile, reads: storing, json: forLong, limit: 3_000 };
const keepUpload: Door = {
  method: "POST",
  parameters: ofUpload,
  headers: withToken,
  reads: storing,
  json: forLong,
  limit: 3_000,
};
/** Whoever pays for it asks by the same door as for a free one, and has its limit. */
const createPaid: Door = {
  method: "POST",
  as: "paid",
  headers: { ...uploading, "upload-length": "1", "upload-metadata": "filename YQ==", "storage-days": "30" },
  reads: ["upload-", "storage-days", ...storing],
};

/**
 * Every route, by its path. The siege fails if one is missing here, or if one here no longer exists. Changes by a plain
 * request of a signed-in seller must not break the next one.
 */
export const doors: Record<string, Door[]> = {
  "/": [page, { ...page, as: "server action", method: "POST", headers: { accept: "text/html", "next-action": "x" } }],
  "/api/balances": [
    {
      ...get,
      query: (shop) => `network=eip155:31337&address=${shop.sellerAddress}`,
      queryNames: ["network", "address"],
      limit: 120,
    },
  ],
  "/api/claims": [{ method: "POST", json: () => ({ token: claimToken }), limit: 60 }],
  "/api/complaints": [{ ...get, who: "seller", queryNames: ["done", "before"], reads: session, limit: 300 }],
  "/api/complaints/[complaintId]": [
    {
      method: "PATCH",
      who: "seller",
      parameters: () => ({ complaintId: nobody }),
      json: () => ({ done: true, reply: "Here is page 3." }),
      limit: 120,
    },
  ],
  "/api/decisions": [{ ...get, who: "seller", reads: session, limit: 300 }],
  "/api/bundles": [
    {
      method: "POST",
      who: "seller",
      json: () => ({
        files: [{ fileId: nobody }, { uploadId: nobody, uploadToken: claimToken }],
        price: "0.25",
        title: "Both",
      }),
      limit: 120,
    },
  ],
  "/api/bundles/[fileId]/files": [
    {
      method: "PUT",
      who: "seller",
      parameters: ofFile,
      json: () => ({ files: [{ fileId: nobody }, { fileId: claimToken }], newVersionFor: "new-buyers" }),
      limit: 120,
    },
  ],
  "/api/decisions/[decisionId]/appeal": [
    {
      method: "POST",
      who: "seller",
      parameters: () => ({ decisionId: nobody }),
      json: () => ({ text: "It is my own work." }),
      limit: 120,
    },
  ],
  "/api/devnet/faucet": [{ method: "POST", json: () => ({ address: "0x" }), limit: 30 }],
  "/api/devnet/rpc": [
    { method: "POST", json: () => ({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] }), limit: 1_200 },
  ],
  "/api/files": [
    { ...get, who: "seller", queryNames: ["q", "state", "sort", "before"], limit: 300 },
    {
      method: "POST",
      who: "seller",
      json: () => ({
        uploadId: nobody,
        uploadToken: claimToken,
        price: "0.25",
        title: "Thesis",
        description: "All of it",
        onSaleUntil: new Date(Date.now() + 86_400_000).toISOString(),
        downloadDays: 30,
      }),
      limit: 120,
    },
  ],
  "/api/files/[fileId]": [
    { ...get, parameters: ofFile, queryNames: ["version", "member", "ticket"], reads: bytes, limit: 3_000 },
    { ...get, as: "free", parameters: ofFreeFile, headers: { range: "bytes=0-9" }, reads: bytes, limit: 3_000 },
    { method: "HEAD", parameters: ofFile, limit: 3_000 },
    { method: "PATCH", who: "seller", parameters: ofFile, json: () => change, limit: 120 },
    { method: "DELETE", who: "seller", parameters: () => ({ fileId: nobody }), limit: 120 },
  ],
  "/api/files/[fileId]/calendar": [{ ...get, parameters: ofFile, headers: { "claim-token": claimToken }, limit: 600 }],
  "/api/files/[fileId]/card.jpg": [{ ...get, parameters: ofFile, queryNames: ["v"], limit: 600 }],
  "/api/files/[fileId]/claim": [
    { method: "POST", parameters: ofFile, json: () => ({ token: claimToken, replace: false }), limit: 60 },
  ],
  "/api/files/[fileId]/complaints": [
    { ...get, parameters: ofFile, limit: 120 },
    { method: "POST", parameters: ofFile, json: () => text, limit: 20 },
  ],
  "/api/files/[fileId]/cover": [
    { method: "PUT", who: "seller", parameters: ofFile, headers: { "content-type": "image/png" }, limit: 30 },
    { method: "DELETE", who: "seller", parameters: ofFile, limit: 30 },
  ],
  "/api/files/[fileId]/embed": [{ ...get, parameters: ofFile, queryNames: ["l"], limit: 600 }],
  "/api/files/[fileId]/covers": [
    { method: "POST", who: "seller", parameters: ofFile, headers: { "content-type": "image/png" }, limit: 30 },
    { method: "PUT", who: "seller", parameters: ofFile, json: () => ({ covers: ["ab".repeat(32)] }), limit: 120 },
  ],
  "/api/files/[fileId]/covers/[hash]": [
    {
      method: "DELETE",
      who: "seller",
      parameters: (shop) => ({ ...ofFile(shop), hash: "ab".repeat(32) }),
      limit: 120,
    },
  ],
  "/api/files/[fileId]/draft": [
    {
      method: "PUT",
      who: "seller",
      parameters: ofFile,
      json: () => ({
        id: "a-form-of-theirs",
        title: "Thesis",
        description: "All of it",
        price: "0.25",
        downloadDays: 30,
      }),
      limit: 300,
    },
  ],
  "/api/files/[fileId]/gifts": [
    { ...get, who: "seller", parameters: ofFile, limit: 300 },
    {
      method: "POST",
      who: "seller",
      parameters: () => ({ fileId: nobody }),
      json: () => ({ count: 1, label: "a friend", until: new Date(Date.now() + 86_400_000).toISOString() }),
      limit: 120,
    },
  ],
  "/api/files/[fileId]/info": [{ ...get, parameters: ofFile, limit: 600 }],
  "/api/files/[fileId]/link": [
    { ...get, who: "seller", parameters: ofFile, limit: 300 },
    { method: "PUT", who: "seller", parameters: ofFile, json: () => ({ slug: "quiet-harvest" }), limit: 30 },
  ],
  "/api/files/[fileId]/notices": [
    { method: "POST", parameters: ofFile, json: () => ({ email: "buyer@example.org" }), limit: 10 },
  ],
  "/api/files/[fileId]/own": [{ ...get, who: "seller", parameters: ofFile, limit: 300 }],
  "/api/files/[fileId]/preview": [
    { ...get, parameters: ofFile, queryNames: ["h"], reads: ["range", "if-"], limit: 600 },
  ],
  "/api/files/[fileId]/markdown": [{ ...get, parameters: ofFile, limit: 600 }],
  "/api/files/[fileId]/poster": [
    {
      method: "PUT",
      who: "seller",
      parameters: ofFile,
      queryNames: ["version"],
      headers: { "content-type": "image/png" },
      limit: 30,
    },
    { method: "DELETE", who: "seller", parameters: ofFile, limit: 30 },
  ],
  "/api/files/[fileId]/purchase": [
    { method: "POST", parameters: ofFile, queryNames: ["version"], reads: paying, limit: 3_000 },
  ],
  "/api/files/[fileId]/sample": [
    { ...get, parameters: ofFile, queryNames: ["h"], headers: { range: "bytes=0-9" }, limit: 600 },
    {
      method: "PUT",
      who: "seller",
      parameters: ofFile,
      json: () => ({ uploadId: nobody, uploadToken: claimToken }),
      limit: 120,
    },
    { method: "DELETE", who: "seller", parameters: ofFile, limit: 120 },
  ],
  "/api/files/[fileId]/storage": [extendFile, withPayment(extendFile, ({ fileId }) => `/api/files/${fileId}/storage`)],
  "/api/files/[fileId]/test-purchase": [{ method: "POST", who: "seller", parameters: ofFile, limit: 120 }],
  "/api/files/[fileId]/wave": [
    { method: "PUT", who: "seller", parameters: ofFile, json: () => ({ wave: [0, 50, 100], version: 1 }), limit: 120 },
  ],
  "/api/gifts/[giftId]": [{ method: "DELETE", who: "seller", parameters: () => ({ giftId: nobody }), limit: 120 }],
  "/api/gifts/look": [{ method: "POST", json: () => ({ token: claimToken }), limit: 60 }],
  "/api/gifts/take": [{ method: "POST", json: () => ({ token: claimToken, claimToken }), limit: 60 }],
  "/api/locale": [{ method: "POST", form: { locale: "fr", path: "/dashboard?a=1" }, limit: 60 }],
  "/api/notices/look": [{ method: "POST", json: () => ({ link: `open.${claimToken}` }), limit: 60 }],
  "/api/notices/stop": [{ method: "POST", queryNames: ["token"], limit: 60 }],
  "/api/notices/use": [{ method: "POST", json: () => ({ link: `open.${claimToken}`, claimToken }), limit: 60 }],
  "/api/oembed": [
    {
      ...get,
      query: ({ origin, fileId }) => `url=${origin}/f/${fileId}`,
      queryNames: ["url", "format", "maxwidth"],
      limit: 600,
    },
  ],
  "/api/operator/appeals/[appealId]/decision": [
    { method: "POST", parameters: () => ({ appealId: nobody }), json: () => ({ decision: decision() }), limit: 300 },
  ],
  "/api/operator/audit": [{ ...get, limit: 300 }],
  "/api/operator/blocks": [
    { method: "POST", json: () => ({ kind: "wallet", value: `0x${"ab".repeat(20)}`, reason: "Spam" }), limit: 300 },
  ],
  "/api/operator/blocks/[blockId]": [{ method: "DELETE", parameters: () => ({ blockId: nobody }), limit: 300 }],
  "/api/operator/decisions": [{ method: "POST", json: decision, limit: 300 }],
  "/api/operator/files/[fileId]/deletion": [
    { method: "POST", parameters: ofFile, json: () => ({ chainId: 31337 }), limit: 300 },
  ],
  "/api/operator/files/[fileId]/loss": [{ method: "POST", parameters: ofFile, limit: 300 }],
  "/api/operator/files/[fileId]/storage-end": [{ method: "POST", parameters: ofFile, json: () => ({}), limit: 300 }],
  "/api/operator/notices/[deliveryId]/retry": [
    { method: "POST", parameters: () => ({ deliveryId: nobody }), limit: 300 },
  ],
  "/api/operator/reports/[reportId]/decision": [
    { method: "POST", parameters: () => ({ reportId: nobody }), json: () => ({ decision: decision() }), limit: 300 },
  ],
  "/api/operator/sellers/[sellerId]/quota": [
    { method: "PUT", parameters: () => ({ sellerId: nobody }), json: () => ({ bytes: 1_000 }), limit: 300 },
  ],
  "/api/operator/sign-in": [
    { ...get, limit: 300 },
    { method: "POST", json: () => ({ message, signature }), limit: 30 },
  ],
  "/api/operator/sign-in/nonce": [{ method: "POST", limit: 60 }],
  "/api/operator/sign-out": [{ method: "POST", limit: 300 }],
  "/api/operator/storage/[paymentId]/refund": [
    {
      method: "POST",
      parameters: ofPayment,
      json: () => ({ from: `0x${"ab".repeat(20)}`, validAfter: "0", validBefore: "1", signature, endsAccess: false }),
      limit: 300,
    },
  ],
  "/api/operator/storage/[paymentId]/refund/statement": [
    { method: "POST", parameters: ofPayment, json: () => ({ from: `0x${"ab".repeat(20)}` }), limit: 300 },
  ],
  "/api/operator/uploads/[uploadId]/loss": [{ method: "POST", parameters: () => ({ uploadId: nobody }), limit: 300 }],
  "/api/overview": [{ ...get, who: "seller", limit: 300 }],
  "/api/overview/figures": [{ ...get, who: "seller", queryNames: ["period"], limit: 300 }],
  "/api/overview/first-steps": [{ method: "PATCH", who: "seller", json: () => ({ payoutChecked: true }), limit: 120 }],
  "/api/payments/[paymentId]": [{ ...get, parameters: ofPayment, limit: 600 }],
  "/api/payments/[paymentId]/receipt": [
    { ...get, who: "seller", parameters: ofPayment, queryNames: ["ticket"], limit: 600 },
  ],
  "/api/payments/[paymentId]/refund": [
    {
      method: "POST",
      who: "seller",
      parameters: ofPayment,
      json: (shop) => ({ ...params(shop), validAfter: "0", validBefore: "1", signature, endsAccess: false }),
      limit: 300,
    },
  ],
  "/api/payments/[paymentId]/refund/statement": [
    { method: "POST", who: "seller", parameters: ofPayment, json: params, limit: 120 },
  ],
  "/api/pdf-parts/[kind]/[name]": [{ ...get, parameters: () => ({ kind: "cmaps", name: "H.bcmap" }) }],
  "/api/profile": [
    { ...get, who: "seller", limit: 300 },
    {
      method: "PATCH",
      who: "seller",
      json: () => ({ name: "Ada", contact: "ada@example.org", refundPolicy: null, refundNote: "Write to me." }),
      limit: 120,
    },
  ],
  "/api/profile/domain": [
    { ...get, who: "seller", limit: 300 },
    { method: "PUT", who: "seller", json: () => ({ domain: "example.org" }), limit: 120 },
    // Without a session: it would ask name servers of others.
    { method: "POST", limit: 30 },
    { method: "DELETE", who: "seller", limit: 120 },
  ],
  "/api/profile/handle": [
    { ...get, who: "seller", limit: 300 },
    { method: "PUT", who: "seller", json: () => ({ handle: "ada-files" }), limit: 30 },
  ],
  "/api/profile/picture": [
    { method: "PUT", who: "seller", headers: { "content-type": "image/png" }, limit: 30 },
    { method: "DELETE", who: "seller", limit: 30 },
  ],
  "/api/profile/notices": [
    { ...get, who: "seller", limit: 300 },
    {
      method: "PUT",
      who: "seller",
      json: () => ({ kind: "ntfy", target: "https://ntfy.example.org/topic", notices: ["sold"] }),
      limit: 120,
    },
  ],
  "/api/profile/data": [{ ...get, who: "seller", limit: 10 }],
  // Without a session: it would end the others' work.
  "/api/profile/erasure": [{ method: "POST", limit: 10 }],
  "/api/profile/payout": [
    {
      method: "POST",
      who: "seller",
      json: (shop) => ({ ...payout(shop), nonce: "x", issuedAt: "2026-01-01T00:00:00.000Z", signature }),
      limit: 30,
    },
  ],
  "/api/profile/payout/statement": [{ method: "POST", who: "seller", json: payout, limit: 60 }],
  "/api/purchases": [{ ...get, who: "buyer", reads: session, queryNames: ["before"], limit: 120 }],
  "/api/purchases/[paymentId]/calendar": [{ ...get, who: "buyer", parameters: ofPayment, limit: 120 }],
  "/api/purchases/[paymentId]/complaints": [
    { ...get, who: "buyer", parameters: () => ({ paymentId: nobody }), limit: 120 },
    { method: "POST", who: "buyer", parameters: () => ({ paymentId: nobody }), json: () => text, limit: 20 },
  ],
  "/api/purchases/[paymentId]/notices": [
    {
      method: "POST",
      who: "buyer",
      parameters: () => ({ paymentId: nobody }),
      json: () => ({ email: "buyer@example.org" }),
      limit: 10,
    },
  ],
  "/api/purchases/[paymentId]/open": [
    { method: "POST", who: "buyer", parameters: ofPayment, json: () => ({ version: 1 }), limit: 120 },
  ],
  "/api/purchases/[paymentId]/receipt": [{ ...get, who: "buyer", parameters: ofPayment, limit: 120 }],
  "/api/purchases/[paymentId]/recovery-link": [
    {
      method: "POST",
      who: "buyer",
      parameters: () => ({ paymentId: nobody }),
      json: () => ({ endOthers: false }),
      limit: 120,
    },
  ],
  "/api/purchases/sign-in": [{ method: "POST", json: () => ({ message, signature }), limit: 30 }],
  "/api/purchases/sign-in/nonce": [{ method: "POST", limit: 60 }],
  "/api/purchases/sessions": [
    { ...get, who: "buyer", limit: 120 },
    { method: "DELETE", limit: 120 },
  ],
  "/api/purchases/sessions/[sessionId]": [
    { method: "DELETE", who: "buyer", parameters: () => ({ sessionId: nobody }), limit: 120 },
  ],
  "/api/purchases/data": [{ ...get, who: "buyer", limit: 10 }],
  "/api/purchases/erasure": [{ method: "POST", limit: 10 }],
  "/api/purchases/sign-out": [{ method: "POST", limit: 120 }],
  "/api/reports": [
    { method: "POST", json: notice, limit: 10 },
    { method: "POST", as: "copyright", json: copyrightNotice, limit: 10 },
  ],
  "/api/reports/appeal": [{ method: "POST", json: () => ({ token: claimToken, text: "Look again." }), limit: 10 }],
  "/api/reports/form": [{ method: "POST", form: reportForm, limit: 60 }],
  "/api/reports/status": [{ method: "POST", json: () => ({ token: claimToken }), limit: 60 }],
  "/api/sales": [
    { ...get, who: "seller", queryNames: ["q", "file", "state", "from", "to", "before", "after"], limit: 300 },
  ],
  "/api/sales/[paymentId]": [{ ...get, who: "seller", parameters: ({ paymentId }) => ({ paymentId }), limit: 300 }],
  "/api/sales/months": [{ ...get, who: "seller", limit: 300 }],
  "/api/sales/export": [{ ...get, who: "seller", limit: 10 }],
  "/api/sessions": [
    { ...get, who: "seller", limit: 300 },
    { method: "DELETE", limit: 120 },
  ],
  "/api/sessions/[sessionId]": [
    { method: "DELETE", who: "seller", parameters: () => ({ sessionId: nobody }), limit: 120 },
  ],
  "/api/sign-in": [
    { ...get, who: "seller", limit: 300 },
    { method: "POST", json: () => ({ message, signature }), limit: 30 },
  ],
  "/api/sign-in/nonce": [{ method: "POST", limit: 60 }],
  "/api/sign-out": [{ method: "POST", limit: 120 }],
  "/api/sellers/[sellerId]/card.jpg": [
    { ...get, parameters: () => ({ sellerId: nobody }), queryNames: ["l", "h"], limit: 600 },
  ],
  "/api/sellers/[sellerId]/picture": [
    { ...get, parameters: () => ({ sellerId: nobody }), queryNames: ["h"], reads: ["range", "if-"], limit: 600 },
  ],
  "/api/storage": [{ ...get, limit: 600 }],
  "/api/storage/files/[fileId]": [{ ...extendFile, who: "seller" }],
  "/api/storage/uploads/[uploadId]": [
    keepUpload,
    { ...keepUpload, as: "larger", json: ({ fileId }) => ({ replacesFileId: fileId }) },
    withPayment(keepUpload, ({ uploadId }) => `/api/storage/uploads/${uploadId}`),
  ],
  "/api/storage/uploads/[uploadId]/token": [
    {
      method: "POST",
      parameters: ofUpload,
      reads: ["sign-in-with-x", "upload-token"],
      limit: 30,
    },
  ],
  "/api/terms": [{ ...get, who: "seller", limit: 300 }],
  "/api/uploads/[[...path]]": [
    {
      method: "POST",
      headers: { ...uploading, "upload-length": "1", "upload-metadata": "filename YQ==" },
      reads: ["upload-", "tus-"],
      limit: 60,
    },
    createPaid,
    withPayment(createPaid, () => "/api/uploads"),
    {
      method: "HEAD",
      parameters: () => ({ path: nobody }),
      headers: { ...uploading, "upload-token": claimToken },
      limit: 3_000,
    },
    {
      method: "PATCH",
      parameters: () => ({ path: nobody }),
      headers: {
        ...uploading,
        "upload-token": claimToken,
        "upload-offset": "0",
        "content-type": "application/offset+octet-stream",
      },
      limit: 3_000,
    },
    {
      method: "DELETE",
      parameters: () => ({ path: nobody }),
      headers: { ...uploading, "upload-token": claimToken },
      limit: 3_000,
    },
  ],
  "/.well-known/security.txt": [{ ...get, limit: 600 }],
  "/.well-known/x402": [{ ...get, queryNames: ["before"], limit: 120 }],
  "/catalog.atom": [{ ...get, queryNames: ["before"], limit: 120 }],
  "/catalog.json": [{ ...get, queryNames: ["before"], limit: 120 }],
  "/dashboard": [{ ...page, who: "seller" }],
  "/dashboard/files": [{ ...page, who: "seller", queryNames: ["q", "state", "sort", "before"] }],
  "/dashboard/files/[fileId]": [{ ...page, who: "seller", parameters: ofFile }],
  "/dashboard/messages": [{ ...page, who: "seller" }],
  "/dashboard/sales": [{ ...page, who: "seller" }],
  "/dashboard/sales/[paymentId]": [{ ...page, who: "seller", parameters: ({ paymentId }) => ({ paymentId }) }],
  "/dashboard/settings": [{ ...page, who: "seller" }],
  "/f/[fileId]": [
    { ...page, parameters: ofFile, queryNames: ["ticket", "version"] },
    { ...get, as: "program", parameters: ofFile, limit: 3_000 },
    { ...get, as: "navigation", parameters: ofFile, headers: { rsc: "1" } },
    { ...page, as: "bot", parameters: ofFile, headers: { accept: "*/*", "user-agent": "Twitterbot/1.0" } },
  ],
  "/f/[fileId]/preview": [{ ...page, who: "seller", parameters: ofFile, queryNames: ["draft"] }],
  "/f/[fileId]/test": [{ ...page, who: "seller", parameters: ofFile }],
  "/f/[fileId]/receipts/[paymentId]": [
    { ...page, who: "seller", parameters: (shop) => ({ fileId: shop.fileId, paymentId: shop.paymentId }) },
  ],
  "/f/[fileId]/report": [{ ...page, parameters: ofFile, queryNames: ["kind", "message"] }],
  "/g": [page],
  "/imprint": [page],
  "/operator": [page],
  "/operator/audit": [page],
  "/operator/blocks": [page],
  "/operator/doctor": [page],
  "/operator/files": [page],
  "/operator/jobs": [page],
  "/operator/notices": [page],
  "/operator/reports": [page],
  "/operator/sellers": [page],
  "/operator/settings": [page],
  "/operator/storage": [page],
  "/operator/appeals/[appealId]": [{ ...page, parameters: () => ({ appealId: nobody }) }],
  "/operator/files/[fileId]": [{ ...page, parameters: ofFile }],
  "/operator/reports/[reportId]": [{ ...page, parameters: () => ({ reportId: nobody }) }],
  "/operator/sellers/[sellerId]": [{ ...page, parameters: () => ({ sellerId: nobody }) }],
  "/n": [page],
  "/healthz": [get],
  "/llms.txt": [{ ...get, limit: 120 }],
  "/metrics": [{ ...get, limit: 120 }],
  "/privacy": [page],
  "/robots.txt": [{ ...get, limit: 600 }],
  "/s/[seller]": [{ ...page, parameters: () => ({ seller: "nobody" }), queryNames: ["before"] }],
  "/sell": [page],
  "/terms": [page],
  "/purchases": [{ ...page, who: "buyer" }],
  "/purchases/[paymentId]": [{ ...page, who: "buyer", parameters: ofPayment }],
  "/r": [page],
  "/reports": [page],
  "/readyz": [get],
  "/version": [get],
  "/wallets": [page],
};

/** Paths without a route of ours: included because strangers can request them. */
export const elsewhere: Record<string, Door[]> = {
  "/no-such-page": [page],
  "/_next/image": [{ ...get, query: () => "url=%2Ficon.png&w=64&q=75", queryNames: ["url", "w", "q"] }],
  "/_next/static/chunks/nothing.js": [get],
  "/_next/data/build/index.json": [get],
};

/** Routes without a door here, and doors whose route is gone; both have to be empty. */
export function compareDoors(routes: readonly string[], table: Record<string, Door[]> = doors) {
  return {
    missing: routes.filter((route) => !table[route]?.length),
    gone: Object.keys(table).filter((route) => !routes.includes(route)),
  };
}

/** The places of a door that are its own, apart from path and headers. */
export function placesOf(door: Door, shop: Shop): Place[] {
  return [
    ...queryPlaces(door.queryNames ?? []),
    ...(door.json ? bodyPlaces(door.json(shop)) : []),
    ...(door.form ? formPlaces(Object.keys(door.form)) : []),
    ...(door.places?.(shop) ?? []),
    ...(!door.json && !door.form && door.method === "POST" ? [...bodyPlaces({}), ...formPlaces([])] : []),
  ];
}
