import { afterEach, expect, it } from "vitest";
import { resetSettings } from "@/lib/settings/settings";
import { setDevnetSettings } from "@/test/database";
import { mailboxesOf, mailboxOf } from "./mailbox";

const secret = process.env.SESSION_SECRET;
setDevnetSettings();
afterEach(() => {
  if (secret === undefined) delete process.env.SESSION_SECRET;
  else process.env.SESSION_SECRET = secret;
  delete process.env.OLD_SESSION_SECRETS;
  setDevnetSettings();
});

it.each([
  ["ada@example.org", "Ada@Example.org"],
  ["ada@example.org", "ada+shop@example.org"],
  ["ada+a@example.org", "ada+b+c@example.org"],
  ["ada.l@gmail.com", "a.d.a.l+x@googlemail.com"],
])("%s and %s are one mailbox", (one, other) => {
  expect(mailboxOf(one)).toBe(mailboxOf(other));
});

it.each([
  ["ada@example.org", "ada@example.com"],
  ["ada.l@example.org", "adal@example.org"],
  ["+a@example.org", "+b@example.org"],
])("%s and %s are two", (one, other) => {
  expect(mailboxOf(one)).not.toBe(mailboxOf(other));
});

it("a mailbox is recognized after the session secret was replaced, and not by another shop", () => {
  const before = mailboxOf("ada@example.org");
  const old = process.env.SESSION_SECRET ?? "";
  process.env.SESSION_SECRET = "another secret of at least thirty-two characters";
  resetSettings();
  expect(mailboxesOf("ada@example.org")).not.toContain(before);
  process.env.OLD_SESSION_SECRETS = old;
  resetSettings();
  expect(mailboxesOf("ada@example.org")).toContain(before);
  expect(mailboxOf("ada@example.org")).not.toBe(before);
});
