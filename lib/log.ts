import "server-only";

import { format } from "node:util";
import pino, { type DestinationStream, type Logger, type LoggerOptions } from "pino";
import { withoutUrls, withSafeCauses } from "./payment-methods/evm/chain/safe-error";
import { perProcess } from "./process";
import { redact } from "./redact";
import { withoutOtherServers } from "./settings/other-servers";
import { logLevel } from "./settings/settings";

/** Fields of errors about the other side of a connection. */
const OTHER_SIDE = new Set(["address", "port", "host", "hostname", "cert", "socket"]);

/** Errors of nodes and facilitators hold their URLs, which often contain an operator's access key. */
function redactError(error: Error): unknown {
  const plain = inTexts(redact(pino.stdSerializers.err(withSafeCauses(error))), withoutUrls);
  return withoutFields(plain);
}

function withoutFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutFields);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  const kept = Object.entries(value).filter(([name]) => !OTHER_SIDE.has(name));
  return Object.fromEntries(kept.map(([name, item]) => [name, withoutFields(item)]));
}

function inTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => inTexts(item, change));
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inTexts(item, change)]));
}

/** A log that writes where it is told: one JSON object per line. */
export function makeLog(destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level: logLevel(),
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label) => ({ level: label }),
      log: (fields) =>
        Object.fromEntries(
          Object.entries(fields).map(([name, value]) => {
            if (value instanceof Error) return [name, redactError(value)];
            return [name, (redact({ [name]: value }) as Record<string, unknown>)[name]];
          }),
        ),
    },
    // Errors are made plain above; pino's own serializer would not recognise the copy.
    serializers: { err: (value) => value },
    // Whatever a library calls it, and wherever it puts it.
    hooks: { streamWrite: withoutOtherServers },
  };
  return destination ? pino(options, destination) : pino(options);
}

/**
 * The program's log on standard output. Every field goes through `redact`, so that payment, claim, upload and sign-in
 * headers, cookies and tickets never reach it. Pass errors as `{ err }`.
 *
 * @example log.warn({ err: error, paymentId }, "The settlement's outcome is unknown.")
 */
export const log: Logger = perProcess("log", () => makeLog());

/**
 * What Next and other libraries print about errors loses addresses of servers as well, and so does what Node prints about an error
 * that nothing handled. For the server, before it loads the app.
 */
export function keepConsoleClean(): void {
  for (const method of ["log", "info", "warn", "error", "debug"] as const) {
    const print = console[method].bind(console);
    console[method] = (...values: unknown[]) =>
      print("%s", withoutOtherServers(withoutUrlsOfOthers(format(...values))));
  }
  process.on("uncaughtException", (err) => {
    console.error(err);
    process.exit(1);
  });
}

/** The shop says where it is ready. */
function withoutUrlsOfOthers(text: string): string {
  return text.startsWith("Filekiosk ") ? text : withoutUrls(text);
}
