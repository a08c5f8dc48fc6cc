import type { IncomingMessage, ServerResponse } from "node:http";
import { paymentCorsHeaders } from "@/lib/http/cors";
import { chooseDoor } from "./choose-door";
import { type Doors, openedDoors } from "./doors";
import { leadLink } from "./lead-link";
import { overrideMethod } from "./override-method";
import { isForPayments } from "./payment-path";
import { refuseRequest } from "./refuse";

/** Next, and the routes that its bundle provides. */
export type App = { doors: Doors; next: (req: IncomingMessage, res: ServerResponse) => Promise<void> };

/** Loads Next, which calls `instrumentation.ts` and with it `boot` (lib/boot.ts). An error there ends the process. */
export async function loadApp(options: { root: string; dev: boolean; port: number }): Promise<App> {
  const { root, dev, port } = options;
  const { default: next } = await import("next");
  const app = next({ dev, dir: root, hostname: "localhost", port, quiet: true });
  await app.prepare();
  return { doors: await openedDoors(), next: app.getRequestHandler() };
}

/**
 * @param app requests wait for it
 * @param options `https`: the public origin is https; `dev`: Next answers every request, since only it has the current
 *   sources
 * @returns a handler that sends each request to its route
 */
export function leadTo(app: Promise<App>, { dev, https }: { dev: boolean; https: boolean }) {
  let ready: App | undefined;
  app.then(
    (it) => {
      ready = it;
    },
    () => {},
  );
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const { doors, next } = ready ?? (await app);
    overrideMethod(req);
    if (await leadLink(req, res, doors, { https })) return;
    const door = chooseDoor(req);
    if (!dev && door.kind === "file") return doors.file(Object.assign(req, { query: door.query }), res);
    if (!dev && door.kind === "upload") return doors.upload(req, res);
    const refusal = await doors.countVisit(req);
    if (refusal) return refuseRequest(req, res, refusal, { https });
    if (isForPayments(req) && !(door.kind === "next" && door.pageOf)) {
      for (const [name, value] of Object.entries(paymentCorsHeaders)) res.setHeader(name, value);
    }
    req.url = door.url;
    // A page of Next cannot choose its status; it keeps the one that is set. The app's own navigation reads only what it shows.
    const pageOf = door.kind === "next" ? door.pageOf : undefined;
    if (pageOf && !req.headers.rsc) res.statusCode = await doors.pageStatus(pageOf);
    return next(req, res);
  };
}
