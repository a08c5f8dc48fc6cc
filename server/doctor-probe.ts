import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { SECOND, systemClock } from "@/lib/clock";
import { PASS_HEADER, readPass } from "@/lib/doctor-probe/pass";
import { ANSWER_HEADER, CHALLENGE_LENGTH, DRIP_PAUSE, MAX_SILENCE, type ProbeKind } from "@/lib/doctor-probe/schema";
import { readTestBytes, sendTestBytes } from "@/lib/doctor-probe/test-bytes";
import type { Probe } from "./hand-off-probe";

type Answer = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

/** Every kind but those that a route answers. */
const answers: Partial<Record<ProbeKind, Answer>> = {
  seen: async (req, res) => sendJson(res, seenOf(req)),
  headers: async (req, res) => {
    res.setHeader("PAYMENT-REQUIRED", "a".repeat(CHALLENGE_LENGTH));
    sendJson(res, seenOf(req));
  },
  body: async (req, res) => sendJson(res, await receive(req)),
  bytes: sendTestBytes,
  drip,
  silence: async (req, res) => {
    const seconds = Number(new URL(req.url ?? "/", "http://localhost").searchParams.get("seconds"));
    await sleep(Math.min(MAX_SILENCE, Math.max(0, seconds)) * SECOND, undefined, { ref: false });
    sendJson(res, {});
  },
};

/**
 * Answers `npm run doctor`, which asks through the public URL what proxies do to requests and answers. On any path, so
 * that the rules of a proxy for uploads and downloads apply. Requests without a valid pass go on as if this were not
 * here.
 */
export function makeDoctorProbe(secret: string): Pick<Probe, "answer"> {
  return {
    answer(req, res) {
      const shown = req.headers[PASS_HEADER];
      if (typeof shown !== "string") return false;
      const { method = "", url: path = "" } = req;
      const kind = readPass(shown, { method, path }, secret, systemClock.now());
      const answer = kind && answers[kind];
      if (!answer) return false;
      res.setHeader(ANSWER_HEADER, kind);
      res.setHeader("Cache-Control", "private, no-store, no-transform");
      answer(req, res).catch(() => res.destroy());
      return true;
    },
  };
}

function seenOf({ headers, socket }: IncomingMessage) {
  return {
    peer: socket.remoteAddress ?? "",
    peerPort: socket.remotePort ?? 0,
    forwardedFor: headers["x-forwarded-for"] === undefined ? null : String(headers["x-forwarded-for"]),
    payment: String(headers["payment-signature"] ?? "").length,
  };
}

async function receive(req: IncomingMessage): Promise<{ bytes: number; spread: number }> {
  let bytes = 0;
  let first = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    if (bytes === 0) first = performance.now();
    bytes += part.length;
  }
  return { bytes, spread: bytes === 0 ? 0 : Math.round(performance.now() - first) };
}

/** Compressing proxies leave this type alone. */
async function drip(_req: IncomingMessage, res: ServerResponse): Promise<void> {
  const half = readTestBytes(0, 64 * 1024);
  res.writeHead(200, { "Content-Type": "application/octet-stream", "Content-Length": 2 * half.length });
  res.write(half);
  await sleep(DRIP_PAUSE, undefined, { ref: false });
  res.end(half);
}

function sendJson(res: ServerResponse, value: object): void {
  const text = JSON.stringify(value);
  res.writeHead(200, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) });
  res.end(text);
}
