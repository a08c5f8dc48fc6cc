import { expect, test } from "vitest";
import { settings } from "@/lib/settings/settings";
import { setDevnetSettings } from "@/test/database";
import { clientConfig } from "./client-config";

test("the browser learns nothing secret and nothing of the server's inside", () => {
  setDevnetSettings();
  const { rpcUrls, facilitators, sessionSecret, dataDir } = settings();
  const text = JSON.stringify(clientConfig());
  expect(text).toContain("eip155:31337");
  for (const url of Object.values(rpcUrls).flat()) expect(text).not.toContain(url);
  const [facilitator] = Object.values(facilitators);
  expect(facilitator?.kind === "embedded" && !text.includes(facilitator.gasKey)).toBe(true);
  expect(text).not.toContain(sessionSecret);
  expect(text).not.toContain(dataDir);
});
