import { RequestProblem } from "@/components/http/request";

/** Errors of publishing that end by themselves: the malware scanner is at work, or does not respond. */
const waits = ["upload_scanning", "scanner_down"] as const;

/** Seconds between two questions when the server names none. */
const USUAL_PAUSE = 5;

/** What an upload waits for before it can be published; null when the error is another one. */
export function scanWaitOf(error: Error | null): (typeof waits)[number] | null {
  return error instanceof RequestProblem ? (waits.find((code) => code === error.problem.code) ?? null) : null;
}

/** For a mutation that publishes an upload: it is sent again for as long as the file waits for the scanner. */
export const retriesWhileScanned = {
  retry: (_failures: number, error: Error) => scanWaitOf(error) !== null,
  retryDelay(_failures: number, error: Error) {
    const seconds = error instanceof RequestProblem ? Number(error.problem.retryAfter) : 0;
    return (seconds || USUAL_PAUSE) * 1_000;
  },
};
