import "server-only";
import { randomInt } from "node:crypto";

/** Crockford's base 32: nothing that reads like something else. */
const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A new number such as `R-4K7M-9QXT`, which people can read out. It opens nothing. */
export function newReportNumber(): string {
  const four = () => Array.from({ length: 4 }, () => digits[randomInt(digits.length)]).join("");
  return `R-${four()}-${four()}`;
}
