/**
 * The rooms of the code: their purpose, the other rooms they may import, and the database tables they may read and
 * write. The linter's import rules and the pictures in docs/ARCHITECTURE.md are written from this table (`npm run
 * house`), and `house/rooms.test.ts` checks the code against it: an unused permission fails like a missing one.
 *
 * A room comes after every room that it may import, so there is no circle.
 */

export type Table =
  | "Alarm"
  | "BuyerAddress"
  | "TypedAddress"
  | "Unsubscribed"
  | "AuditEntry"
  | "Block"
  | "Appeal"
  | "Complaint"
  | "Decision"
  | "DailyFigures"
  | "DailyGas"
  | "Delivery"
  | "Seller"
  | "StorageOffer"
  | "StoragePurchase"
  | "Earnings"
  | "Entitlement"
  | "File"
  | "FileVersion"
  | "FoundTransfer"
  | "GasLease"
  | "GasTransaction"
  | "Gift"
  | "Heartbeat"
  | "Hold"
  | "Notice"
  | "Order"
  | "OrderEvent"
  | "Picture"
  | "PreviewTask"
  | "Report"
  | "Restoration"
  | "SellerChannel"
  | "Session"
  | "Terms"
  | "Traffic"
  | "Transfer"
  | "Upload"
  | "UsedNonce";

export type Room = {
  /** A folder, or one file, from the root of the project. */
  path: string;
  what: string;
  /** True if every later room may import it. */
  everybody?: true;
  /** Paths of other rooms, or of single files in them. Ground files and `schema.ts` files are open to everybody. */
  imports?: string[];
  /** Tables it only reads; it may also read those that it writes. */
  reads?: Table[];
  writes?: Table[];
};

/** Files that everything in lib may import. They import only each other. */
export const ground = [
  "lib/clock.ts",
  "lib/cookies.ts",
  "lib/deadline.ts",
  "lib/disk.ts",
  "lib/errors.ts",
  "lib/ids.ts",
  "lib/money.ts",
  "lib/post-json.ts",
  "lib/process.ts",
  "lib/redact.ts",
  "lib/turns.ts",
  "lib/payment-methods/evm/chain/networks.ts",
  "lib/payment-methods/evm/chain/safe-error.ts",
  "lib/payment-methods/evm/chain/usdc.abi.ts",
] as const;

