/** The tus route `/api/uploads` (tus 1.0.0): names on the wire, shared with the browser. */
export const UPLOADS_PATH = "/api/uploads";
/** Returned by the POST that creates an upload; sent with every later PATCH, HEAD and DELETE. */
export const UPLOAD_TOKEN_HEADER = "Upload-Token";
/** In the URL of an upload, for clients that send no token: the key that sends its bytes. */
export const UPLOAD_KEY_PARAMETER = "key";
/** Bytes per PATCH: under 100 MB, a well-known limit of proxies. */
export const UPLOAD_PART_SIZE = 32 * 1024 * 1024;
/** Keys of `Upload-Metadata`. */
export const METADATA_NAME = "filename";
export const METADATA_TYPE = "filetype";
