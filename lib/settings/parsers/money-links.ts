/** Links to those who sell or buy digital dollars, and the window of a wallet that needs no installation. Pure. */

import { text } from "./text";
import { readUrl } from "./urls";

/** What a page fills in: who gets or has the money, where, and how much. */
const PLACEHOLDERS = ["{address}", "{network}", "{amount}"];

/**
 * A template of a link. Only https: the page that it leads to asks for a card or a bank. A placeholder in the host would let
 * a page choose where people are led, so it may only follow it.
 */
function readMoneyLink(value: string): string {
  if (!/^https:\/\//i.test(value)) throw new Error("has to be a URL with https://.");
  if (!/^[!#-;=?-[\]_a-~]*$/.test(value) || value.includes("|")) {
    throw new Error("holds a character that no URL has, such as a space or a quotation mark. Percent-encode it.");
  }
  const odd = value.match(/\{[^{}]*\}|[{}]/g)?.find((one) => !PLACEHOLDERS.includes(one));
  if (odd) {
    throw new Error(
      `holds ${odd}, which is not filled in. Use {address}, {network} and {amount}, each as written here.`,
    );
  }
  if (/^https:\/\/[^/?#]*\{/i.test(value)) {
    throw new Error("has a placeholder in its host. Placeholders go into the path, the query or the fragment.");
  }
  const filled = value.replace(/\{\w+\}/g, "0");
  if (!URL.canParse(filled)) throw new Error("cannot be read as a URL.");
  const { username, password } = new URL(filled);
  if (username || password) throw new Error("holds a user name or a password, which every visitor would see.");
  if (!value.includes("{address}"))
    throw new Error("lacks {address}: the money has to go to, or come from, one wallet.");
  return value;
}

export const moneyLink = text(readMoneyLink);

/** `off` where it is not offered. */
export const walletWindow = text((value) => (value === "off" ? value : readUrl(value).href));
