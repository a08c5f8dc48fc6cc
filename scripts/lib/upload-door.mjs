// Requests about uploads: answered by the app's own route without Next's router, which would turn each body into a web
// stream. Any other spelling of the address goes to Next, which leads it to the same route.

const address = /^\/api\/uploads(\/[0-9A-Za-z]{22})?$/;

/** @param {Pick<import("node:http").IncomingMessage, "url">} req */
export function isUploadRequest({ url = "" }) {
  return address.test(url);
}
