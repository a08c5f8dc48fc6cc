import "server-only";
import { z } from "zod";
import { AppError, type ErrorCode, errorTable, type FieldError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { asSentence, inWords, MISSING } from "@/lib/read-wire";

/** The body of every error response: problem details (RFC 9457) with our stable `code`. */
type ProblemBody = {
  /** `urn:filekiosk:problem:<code>` */
  type: string;
  title: string;
  status: number;
  /** What happened and what to do next, for a person. */
  detail?: string;
  code: ErrorCode;
  /** Identifies this request in the server's log. */
  requestId: string;
  /** For `invalid_*` codes: which fields, and why. */
  errors?: FieldError[];
  [member: string]: unknown;
};

export type Problem = { status: number; headers: Record<string, string>; body: ProblemBody };

const PROBLEM_TYPE = "application/problem+json";

/** A field whose mistakes have their own code. */
const codeOfField = new Map<string, ErrorCode>([
  ["price", "invalid_price"],
  ["onSaleUntil", "invalid_date"],
  ["name", "invalid_name"],
]);

/**
 * Turns anything thrown into a problem document. Unexpected errors are logged with the request id and become
 * `internal`: the caller only gets that id.
 */
export function toProblem(error: unknown): Problem {
  const requestId = newId();
  const { known, errors } = recognise(error);
  if (!known) log.error({ err: error, requestId }, "a request failed");
  else if (known.status >= 500) {
    log.warn({ code: known.code, detail: known.detail, err: known.cause, requestId }, "a request could not be served");
  }

  const { status, title } = errorTable[known?.code ?? "internal"];
  const code = known?.code ?? "internal";
  return {
    status,
    headers: { "Cache-Control": "private, no-store, no-transform", ...known?.headers, "Content-Type": PROBLEM_TYPE },
    body: {
      ...known?.members,
      type: `urn:filekiosk:problem:${code}`,
      title,
      status,
      ...(known?.detail === undefined ? {} : { detail: known.detail }),
      code,
      requestId,
      ...(errors ? { errors } : {}),
    },
  };
}

/** The same as a response of an app route. */
export function problemResponse(error: unknown): Response {
  const problem = toProblem(error);
  return Response.json(problem.body, { status: problem.status, headers: problem.headers });
}

/** The database was locked by others for too long: P1008 and P2028 are Prisma's codes for an operation that timed out. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "P1008" || error.code === "P2028");
}

function recognise(error: unknown): { known?: AppError; errors?: ProblemBody["errors"] } {
  if (error instanceof AppError) return { known: error };
  // One process holds several copies of a module, so an AppError may be another copy's class.
  if (
    error instanceof Error &&
    error.name === "AppError" &&
    "code" in error &&
    Object.hasOwn(errorTable, String(error.code))
  ) {
    return { known: error as AppError };
  }
  if (isBusy(error)) return { known: new AppError("server_busy", { cause: error, headers: { "Retry-After": "5" } }) };
  if (!(error instanceof z.core.$ZodError)) return {};

  const errors = error.issues.map(
    (issue): FieldError => ({ field: fieldOf(issue), ...mistakeOf(issue), message: asSentence(issue.message) }),
  );
  const fields = new Set(errors.map(({ field }) => field));
  const [only] = fields;
  const code = (fields.size === 1 && only !== undefined && codeOfField.get(only)) || "invalid_input";
  const detail = error.issues.map((issue) => {
    const field = fieldOf(issue);
    return field && code === "invalid_input" ? inWords(field, issue.message) : asSentence(issue.message);
  });
  return { known: new AppError(code, { detail: [...new Set(detail)].join(" ") }), errors };
}

/** Our own rules have their code; those of zod get one by what they measure. */
function mistakeOf(issue: z.core.$ZodIssue): Pick<FieldError, "code" | "values"> {
  if (issue.message === MISSING) return { code: "required" };
  switch (issue.code) {
    case "custom": {
      const { mistake = "invalid", values } = (issue.params ?? {}) as { mistake?: FieldError["code"]; values?: object };
      return { code: mistake, ...(values ? { values: { ...values } } : {}) };
    }
    case "too_big": {
      const code = issue.origin === "string" ? "too_long" : "too_large";
      return { code, values: { max: Number(issue.maximum) } };
    }
    case "too_small":
      return issue.origin === "string"
        ? { code: "required" }
        : { code: "too_small", values: { min: Number(issue.minimum) } };
    case "invalid_format":
      return { code: issue.format === "datetime" ? "date_format" : "invalid" };
    case "unrecognized_keys":
      return { code: "unknown_field" };
    default:
      return { code: "invalid" };
  }
}

function fieldOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return issue.keys[0] ?? "";
  return issue.path.map(String).join(".");
}
