import { expect, it } from "vitest";
import { MINUTE } from "@/lib/clock";
import { makePass, readPass } from "./pass";

const secret = "0123456789abcdef0123456789abcdef";
const now = new Date("2027-01-02T03:04:05Z");
const asked = { method: "GET", path: "/api/files/a?size=1" };
const pass = makePass("bytes", asked, secret, now);
const later = (ms: number) => new Date(now.getTime() + ms);

it("opens what it is for, for a minute", () => {
  expect(readPass(pass, asked, secret, now)).toBe("bytes");
  expect(readPass(pass, asked, secret, later(MINUTE - 1))).toBe("bytes");
});

const refused: [string, Parameters<typeof readPass>][] = [
  ["no pass", [null, asked, secret, now]],
  ["an empty one", ["", asked, secret, now]],
  ["one that has ended", [pass, asked, secret, later(MINUTE)]],
  ["one from the future", [pass, asked, secret, later(-1)]],
  ["another path", [pass, { ...asked, path: "/readyz" }, secret, now]],
  ["another query", [pass, { ...asked, path: "/api/files/a?size=2" }, secret, now]],
  ["another method", [pass, { ...asked, method: "PATCH" }, secret, now]],
  ["another kind", [pass.replace("bytes", "silence"), asked, secret, now]],
  ["a kind that there is not", [pass.replace("bytes", "secrets"), asked, secret, now]],
  ["another secret", [pass, asked, `${secret}0`, now]],
  ["an end that was moved", [pass.replace(/\d{13}/, String(now.getTime() + 30_000)), asked, secret, now]],
  ["a changed proof", [pass.replace(/.$/, (last) => (last === "0" ? "1" : "0")), asked, secret, now]],
  ["two of them", [`${pass}, ${pass}`, asked, secret, now]],
];
it.each(refused)("opens nothing for %s", (_what, given) => {
  expect(readPass(...given)).toBeNull();
});
