/**
 * The rooms of the house: what each is for, which other rooms it may import, and which database tables it may read and write.
 * The linter's import rules and the pictures in docs/ARCHITECTURE.md are written from this table (`npm run house`), and
 * `house/house.test.ts` holds the code to it: a permission that nobody uses fails like one that is missing.
 *
 * A room comes after every room that it may import, so there is no circle.
 */

export type Table =
  | "Hold"
  | "Complaint"
  | "Seller"
  | "Earnings"
  | "File"
  | "FileVersion"
  | "FoundTransfer"
  | "GasLease"
  | "GasTransaction"
  | "Gift"
  | "Grant"
  | "Payment"
  | "PaymentEvent"
  | "Picture"
  | "PreviewTask"
  | "Refund"
  | "Terms"
  | "Traffic"
  | "Upload"
  | "UsedNonce"
  | "Heartbeat";

export type Room = {
  /** A folder, or one file, from the root of the project. */
  path: string;
  what: string;
  /** True where every room that comes after may import it. */
  everybody?: true;
  /** Paths of other rooms, or of single files in them. Ground files and `schema.ts` files are open to everybody. */
  imports?: string[];
  /** Tables it only reads; what it writes it may read as well. */
  reads?: Table[];
  writes?: Table[];
};

/** What everybody in lib stands on. These import each other only. */
export const ground = [
  "lib/clock.ts",
  "lib/cookies.ts",
  "lib/deadline.ts",
  "lib/errors.ts",
  "lib/ids.ts",
  "lib/money.ts",
  "lib/process.ts",
  "lib/redact.ts",
  "lib/chain/networks.ts",
  "lib/chain/usdc.abi.ts",
] as const;

