import { afterEach, describe, expect, it } from "vitest";
import { DAY, MINUTE } from "@/lib/clock";
import { testSettings } from "@/test/settings";
import { asClaimToken, claimCookies, claimTokenFromCookies, recoveryUrl } from "./claim-token";
import { readTicket, ticketUrl } from "./ticket";

const token = "k".repeat(43);
const now = new Date("2026-06-01T12:00:00Z");
const at = (ms: number) => new Date(now.getTime() + ms);

afterEach(() => testSettings());

describe("the key to a purchase", () => {
  it("is in the part of the recovery link that no server sees", () => {
    testSettings({ APP_URL: "https://shop.example" });
    const url = new URL(recoveryUrl(token));
    expect(url.hash).toBe(`#${token}`);
    expect(`${url.pathname}${url.search}`).not.toContain(token);
  });

  it("is kept in cookies of one file that scripts and other sites do not get", async () => {
    testSettings({ APP_URL: "https://shop.example" });
    const cookies = await claimCookies("abc", token, at(DAY), now);
    expect(cookies.map((cookie) => /Path=([^;]+)/.exec(cookie)?.[1])).toEqual(["/f/abc", "/api/files/abc"]);
    for (const cookie of cookies)
      expect(cookie).toMatch(/^__Secure-fk_claim=.*Max-Age=86400; HttpOnly; SameSite=Lax; Secure$/);
  });

  it("is still read from the cookie of release 0.2.0, after the one that no other host can set", async () => {
    testSettings({ APP_URL: "https://shop.example" });
    const other = "o".repeat(43);
    expect(claimTokenFromCookies(`fk_claim=${token}`)).toBe(token);
    expect(claimTokenFromCookies(`fk_claim=${other}; __Secure-fk_claim=${token}`)).toBe(token);
    expect(claimTokenFromCookies(`__Secure-fk_claim=; fk_claim=${token}`)).toBe(token);
    testSettings();
    expect((await claimCookies("abc", token, at(DAY), now))[0]).toMatch(/^fk_claim=/);
  });

  it("has no other shape than 256 random bits have", () => {
    expect(asClaimToken(token)).toBe(token);
    for (const text of ["", "short", "k".repeat(42), "k".repeat(44), `${"k".repeat(42)}.`, null]) {
      expect(asClaimToken(text)).toBeNull();
    }
  });
});

describe("a ticket", () => {
  const holder = { kind: "grant", grantId: "g1" } as const;
  const ticketOf = (fileId: string) => new URL(ticketUrl(fileId, holder, now)).searchParams.get("ticket") ?? "";

  it("opens one file for fifteen minutes", () => {
    testSettings();
    const ticket = ticketOf("abc");
    expect(readTicket("abc", ticket, now)).toEqual(holder);
    expect(readTicket("abc", ticket, at(15 * MINUTE - 1_000))).toEqual(holder);
    expect(readTicket("abc", ticket, at(15 * MINUTE))).toBeNull();
  });

  it("opens no other file, and nothing once a character of it is changed", () => {
    testSettings();
    const ticket = ticketOf("abc");
    expect(readTicket("other", ticket, now)).toBeNull();
    expect(readTicket("abc", ticket.replace(".g", ".o"), now)).toBeNull();
    expect(readTicket("abc", ticket.replace(/^./, "z"), now)).toBeNull();
    expect(
      readTicket(
        "abc",
        ticket.replace(/.$/, (last) => (last === "A" ? "B" : "A")),
        now,
      ),
    ).toBeNull();
  });
});
