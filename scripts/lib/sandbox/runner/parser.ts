import { registerHooks } from 'node:module';

/**
 * GitHub's own workflow parser, the one door to it. The package imports its schemas as JSON without the attribute that
 * Node asks for (`ERR_IMPORT_ATTRIBUTE_MISSING`), so a resolve hook adds `type: 'json'` to those imports and no others.
 * The package comes in by `import()` because static imports are resolved before any line of this file runs.
 */
registerHooks({
  resolve(specifier, context, nextResolve) {
    const resolved = nextResolve(specifier, context);
    const schema = specifier.endsWith('.json') && context.parentURL?.includes('/@actions/workflow-parser/');
    return schema === true ? { ...resolved, importAttributes: { type: 'json' } } : resolved;
  },
});

const workflowParser = await import('@actions/workflow-parser');
const actionParser = await import('@actions/workflow-parser/actions/action-parser');
const converter = await import('@actions/workflow-parser/model/convert');

export const { parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter } = workflowParser;
export const { parseAction } = actionParser;
export const { ErrorPolicy } = converter;
