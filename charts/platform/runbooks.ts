/** Where alerts link to; each alert has a heading of its own there. */
export const RUNBOOKS = 'https://github.com/shop-example/platform/blob/main/docs/runbooks.md';
