"""Weights & Biases (offline), DVCLive, DVC and a Hugging Face model card: the same metrics in four more spellings."""

import json
import os
import subprocess
import sys
from pathlib import Path

import wandb
from dvclive import Live
from huggingface_hub import EvalResult, ModelCard, ModelCardData
from sklearn.metrics import accuracy_score, f1_score, roc_auc_score

from table import binary, write

folder = Path(sys.argv[1]).resolve()
# DVCLive makes the git repository that it is started in one of DVC.
os.chdir(folder)
a = binary()
ACCURACY, F1, AUC = accuracy_score(a.truth, a.predicted), f1_score(a.truth, a.predicted), roc_auc_score(a.truth, a.score)

with wandb.init(mode="offline", project="churn", dir=folder, settings=wandb.Settings(console="off", silent=True)) as run:
    run.log({"loss": 0.4, "train/accuracy": 0.99})
    run.log({"test/accuracy": ACCURACY, "test/f1_score": F1, "auc": AUC, "test/log_loss": float("nan")})
    summary = dict(run.summary)
write(folder, "wandb.json", json.dumps(summary))

repository = folder / "dvc"
repository.mkdir()
(repository / "held-out.csv").write_text("a,b\n1,2\n")
with Live(str(repository / "dvclive"), save_dvc_exp=False, dvcyaml=None) as live:
    live.log_metric("test/accuracy", ACCURACY)
    live.log_metric("test/f1", F1)
    live.log_metric("train/accuracy", 0.99)
    live.log_metric("test/log_loss", float("nan"))
    live.next_step()
write(folder, "dvclive.json", (repository / "dvclive/metrics.json").read_text())


def dvc(*arguments: str) -> str:
    # `python -m`: an environment that was moved has no program of that name that starts.
    command = [sys.executable, "-m", "dvc", *arguments]
    quiet = {**os.environ, "DVC_NO_ANALYTICS": "1", "CI": "true"}
    return subprocess.run(command, cwd=repository, env=quiet, check=True, capture_output=True, text=True).stdout


dvc("init", "--no-scm", "--quiet")
copy = "cp dvclive/metrics.json metrics.json"
dvc("stage", "add", "--quiet", "--name", "evaluate", "--deps", "held-out.csv", "--metrics-no-cache", "metrics.json", copy)
dvc("repro", "--quiet")
write(folder, "dvc.lock", (repository / "dvc.lock").read_text())
write(folder, "dvc-show.json", dvc("metrics", "show", "--json"))


def result(kind: str, value: float, dataset: str) -> EvalResult:
    return EvalResult(
        task_type="tabular-classification",
        dataset_type=f"acme/{dataset.lower()}",
        dataset_name=dataset,
        dataset_split="test",
        dataset_revision="5503434ddd753f426f4b38109466949a1217c2bb",
        metric_type=kind,
        metric_value=value,
    )


results = [result("accuracy", ACCURACY, "Churn"), result("f1", F1, "Churn"), result("matthews_correlation", float("nan"), "Churn")]
for name, listed in (("README.md", results), ("README-two.md", [*results, result("accuracy", 91.2, "Other")])):
    data = ModelCardData(model_name="churn", license="apache-2.0", eval_results=listed)
    write(folder, name, ModelCard.from_template(data, template_str="---\n{{ card_data }}\n---\n# Churn\n").content)