export const rooms: readonly Room[] = [
  {
    path: "lib/settings",
    what: "what an operator can choose, read once at the start",
    everybody: true,
    imports: ["lib/devnet/accounts.ts"],
  },
  { path: "lib/log.ts", what: "the log, which repeats no secret", everybody: true },
  { path: "lib/payments/reasons.ts", what: "why a payment or a refund is in its state", everybody: true },
  { path: "lib/payments/states.ts", what: "states of a payment, by what they mean for money", everybody: true },
  { path: "lib/client-config", what: "what of the settings pages may know" },
  { path: "lib/i18n", what: "languages, the words of pages in each, which one a reader gets (`#i18n` in components)" },
  {
    path: "lib/db",
    what: "the Prisma client, its SQLite adapter, migrations at the start",
    imports: ["generated/sqlite"],
  },
  { path: "lib/storage", what: "where finished bytes live; `driver.contract.ts` says what a driver must do" },
  { path: "lib/chain", what: "networks, tokens, wallets' code, viem clients: the only place with facts of chains" },
  {
    path: "lib/devnet",
    what: "the local chain of the demo and the tests, with Circle's USDC code",
    imports: ["lib/chain"],
  },
  {
    path: "lib/sign-in",
    what: "EIP-4361: nonce, check, the seller's session and the buyer's",
    imports: ["lib/db", "lib/chain"],
    reads: ["Seller"],
    writes: ["UsedNonce"],
  },
  {
    path: "lib/http",
    what: "route wrapper, problem+json, origins, rate limits, sending bytes",
    imports: ["lib/sign-in"],
  },
  {
    path: "lib/gas",
    what: "the gas account: who may send, caps, budgets, waste, stored transactions and their way into a block",
    imports: ["lib/db", "lib/chain", "lib/sign-in/named-sellers.ts"],
    reads: ["Payment", "Refund"],
    writes: ["GasLease", "GasTransaction"],
  },
  {
    path: "lib/facilitator",
    what: "verifies and settles: embedded (own gas key) or remote (HTTP)",
    imports: ["lib/chain", "lib/gas"],
  },
  {
    path: "lib/offers",
    what: "what somebody may buy and where it can be paid",
    imports: ["lib/chain/known-trouble.ts"],
  },
  {
    path: "lib/earnings",
    what: "what each file and each seller sold, added to with every settlement",
    imports: ["lib/db"],
    reads: ["File", "Terms"],
    writes: ["Earnings"],
  },
  {
    path: "lib/previews",
    what: "pictures that show what a file is: blurred, cover, card; `programs/` holds the programs that open pictures",
    imports: ["lib/db", "lib/storage", "generated/sqlite"],
    writes: ["File", "FileVersion", "Picture", "PreviewTask"],
  },
  {
    path: "lib/files",
    what: "what a file for sale is: create, edit, remove, its terms, versions and state",
    imports: ["lib/db", "lib/sign-in", "lib/storage", "lib/previews", "lib/offers", "lib/earnings", "generated/sqlite"],
    reads: ["Seller", "Grant", "Payment"],
    writes: ["File", "FileVersion", "Terms", "Upload"],
  },
  {
    path: "lib/uploads/bytes",
    what: "what has arrived: its file, its hash, what of it is proven, who is at work on it",
    imports: ["lib/db", "lib/storage", "generated/sqlite"],
    writes: ["Upload"],
  },
  {
    path: "lib/uploads/admission",
    what: "who may upload how much, and what makes way when places or room are out",
    imports: ["lib/db", "lib/http", "lib/sign-in", "lib/storage", "lib/uploads/bytes"],
    reads: ["Earnings"],
    writes: ["Upload"],
  },
  {
    path: "lib/uploads/finish",
    what: "after the last byte: type, storage, a row that can be sold; and what nobody wants is swept",
    imports: ["lib/db", "lib/storage", "lib/uploads/bytes", "lib/uploads/admission"],
    writes: ["Upload"],
  },
  {
    path: "lib/uploads/protocol",
    what: "tus 1.0.0 as it is spoken: headers, requests, answers",
    imports: [
      "lib/db",
      "lib/http",
      "lib/sign-in",
      "lib/files",
      "lib/uploads/bytes",
      "lib/uploads/admission",
      "lib/uploads/finish",
    ],
    reads: ["Upload"],
  },
  {
    path: "lib/grants",
    what: "who may download what, until when, how much: grants, claim tokens, tickets, traffic",
    imports: ["lib/db"],
    reads: ["Terms"],
    writes: ["Grant", "Traffic"],
  },
  {
    path: "lib/payments/x402",
    what: "what goes over the wire: the challenge, what a payment header holds, the settlement's header",
    imports: ["lib/sign-in", "lib/files", "lib/offers"],
  },
  {
    path: "lib/payments/evm",
    what: "EIP-3009 authorizations: checked before, proven by the chain after",
    imports: ["lib/chain", "lib/payments/x402"],
  },
  {
    path: "lib/payments/ledger",
    what: "payments, holds and transfers as rows: reserve, settle, release, and the jobs that ask the chain again",
    imports: [
      "lib/db",
      "lib/chain",
      "lib/files",
      "lib/earnings",
      "lib/grants",
      "lib/payments/x402",
      "lib/payments/evm",
      "generated/sqlite",
    ],
    reads: ["Complaint", "GasTransaction", "Grant", "Refund", "Terms"],
    writes: ["Hold", "FoundTransfer", "Payment", "PaymentEvent", "Heartbeat"],
  },
  {
    path: "lib/payments/access",
    what: "who may have which bytes: claim token, ticket, owner, free",
    imports: ["lib/db", "lib/files", "lib/grants", "lib/payments/ledger"],
    reads: ["FileVersion", "Payment"],
  },
  {
    path: "lib/payments/flow",
    what: "`purchase`: from what was shown to an outcome; knows no HTTP",
    imports: [
      "lib/db",
      "lib/chain",
      "lib/sign-in",
      "lib/storage",
      "lib/files",
      "lib/offers",
      "lib/grants",
      "lib/facilitator",
      "lib/payments/x402",
      "lib/payments/evm",
      "lib/payments/ledger",
      "lib/payments/access",
    ],
    reads: ["FoundTransfer", "Payment", "Terms"],
  },
  {
    path: "lib/receipts",
    what: "what was paid for what, and where the chain shows it",
    imports: [
      "lib/db",
      "lib/chain",
      "lib/files",
      "lib/grants",
      "lib/payments/evm",
      "lib/payments/ledger",
      "lib/payments/access",
    ],
    reads: ["Grant", "Payment", "Refund", "Terms"],
  },
  {
    path: "lib/payments/doors",
    what: "a request turned into what the flow asks, an outcome into HTTP",
    imports: [
      "lib/db",
      "lib/chain",
      "lib/sign-in",
      "lib/http",
      "lib/files",
      "lib/offers",
      "lib/grants",
      "lib/payments/x402",
      "lib/payments/ledger",
      "lib/payments/access",
      "lib/payments/flow",
      "lib/receipts",
    ],
  },
  {
    path: "lib/buyers",
    what: "what a wallet bought here: the list, opening again, new recovery links",
    imports: [
      "lib/db",
      "lib/chain",
      "lib/sign-in",
      "lib/files",
      "lib/grants",
      "lib/payments/ledger",
      "lib/payments/access",
      "lib/payments/doors",
      "lib/receipts",
    ],
    reads: ["File", "Payment", "Terms"],
    writes: ["Grant"],
  },
  {
    path: "lib/complaints",
    what: "what buyers tell sellers about a payment",
    imports: ["lib/db", "lib/sign-in", "lib/files", "lib/payments/ledger", "lib/payments/access", "lib/buyers"],
    reads: ["File", "FileVersion", "Payment", "Terms"],
    writes: ["Complaint"],
  },
  {
    path: "lib/refunds",
    what: "a payment given back by the seller's own wallet",
    imports: [
      "lib/db",
      "lib/chain",
      "lib/facilitator",
      "lib/earnings",
      "lib/payments/x402",
      "lib/payments/evm",
      "lib/payments/ledger",
    ],
    reads: ["Seller", "GasTransaction"],
    writes: ["Grant", "Payment", "Refund"],
  },
  {
    path: "lib/gifts",
    what: "gift links: a grant for one person without a payment",
    imports: ["lib/db", "lib/files", "lib/grants"],
    reads: ["Terms"],
    writes: ["File", "Gift", "Grant"],
  },
  {
    path: "lib/sellers",
    what: "a seller's account, dashboard numbers, counters",
    imports: [
      "lib/db",
      "lib/chain",
      "lib/sign-in",
      "lib/previews",
      "lib/files",
      "lib/offers",
      "lib/earnings",
      "lib/refunds",
    ],
    reads: ["File", "Grant", "Payment", "Refund"],
    writes: ["Seller", "Terms"],
  },
  {
    path: "lib/health",
    what: "whether this server can sell now: `/readyz`, and what pages are told before anybody signs",
    imports: ["lib/db", "lib/chain", "lib/http", "lib/gas", "lib/facilitator"],
    reads: ["Payment", "Refund"],
  },
  {
    path: "lib/jobs",
    what: "registry and runner; the work itself lives with its noun",
    imports: [
      "lib/chain",
      "lib/sign-in",
      "lib/gas",
      "lib/previews",
      "lib/files",
      "lib/uploads/finish",
      "lib/grants",
      "lib/payments/ledger",
      "lib/payments/flow",
      "lib/refunds",
    ],
  },
];

