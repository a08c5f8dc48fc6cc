import "server-only";

/** How bad a finding is. A fault loses sales, files or money, or soon will; a warning may. */
export type Severity = "fault" | "warning" | "fine";

/** Every trouble that a check can find. The codes are stable: programs may rely on them. docs/operate/doctor.md lists them. */
export const troubles = {
  "setting-unusable": "fault",
  "setting-unknown": "warning",
  "session-secret-weak": "warning",
  "session-secret-public": "fault",
  "min-price-below-cost": "warning",
  "secret-readable": "warning",
  "contact-missing": "warning",
  "page-has-gaps": "warning",
  "page-unreadable": "warning",
  "page-unused": "warning",
  "storage-price-low": "warning",
  "storage-days-few": "warning",
  "storage-paid-to-gas-account": "warning",

  "data-not-writable": "fault",
  "disk-full": "fault",
  "disk-low": "warning",
  "inodes-low": "warning",
  "disk-slow": "warning",
  "data-in-memory": "fault",
  "data-in-container": "fault",
  "previews-not-isolated": "warning",
  "backup-missing": "warning",
  "backup-old": "warning",
  "backup-on-same-disk": "warning",
  "journal-missing": "warning",
  "journal-not-writable": "fault",
  "journal-on-same-disk": "warning",
  "storage-free-room-large": "warning",
  "scanner-down": "fault",
  "scanner-fails": "fault",
  "scanner-blind": "fault",
  "scanner-limit-low": "warning",
  "scanner-old": "warning",
  "clock-off": "fault",
  "clock-drifts": "warning",

  "database-missing": "fault",
  "database-on-network-disk": "fault",
  "database-damaged": "fault",
  "database-newer": "fault",
  "migration-broken": "fault",
  "migrations-pending": "warning",

  "node-silent": "fault",
  "node-wrong-chain": "fault",
  "node-behind": "fault",
  "node-no-logs": "fault",
  "node-few-logs": "warning",
  "node-hides-logs": "fault",
  "node-no-receipts": "fault",
  "node-no-old-blocks": "warning",
  "token-unusable": "fault",
  "facilitator-unusable": "fault",
  "storage-payee-missing": "fault",

  "gas-empty": "fault",
  "gas-low": "warning",
  "gas-fee-above-cap": "fault",
  "gas-waste-spent": "fault",
  "gas-waste-high": "warning",
  "settlements-spent": "fault",
  "settlements-nearly-spent": "warning",

  "shop-not-running": "fault",
  "shop-unrecognised": "fault",
  "url-unreachable": "fault",
  "url-leads-elsewhere": "fault",
  "download-origin-lost": "fault",
  "version-differs": "warning",
  "shop-not-ready": "fault",
  "shop-warns": "warning",
  "tls-invalid": "fault",
  "tls-ends-soon": "warning",
  "plain-http-served": "fault",
  "proxies-uncounted": "fault",
  "proxies-overcounted": "fault",
  "proxies-undercounted": "fault",
  "proxy-hides-visitors": "fault",
  "large-body-refused": "fault",
  "uploads-buffered": "warning",
  "long-answer-cut": "fault",
  "download-damaged": "fault",
  "downloads-buffered": "warning",
  "ranges-lost": "fault",
  "etag-lost": "fault",
  "payment-header-refused": "fault",
  "long-payment-header-refused": "warning",
  "challenge-header-refused": "fault",

  "sale-not-tried": "warning",
  "sale-failed": "fault",
  "refund-missing": "fault",
  "sale-not-removed": "warning",

  unchecked: "warning",
} as const satisfies Record<string, Exclude<Severity, "fine">>;

export type Trouble = keyof typeof troubles;

/** What a check found. `words` and `fix` are sentences for people, without secrets and without URLs of nodes. */
export type Finding = {
  /** A code of `troubles`; of a fine finding, the name of its check. */
  code: string;
  severity: Severity;
  /** A setting, a network, a node or a path. */
  about?: string;
  words: string;
  fix?: string;
};

/** A trouble, and what to do about it. */
export function trouble(code: Trouble, { about, words, fix }: Omit<Finding, "code" | "severity">): Finding {
  return { code, severity: troubles[code], ...(about ? { about } : {}), words, ...(fix ? { fix } : {}) };
}

/** Nothing to do. @param check its name */
export function fine(check: string, words: string, about?: string): Finding {
  return { code: check, severity: "fine", ...(about ? { about } : {}), words };
}
