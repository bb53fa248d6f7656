/** What a test lets go wrong: the next calls that fit, in order. */
export interface Fault {
  /** Of the path, below `/api/v3` for REST; a text must be contained, an expression must match. */
  readonly path: string | RegExp;
  readonly method?: string;
  /** How many calls; 1 unless told. */
  readonly times?: number;
  readonly with:
    | {
        readonly kind: 'status';
        readonly status: number;
        readonly headers?: Readonly<Record<string, string>>;
      }
    /** The connection is reset, after this many bytes of the request's body have come in. */
    | { readonly kind: 'reset'; readonly afterBytes?: number }
    /** The answer is held back; the work is done. */
    | { readonly kind: 'delay'; readonly milliseconds: number };
}

export class Faults {
  #waiting: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The fault that hits this call, used up once. */
  take(method: string, path: string): Fault['with'] | undefined {
    const hit = this.#waiting.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.method === undefined || fault.method === method) &&
        (typeof fault.path === 'string' ? path.includes(fault.path) : fault.path.test(path)),
    );
    if (!hit) return undefined;
    hit.left -= 1;
    return hit.fault.with;
  }
}
