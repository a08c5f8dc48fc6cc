import type { FieldErrorCode } from "@/lib/errors";

/** Errors in one field of a form, by stable code. */
export const fields = {
  required: "Fill this in.",
  invalid: "This cannot be used.",
  unknown_field: "This is not known here.",
  too_long: "Use at most {max} characters.",
  too_small: "{min} at least.",
  too_large: "{max} at most.",
  date_format: "Choose a day.",
  date_past: "Choose today or a later day.",
  date_too_far: "Choose a day within the next {days} days.",
  date_needed: "Choose a day: here a file cannot stay on sale without an end.",
  price_format: "Write the price as dollars with at most six decimals, such as 0.50.",
  price_too_low: "The lowest price here is {price}.",
  price_too_low_on: "The lowest price on {network} is {price}.",
  price_too_high: "The highest price is {price}.",
  title_unreadable: "The title needs characters that can be read.",
  name_like_address: "A name must not look like a wallet’s address.",
  contact_email: "Write only the e-mail address.",
  contact_kind: "Use an e-mail address, an address that begins with https://, or a name such as @noor.",
  contact_address: "This address cannot be used. Write it as https://example.com/you.",
  address_format: "Write the address as 0x and 40 hex digits.",
  address_checksum: "This address has a typo: its checksum (upper and lower case) does not match. Copy it again.",
  address_unowned: "Nobody owns this address: money sent to it is lost.",
  address_contract: "This is the address of a contract, not of a wallet: money sent to it is lost.",
  address_of_server: "This account pays this server’s network fees. Choose a wallet of your own.",
} as const satisfies Record<FieldErrorCode, string>;
