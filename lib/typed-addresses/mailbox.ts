import "server-only";
import { createHmac } from "node:crypto";
import { derivedKeys } from "@/lib/settings/derived-key";

/** Hosts where dots in the name make no difference. */
const GMAIL = ["gmail.com", "googlemail.com"];

/**
 * What is stored of a mailbox in place of its address: it can be recognized, but not read. The key follows from
 * SESSION_SECRET, so the database alone is not enough to try addresses.
 */
export function mailboxOf(email: string): string {
  const [current = ""] = mailboxesOf(email);
  return current;
}

/** All that may be stored of it: by the key of each session secret, the current one first. */
export function mailboxesOf(email: string): string[] {
  const text = withoutTag(email.toLowerCase());
  return derivedKeys("addresses").map((key) => createHmac("sha256", key).update(text).digest("base64url"));
}

/** Without what most servers ignore: `ada+shop@…` arrives where `ada@…` does, and would give one person many addresses. */
function withoutTag(email: string): string {
  const [, name = "", host = ""] = /^(.+)@(.+)$/.exec(email) ?? [];
  const plain = name.replace(/(?<=.)\+.*$/, "");
  return GMAIL.includes(host) ? `${plain.replaceAll(".", "")}@${GMAIL[0]}` : `${plain}@${host}`;
}
