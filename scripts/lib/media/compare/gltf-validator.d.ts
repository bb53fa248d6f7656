declare module 'gltf-validator' {
  /** Resolves to a report as `validation.schema.json` of the package describes it. */
  export function validateBytes(
    data: Uint8Array,
    options?: { maxIssues?: number; writeTimestamp?: boolean },
  ): Promise<unknown>;
}
