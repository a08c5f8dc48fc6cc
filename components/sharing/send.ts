import { fetchAnswer, RequestProblem, readJson, readProblem, requestJson } from "@/components/http/request";
import type { OwnDomain } from "@/lib/domains/schema";
import type { OwnHandle, OwnLink } from "@/lib/links/schema";
import type { Profile, ProfileChange } from "@/lib/sellers/schema";

/** A picture is up to some megabytes, and a phone's connection slow (ms). */
const TIMEOUT = 180_000;

/**
 * The seller's requests about names, page and domain.
 *
 * @throws RequestProblem when the server refused it
 * @throws NoAnswer when there was no response
 */
export const readLink = (fileId: string) => requestJson<OwnLink>(`/api/files/${fileId}/link`);

export const saveLink = (fileId: string, body: { slug: string; handle?: string }) =>
  requestJson<OwnLink>(`/api/files/${fileId}/link`, { method: "PUT", body });

export const readHandle = () => requestJson<OwnHandle>("/api/profile/handle");

export const saveHandle = (handle: string) =>
  requestJson<OwnHandle>("/api/profile/handle", { method: "PUT", body: { handle } });

export const saveProfile = (body: ProfileChange) => requestJson<Profile>("/api/profile", { method: "PATCH", body });

export async function sendPicture(picture: Blob): Promise<Profile> {
  const headers = { "Content-Type": picture.type || "image/jpeg" };
  const response = await fetchAnswer("/api/profile/picture", { method: "PUT", body: picture, headers }, TIMEOUT);
  if (!response.ok) throw new RequestProblem(await readProblem(response));
  return readJson<Profile>(response);
}

export const removePicture = () => requestJson<Profile>("/api/profile/picture", { method: "DELETE" });

/** Null when the seller has named none. */
export async function readDomain(): Promise<OwnDomain | null> {
  try {
    return await requestJson<OwnDomain>("/api/profile/domain");
  } catch (error) {
    if (error instanceof RequestProblem && error.problem.code === "no_domain") return null;
    throw error;
  }
}

export const nameDomain = (domain: string) =>
  requestJson<OwnDomain>("/api/profile/domain", { method: "PUT", body: { domain } });

export const checkDomain = () => requestJson<OwnDomain>("/api/profile/domain", { method: "POST" });

export async function forgetDomain(): Promise<void> {
  const response = await fetchAnswer("/api/profile/domain", { method: "DELETE" });
  if (!response.ok) throw new RequestProblem(await readProblem(response));
}
