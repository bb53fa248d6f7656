import { E as _coercedNumber, o as ZodNumber } from "./errors-q2Ocdyoq.js";

// node_modules/zod/v4/classic/coerce.js
function number(params) {
	return _coercedNumber(ZodNumber, params);
}

export { number as t };