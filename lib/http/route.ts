import "server-only";
import type { z } from "zod";
import type { Actor } from "@/lib/audit/schema";
import { systemClock } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { type OpenBuyerSession, readBuyerSession, sendsBuyerCookie } from "@/lib/sign-in/buyer-session";
import { type OpenOperatorSession, readOperatorSession, sendsOperatorCookie } from "@/lib/sign-in/operator-session";
import { type OpenSession, readSession, sendsSessionCookie } from "@/lib/sign-in/seller-session";
import { clientIp, ipPrefix } from "./client-ip";
import { paymentCorsHeaders, paymentPreflightHeaders } from "./cors";
import { withDefaultHeaders } from "./headers";
import { noteRefused } from "./note-refused";
import { foreignOrigin, isCrossSite, isForeignOrigin } from "./origin";
import { problemResponse } from "./problem";
import { type LimitName, takeLimit } from "./rate-limit";
import { readJsonBody } from "./read-body";

type RouteOptions = {
  /** Shape of the JSON body (at most 64 KB). Without it the handler reads the body. */
  body?: z.ZodType;
  /** Path parameters by name; a missing one is 404. A catch-all one arrives joined with "/". */
  params?: readonly string[];
  /** "payment": any site's script may call, and cookies of cross-site requests do not count. */
  cors?: "payment";
  /** "required": 401 without a session. Without this option the session cookie is not read. */
  session?: "required" | "optional";
  /** The session of "My purchases", in its own cookie. "required": 401 without one. */
  buyer?: "required" | "optional";
  /** The session of the operator's page, in its own cookie. "required": 401 without one. */
  operator?: "required" | "optional";
  /** Counted per client address before anything else is read. */
  limit?: LimitName;
};

type RouteInput<Options extends RouteOptions> = {
  request: Request;
  params: Options["params"] extends readonly string[]
    ? Record<Options["params"][number], string>
    : Record<never, string>;
  body: Options["body"] extends z.ZodType ? z.output<Options["body"]> : undefined;
  session: Options["session"] extends "required"
    ? OpenSession
    : Options["session"] extends "optional"
      ? OpenSession | null
      : null;
  buyer: Options["buyer"] extends "required"
    ? OpenBuyerSession
    : Options["buyer"] extends "optional"
      ? OpenBuyerSession | null
      : null;
  operator: Options["operator"] extends "required"
    ? OpenOperatorSession
    : Options["operator"] extends "optional"
      ? OpenOperatorSession | null
      : null;
  /** The client's address; see `clientIp`. */
  ip: string;
  now: Date;
};

// biome-ignore lint/suspicious/noExplicitAny: Next types each route's own parameters.
type NextContext = { params: Promise<any> };

/** What Next calls for one verb of an app route. `options` marks it as wrapped, for the test that walks all routes. */
export type RouteHandler = ((request: Request, context?: NextContext) => Promise<Response>) & { options: RouteOptions };

const headersOfEveryAnswer = {
  "Cache-Control": "private, no-store, no-transform",
  "X-Content-Type-Options": "nosniff",
};
const kinds = ["session", "buyer", "operator"] as const;
const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Wraps one verb of an app route: limits, refuses foreign origins, reads session and body, and turns whatever is thrown
 * into problem+json. The handler answers with a `Response`, or with a value that becomes JSON with status 200.
 *
 * Use it inside `methods`, so that the verbs a route lacks are answered too.
 */
export function route<const Options extends RouteOptions>(
  options: Options,
  handler: (input: RouteInput<Options>) => Promise<unknown> | unknown,
): RouteHandler {
  const wrapped = async (request: Request, context?: NextContext): Promise<Response> => {
    const response = await answer(request, context, options, handler as (input: unknown) => unknown).catch(
      problemResponse,
    );
    const cors = options.cors === "payment" ? paymentCorsHeaders : {};
    return withDefaultHeaders(response, { ...headersOfEveryAnswer, ...cors });
  };
  return Object.assign(wrapped, { options });
}

