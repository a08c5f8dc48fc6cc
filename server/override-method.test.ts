import { expect, test } from "vitest";
import { overrideMethod } from "./override-method";

const id = "0123456789ABCDEFGHabcd";

test.each([
  ["POST", `/api/uploads/${id}`, "PATCH", "PATCH"],
  ["POST", `/api/uploads/${id}?key=abc`, "delete", "DELETE"],
  ["POST", `/api/uploads/${id}`, "HEAD", "POST"],
  ["POST", `/api/uploads/${id}`, undefined, "POST"],
  ["GET", `/api/uploads/${id}`, "DELETE", "GET"],
  ["POST", "/api/uploads", "DELETE", "POST"],
  ["POST", "/api/uploads/", "DELETE", "POST"],
  ["POST", `/api/files/${id}`, "DELETE", "POST"],
  ["POST", `/api/files/${id}?/api/uploads/x`, "DELETE", "POST"],
])("%s %s with X-HTTP-Method-Override: %s is %s", (method, url, wanted, is) => {
  const req = { method, url, headers: { "x-http-method-override": wanted } } as unknown as Parameters<
    typeof overrideMethod
  >[0];
  overrideMethod(req);
  expect(req.method).toBe(is);
});
