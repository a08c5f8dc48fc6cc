import { join } from "node:path";
import { expect, it } from "vitest";
import { compareDoors, doors } from "./doors";
import { fillPath, findRoutes, parametersOf } from "./routes";

const routes = findRoutes(join(import.meta.dirname, ".."));

it("finds pages, routes and doors of both routers", () => {
  expect(routes).toEqual(
    expect.arrayContaining([
      "/",
      "/f/[fileId]",
      "/healthz",
      "/api/uploads/[[...path]]",
      "/api/files/[fileId]",
      "/api/files/[fileId]/card.jpg",
    ]),
  );
  expect(routes.some((route) => /\.test|_app|layout/.test(route))).toBe(false);
});

it("has a door for every route, and none that is gone", () => {
  expect(compareDoors(routes)).toEqual({ missing: [], gone: [] });
});

it("says which are missing and which are gone", () => {
  const { "/healthz": _, ...without } = doors;
  expect(compareDoors(routes, { ...without, "/old": [{ method: "GET" }] })).toEqual({
    missing: ["/healthz"],
    gone: ["/old"],
  });
});

it("fills the parameters of an address", () => {
  expect(parametersOf("/f/[fileId]/receipts/[paymentId]")).toEqual(["fileId", "paymentId"]);
  expect(fillPath("/f/[fileId]/receipts/[paymentId]", { fileId: "a", paymentId: "b" })).toBe("/f/a/receipts/b");
  expect(fillPath("/api/uploads/[[...path]]", {})).toBe("/api/uploads");
  expect(fillPath("/", {})).toBe("/");
});
