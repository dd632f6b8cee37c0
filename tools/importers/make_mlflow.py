"""MLflow: a run that `mlflow.models.evaluate` measured, in a database that a tracking server can serve, and as the client writes it."""

import json
import os
import sys
from pathlib import Path

folder = Path(sys.argv[1]).resolve()
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.chdir(folder)

import mlflow  # noqa: E402  (it reads the variable and the folder)

from table import binary, write  # noqa: E402

mlflow.set_tracking_uri(f"sqlite:///{folder}/mlflow.db")
answers = binary()
frame = answers.rows.assign(target=answers.truth, prediction=answers.predicted)
with mlflow.start_run(run_name="held-out") as run:
    held_out = mlflow.data.from_pandas(frame, name="wisconsin, held-out rows", targets="target", predictions="prediction")
    mlflow.log_input(held_out, context="evaluation")
    mlflow.log_input(mlflow.data.from_pandas(answers.training_rows, name="wisconsin"), context="training")
    mlflow.log_param("C", 1.0)
    # What a training loop leaves in a run: nothing of it was measured on held-out rows.
    mlflow.log_metrics({"training_f1_score": 0.99, "val_accuracy": 0.95, "loss": 0.3, "brier_score": float("nan"), "log_loss": float("inf")})
    mlflow.models.evaluate(data=held_out, model_type="classifier", evaluator_config={"log_model_explainability": False})
write(folder, "mlflow.json", json.dumps(mlflow.get_run(run.info.run_id).to_dictionary()))
with mlflow.start_run() as broken:
    pass
mlflow.MlflowClient().set_terminated(broken.info.run_id, "FAILED")
write(folder, "mlflow-failed.json", json.dumps(mlflow.get_run(broken.info.run_id).to_dictionary()))