export const rooms: readonly Room[] = [
  {
    path: "lib/settings",
    what: "the operator's settings, read once at the start",
    everybody: true,
    imports: ["lib/devnet/accounts.ts"],
  },
  {
    path: "lib/log.ts",
    what: "the log, without secrets",
    everybody: true,
  },
  {
    path: "lib/payments/reasons.ts",
    what: "why a payment or a refund is in its state",
    everybody: true,
  },
  {
    path: "lib/payments/states.ts",
    what: "states of a payment, grouped by what they mean for the money",
    everybody: true,
  },
  {
    path: "lib/client-config",
    what: "the settings that pages may see",
  },
  {
    path: "lib/i18n",
    what: "languages, messages, choosing a reader's language (`#i18n` in components)",
  },
  {
    path: "lib/db",
    what: "the Prisma client, its SQLite adapter, migrations at the start",
    imports: ["generated/sqlite"],
  },
  {
    path: "lib/restoration",
    what: "a shop that was restored: it sells and sends nothing until its operator says yes, and what was signed before has ended",
    imports: ["lib/db"],
    reads: ["Restoration"],
  },
  {
    path: "lib/typed-addresses",
    what: "e-mail addresses that somebody typed, as keyed hashes: limits of first messages, and who has unsubscribed (rule 15)",
    imports: ["lib/db"],
    writes: ["BuyerAddress", "SellerChannel", "TypedAddress", "Unsubscribed"],
  },
  {
    path: "lib/outbox",
    what: "the outbox: what somebody is to be told, written with what happened",
    imports: ["lib/db"],
    writes: ["Notice"],
  },
  {
    path: "lib/outbound",
    what: "requests to URLs that others gave: no private address, no redirect",
  },
  {
    path: "lib/storage",
    what: "storage of finished bytes; `driver.contract.ts` tests what a driver must do",
  },
  {
    path: "lib/journal",
    what: "a journal, on another disk, of acts that take something away: a restore repeats them",
  },
  {
    path: "lib/audit",
    what: "the audit log: who did what, and when; append-only",
    imports: ["lib/db"],
    writes: ["AuditEntry"],
  },
  {
    path: "lib/blocks",
    what: "wallets that may neither sell nor buy here, and bytes that nobody may put on sale",
    imports: ["lib/db", "lib/journal", "lib/audit"],
    writes: ["Block"],
  },
  {
    path: "lib/scanning",
    what: "the malware scanner: clamd's protocol or a command, and with which results bytes may be sold",
  },
  {
    path: "lib/payments",
    what: "the money core: orders, transfers and holds; reserve, settle, prove, refund, and the jobs that check again",
    imports: ["lib/db", "lib/restoration", "generated/sqlite"],
    writes: ["FoundTransfer", "Heartbeat", "Hold", "Order", "OrderEvent", "Transfer"],
  },
  {
    path: "lib/payment-methods/evm/chain",
    what: "networks, tokens, wallets' code, viem clients: the only place with chain constants",
  },
  {
    path: "lib/payment-methods/evm/chain-backup",
    what: "the chain as a backup of what was bought: nonces that name an offer, a mark after the call of each settlement, reading both",
    imports: ["lib/db", "lib/payment-methods/evm/chain"],
    reads: ["File", "Terms"],
  },
  {
    path: "lib/devnet",
    what: "the local chain of the demo and the tests, with Circle's USDC code",
  },
  {
    path: "lib/sign-in",
    what: "EIP-4361: nonce, verification, sessions and their end",
    imports: ["lib/db", "lib/restoration", "lib/audit", "lib/blocks", "lib/payment-methods/evm/chain"],
    reads: ["Seller"],
    writes: ["Session", "UsedNonce"],
  },
  {
    path: "lib/quota",
    what: "how many bytes a seller may store, and how many there are",
    imports: ["lib/db", "lib/sign-in"],
    reads: ["File", "FileVersion", "Seller"],
  },
  {
    path: "lib/http",
    what: "route wrapper, problem+json, origins, rate limits, sending bytes",
    imports: ["lib/audit", "lib/sign-in"],
  },
  {
    path: "lib/doctor-probe",
    what: "how `npm run doctor` asks the running shop: who may, and which bytes",
    imports: ["lib/http"],
  },
  {
    path: "lib/payment-methods/evm/gas",
    what: "the gas account: who may send, caps, budgets, waste, stored transactions and their way into a block",
    imports: ["lib/db", "lib/restoration", "lib/payment-methods/evm/chain", "lib/sign-in/named-sellers.ts"],
    writes: ["GasLease", "GasTransaction"],
  },
  {
    path: "lib/payment-methods/evm/facilitator",
    what: "verifies and settles: embedded (own gas key) or remote (HTTP)",
    imports: [
      "lib/restoration",
      "lib/payment-methods/evm/chain-backup",
      "lib/payment-methods/evm/chain",
      "lib/payment-methods/evm/gas",
    ],
  },
  {
    path: "lib/payment-methods/evm/eip3009",
    what: "the payment method EIP-3009: authorizations checked before a settlement, proven by the chain after it",
    imports: [
      "lib/payments",
      "lib/payment-methods/evm/chain",
      "lib/payment-methods/evm/chain-backup",
      "lib/payment-methods/evm/gas",
      "lib/payment-methods/evm/facilitator",
    ],
  },
  {
    path: "lib/payment-methods/methods.ts",
    what: "how things are paid here: names the payment methods",
    imports: ["lib/payments", "lib/payment-methods/evm/eip3009"],
  },
  {
    path: "lib/entitlements",
    what: "who may download what, until when, and how much: grants, claim tokens, tickets, traffic",
    imports: ["lib/db", "lib/restoration"],
    writes: ["Entitlement", "Traffic"],
  },
  {
    path: "lib/offers",
    what: "what a buyer may buy and where it can be paid",
    imports: ["lib/payments", "lib/payment-methods/methods.ts"],
  },
  {
    path: "lib/earnings",
    what: "earnings of each file and seller, updated with every settlement",
    imports: ["lib/db"],
    writes: ["Earnings"],
  },
  {
    path: "lib/previews",
    what: "previews of a file: blurred picture, cover, card; `programs/` has the programs that decode pictures",
    imports: ["lib/db", "lib/storage", "generated/sqlite"],
    writes: ["File", "FileVersion", "Picture", "PreviewTask"],
  },
  {
    path: "lib/legal",
    what: "the operator's pages from Markdown, the terms that sellers accept, `security.txt`",
    imports: ["lib/db", "lib/i18n"],
    writes: ["Seller"],
  },
  {
    path: "lib/products/storage/price.ts",
    what: "what keeping a file costs; pages read it, too",
  },
  {
    path: "lib/products/files",
    what: "files for sale: create, edit, remove, terms, versions and state",
    imports: [
      "lib/quota",
      "lib/journal",
      "lib/db",
      "lib/audit",
      "lib/blocks",
      "lib/scanning",
      "lib/outbox",
      "lib/storage",
      "lib/payments",
      "lib/sign-in",
      "lib/entitlements",
      "lib/offers",
      "lib/earnings",
      "lib/previews",
      "lib/legal",
      "lib/products/storage/price.ts",
      "generated/sqlite",
    ],
    reads: ["FoundTransfer", "Seller", "Transfer"],
    writes: ["Entitlement", "File", "FileVersion", "StoragePurchase", "Terms", "Upload"],
  },
  {
    path: "lib/uploads/bytes",
    what: "received bytes: file, hash, verified part, locks",
    imports: ["lib/db", "lib/storage", "generated/sqlite"],
    writes: ["Upload"],
  },
  {
    path: "lib/uploads/admission",
    what: "who may upload how much, and which uploads make way when slots or space run out",
    imports: ["lib/quota", "lib/db", "lib/scanning", "lib/storage", "lib/sign-in", "lib/http", "lib/uploads/bytes"],
    reads: ["Earnings", "StoragePurchase"],
    writes: ["Upload"],
  },
  {
    path: "lib/uploads/finish",
    what: "after the last byte: type, storage, the malware scan, a row that can be sold; and the sweep of unused uploads",
    imports: [
      "lib/db",
      "lib/audit",
      "lib/blocks",
      "lib/scanning",
      "lib/storage",
      "lib/uploads/bytes",
      "lib/uploads/admission",
    ],
    writes: ["Upload"],
  },
  {
    path: "lib/uploads/protocol",
    what: "tus 1.0.0 on the wire: headers, requests, responses",
    imports: [
      "lib/db",
      "lib/sign-in",
      "lib/http",
      "lib/products/files",
      "lib/uploads/bytes",
      "lib/uploads/admission",
      "lib/uploads/finish",
    ],
    reads: ["Upload"],
  },
  {
    path: "lib/products/storage",
    what: "storage that is paid for: what is wanted, sealed offers, room and days that were bought",
    imports: [
      "lib/db",
      "lib/quota",
      "lib/storage",
      "lib/payments",
      "lib/payment-methods/methods.ts",
      "lib/earnings",
      "lib/products/files",
      "lib/uploads/bytes",
      "lib/uploads/admission",
    ],
    reads: ["FoundTransfer", "Order"],
    writes: ["File", "StorageOffer", "StoragePurchase", "Upload"],
  },
  {
    path: "lib/protocols/x402",
    what: "x402 on the wire: challenge, payment header, settlement header",
    imports: ["lib/payments", "lib/sign-in", "lib/offers", "lib/products/files"],
  },
  {
    path: "lib/products/files/access",
    what: "who may download which bytes of a file: claim token, ticket, owner, free",
    imports: ["lib/db", "lib/payments", "lib/entitlements", "lib/products/files"],
    reads: ["FileVersion", "Transfer"],
  },
  {
    path: "lib/complaints/find-complained.ts",
    what: "which orders are kept because somebody complained about them",
    imports: ["lib/db"],
    reads: ["Complaint"],
  },
  {
    path: "lib/shop/shop.ts",
    what: "what is sold here and how it is paid: names the products, the payment methods and what else belongs to orders",
    imports: [
      "lib/payments",
      "lib/payment-methods/methods.ts",
      "lib/products/files",
      "lib/products/storage",
      "lib/complaints/find-complained.ts",
    ],
  },
  {
    path: "lib/shop/purchase",
    what: "`purchase`: from credentials and payment to an outcome; knows nothing of HTTP",
    imports: [
      "lib/db",
      "lib/restoration",
      "lib/blocks",
      "lib/payments",
      "lib/payment-methods/evm/chain",
      "lib/sign-in",
      "lib/payment-methods/evm/eip3009",
      "lib/entitlements",
      "lib/offers",
      "lib/products/files",
      "lib/protocols/x402",
      "lib/products/files/access",
      "lib/shop/shop.ts",
    ],
    reads: ["Terms", "Transfer"],
  },
  {
    path: "lib/receipts",
    what: "receipts: the payment, the file, and where the chain shows it",
    imports: [
      "lib/db",
      "lib/payments",
      "lib/payment-methods/evm/chain",
      "lib/payment-methods/evm/eip3009",
      "lib/entitlements",
      "lib/products/files",
      "lib/products/files/access",
      "lib/shop/shop.ts",
    ],
    reads: ["Entitlement", "Transfer"],
  },
  {
    path: "lib/shop/doors",
    what: "turns a request into the purchase's input, and an outcome into HTTP",
    imports: [
      "lib/db",
      "lib/payments",
      "lib/sign-in",
      "lib/http",
      "lib/entitlements",
      "lib/offers",
      "lib/products/files",
      "lib/protocols/x402",
      "lib/products/files/access",
      "lib/shop/shop.ts",
      "lib/shop/purchase",
      "lib/receipts",
      "lib/products/storage",
    ],
    reads: ["StoragePurchase"],
  },
  {
    path: "lib/shop/storage",
    what: "a purchase of storage: from a request to an outcome, and its doors",
    imports: [
      "lib/db",
      "lib/restoration",
      "lib/blocks",
      "lib/quota",
      "lib/payments",
      "lib/payment-methods/evm/eip3009",
      "lib/sign-in",
      "lib/http",
      "lib/entitlements",
      "lib/products/storage",
      "lib/uploads/admission",
      "lib/uploads/protocol",
      "lib/protocols/x402",
      "lib/shop/shop.ts",
      "lib/shop/purchase",
      "lib/shop/doors",
    ],
    reads: ["File", "Order", "Seller", "StoragePurchase", "Upload"],
  },
  {
    path: "lib/buyers",
    what: "a wallet's purchases: the list, downloading again, new recovery links",
    imports: [
      "lib/journal",
      "lib/db",
      "lib/payments",
      "lib/payment-methods/evm/chain",
      "lib/sign-in",
      "lib/payment-methods/evm/eip3009",
      "lib/entitlements",
      "lib/products/files",
      "lib/products/files/access",
      "lib/receipts",
      "lib/shop/doors",
      "lib/shop/shop.ts",
    ],
    reads: ["Order", "Transfer"],
    writes: ["Entitlement"],
  },
  {
    path: "lib/complaints",
    what: "messages from buyers to sellers about a payment",
    imports: [
      "lib/db",
      "lib/outbox",
      "lib/payments",
      "lib/sign-in",
      "lib/products/files",
      "lib/products/files/access",
      "lib/buyers",
    ],
    reads: ["File", "Transfer"],
    writes: ["Complaint"],
  },
  {
    path: "lib/privacy",
    what: "what is stored about a seller or a buyer: exported and erased by its wallet",
    imports: [
      "lib/journal",
      "lib/db",
      "lib/audit",
      "lib/payments",
      "lib/sign-in",
      "lib/products/files",
      "lib/buyers",
      "lib/shop/shop.ts",
      "generated/sqlite",
    ],
    reads: ["Decision", "Entitlement", "Order"],
    writes: ["BuyerAddress", "Complaint", "File", "Gift", "Seller", "SellerChannel"],
  },
  {
    path: "lib/refunds",
    what: "refunds, paid by the seller's own wallet",
    imports: [
      "lib/journal",
      "lib/db",
      "lib/audit",
      "lib/restoration",
      "lib/payments",
      "lib/payment-methods/evm/chain",
      "lib/payment-methods/evm/facilitator",
      "lib/payment-methods/evm/eip3009",
      "lib/shop/shop.ts",
    ],
    reads: ["Order", "Seller", "Transfer"],
  },
  {
    path: "lib/decisions",
    what: "what the operator decides about files and sellers (rule 12): suspended, withheld, deleted, lifted",
    imports: [
      "lib/journal",
      "lib/db",
      "lib/outbox",
      "lib/audit",
      "lib/blocks",
      "lib/payments",
      "lib/entitlements",
      "lib/previews",
      "lib/products/files",
      "lib/shop/shop.ts",
      "generated/sqlite",
    ],
    reads: ["Order", "Seller"],
    writes: ["Decision", "File", "FileVersion", "Seller"],
  },
  {
    path: "lib/sold-scans",
    what: "scans versions that were sold before the scanner worked, and stops the sale of what is found",
    imports: ["lib/db", "lib/scanning", "lib/storage", "lib/decisions"],
    reads: ["File"],
    writes: ["FileVersion"],
  },
  {
    path: "lib/reports",
    what: "reports of files by people without an account, the operator's decisions about them, and appeals",
    imports: [
      "lib/db",
      "lib/http",
      "lib/outbox",
      "lib/audit",
      "lib/products/files",
      "lib/decisions",
      "generated/sqlite",
    ],
    reads: ["Decision", "File"],
    writes: ["Appeal", "Report"],
  },
  {
    path: "lib/gifts",
    what: "gift links: a grant for one person without a payment",
    imports: ["lib/journal", "lib/db", "lib/entitlements", "lib/products/files"],
    reads: ["FileVersion", "Terms"],
    writes: ["Entitlement", "File", "Gift"],
  },
  {
    path: "lib/sellers",
    what: "sellers' accounts, dashboard numbers, counters",
    imports: [
      "lib/journal",
      "lib/db",
      "lib/audit",
      "lib/restoration",
      "lib/payments",
      "lib/payment-methods/evm/chain",
      "lib/sign-in",
      "lib/offers",
      "lib/earnings",
      "lib/previews",
      "lib/products/files",
      "lib/refunds",
      "generated/sqlite",
    ],
    reads: ["Decision", "Entitlement", "File", "Order", "Transfer"],
    writes: ["Seller", "Terms"],
  },
  {
    path: "lib/health",
    what: "whether this server can sell now: `/readyz`, and the check before anybody signs",
    imports: [
      "lib/db",
      "lib/scanning",
      "lib/restoration",
      "lib/payment-methods/evm/chain",
      "lib/http",
      "lib/payment-methods/evm/gas",
      "lib/payment-methods/evm/facilitator",
      "lib/shop/shop.ts",
    ],
    reads: ["Transfer"],
  },
  {
    path: "lib/figures",
    what: "figures of each day: money, files, storage, disk, gas",
    imports: ["lib/db", "lib/payment-methods/evm/gas"],
    reads: ["File", "FileVersion", "GasTransaction", "Order", "Seller", "Transfer"],
    writes: ["DailyFigures", "DailyGas"],
  },
  {
    path: "lib/backup",
    what: "writing backups while the shop sells, and verifying that they can be restored",
    imports: [
      "lib/db",
      "lib/storage",
      "lib/journal",
      "lib/payments",
      "lib/payment-methods/evm/chain",
      "lib/payment-methods/evm/chain-backup",
      "lib/payment-methods/evm/eip3009",
    ],
    reads: ["FileVersion", "Picture", "Upload"],
  },
  {
    path: "lib/doctor",
    what: "`npm run doctor`: what is wrong with a shop, and what to do about it",
    imports: [
      "lib/db",
      "lib/scanning",
      "lib/payment-methods/evm/chain",
      "lib/doctor-probe",
      "lib/payment-methods/evm/gas",
      "lib/payment-methods/evm/facilitator",
      "lib/previews",
      "lib/backup",
      "lib/legal",
    ],
  },
  {
    path: "lib/alarms",
    what: "what the operator has to know: compared with what was told last",
    imports: ["lib/db", "lib/doctor", "lib/health", "lib/outbox"],
    writes: ["Alarm"],
  },
  {
    path: "lib/notices",
    what: "telling people: who, by which channel, in which words; sending with retries; addresses and their links",
    imports: [
      "lib/i18n",
      "lib/db",
      "lib/restoration",
      "lib/outbox",
      "lib/typed-addresses",
      "lib/outbound",
      "lib/payments",
      "lib/entitlements",
      "lib/http",
      "lib/buyers",
      "lib/products/files/access",
      "lib/sign-in",
      "lib/products/files",
      "lib/shop/shop.ts",
    ],
    reads: [
      "Alarm",
      "Appeal",
      "Complaint",
      "Decision",
      "Entitlement",
      "File",
      "FileVersion",
      "Order",
      "Report",
      "Terms",
      "Transfer",
    ],
    writes: ["BuyerAddress", "Delivery", "Notice", "SellerChannel", "UsedNonce"],
  },
  {
    path: "lib/notice-samples.ts",
    what: "sample rows, for previews of messages, in a database of their own",
    imports: ["lib/db", "lib/products/files"],
    writes: [
      "Alarm",
      "Appeal",
      "BuyerAddress",
      "Complaint",
      "Decision",
      "Entitlement",
      "File",
      "FileVersion",
      "Notice",
      "Order",
      "Report",
      "Seller",
      "SellerChannel",
      "Transfer",
    ],
  },
  {
    path: "lib/restore",
    what: "restoring a backup: into an empty place, with the journal, and with what the chain shows since",
    imports: [
      "lib/db",
      "lib/storage",
      "lib/journal",
      "lib/payments",
      "lib/payment-methods/evm/eip3009",
      "lib/offers",
      "lib/previews",
      "lib/products/files",
      "lib/shop/shop.ts",
      "lib/refunds",
      "lib/blocks",
      "lib/decisions",
      "lib/backup",
      "lib/privacy",
    ],
    reads: ["Block", "Complaint", "Decision", "Report"],
    writes: [
      "Entitlement",
      "File",
      "FileVersion",
      "FoundTransfer",
      "GasLease",
      "Gift",
      "Heartbeat",
      "Order",
      "Picture",
      "Restoration",
      "Seller",
      "Session",
      "Terms",
      "Traffic",
      "Transfer",
      "Upload",
      "UsedNonce",
    ],
  },
  {
    path: "lib/jobs",
    what: "registry and runner; the code of each job is in the room of its noun",
    imports: [
      "lib/sold-scans",
      "lib/figures",
      "lib/restoration",
      "lib/payments",
      "lib/payment-methods/evm/chain",
      "lib/sign-in",
      "lib/payment-methods/evm/gas",
      "lib/entitlements",
      "lib/previews",
      "lib/products/files",
      "lib/products/storage",
      "lib/uploads/finish",
      "lib/alarms",
      "lib/reports",
      "lib/notices",
      "lib/shop/shop.ts",
      "lib/shop/purchase",
      "lib/complaints",
    ],
  },
  {
    path: "lib/operator",
    what: "the operator's page: what waits, search, decisions and quotas, what is in force here",
    imports: [
      "lib/audit",
      "lib/blocks",
      "lib/db",
      "lib/decisions",
      "lib/doctor",
      "lib/earnings",
      "lib/figures",
      "lib/jobs",
      "lib/notices",
      "lib/payment-methods/evm/gas",
      "lib/products/files",
      "lib/quota",
      "lib/reports",
      "lib/restoration",
      "lib/sign-in",
      "generated/sqlite",
    ],
    reads: [
      "Appeal",
      "Complaint",
      "Delivery",
      "File",
      "FileVersion",
      "FoundTransfer",
      "Order",
      "Report",
      "Terms",
      "Transfer",
    ],
    writes: ["Seller"],
  },
];

