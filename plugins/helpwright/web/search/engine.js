// @ts-check
/**
 * The way from a query to its results, without the DOM. It is published as one script together
 * with all that it imports, because on a slow network each script costs a round trip.
 */

export { isUnspaced } from "./analysis.js";
export { ask, facets, prepare } from "./results.js";
export { site } from "./site.js";
