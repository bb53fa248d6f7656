import { z } from 'zod';
import type { Json } from '#core/json.ts';
import type { Dispatch, JsonObject } from '../../forge/hub.ts';
import { asText } from '../expression.ts';

const DispatchInputs = z.object({
  inputs: z
    .record(
      z.string(),
      z.looseObject({
        type: z.string().optional(),
        required: z.boolean().optional(),
        default: z.union([z.string(), z.boolean(), z.number()]).optional(),
        options: z.array(z.string()).optional(),
      }),
    )
    .optional(),
});

const refused = (message: string): Dispatch => ({ kind: 'refused', status: 422, message });

/** What was given, what is missing, what is not known: as the API answers a dispatch. */
export function dispatchInputs(path: string, configured: Json, given: JsonObject): Dispatch {
  const { inputs = {} } = DispatchInputs.parse(configured);
  const unknown = Object.keys(given).filter((name) => inputs[name] === undefined);
  if (unknown.length > 0) return refused(`Unexpected inputs provided: ${JSON.stringify(unknown)}`);
  const values: Record<string, Json> = {};
  for (const [name, input] of Object.entries(inputs)) {
    const value = given[name] ?? input.default ?? (input.type === 'boolean' ? false : '');
    if (input.required === true && value === '') return refused(`Required input '${name}' not provided`);
    if (input.type === 'boolean') values[name] = value === true || value === 'true';
    else if (input.options && !input.options.includes(asText(value))) {
      return refused(
        `Provided value '${asText(value)}' for input '${name}' not in the list of allowed values`,
      );
    } else values[name] = asText(value);
  }
  return { kind: 'ready', path, inputs: values };
}
