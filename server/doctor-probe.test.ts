import { expect, it } from "vitest";
import { makePass, PASS_HEADER } from "@/lib/doctor-probe/pass";
import { ANSWER_HEADER } from "@/lib/doctor-probe/schema";
import { serve } from "@/test/http-server";
import { makeDoctorProbe } from "./doctor-probe";

const secret = "0123456789abcdef0123456789abcdef";
const path = "/api/files/0000000000000000000000";

async function ask(pass: string | undefined, more: { method?: string; path?: string } = {}) {
  const { url } = await serve(undefined, { doctor: makeDoctorProbe(secret) });
  const headers = pass === undefined ? undefined : { [PASS_HEADER]: pass };
  const response = await fetch(url + (more.path ?? path), { method: more.method ?? "GET", headers });
  return { isDoctors: response.headers.has(ANSWER_HEADER), body: await response.text() };
}

it("answers a request with a pass, whatever its path", async () => {
  const { isDoctors, body } = await ask(makePass("seen", { method: "GET", path }, secret, new Date()));
  expect([isDoctors, JSON.parse(body)]).toEqual([
    true,
    expect.objectContaining({ peer: "127.0.0.1", forwardedFor: null }),
  ]);
});

it("lets every other request go where it goes without a doctor", async () => {
  const ofAnother = makePass("seen", { method: "GET", path }, "another secret of the right length!", new Date());
  const ended = makePass("seen", { method: "GET", path }, secret, new Date(Date.now() - 61_000));
  for (const pass of [undefined, "", "seen", ofAnother, ended]) {
    const { isDoctors, body } = await ask(pass);
    expect([isDoctors, JSON.parse(body).url]).toEqual([false, path]);
  }
});

it("lets a pass for another request go on, too", async () => {
  const pass = makePass("seen", { method: "GET", path }, secret, new Date());
  expect((await ask(pass, { path: "/healthz" })).isDoctors).toBe(false);
  expect((await ask(pass, { method: "DELETE" })).isDoctors).toBe(false);
});

it("leaves readiness to its route", async () => {
  const pass = makePass("readiness", { method: "GET", path: "/readyz" }, secret, new Date());
  expect((await ask(pass, { path: "/readyz" })).isDoctors).toBe(false);
});
