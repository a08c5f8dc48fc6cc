import { beforeAll, describe, expect, it } from "vitest";
import { testSettings } from "@/test/settings";
import { POST } from "./route";

const HOME = "http://localhost:3000";
beforeAll(() => testSettings({ APP_URL: HOME }));

function choose(form: Record<string, string>) {
  const headers = { origin: HOME, "content-type": "application/x-www-form-urlencoded" };
  return POST(new Request(`${HOME}/api/locale`, { method: "POST", headers, body: new URLSearchParams(form) }));
}

describe("choosing a language", () => {
  it("keeps it in a cookie and leads back to the page", async () => {
    const answer = await choose({ locale: "ar", path: "/f/abc?x=1" });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(`${HOME}/f/abc?x=1`);
    expect(answer.headers.get("set-cookie")).toMatch(
      /^fk_locale=ar; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax/,
    );
  });

  it.each([
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "",
    "f/abc",
    "/\t/evil.example",
  ])("leads to no other site: %s", async (path) => {
    expect((await choose({ locale: "fr", path })).headers.get("location")).toBe(`${HOME}/`);
  });

  it("names this server even where a path begins like another one", async () => {
    const location = (await choose({ locale: "fr", path: "/.//evil.example" })).headers.get("location");
    expect(new URL(location ?? "", "https://elsewhere.example").origin).toBe(HOME);
  });

  it("refuses a language that we do not have, and a body that is no form", async () => {
    expect((await choose({ locale: "xx", path: "/" })).status).toBe(400);
    const garbage = new Request(`${HOME}/api/locale`, { method: "POST", headers: { origin: HOME }, body: "{" });
    expect((await POST(garbage)).status).toBe(400);
  });
});
