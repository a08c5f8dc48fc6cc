/**
 * One table of errors for every route: stable `code` → HTTP status and the message for people. Wire shape: RFC 9457
 * problem+json, see `lib/http/problem.ts`.
 *
 * 402 = pay. 403 = paying would not help. 404 = never existed. 409 = a conflicting retry. 410 = no longer sold.
 * 503 = outcome unknown or a dependency is down; never sent together with a fresh challenge.
 */
export const errorTable = {
  // requests
  malformed_request: { status: 400, title: "The request could not be read." },
  invalid_input: { status: 400, title: "Please check the form." },
  invalid_price: { status: 400, title: "This price is not valid." },
  invalid_date: { status: 400, title: "This date is not valid." },
  invalid_name: { status: 400, title: "This file name is not valid." },
  invalid_payout_address: { status: 400, title: "This payout address cannot be used." },
  empty_file: { status: 400, title: "The file is empty." },
  checksum_mismatch: { status: 460, title: "The data was damaged on the way. Send this part again." },
  wrong_length: { status: 400, title: "The upload is not as long as announced." },
  invalid_amount: { status: 400, title: "This amount is not valid." },
  sign_in_required: { status: 401, title: "Sign in with your wallet first." },
  sign_in_failed: { status: 401, title: "The sign-in could not be accepted." },
  payout_not_signed: { status: 403, title: "Your wallet has not confirmed this payout address." },
  payout_address_changed: {
    status: 409,
    title: "The payout address has changed in the meantime. Nothing was changed.",
  },
  foreign_origin: { status: 403, title: "This request came from another site." },
  terms_not_accepted: { status: 403, title: "Accept the terms of this server first." },
  operator_only: { status: 403, title: "This wallet does not operate this server." },
  act_not_signed: { status: 403, title: "Your wallet has not confirmed this. Nothing was changed." },
  seller_not_allowed: { status: 403, title: "This wallet may not sell here." },
  seller_suspended: { status: 403, title: "The operator of this server has stopped this seller's sales." },
  wallet_blocked: { status: 403, title: "The operator of this server has blocked this wallet." },
  hash_blocked: { status: 403, title: "The operator of this server does not allow this file here." },
  edited_meanwhile: { status: 409, title: "This was changed elsewhere in the meantime. Nothing was saved." },
  decided_meanwhile: { status: 409, title: "Somebody else has decided in the meantime. Nothing was changed." },
  report_not_found: { status: 404, title: "There is no such report. Check the status link." },
  report_undecided: { status: 409, title: "This report has not been decided yet, so there is nothing to appeal." },
  not_appealable: { status: 409, title: "This decision cannot be appealed, or another one has replaced it." },
  appeal_exists: { status: 409, title: "You have already appealed this decision. An appeal cannot be changed." },
  appeal_too_late: { status: 410, title: "The six months in which this decision could be appealed have ended." },
  not_found: { status: 404, title: "There is nothing here." },
  method_not_allowed: { status: 405, title: "This method is not allowed here." },
  unsupported_media_type: { status: 415, title: "The bytes came with another type than is expected here." },
  body_too_large: { status: 413, title: "The request is too large." },
  url_too_long: { status: 414, title: "The address is too long." },
  header_too_large: { status: 431, title: "The request's headers are too large." },
  too_many_requests: { status: 429, title: "Too many requests. Wait a moment and try again." },
  internal: { status: 500, title: "Something went wrong on our side." },
  server_busy: { status: 503, title: "The server is busy. Try again in a moment; nothing is lost." },
  not_ready: { status: 503, title: "The server is not ready." },

  // names in links, and domains
  name_taken: { status: 409, title: "This name, or one that looks like it, is or was somebody else's." },
  names_spent: { status: 409, title: "You have chosen too many names lately." },
  name_needs_file: { status: 409, title: "Put a file on sale first: a name is for sellers." },
  no_domain: { status: 404, title: "You have not named a domain." },
  domain_unproven: { status: 409, title: "The record was not found in DNS." },
  dns_unavailable: { status: 503, title: "DNS could not be asked. Try again in a moment." },
  seller_not_found: { status: 404, title: "There is no such seller." },

  // files and uploads
  file_not_found: { status: 404, title: "There is no such file." },
  file_paused: { status: 403, title: "The seller has paused this file." },
  file_suspended: { status: 403, title: "The operator of this server has stopped the sale of this file." },
  file_withheld: { status: 451, title: "The operator of this server has closed this file." },
  refund_due: {
    status: 403,
    title: "The operator had stopped this sale when your payment arrived. The seller owes you the money back.",
  },
  sale_ended: { status: 410, title: "This file is no longer on sale." },
  file_removed: { status: 410, title: "This file was removed." },
  bytes_gone: { status: 410, title: "This file is no longer stored here." },
  version_not_found: { status: 404, title: "There is no such version of this file, or it is not yours." },
  not_payable: { status: 503, title: "This file cannot be paid for on this server right now. Nothing was charged." },
  file_unavailable: { status: 503, title: "The file cannot be read right now. Nothing was charged." },
  bytes_unavailable: { status: 503, title: "The file cannot be read right now. You still have access to it." },
  not_embeddable: { status: 401, title: "This file is not shown on other sites." },
  format_not_offered: { status: 501, title: "This format is not offered. Ask for JSON." },
  no_preview: { status: 404, title: "There is no picture of this file." },
  covers_full: { status: 409, title: "This file has as many covers as it may have. Remove one first." },
  picture_unreadable: { status: 400, title: "This picture cannot be used." },
  precondition_failed: { status: 412, title: "The file does not match the one that the request names." },
  range_not_satisfiable: { status: 416, title: "That part of the file does not exist." },
  upload_not_found: { status: 404, title: "This upload no longer exists. Start it again." },
  upload_token_missing: { status: 403, title: "This upload needs its token." },
  upload_expired: { status: 410, title: "This upload was not finished in time. Start it again." },
  upload_incomplete: { status: 409, title: "The upload has not finished yet." },
  upload_conflict: { status: 409, title: "The upload offset does not match. Ask for the current offset, then resume." },
  upload_already_used: { status: 409, title: "This upload has already been published." },
  upload_scanning: { status: 409, title: "The file is being scanned for malware. Try again in a moment." },
  scanner_down: {
    status: 503,
    title:
      "The file waits for this server’s malware scanner, which cannot be reached. Nothing is lost: try again later.",
  },
  malware_found: {
    status: 403,
    title:
      "The malware scanner found something in this file, so it cannot be sold here. It was deleted from this server.",
  },
  too_large_to_scan: {
    status: 413,
    title:
      "The file is too large to be scanned for malware, so it cannot be sold here. It was deleted from this server.",
  },
  tus_version: { status: 412, title: "This server speaks version 1.0.0 of the tus protocol." },
  file_too_large: { status: 413, title: "The file is larger than this server allows." },
  upload_quota: { status: 429, title: "Too much is being uploaded at once. Finish or wait, then try again." },
  upload_quota_unsigned: {
    status: 429,
    title: "Too many uploads from your network have no price yet. Sign in to get a quota of your own.",
  },
  seller_quota: { status: 507, title: "This file does not fit into the space that the operator gives you." },
  disk_full: { status: 507, title: "The server is out of disk space." },

  // bundles
  invalid_bundle: { status: 400, title: "These files cannot be sold together." },
  bundle_too_large: { status: 413, title: "These files are too large to be sold together." },
  not_for_bundles: { status: 409, title: "This is done for the files of a bundle, not for the bundle." },
  member_stopped: {
    status: 403,
    title: "A file of this bundle is no longer for sale, so the bundle is not either. Nothing was charged.",
  },
  member_not_found: { status: 404, title: "There is no such file in this bundle." },
  member_withheld: { status: 451, title: "The operator of this server has closed a file of this bundle." },
  member_gone: { status: 410, title: "A file of this bundle is no longer stored here." },

  // paid storage
  invalid_days: { status: 400, title: "This number of days is not valid." },
  storage_is_free: { status: 403, title: "Nothing has to be paid for storage here." },
  storage_unpaid: { status: 409, title: "Storage for this file has not been paid for." },
  storage_too_short: { status: 409, title: "Storage is not paid for that long." },
  storage_too_long: { status: 409, title: "A file cannot be kept that long here. Nothing was charged." },
  storage_full: { status: 507, title: "There is no room left on this server. Nothing was charged." },
  extending_forbidden: { status: 403, title: "Only the seller may keep this file longer." },
  payer_is_operator: { status: 403, title: "This wallet is the one that storage is paid to. Nothing was charged." },
  storage_refund_due: {
    status: 403,
    title: "Your payment arrived when this could no longer be kept. The operator owes you the money back.",
  },
  upload_has_bytes: { status: 409, title: "Part of this upload is here already. Resume it with its token." },

  // payments refused before any money could move: 402, with a fresh challenge
  payment_required: { status: 402, title: "Payment required." },
  resource_mismatch: { status: 402, title: "This payment names another file." },
  wrong_network: { status: 402, title: "This payment is for another network." },
  wrong_token: { status: 402, title: "This payment is in another token." },
  wrong_payee: { status: 402, title: "This payment is to somebody else." },
  wrong_amount: { status: 402, title: "This payment is for another amount." },
  file_replaced: { status: 402, title: "The seller has changed this offer since it was shown to you." },
  storage_offer_refused: { status: 402, title: "This payment names no storage offer of this server for this request." },
  storage_offer_ended: { status: 402, title: "This storage offer has run out." },
  authorization_expired: { status: 402, title: "This authorization has expired." },
  authorization_not_yet_valid: { status: 402, title: "This authorization is not valid yet." },
  authorization_too_long: { status: 402, title: "This authorization is valid for too long." },
  invalid_signature: { status: 402, title: "The signature does not match the authorization." },
  insufficient_funds: { status: 402, title: "There is not enough USDC in the wallet." },
  nonce_already_used: { status: 402, title: "This authorization was used before." },
  payer_is_payee: { status: 402, title: "Payer and seller are the same wallet." },
  wallet_unsupported: { status: 402, title: "This wallet cannot pay here." },
  payer_refused: { status: 402, title: "The token’s issuer does not let this wallet pay. Nothing was charged." },
  payment_refused: { status: 402, title: "The payment was refused. Nothing was charged." },
  wallet_proof_refused: { status: 402, title: "This wallet signature gives no access to the file." },

  // payments known here: no fresh challenge
  two_payments: {
    status: 400,
    title: "The request shows two payments. Neither was looked at, and nothing was charged.",
  },
  malformed_payment: { status: 400, title: "The payment header could not be read." },
  payment_known: { status: 409, title: "This payment was presented before." },
  payment_unrecorded: {
    status: 409,
    title: "The network shows this payment, but this server has no record of it. Do not pay again.",
  },
  payment_identifier_conflict: { status: 409, title: "This payment identifier belongs to another payment." },
  payment_reverted: {
    status: 409,
    title:
      "A chain reorganisation reversed this payment, so there is no receipt for now. Access to the file is not affected.",
  },
  refund_not_possible: { status: 409, title: "This payment cannot be refunded." },
  refund_too_early: { status: 409, title: "The network is not yet certain of this payment. Refund it a little later." },
  refund_not_signed: { status: 403, title: "Your wallet has not signed this refund." },
  refund_unfunded: { status: 409, title: "There is not enough USDC in your wallet for this refund." },
  refund_refused: { status: 409, title: "The network rejected this refund. Nothing was sent." },
  payment_not_found: { status: 404, title: "There is no such payment." },
  settlement_unknown: {
    status: 503,
    title: "We are confirming your payment. You will not be charged twice.",
  },
  facilitator_unavailable: { status: 503, title: "Sales are paused. Nothing was charged." },
  shop_restored: {
    status: 503,
    title: "This shop was restored from a backup and is being checked, so sales are paused. Nothing was charged.",
  },
  settlements_spent: {
    status: 503,
    title: "No more sales can be settled here today. Nothing was charged.",
  },
  token_paused: { status: 503, title: "The token’s issuer has paused it, so sales are paused. Nothing was charged." },
  token_changed: {
    status: 503,
    title: "The token has changed and this server no longer recognises it, so sales are paused. Nothing was charged.",
  },
  clock_off: { status: 503, title: "The server’s clock is off, so sales are paused. Nothing was charged." },
  node_behind: {
    status: 503,
    title: "The newest block that the server sees is old, so sales are paused. Nothing was charged.",
  },
  payee_refused: {
    status: 403,
    title: "The token’s issuer does not let the seller’s address receive. Nothing was charged.",
  },
  chain_unavailable: { status: 503, title: "The network cannot be reached. Nothing was charged." },

  // access
  other_access: { status: 409, title: "This browser already has this file by another purchase." },
  claim_not_found: { status: 404, title: "This recovery link is not valid." },
  ticket_ended: { status: 410, title: "This download address has expired. Ask for a new one." },
  downloads_spent: {
    status: 429,
    title: "Today’s download limit for this purchase is used up. You still have access to it.",
  },
  free_downloads_spent: { status: 429, title: "This free file has reached its download limit for today." },
  link_not_found: { status: 404, title: "This link is not valid." },
  link_spent: { status: 410, title: "This link was used, or is older than 24 hours." },
  address_waits: {
    status: 409,
    title: "A message for this purchase was sent to another address. Open the link in it first.",
  },
  gift_not_found: { status: 404, title: "This gift link is not valid." },
  gift_taken: { status: 409, title: "This gift has already been taken." },
  gift_ended: { status: 410, title: "This gift link has expired." },
  too_many_gifts: { status: 409, title: "This file has too many open gift links." },
  access_withdrawn: { status: 410, title: "The seller has ended this access." },
  access_ended: { status: 410, title: "The download period for this file has ended." },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorTable;

type AppErrorOptions = {
  /** For the person: what happened and what to do next. Never a stack trace, RPC URL or key. */
  detail?: string;
  /** For the log only. */
  cause?: unknown;
  /** More members of the problem document, such as `missing` or `statusUrl`. */
  members?: Record<string, unknown>;
  /** Response headers, such as `Retry-After` (seconds). */
  headers?: Record<string, string>;
};

/** An expected failure with a stable code. Routes turn it into problem+json; anything else becomes `internal`. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: string | undefined;
  readonly members: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(options.detail ?? errorTable[code].title, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.status = errorTable[code].status;
    this.detail = options.detail;
    this.members = options.members ?? {};
    this.headers = options.headers ?? {};
  }
}

/**
 * Errors in one field of a request, by stable codes, and the values of each: `max`, `min` and `days` are numbers,
 * `price` is exact USD, `network` a name. Pages show them in the reader's language: `messages/{en,fr,ar}/fields.ts`.
 */
type FieldErrorValues = {
  required: undefined;
  invalid: undefined;
  unknown_field: undefined;
  too_long: { max: number };
  too_small: { min: number };
  too_short: { min: number };
  too_large: { max: number };
  date_format: undefined;
  date_past: undefined;
  date_too_far: { days: number };
  date_needed: undefined;
  price_format: undefined;
  price_too_low: { price: string };
  price_too_low_on: { price: string; network: string };
  price_too_high: { price: string };
  title_unreadable: undefined;
  name_like_address: undefined;
  name_hidden_characters: undefined;
  name_letters: undefined;
  name_mixed_scripts: undefined;
  name_handle_script: undefined;
  name_reserved: undefined;
  name_taken: undefined;
  homepage_address: undefined;
  domain_format: undefined;
  domain_suffix: undefined;
  colour_format: undefined;
  colour_contrast: { nearest: string };
  contact_email: undefined;
  contact_kind: undefined;
  contact_address: undefined;
  address_format: undefined;
  address_checksum: undefined;
  address_unowned: undefined;
  address_contract: undefined;
  address_of_server: undefined;
};

export type FieldErrorCode = keyof FieldErrorValues;

/** One entry of `errors` in a problem document. */
export type FieldError = {
  field: string;
  code: FieldErrorCode;
  /** English, for people. */
  message: string;
  values?: Record<string, string | number>;
};

/** The error of a zod schema's own rule: `.refine(check, { error, params: mistake("price_format") })`. */
export function mistake<C extends FieldErrorCode>(
  code: C,
  ...[values]: FieldErrorValues[C] extends undefined ? [] : [FieldErrorValues[C]]
): { mistake: C; values?: FieldErrorValues[C] } {
  return values === undefined ? { mistake: code } : { mistake: code, values };
}

/** An error in one field: the same message is in its entry and in `detail`. */
export function wrongField<C extends FieldErrorCode>(
  code: ErrorCode,
  field: string,
  message: string,
  mistake: C,
  ...[values]: FieldErrorValues[C] extends undefined ? [] : [FieldErrorValues[C]]
): AppError {
  const error = { field, code: mistake, message, ...(values === undefined ? {} : { values }) };
  return new AppError(code, { detail: message, members: { errors: [error] } });
}
