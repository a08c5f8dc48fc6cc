import { beforeEach, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { testSettings } from "@/test/settings";
import { securityTxt } from "./security-txt";

const now = new Date("2026-11-30T12:00:00Z");
const base = { SECURITY_CONTACT: undefined, OPERATOR_CONTACT: undefined };
beforeEach(() => testSettings(base));

it("names a contact, its end within a year, and its own address", () => {
  testSettings({ ...base, APP_URL: "http://localhost:3000", SECURITY_CONTACT: "security@shop.example" });
  const lines = securityTxt(now)?.split("\n") ?? [];
  expect(lines[0]).toBe("Contact: mailto:security@shop.example");
  expect(lines[2]).toBe("Canonical: http://localhost:3000/.well-known/security.txt");
  const expires = Date.parse(/^Expires: (\d{4}-\d\d-\d\dT00:00:00Z)$/.exec(lines[1] ?? "")?.[1] ?? "");
  expect(expires).toBeGreaterThan(now.getTime() + 90 * DAY);
  expect(expires).toBeLessThan(now.getTime() + 365 * DAY);
});

it.each([
  ["ada@shop.example", "mailto:ada@shop.example"],
  ["mailto:ada@shop.example", "mailto:ada@shop.example"],
  ["https://shop.example/contact", "https://shop.example/contact"],
])("else the operator's contact, if it is an address: %s", (contact, uri) => {
  testSettings({ ...base, OPERATOR_CONTACT: contact });
  expect(securityTxt(now)).toContain(`Contact: ${uri}\n`);
});

it.each([undefined, "@ada on Mastodon", "http://shop.example", "a@b?subject=x"])(
  "else there is none: %s",
  (contact) => {
    testSettings({ ...base, OPERATOR_CONTACT: contact });
    expect(securityTxt(now)).toBeNull();
  },
);
