import { expect, it } from "vitest";
import { testSettings } from "@/test/settings";
import { readPurchaseRequest } from "./read-request";

const shown = { "payment-signature": "cGF5", "sign-in-with-x": "cHJvb2Y=" };

async function read(method: string, headers: Record<string, string> = {}) {
  testSettings();
  const all = { ...shown, ...headers };
  const { payment, signIn } = await readPurchaseRequest({
    fileId: "x",
    headers: all,
    method,
    ticket: null,
    now: new Date(),
  });
  return { payment, signIn };
}

it("takes a payment and a proof from GET and POST", async () => {
  for (const method of ["GET", "POST"]) expect(await read(method)).toEqual({ payment: "cGF5", signIn: "cHJvb2Y=" });
});

it("takes neither from what only looks, so that nothing is charged and no proof is used up", async () => {
  const nothing = { payment: null, signIn: null };
  expect(await read("HEAD")).toEqual(nothing);
  expect(await read("OPTIONS")).toEqual(nothing);
  const looking: Record<string, string>[] = [
    { "sec-purpose": "prefetch;prerender" },
    { purpose: "prefetch" },
    { rsc: "1" },
    { "next-router-prefetch": "1" },
  ];
  for (const headers of looking) expect(await read("GET", headers)).toEqual(nothing);
});

it("takes a payment from what is named like a preview bot: no preview has one to show", async () => {
  const { payment, signIn } = await read("GET", { "user-agent": "facebookexternalhit/1.1" });
  expect([payment, signIn]).not.toContain(null);
});
