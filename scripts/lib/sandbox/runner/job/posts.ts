import { messageOf } from '#core/errors.ts';
import { holds } from '../expression.ts';
import { scopeOf } from './scope.ts';
import type { Conclusion } from './setting.ts';
import type { Frame, JobState } from './state.ts';

/** What actions have left to be done, last come, first done; then the step that every job ends with. */
export async function runPosts(job: JobState, frame: Frame): Promise<void> {
  const { report } = job;
  for (const post of job.posts.toReversed()) {
    const began = performance.now();
    report.countAnew();
    const row = report.begin(post.name);
    let conclusion: Conclusion = 'skipped';
    if (holds(post.condition, scopeOf(job, { ...frame, env: post.env, failed: job.failed }))) {
      report.line(`##[group]${post.name}`);
      conclusion = await post.run().catch((error: unknown) => {
        report.annotate('error', messageOf(error));
        return 'failure' as const;
      });
      report.line('##[endgroup]');
    }
    if (conclusion === 'failure') job.failed = true;
    row.end(conclusion, performance.now() - began);
  }
  report.begin('Complete job').end('success', 0);
}
