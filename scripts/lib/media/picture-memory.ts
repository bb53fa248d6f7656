import { setFlagsFromString } from 'node:v8';

/**
 * For a process that handles many pictures, before it reads the first: their pixels lie beside V8's heap, and V8 looks for those that
 * are gone each time that 64 MB have come, however much memory there is. From now on they count towards the heap's own limit,
 * which grows with what is in use.
 */
export const countPicturesWithHeap = (): void =>
  setFlagsFromString('--external-memory-accounted-in-global-limit');
