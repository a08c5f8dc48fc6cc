export const purchases = {} as const;
