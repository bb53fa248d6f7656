import { A as _coercedNumber, u as ZodNumber } from "./oid-DXvZKHYA.js";

// node_modules/zod/v4/classic/coerce.js
function number(params) {
	return _coercedNumber(ZodNumber, params);
}

export { number as t };