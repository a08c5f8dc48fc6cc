import type { IncomingMessage, ServerResponse } from "node:http";
import type { AppError } from "@/lib/errors";
import type { RequestWithQuery } from "@/lib/http/query";
import type { LinkParts } from "@/lib/link-parts";
import { perProcess } from "@/lib/process";

/** What Next's bundle provides to the server around it. The two share only the process. */
export type Doors = {
  /** `pages/api/files/[fileId].ts`: the file behind 402. */
  file(req: RequestWithQuery, res: ServerResponse): Promise<void>;
  /** `app/api/uploads`: the tus route. The body is still the Node stream that it came as. */
  upload(req: IncomingMessage, res: ServerResponse): Promise<void>;
  /**
   * The file of a readable link, and the link as it is written now (`/s/…`), or null if it has none any more.
   *
   * @param parts of its path, percent-decoded
   */
  followLink(parts: LinkParts): Promise<{ fileId: string; path: string | null } | null>;
  /** Counts a request for Next's router. Resolves with the error when there were too many. */
  countVisit(req: IncomingMessage): Promise<AppError | null>;
  /** The status of a file's page: 410 and 451 where the operator stopped its sale or closed it. */
  pageStatus(fileId: string): Promise<200 | 410 | 451>;
  /** Ends jobs and database, once no request is running. */
  shutdown(): Promise<void>;
};

type Meeting = { doors: Promise<Doors>; open(doors: Doors): void };

function meeting(): Meeting {
  return perProcess("doors", () => {
    let open: Meeting["open"] = () => {};
    const doors = new Promise<Doors>((resolve) => {
      open = resolve;
    });
    return { doors, open };
  });
}

/** For `instrumentation.ts`, when everything behind the routes is ready. */
export function openDoors(doors: Doors): void {
  meeting().open(doors);
}

/** The routes, once they are ready. Next does not wait for instrumentation, so the server does. */
export function openedDoors(): Promise<Doors> {
  return meeting().doors;
}
