import { z } from 'zod';
import { RepoPath } from '#core/repo-path.ts';
import { parseYamlAs } from '#core/yaml-document.ts';

/** What electricity and the card cost; every field by itself may be left out, and then is not counted. */
export const Rates = z.strictObject({
  /** ISO 4217, as in EUR. */
  currency: z.string().regex(/^[A-Z]{3}$/u, 'must be a currency such as EUR'),
  /** Wear of the card, rent, or both: for an hour in which it computes. */
  pricePerGpuHour: z.number().min(0).max(10_000).exactOptional(),
  pricePerKwh: z.number().min(0).max(100).exactOptional(),
  /** What the machine draws while the card computes, where no meter was read. */
  watts: z.number().min(1).max(20_000).exactOptional(),
});
export type Rates = z.infer<typeof Rates>;

/** Who builds here, stated once: `assets/owner.yml`. Licences are held against it, costs are counted with it. */
export const Owner = z.strictObject({
  schema: z.literal('alpha-owner/1'),
  /** Where the owner is: ISO 3166-1 alpha-2, as in DE. */
  region: z.string().regex(/^[A-Z]{2}$/u, 'must be a two-letter country such as DE'),
  /** What the outputs are used for: the freest of the three that applies. */
  use: z.enum(['research', 'personal', 'commercial']),
  rates: Rates.exactOptional(),
});
export type Owner = z.infer<typeof Owner>;

export const OWNER_PATH = RepoPath.parse('assets/owner.yml');

/** @throws {UserError} `owner-invalid`, naming every wrong field at once */
export function parseOwner(text: string, file: RepoPath = OWNER_PATH): Owner {
  return parseYamlAs(
    Owner,
    text,
    file,
    'owner-invalid',
    `Mend the fields above in ${file}: schema, region, use, and rates where costs are to be counted.`,
  );
}
