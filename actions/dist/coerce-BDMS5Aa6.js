import { E as _coercedNumber, s as ZodNumber } from "./oid-CD6GJw-_.js";

// node_modules/zod/v4/classic/coerce.js
function number(params) {
	return _coercedNumber(ZodNumber, params);
}

export { number as t };