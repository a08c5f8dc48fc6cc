import { expect, test } from "vitest";
import { serve } from "@/test/http-server";

test("a shared link tells caches that the response depends on the requester, whatever the app sends", async () => {
  const { url } = await serve((_, res) => res.setHeader("Vary", "rsc, Accept-Encoding").end());
  expect((await fetch(`${url}/f/x`)).headers.get("vary")).toBe("Accept, User-Agent, rsc, Accept-Encoding");
  expect((await fetch(`${url}/api/x`)).headers.get("vary")).toBe("rsc, Accept-Encoding");
});