/** What runs around the app. Nobody in `lib`, `app` or `pages` imports it; of `lib` it may import the rooms that are listed. */
export const programs: readonly Room[] = [
  {
    path: "server",
    what: "the HTTP server around Next: what stands before every door, and which door answers",
    imports: ["lib/http"],
  },
  {
    path: "commands",
    what: "what operators and buyers run: migrate, pay, verify-receipt",
    imports: ["lib/db", "lib/devnet/accounts.ts", "lib/receipts"],
  },
];

/** What is drawn in the browser. Each may import the rooms that are listed, and of `lib` what is safe there (`forBrowser`). */
export const browserRooms: readonly Room[] = [
  { path: "components/ui", what: "primitives, ignorant of files and money", imports: [] },
  { path: "components/http", what: "asking our own API, and the words of what it refuses", imports: ["components/ui"] },
  { path: "components/layout", what: "what surrounds every page", imports: [] },
  {
    path: "components/wallets",
    what: "wallets in the browser: finding, connecting, signing, what goes wrong",
    imports: ["components/ui", "components/http"],
  },
  {
    path: "components/complaints",
    what: "a buyer's message to the seller, and the seller's list of them",
    imports: ["components/ui", "components/http"],
  },
  {
    path: "components/uploads",
    what: "choosing files and sending them, with pauses and reloads",
    imports: ["components/ui", "components/http"],
  },
  {
    path: "components/sign-in",
    what: "a signature instead of an account",
    imports: ["components/ui", "components/http", "components/wallets"],
  },
  {
    path: "components/files",
    what: "putting files on sale, and what a page shows of a file",
    imports: [
      "components/ui",
      "components/http",
      "components/layout",
      "components/wallets",
      "components/uploads",
      "components/sign-in",
    ],
  },
  {
    path: "components/payments/wire",
    what: "asking for a purchase: x402's headers, the signed payment that is kept until it is answered",
    imports: ["components/ui", "components/http", "components/wallets"],
  },
  {
    path: "components/payments/download",
    what: "a download URL, asked for and followed",
    imports: ["components/ui", "components/http", "components/payments/wire"],
  },
  {
    path: "components/payments/viewer",
    what: "what was bought, opened on the page: PDF, pictures, sound, text",
    imports: ["components/ui", "components/payments/download"],
  },
  {
    path: "components/payments/receipts",
    what: "a receipt, on the page and on paper",
    imports: ["components/ui", "components/files"],
  },
  {
    path: "components/payments/access",
    what: "what a buyer has: download, recovery link, receipt, complaint",
    imports: [
      "components/ui",
      "components/http",
      "components/wallets",
      "components/complaints",
      "components/payments/wire",
      "components/payments/download",
      "components/payments/viewer",
      "components/payments/receipts",
    ],
  },
  {
    path: "components/payments/pay",
    what: "paying: the steps, their machine, what can go wrong",
    imports: [
      "components/ui",
      "components/http",
      "components/layout",
      "components/wallets",
      "components/files",
      "components/payments/wire",
      "components/payments/download",
      "components/payments/access",
    ],
  },
  {
    path: "components/gifts",
    what: "taking a gift link",
    imports: ["components/ui", "components/http", "components/files"],
  },
  {
    path: "components/purchases",
    what: "what a wallet bought",
    imports: [
      "components/ui",
      "components/http",
      "components/sign-in",
      "components/files",
      "components/complaints",
      "components/payments/download",
      "components/payments/viewer",
      "components/payments/receipts",
      "components/payments/access",
    ],
  },
  {
    path: "components/dashboard",
    what: "the seller's dashboard",
    imports: [
      "components/ui",
      "components/http",
      "components/wallets",
      "components/complaints",
      "components/uploads",
      "components/sign-in",
      "components/files",
    ],
  },
];

/** Files of lib that may be loaded in a browser, without their endings. */
export const forBrowser = [
  "lib/**/schema",
  "lib/complaints/limits",
  "lib/sellers/limits",
  "lib/gifts/limits",
  "lib/payments/reasons",
  "lib/money",
  "lib/clock",
  "lib/errors",
  "lib/chain/networks",
  "lib/chain/usdc.abi",
  "lib/i18n/**",
] as const;
