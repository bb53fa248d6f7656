export { pipeline } from '#engine/pipelines/canon/pipeline.ts';
