import { request } from "node:http";
import { expect, test } from "vitest";
import { deferred } from "@/test/deferred";
import { serve } from "@/test/http-server";
import { drain } from "./drain";

test("stopping lets a running download end, and takes nothing new", async () => {
  const begun = deferred();
  const gate = deferred();
  const { server, url, port } = await serve((_, res) => {
    res.write("first ");
    begun.resolve();
    gate.promise.then(() => res.end("last"));
  });
  const download = fetch(url).then((response) => response.text());
  await begun.promise;
  const drained = drain(server, 60_000);
  await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
  gate.resolve();
  expect(await download).toBe("first last");
  await drained;
});

test("stopping does not wait for ever", async () => {
  const begun = deferred();
  const { server, port } = await serve((_, res) => {
    res.write("never ends");
    begun.resolve();
  });
  const client = request({ port, host: "127.0.0.1", path: "/" }, (res) => res.resume()).on("error", () => {});
  client.end();
  await begun.promise;
  await drain(server, 20);
});
