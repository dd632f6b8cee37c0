import { approvals } from './approvals.ts';
import { artifactFetch } from './artifact-fetch.ts';
import { auditCatchUp } from './audit-catch-up.ts';
import { auditExport } from './audit-export.ts';
import { auditRecord } from './audit-record.ts';
import { auditVerify } from './audit-verify.ts';
import { batchPredict } from './batch-predict.ts';
import { cardBump } from './card-bump.ts';
import { cardServe } from './card-serve.ts';
import { checkRunCommand } from './check-run.ts';
import { codeowners } from './codeowners.ts';
import type { Command } from './command.ts';
import { comment } from './comment.ts';
import { commitStatus } from './commit-status.ts';
import { complianceMatrix } from './compliance-matrix.ts';
import { evidenceImport } from './evidence-import.ts';
import { evidenceSign } from './evidence-sign.ts';
import { evidenceVerify } from './evidence-verify.ts';
import { experimentCompare } from './experiment-compare.ts';
import { experimentDecide } from './experiment-decide.ts';
import { experimentShare } from './experiment-share.ts';
import { diff } from './diff.ts';
import { doctor } from './doctor.ts';
import { explain, policyExplain } from './explain.ts';
import { gate } from './gate.ts';
import { history } from './history.ts';
import { pipelineAdmit } from './pipeline-admit.ts';
import { pipelineTrigger } from './pipeline-trigger.ts';
import { pullRequestJudge } from './pull-request-judge.ts';
import { pullRequestOpen } from './pull-request-open.ts';
import { policyBuild } from './policy-build.ts';
import { policyDocs } from './policy-docs.ts';
import { policyLint } from './policy-lint.ts';
import { policyList } from './policy-list.ts';
import { policyMutate } from './policy-mutate.ts';
import { policyNew } from './policy-new.ts';
import { policyReplay } from './policy-replay.ts';
import { policyTest } from './policy-test.ts';
import { presync } from './presync.ts';
import { releaseAdd } from './release-add.ts';
import { releaseBlock } from './release-block.ts';
import { releasePromote } from './release-promote.ts';
import { releaseRollback } from './release-rollback.ts';
import { reportCompliance } from './report-compliance.ts';
import { status } from './status.ts';
import { synth } from './synth.ts';
import { verifyMerge } from './verify-merge.ts';
import { waiverList } from './waiver-list.ts';
import { workflowLint } from './workflow-lint.ts';
import { waiverNew } from './waiver-new.ts';

/** Every command, in the order of `--help`. */
export const commands: readonly Command[] = [
  synth,
  gate,
  diff,
  status,
  history,
  presync,
  approvals,
  comment,
  commitStatus,
  checkRunCommand,
  pullRequestJudge,
  pullRequestOpen,
  reportCompliance,
  complianceMatrix,
  pipelineAdmit,
  pipelineTrigger,
  explain,
  codeowners,
  doctor,
  policyNew,
  policyBuild,
  policyTest,
  policyMutate,
  policyReplay,
  policyLint,
  policyList,
  policyDocs,
  policyExplain,
  evidenceImport,
  evidenceSign,
  evidenceVerify,
  releaseAdd,
  releasePromote,
  releaseRollback,
  releaseBlock,
  cardBump,
  waiverNew,
  waiverList,
  verifyMerge,
  auditRecord,
  auditCatchUp,
  auditVerify,
  auditExport,
  experimentDecide,
  experimentCompare,
  experimentShare,
  artifactFetch,
  cardServe,
  batchPredict,
  workflowLint,
];
