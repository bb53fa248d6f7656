import { Reason } from '#core/ledger-record.ts';
import { ArtifactName } from '#core/names.ts';
import { CommitId } from '#core/oid.ts';

/** What a comment on a pull request asks for. */
export type Command =
  /** It is none of ours. */
  | { readonly kind: 'none' }
  | { readonly kind: 'help' }
  | { readonly kind: 'build'; readonly sha: CommitId }
  | { readonly kind: 'accept'; readonly artifact: ArtifactName; readonly reason: string }
  | { readonly kind: 'malformed'; readonly because: string };

/** A command is one line; nobody needs a longer one. */
const LONGEST = 1000;

/**
 * Reads a comment. A command is the whole comment: `/alpha` in lower case at its very start, one line, one space or more between
 * words, nothing behind it but white space. A quoted or indented command, or one in the middle of a text, is none.
 */
export function parseCommand(body: string): Command {
  if (!/^\/alpha(?=\s|$)/u.test(body)) return { kind: 'none' };
  const text = body.trimEnd();
  if (text.length > LONGEST) return malformed(`a command has at most ${LONGEST} characters`);
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text.replaceAll('\t', ' ')))
    return malformed('a command is one line, and the whole comment');
  const [, verb = '', rest = ''] = /^\/alpha[ \t]*(?<verb>\S*)[ \t]*(?<rest>.*)$/u.exec(text) ?? [];
  switch (verb) {
    case '':
    case 'help':
      return rest === '' ? { kind: 'help' } : malformed('`help` takes nothing behind it');
    case 'build':
      return build(rest);
    case 'accept':
      return accept(rest);
    default:
      return malformed('there is no such command');
  }
}

function build(rest: string): Command {
  const sha = CommitId.safeParse(rest);
  return sha.success
    ? { kind: 'build', sha: sha.data }
    : malformed('`build` names one commit by all 40 lower-case digits of its id, and nothing else');
}

function accept(rest: string): Command {
  const [, name = '', words = ''] = /^(?<name>\S+)[ \t]*(?<words>.*)$/u.exec(rest) ?? [];
  const artifact = ArtifactName.safeParse(name);
  if (!artifact.success) return malformed('`accept` names an artifact, as in `stills` or `talk/<episode>`');
  const reason = Reason.safeParse(words);
  if (!reason.success) return malformed(`the reason ${reason.error.issues[0]?.message ?? 'must say why'}`);
  return { kind: 'accept', artifact: artifact.data, reason: reason.data };
}

const malformed = (because: string): Command => ({ kind: 'malformed', because });

/** What there is, as Markdown. */
export const USAGE = [
  '| comment | what it does | who |',
  '|:---|:---|:---|',
  '| `/alpha build <sha>` | builds this one commit of a fork, which must be the head now; a later push needs a new word | maintainers |',
  '| `/alpha accept <artifact> <reason>` | lets an artifact pass whose identity gate is closed: these bytes only, with your name and reason in the ledger | maintainers |',
  '| `/alpha help` | says this | everyone |',
].join('\n');
