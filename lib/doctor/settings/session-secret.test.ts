import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import type { Shop } from "@/lib/doctor/check";
import { runCheck } from "@/lib/doctor/check";
import { PUBLIC_SESSION_SECRET } from "@/lib/settings/parsers/secrets";
import { sessionSecret as check } from "./session-secret";

async function codesOf(sessionSecret: string, appUrl = "https://shop.example"): Promise<string[]> {
  const found = await runCheck(check, { settings: { sessionSecret, appUrl } } as Shop);
  return found.map(({ code }) => code);
}

it("accepts random ones", async () => {
  for (let round = 0; round < 50; round++) {
    expect(await codesOf(randomBytes(32).toString("hex"))).toEqual(["session-secret"]);
    expect(await codesOf(randomBytes(16).toString("hex"))).toEqual(["session-secret"]);
    expect(await codesOf(randomBytes(32).toString("base64"))).toEqual(["session-secret"]);
  }
});

it("names the demo's, but not on this machine", async () => {
  expect(await codesOf(PUBLIC_SESSION_SECRET)).toEqual(["session-secret-public"]);
  expect(await codesOf(PUBLIC_SESSION_SECRET, "http://localhost:3000")).toEqual(["session-secret"]);
});

it("names words and repetition", async () => {
  expect(await codesOf("correct-horse-battery-staple-and-more")).toEqual(["session-secret-weak"]);
  expect(await codesOf("1234567890".repeat(5))).toEqual(["session-secret-weak"]);
});
