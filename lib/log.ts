import "server-only";

import pino, { type DestinationStream, type Logger, type LoggerOptions } from "pino";
import { withoutUrls, withSafeCauses } from "./payment-methods/evm/chain/safe-error";
import { perProcess } from "./process";
import { redact } from "./redact";
import { logLevel } from "./settings/settings";

/** Errors of nodes and facilitators hold their URLs, which often contain an operator's access key. */
function redactError(error: Error): unknown {
  return inTexts(redact(pino.stdSerializers.err(withSafeCauses(error))), withoutUrls);
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
