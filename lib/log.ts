import "server-only";

import pino, { type DestinationStream, type Logger, type LoggerOptions } from "pino";
import { perProcess } from "./process";
import { redact } from "./redact";
import { logLevel } from "./settings/settings";

function redactError(error: unknown): unknown {
  return redact(error instanceof Error ? pino.stdSerializers.err(error) : error);
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
