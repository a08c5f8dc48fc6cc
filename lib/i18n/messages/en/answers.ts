/** Answers that another program gave in place of this server: what happened, and (`_how`) what to do about it. */
export const answers = {
  proxy_too_large: "A proxy in front of this server does not let a request of this size through (HTTP {status}).",
  proxy_too_large_how: "Its operator can raise the proxy’s limit for request bodies to 100 MB.",
  proxy_headers: "A proxy in front of this server does not accept the headers of this request (HTTP {status}).",
  proxy_headers_how: "Its operator can raise the proxy’s limit for request headers to 16 KB.",
  proxy_too_many: "A proxy in front of this server asks you to wait (HTTP {status}).",
  proxy_too_many_how:
    "Try again in a moment. If this keeps happening, the operator can raise the proxy’s request limit.",
  proxy_down: "The proxy in front of this server gets no usable answer from it (HTTP {status}).",
  proxy_down_how:
    "Try again in a moment. If this keeps happening, the operator has to look at the server and its proxy.",
  proxy_slow: "The proxy in front of this server stopped waiting for it (HTTP {status}).",
  proxy_slow_how: "Try again in a moment. The operator can raise the proxy’s time limit to 300 seconds.",
  proxy_refused: "A firewall or proxy in front of this server refused the request (HTTP {status}).",
  proxy_refused_how: "Try another network, or without a VPN. The operator can allow such requests in the firewall.",
  proxy_sign_in: "A proxy between you and this server asks for a password (HTTP {status}).",
  proxy_sign_in_how: "Sign in to that proxy, or try another network.",
  proxy_changed: "A proxy between you and this server removed something from the request or from its answer.",
  proxy_changed_how: "Try another network. The operator can let the proxy pass on all headers.",
  proxy_other: "Something between you and this server answered in its place (HTTP {status}).",
  proxy_other_how: "Try again, or try another network. If this keeps happening, tell the operator this number.",
  network_sign_in: "Your network answered in place of this server. It may want you to sign in first.",
  network_sign_in_how: "Open any website in a new tab, sign in to the network, then try again.",
  nothing_charged: "Nothing was charged.",
} as const;
