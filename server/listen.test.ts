import { expect, test } from "vitest";
import { echo, plainOptions, serve } from "@/test/http-server";
import { makeServer } from "./http-server";
import { listen } from "./listen";

test("a taken port is told by its number and its setting", async () => {
  const { port } = await serve();
  const other = makeServer(echo, plainOptions);
  await expect(listen(other, port, "127.0.0.1")).rejects.toThrow(new RegExp(`Port ${port} is taken.*PORT`));
});
