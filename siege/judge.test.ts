import { expect, it } from "vitest";
import { faultOf, median, slightOf, timesAsMuch } from "./judge";

const codes = new Set(["503 server_busy"]);

it("compares medians, and nothing with less than the floor", () => {
  expect(median([9, 1, 3])).toBe(3);
  expect(median([1, 3])).toBe(2);
  expect(timesAsMuch([10, 12, 100], [2, 2, 90], 1)).toBe(6);
  expect(timesAsMuch([10], [0.1], 2)).toBe(5);
});

it("knows a stack, a secret and an error that is not documented", () => {
  expect(faultOf({ status: 400, text: "Error\n    at read (/srv/a.js:1:2)" }, [], codes)).toContain("stack");
  expect(faultOf({ status: 200, text: "\n    at async Object.run (node:net:1:2)" }, [], codes)).toContain("stack");
  expect(faultOf({ status: 404, text: "http://node/KEY" }, ["", "/KEY"], codes)).toContain("secret");
  expect(faultOf({ status: 500, text: '{"code":"internal"}' }, [], codes)).toBe("500 internal");
  expect(faultOf({ status: 507, text: '{"code": "disk_full"}' }, [], codes)).toBe("507 disk_full");
  expect(faultOf({ status: 503, text: '{"code":"server_busy"}' }, [], codes)).toBeNull();
  expect(faultOf({ status: 503, text: "x" }, [], codes)).toBe("503 no code");
  expect(faultOf({ status: 429, text: "see you\n  at noon" }, ["KEY"], codes)).toBeNull();
});

it("takes 429, any 5xx and silence for a slight of somebody honest", () => {
  expect(slightOf("lost")).toBe("no answer");
  expect(slightOf({ status: 429, text: '{"code":"upload_quota"}' })).toBe("429 upload_quota");
  expect(slightOf({ status: 503, text: "" })).toBe("503");
  expect(slightOf({ status: 404, text: "" })).toBeNull();
});