/** Programs around the app. `lib`, `app` and `pages` do not import them; they may import the listed rooms of `lib`. */
export const programs: readonly Room[] = [
  {
    path: "server",
    what: "the HTTP server around Next: checks before every route, and the choice of the route",
    imports: ["lib/http", "lib/doctor-probe"],
  },
  {
    path: "commands",
    what: "commands for operators, sellers and buyers: migrate, backup, verify, restore, pay, sell, verify-receipt, sales-on-chain, doctor, mail, pages, privacy, operator",
    imports: [
      "lib/db",
      "lib/devnet/accounts.ts",
      "lib/payment-methods/evm/chain",
      "lib/payment-methods/evm/chain-backup",
      "lib/sign-in/sessions.ts",
      "lib/sign-in/test-seller.ts",
      "lib/shop/shop.ts",
      "lib/receipts",
      "lib/backup",
      "lib/restore",
      "lib/blocks",
      "lib/decisions",
      "lib/figures",
      "lib/operator",
      "lib/reports",
      "lib/restoration",
      "lib/doctor",
      "lib/i18n",
      "lib/notices",
      "lib/notice-samples.ts",
      "lib/typed-addresses",
      "lib/restoration",
      "lib/legal",
      "lib/privacy",
    ],
  },
];

/** Rooms for the browser. Each may import the listed rooms, and from `lib` what is safe there (`forBrowser`). */
export const browserRooms: readonly Room[] = [
  { path: "components/ui", what: "primitives that know nothing of files and money", imports: [] },
  { path: "components/http", what: "requests to our own API, and messages for its errors", imports: ["components/ui"] },
  { path: "components/layout", what: "the frame of every page", imports: [] },
  {
    path: "components/wallets",
    what: "wallets in the browser: finding, connecting, signing, errors",
    imports: ["components/ui", "components/http"],
  },
  {
    path: "components/complaints",
    what: "a buyer's message to the seller, and the seller's list of them",
    imports: ["components/ui", "components/http"],
  },
  {
    path: "components/reports",
    what: "reporting a file, what became of a report, and statements of reasons with the appeal",
    imports: ["components/ui", "components/http"],
  },
  {
    path: "components/notices",
    what: "being told: a seller's channels, a buyer's address, links from mails",
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
    what: "putting files on sale, and showing a file on a page",
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
    what: "requesting a purchase: x402's headers, the signed payment that is kept until there is a response",
    imports: ["components/ui", "components/http", "components/wallets"],
  },
  {
    path: "components/payments/download",
    what: "getting and following a download URL",
    imports: ["components/ui", "components/http", "components/payments/wire"],
  },
  {
    path: "components/payments/viewer",
    what: "purchases opened on the page: PDF, pictures, sound, text",
    imports: ["components/ui", "components/payments/download"],
  },
  {
    path: "components/payments/receipts",
    what: "a receipt, on the page and on paper",
    imports: ["components/ui", "components/files"],
  },
  {
    path: "components/payments/access",
    what: "a buyer's access: download, recovery link, receipt, complaint",
    imports: [
      "components/ui",
      "components/http",
      "components/wallets",
      "components/complaints",
      "components/notices",
      "components/payments/wire",
      "components/payments/download",
      "components/payments/viewer",
      "components/payments/receipts",
    ],
  },
  {
    path: "components/payments/pay",
    what: "paying: the steps, their state machine, errors",
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
    what: "a wallet's purchases",
    imports: [
      "components/ui",
      "components/http",
      "components/sign-in",
      "components/files",
      "components/complaints",
      "components/notices",
      "components/payments/download",
      "components/payments/viewer",
      "components/payments/receipts",
      "components/payments/access",
    ],
  },
  {
    path: "components/operator",
    what: "the operator's pages",
    imports: ["components/ui", "components/http", "components/wallets", "components/sign-in"],
  },
  {
    path: "components/dashboard",
    what: "the seller's dashboard",
    imports: [
      "components/ui",
      "components/http",
      "components/wallets",
      "components/complaints",
      "components/reports",
      "components/notices",
      "components/uploads",
      "components/sign-in",
      "components/files",
    ],
  },
];

/** Files of lib that may be loaded in a browser, without their endings. */
export const forBrowser = [
  "lib/**/schema",
  "lib/products/storage/price",
  "lib/complaints/limits",
  "lib/reports/limits",
  "lib/reports/read-form",
  "lib/sellers/limits",
  "lib/gifts/limits",
  "lib/payments/reasons",
  "lib/money",
  "lib/clock",
  "lib/errors",
  "lib/payment-methods/evm/chain/networks",
  "lib/payment-methods/evm/chain/usdc.abi",
  "lib/payment-methods/evm/chain-backup/offer-nonce",
  "lib/i18n/**",
] as const;