async function answer(
  request: Request,
  context: NextContext | undefined,
  options: RouteOptions,
  handler: (input: unknown) => unknown,
): Promise<Response> {
  const { headers } = request;
  const ip = clientIp(headers);
  if (options.limit) await takeLimit(options.limit, ipPrefix(ip));
  if (options.cors !== "payment" && !safeMethods.has(request.method) && isForeignOrigin(headers)) {
    const error = foreignOrigin();
    await noteRefused(error, { ...askedOf(request), by: { kind: "visitor" } }, systemClock.now());
    throw error;
  }
  const now = systemClock.now();
  const params = await readParams(context, options.params ?? []);
  const cookie = isCrossSite(headers) ? null : headers.get("cookie");
  const session = options.session ? await readSession(cookie, now) : null;
  const buyer = options.buyer ? await readBuyerSession(cookie, now) : null;
  const operator = options.operator ? await readOperatorSession(cookie, now) : null;
  const sessions = { session, buyer, operator };
  try {
    if (kinds.some((kind) => options[kind] === "required" && !sessions[kind])) throw new AppError("sign_in_required");
    const body = options.body ? await readJsonBody(request, options.body) : undefined;
    const result = await handler({ request, params, body, ...sessions, ip, now });
    return result instanceof Response ? result : Response.json(result);
  } catch (error) {
    const showsCookie = [sendsSessionCookie, sendsBuyerCookie, sendsOperatorCookie].some((isSent) => isSent(cookie));
    if (showsCookie) await noteRefused(error, { ...askedOf(request), by: actorOf(sessions) }, now);
    throw error;
  }
}

function askedOf({ method, url }: Request) {
  return { method, path: new URL(url).pathname };
}

type Sessions = { session: OpenSession | null; buyer: OpenBuyerSession | null; operator: OpenOperatorSession | null };

function actorOf({ session, buyer, operator }: Sessions): Actor {
  if (operator) return { kind: "operator", account: operator.address };
  if (session) return { kind: "seller", account: session.address };
  return buyer ? { kind: "buyer", account: buyer.address } : { kind: "visitor" };
}

async function readParams(context: NextContext | undefined, names: readonly string[]): Promise<Record<string, string>> {
  const given = (await context?.params) ?? {};
  const params: Record<string, string> = {};
  for (const name of names) {
    const value: unknown = given[name];
    const text = Array.isArray(value) ? value.join("/") : value;
    if (typeof text !== "string" || text === "") throw new AppError("not_found");
    params[name] = text;
  }
  return params;
}

const everyMethod = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
export type Method = (typeof everyMethod)[number];

/**
 * All verbs of an app route: the given ones, `HEAD` wherever there is `GET`, `OPTIONS`, and 405 with `Allow` for the rest.
 *
 * @example export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: route({}, () => …) });
 */
export function methods(given: Partial<Record<Method, RouteHandler>>): Record<Method, RouteHandler> {
  const handlers = { ...given };
  if (given.GET && !given.HEAD) handlers.HEAD = withoutBody(given.GET);
  const names = everyMethod.filter((method) => handlers[method] || method === "OPTIONS");
  const allow = names.join(", ");
  const cors = Object.values(given).some(({ options }) => options.cors === "payment") ? "payment" : undefined;

  handlers.OPTIONS ??= route({ cors }, () => {
    const preflight = cors ? paymentPreflightHeaders(names) : {};
    return new Response(null, { status: 204, headers: { Allow: allow, ...preflight } });
  });
  const refuse = route({ cors }, () => {
    throw new AppError("method_not_allowed", { detail: `Use ${allow}.`, headers: { Allow: allow } });
  });
  return Object.fromEntries(everyMethod.map((method) => [method, handlers[method] ?? refuse])) as Record<
    Method,
    RouteHandler
  >;
}

function withoutBody(get: RouteHandler): RouteHandler {
  const head = async (request: Request, context?: NextContext): Promise<Response> => {
    const response = await get(request, context);
    await response.body?.cancel();
    return new Response(null, response);
  };
  return Object.assign(head, { options: get.options });
}
