import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { AppError, type ErrorCode, errorTable } from "@/lib/errors";
import { createFileSchema } from "@/lib/products/files/schema";
import { problemResponse, toProblem } from "./problem";

function thrownBy(schema: z.ZodType, value: unknown): unknown {
  try {
    schema.parse(value);
  } catch (error) {
    return error;
  }
  throw new Error("the value fits");
}

const upload = { uploadId: "u", uploadToken: "t", price: "1.00" };

describe("toProblem", () => {
  it.each(Object.keys(errorTable) as ErrorCode[])("writes %s as RFC 9457 says", (code) => {
    const { status, headers, body } = toProblem(
      new AppError(code, { detail: "Because.", members: { missing: "0.20" } }),
    );
    expect(status).toBe(errorTable[code].status);
    expect(headers["Content-Type"]).toBe("application/problem+json");
    expect(body).toEqual({
      type: `urn:filekiosk:problem:${code}`,
      title: errorTable[code].title,
      status,
      detail: "Because.",
      code,
      requestId: expect.stringMatching(/^[0-9A-Za-z]{22}$/),
      missing: "0.20",
    });
  });

  it("lets an error's own members never overwrite the standard ones", () => {
    const { body } = toProblem(
      new AppError("not_found", { members: { status: 200, code: "ok", type: "x", requestId: "x" } }),
    );
    expect(body).toMatchObject({ status: 404, code: "not_found", type: "urn:filekiosk:problem:not_found" });
    expect(body.requestId).not.toBe("x");
  });

  it("says 503 when the database was held by others for too long, and when to come back", () => {
    const waited = Object.assign(new Error("Operation has timed out"), { code: "P1008" });
    const { status, headers, body } = toProblem(waited);
    expect([status, body.code, headers["Retry-After"]]).toEqual([503, "server_busy", "5"]);
    expect(JSON.stringify(body)).not.toContain("timed out");
  });

  it.each([
    new Error("connect ECONNREFUSED https://rpc.example/key-123"),
    "a string",
    undefined,
    null,
    { code: "not_found" },
    Object.assign(new Error("x"), { name: "AppError", code: "toString" }),
  ])("tells nothing of an unexpected error but a request id", (error) => {
    const { status, body } = toProblem(error);
    expect(status).toBe(500);
    expect(body).toEqual({
      type: "urn:filekiosk:problem:internal",
      title: errorTable.internal.title,
      status: 500,
      code: "internal",
      requestId: expect.any(String),
    });
  });

  it("knows an AppError of another copy of the module", () => {
    const other = Object.assign(new Error("x"), {
      name: "AppError",
      code: "file_paused",
      status: 403,
      headers: {},
      members: {},
    });
    expect(toProblem(other).body.code).toBe("file_paused");
  });

  it.each([
    [{ ...upload, price: "-1" }, "invalid_price", { field: "price", code: "price_format" }],
    [{ ...upload, price: 5 }, "invalid_price", { field: "price", code: "invalid" }],
    [
      { ...upload, price: "10001" },
      "invalid_price",
      { field: "price", code: "price_too_high", values: { price: "10000" } },
    ],
    [{ ...upload, onSaleUntil: "soon" }, "invalid_date", { field: "onSaleUntil", code: "date_format" }],
    [
      { ...upload, title: "x".repeat(121) },
      "invalid_input",
      { field: "title", code: "too_long", values: { max: 120 } },
    ],
    [
      { ...upload, downloadDays: 3 },
      "invalid_input",
      { field: "downloadDays", code: "too_small", values: { min: 30 } },
    ],
    [{ ...upload, surprise: 1 }, "invalid_input", { field: "surprise", code: "unknown_field" }],
    [[], "invalid_input", { field: "", code: "invalid" }],
  ])("names the field that needs another look, and why by a stable code: %j → %s", (value, code, wrong) => {
    const { status, body } = toProblem(thrownBy(createFileSchema, value));
    expect(status).toBe(400);
    expect(body.code).toBe(code);
    expect(body.errors).toEqual([{ ...wrong, message: expect.stringMatching(/./) }]);
    expect(body.detail).toContain(body.errors?.[0]?.message);
  });

  it("lists every field when several are wrong", () => {
    const { body } = toProblem(thrownBy(createFileSchema, { uploadId: "", uploadToken: "t", price: "abc" }));
    expect(body.code).toBe("invalid_input");
    expect(body.errors?.map(({ field }) => field).sort()).toEqual(["price", "uploadId"]);
  });

  it("carries the error's headers into the answer", async () => {
    const response = problemResponse(new AppError("too_many_requests", { headers: { "Retry-After": "7" } }));
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("7");
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({ code: "too_many_requests" });
  });
});
