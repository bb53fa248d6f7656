import type { Oid } from '#core/oid.ts';
import type { Blobs } from './blobs.ts';

/** One object that went over the wire. */
export interface Transfer {
  readonly kind: 'download' | 'upload';
  readonly oid: Oid;
  readonly bytes: number;
  readonly login: string | null;
  /** The job whose token moved it, so that "this job downloaded nothing" can be asserted. */
  readonly job: number | null;
}

/** Git LFS objects of the whole network of repositories, and what was moved. */
export class LfsStore {
  readonly blobs: Blobs;
  readonly #transfers: Transfer[] = [];

  constructor(blobs: Blobs) {
    this.blobs = blobs;
  }

  /** Every transfer since the forge was opened, in order. */
  transfers(where: (transfer: Transfer) => boolean = () => true): Transfer[] {
    return this.#transfers.filter(where);
  }

  /** How often each object was moved. */
  counts(kind: Transfer['kind']): Map<Oid, number> {
    const counts = new Map<Oid, number>();
    for (const { oid } of this.transfers((transfer) => transfer.kind === kind)) {
      counts.set(oid, (counts.get(oid) ?? 0) + 1);
    }
    return counts;
  }

  record(transfer: Transfer): void {
    this.#transfers.push(transfer);
  }

  /** @returns false when the bytes do not hash to `oid`: nothing is kept */
  async put(oid: Oid, bytes: Uint8Array): Promise<boolean> {
    return this.blobs.putAs(oid, bytes);
  }
}
