import { expect, test } from "vitest";
import nextConfig from "../../next.config.js";
import { readFileRequest } from "./file-door.mjs";

const id = "0123456789ABCDEFGHabcd";
const ask = (url: string, headers: Record<string, string> = {}, method = "GET") =>
  readFileRequest({ method, url, headers });

test.each([
  ["a program asks for the link", `/f/${id}`, {}],
  ["anything is accepted", `/f/${id}`, { accept: "*/*" }],
  ["a page is refused by weight", `/f/${id}`, { accept: "application/json, text/html;q=0" }],
  ["a browser asks the API", `/api/files/${id}`, { accept: "text/html", rsc: "1" }],
])("the file door answers where %s", (_, url, headers) => {
  expect(ask(url, headers)).toEqual({ fileId: id });
  expect(ask(url, headers, "HEAD")).toEqual({ fileId: id });
});

test.each([
  ["a browser opens the link", `/f/${id}`, { accept: "text/html,*/*;q=0.8" }],
  ["the type is spelt in capitals", `/f/${id}`, { accept: "TEXT/HTML" }],
  ["the app's own navigation asks", `/f/${id}`, { rsc: "1" }],
  ["a preview bot asks", `/f/${id}`, { "user-agent": "Mozilla/5.0 (compatible; TwitterBot/1.0)" }],
  ["another id is named", "/f/abc", {}],
  ["a path goes on", `/api/files/${id}/info`, {}],
  ["the path ends in a slash", `/f/${id}/`, {}],
  ["an address is whole", `http://other/f/${id}`, {}],
  ["the path is escaped", `/%66/${id}`, {}],
])("Next answers where %s", (_, url, headers) => {
  expect(ask(url, headers)).toBeNull();
});

test("Next answers every method but GET and HEAD", () => {
  for (const method of ["POST", "PATCH", "DELETE", "OPTIONS", "PUT"]) {
    expect(ask(`/api/files/${id}`, {}, method)).toBeNull();
  }
});

test("parameters arrive as Next hands them over, and none can name another file", () => {
  expect(ask(`/f/${id}?ticket=a%2Bb&version=2&x=1&x=2`)).toEqual({
    ticket: "a+b",
    version: "2",
    x: ["1", "2"],
    fileId: id,
  });
  expect(ask(`/f/${id}?fileId=other`)).toEqual({ fileId: id });
});

test("the link is led to the file exactly where next.config.js leads it there", async () => {
  type Rule = { source: string; missing: { key: string; value?: string }[] };
  const rewrites: unknown = await nextConfig.rewrites?.();
  const { beforeFiles } = rewrites as { beforeFiles: [Rule] };
  const [{ missing, source }] = beforeFiles;
  expect([beforeFiles.length, source]).toEqual([1, "/f/:fileId"]);
  const accepts = [
    "",
    "*/*",
    "text/html",
    "text/html;q=0",
    "text/html; q=0.0",
    "text/html;q=0.1",
    "a/b,TEXT/html;Q=0",
    "a/b",
  ];
  const agents = ["", "curl/8", "Slackbot-LinkExpanding 1.0", "WhatsApp/2", "my-agent-bot"];
  for (const accept of accepts) {
    for (const agent of agents) {
      for (const rsc of [undefined, "1"]) {
        const headers: Record<string, string> = { accept, "user-agent": agent, ...(rsc ? { rsc } : {}) };
        const present = ({ key, value }: Rule["missing"][number]) =>
          headers[key] !== undefined && (value === undefined || new RegExp(`^${value}$`).test(headers[key]));
        expect(ask(`/f/${id}`, headers) !== null).toBe(!missing.some(present));
      }
    }
  }
});
