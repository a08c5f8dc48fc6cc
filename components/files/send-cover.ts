import { fetchAnswer, RequestProblem, readJson, readProblem } from "@/components/http/request";
import type { OwnFile } from "@/lib/products/files/schema";

/** A picture is up to some megabytes, and a phone's connection slow (ms). */
const TIMEOUT = 180_000;

/**
 * Sets or removes a file's cover.
 *
 * @param picture null removes the cover
 * @throws RequestProblem when the server rejected it
 * @throws NoAnswer when there was no response
 */
export async function sendCover(fileId: string, picture: File | null): Promise<OwnFile> {
  const url = `/api/files/${fileId}/cover`;
  const request = picture
    ? { method: "PUT", body: picture, headers: { "Content-Type": picture.type || "image/jpeg" } }
    : { method: "DELETE" };
  const response = await fetchAnswer(url, request, TIMEOUT);
  if (!response.ok) throw new RequestProblem(await readProblem(response));
  return readJson<OwnFile>(response);
}
