import { expect, it } from "vitest";
import { safeTitle } from "./safe-title";

it.each([
  ["A report of 3.5 pages", "A report of 3.5 pages"],
  ["تقرير عن السوق", "تقرير عن السوق"],
  ["Win at https://evil.example/now", "Win at https evil·example/now"],
  ["www.evil.com", "evil·com"],
  ["evil.com", "evil·com"],
  ["1a.co 192.168.evil.com", "1a·co 192.168·evil·com"],
  ["mail me@evil.com", "mail me evil·com"],
  ["two\r\nBcc: x@y.z", "two Bcc: x y·z"],
  ["Wait... what", "Wait... what"],
  ["x".repeat(200), `${"x".repeat(80)}…`],
])("writes %j as %j", (title, written) => expect(safeTitle(title)).toBe(written));
