import { UserError } from '#core/errors.ts';
import { BackendName } from '#core/names.ts';

/** What `--backend` names. @throws {UserError} `no-such-backend` */
export function backendOf(word: string): BackendName {
  const name = BackendName.safeParse(word);
  if (name.success) return name.data;
  throw new UserError('no-such-backend', `There is no backend ${JSON.stringify(word)}`, {
    hint: `There are ${BackendName.options.join(', ')}.`,
  });
}
