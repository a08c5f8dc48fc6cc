import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } from "../app/api/uploads/[[...path]]/route";
import { nodeRoute } from "../lib/http/node-route";
import { SESSION_COOKIE, type SessionData, sealSession } from "../lib/sign-in/seller-session";
import { finishingLocks } from "../lib/uploads/bytes/locks";

/** Calls the upload route as a program would, without a browser or network. */

export type UploadCall = {
  path?: string;
  headers?: Record<string, string>;
  body?: Uint8Array | ReadableStream | string;
};
const uploads = { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT };
type Verb = keyof typeof uploads;

export async function callUploads(method: Verb, call: UploadCall = {}): Promise<Response> {
  const request = new Request(`http://localhost:3000/api/uploads${call.path ?? ""}`, {
    method,
    headers: { "Tus-Resumable": "1.0.0", "x-filekiosk-peer": "192.0.2.1", ...call.headers },
    body: call.body as BodyInit | undefined,
    duplex: "half",
  } as RequestInit);
  const response = await uploads[method](request);
  await whenFinished((call.path ?? response.headers.get("location"))?.split("/").at(-1)?.split("?")[0] ?? "");
  return response;
}

/** Waits for a finish that continues after the response to the last byte; starts none. */
export const whenFinished = (uploadId: string): Promise<void> => finishingLocks().run(uploadId, async () => {});

export type Created = { id: string; token: string; response: Response };

/** Creates an upload; the test fails in words when it is refused. */
export async function createUpload(
  size: number,
  name = "file.bin",
  headers: Record<string, string> = {},
): Promise<Created> {
  const response = await callUploads("POST", {
    headers: { "Upload-Length": String(size), "Upload-Metadata": metadata(name), ...headers },
  });
  if (response.status !== 201) throw new Error(`The upload was refused: ${response.status} ${await response.text()}`);
  const id = response.headers.get("location")?.split("/").at(-1)?.split("?")[0] ?? "";
  return { id, token: response.headers.get("upload-token") ?? "", response };
}

/** Sends bytes from an offset on. */
export function sendPart(
  upload: { id: string; token: string },
  offset: number,
  body: Uint8Array | ReadableStream,
  headers: Record<string, string> = {},
): Promise<Response> {
  const length: Record<string, string> = body instanceof Uint8Array ? { "Content-Length": String(body.length) } : {};
  return callUploads("PATCH", {
    path: `/${upload.id}`,
    headers: {
      "Upload-Token": upload.token,
      "Upload-Offset": String(offset),
      "Content-Type": "application/offset+octet-stream",
      ...length,
      ...headers,
    },
    body,
  });
}

/** A whole upload in one part: what `POST /api/files` expects. */
export async function uploadBytes(
  bytes: Uint8Array,
  name?: string,
  headers?: Record<string, string>,
): Promise<Created> {
  const upload = await createUpload(bytes.length, name, headers);
  const response = await sendPart(upload, 0, bytes, headers);
  if (response.status !== 204) throw new Error(`The part was refused: ${response.status} ${await response.text()}`);
  return upload;
}

export function metadata(name: string): string {
  return `filename ${Buffer.from(name).toString("base64")}`;
}

/** The headers of our own page, signed in. */
export async function signedIn(session: SessionData): Promise<Record<string, string>> {
  return { Cookie: `${SESSION_COOKIE}=${await sealSession(session)}`, Origin: "http://localhost:3000" };
}

/** The route behind a real HTTP server, as in our server, for clients that need a network. Port 0 takes a free one. */
export async function startUploadServer(port = 0): Promise<{ url: string; stop(): Promise<void> }> {
  const door = nodeRoute(uploads);
  const server = createServer((req, res) => {
    req.headers["x-filekiosk-peer"] = req.socket.remoteAddress ?? "";
    void door(req, res);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/uploads`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
