import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { deferred } from "@/test/deferred";
import { type App, leadTo } from "./app";

const id = "0123456789ABCDEFGHabcd";

/** An app that records its requests. */
function fakeApp(refusal: AppError | null = null) {
  const seen: string[] = [];
  const note = (who: string) => async (req: IncomingMessage) => void seen.push(`${who} ${req.url}`);
  const app: App = {
    doors: {
      file: note("file"),
      upload: note("upload"),
      countVisit: async (req) => {
        seen.push(`count ${req.url}`);
        return refusal;
      },
      pageStatus: async () => 451,
      followLink: async () => null,
      shutdown: async () => {},
    },
    next: note("next"),
  };
  return { app, seen };
}

const request = (url: string) => ({ method: "GET", url, headers: {} }) as IncomingMessage;
const noAnswer = { setHeader() {} } as unknown as ServerResponse;

test.each([
  ["a file", `/f/${id}?ticket=x`, [`file /f/${id}?ticket=x`]],
  ["an upload", `/api/uploads/${id}`, [`upload /api/uploads/${id}`]],
  ["a page", "/dashboard", ["count /dashboard", "next /dashboard"]],
  ["another spelling of a file", "/f/abc", ["count /f/abc", "next /api/files/abc"]],
])("in production %s goes to its door, and what goes to the router is counted", async (_, url, wanted) => {
  const { app, seen } = fakeApp();
  await leadTo(Promise.resolve(app), { dev: false, https: false })(request(url), noAnswer);
  expect(seen).toEqual(wanted);
});

test.each([
  ["a file", `/f/${id}?ticket=x`, `/api/files/${id}?ticket=x`],
  ["an upload", `/api/uploads/${id}`, `/api/uploads/${id}`],
  ["a page", "/dashboard", "/dashboard"],
])("in development Next answers for %s, at the same door", async (_, url, asked) => {
  const { app, seen } = fakeApp();
  await leadTo(Promise.resolve(app), { dev: true, https: false })(request(url), noAnswer);
  expect(seen).toEqual([`count ${url}`, `next ${asked}`]);
});

test("the file door has the parameters of the address", async () => {
  const { app } = fakeApp();
  const asked: unknown[] = [];
  app.doors.file = async ({ query }) => void asked.push(query);
  await leadTo(Promise.resolve(app), { dev: false, https: false })(request(`/f/${id}?ticket=x`), noAnswer);
  expect(asked).toEqual([{ fileId: id, ticket: "x" }]);
});

test("who asked too often is refused in place of Next", async () => {
  const { app, seen } = fakeApp(new AppError("too_many_requests", { headers: { "Retry-After": "7" } }));
  const answer: { status?: number; headers: Record<string, unknown> } = { headers: {} };
  const res = {
    setHeader: (name: string, value: unknown) => Object.assign(answer.headers, { [name]: value }),
    writeHead(status: number, headers: object) {
      answer.status = status;
      Object.assign(answer.headers, headers);
    },
    end() {},
  };
  await leadTo(Promise.resolve(app), { dev: false, https: false })(request("/"), res as unknown as ServerResponse);
  expect(answer).toMatchObject({ status: 429, headers: { "Retry-After": "7", "X-Frame-Options": "DENY" } });
  expect(seen).toEqual(["count /"]);
});

test("requests wait until the app is ready", async () => {
  const { app, seen } = fakeApp();
  const loaded = deferred<App>();
  const lead = leadTo(loaded.promise, { dev: false, https: false });
  const waiting = lead(request("/"), noAnswer);
  expect(seen).toEqual([]);
  loaded.resolve(app);
  await waiting;
  expect(seen).toEqual(["count /", "next /"]);
});

test.each([
  ["a browser gets", { accept: "text/html" }, 451],
  ["the app's own navigation does not get", { rsc: "1" }, 200],
])("%s the status of a file's page", async (_, headers, status) => {
  const { app } = fakeApp();
  const answer = { statusCode: 200 } as ServerResponse;
  const asked = { ...request(`/f/${id}`), headers } as unknown as IncomingMessage;
  await leadTo(Promise.resolve(app), { dev: false, https: false })(asked, answer);
  expect(answer.statusCode).toBe(status);
});
