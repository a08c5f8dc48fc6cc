/** A description for its page, as safe HTML: what a small screen shows at once, and the rest. */
export type RenderedDescription = { start: string; rest: string };
