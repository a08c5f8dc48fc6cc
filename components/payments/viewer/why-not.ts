import { readBytes } from "@/components/http/read-bytes";
import type { Failure } from "./fault-notice";

/**
 * Why an element of the page failed to show a file: it does not say. If the bytes can be read, it is the browser that
 * cannot show them.
 */
export async function whyNot(url: string, signal: AbortSignal): Promise<Failure> {
  try {
    await readBytes(url, { begin: 0, end: 1 }, signal);
    return { fault: "cannot-show" };
  } catch (error) {
    return { fault: "lost", error };
  }
}
