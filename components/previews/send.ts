import { fetchAnswer, RequestProblem, readJson, readProblem, requestJson } from "@/components/http/request";
import type { OwnFile } from "@/lib/products/files/schema";

/** A picture is up to some megabytes, and a phone's connection slow (ms). */
const TIMEOUT = 180_000;

/**
 * The seller's requests about what a file shows. Each answers with the file as it is then.
 *
 * @throws RequestProblem when the server rejected it
 * @throws NoAnswer when there was no response
 */
export const sendCover = (fileId: string, picture: Blob) => sendPicture("POST", `/api/files/${fileId}/covers`, picture);

export const removeCover = (fileId: string, hash: string) =>
  requestJson<OwnFile>(`/api/files/${fileId}/covers/${hash}`, { method: "DELETE" });

export const orderCovers = (fileId: string, covers: string[]) =>
  requestJson<OwnFile>(`/api/files/${fileId}/covers`, { method: "PUT", body: { covers } });

/** @param version the number of the version that it was taken from */
export const sendPoster = (fileId: string, version: number, picture: Blob) =>
  sendPicture("PUT", `/api/files/${fileId}/poster?version=${version}`, picture);

export const sendWave = (fileId: string, version: number, wave: number[]) =>
  requestJson<OwnFile>(`/api/files/${fileId}/wave`, { method: "PUT", body: { wave, version } });

export const setSample = (fileId: string, upload: { uploadId: string; uploadToken: string }) =>
  requestJson<OwnFile>(`/api/files/${fileId}/sample`, { method: "PUT", body: upload });

export const removeSample = (fileId: string) =>
  requestJson<OwnFile>(`/api/files/${fileId}/sample`, { method: "DELETE" });

async function sendPicture(method: string, url: string, picture: Blob): Promise<OwnFile> {
  const headers = { "Content-Type": picture.type || "image/jpeg" };
  const response = await fetchAnswer(url, { method, body: picture, headers }, TIMEOUT);
  if (!response.ok) throw new RequestProblem(await readProblem(response));
  return readJson<OwnFile>(response);
}
