// @ts-check
/** What the page shares with the checker in Python: how answers are read, walked and shown. */

import { readAnswer } from "./answers.js";
import { filled, shown, styleOf } from "./formats.js";
import { dayOf, decimalsOf, evaluate } from "./values.js";
import { walk } from "./walk.js";

export { dayOf, decimalsOf, evaluate, filled, readAnswer, shown, styleOf, walk };
