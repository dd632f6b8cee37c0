"""Great Expectations and pandera: checks of a table that hold, that don't, and that can't be made."""

import json
import sys
from pathlib import Path

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd
import pandera.pandas as pa

from table import write

folder = Path(sys.argv[1])
frame = pd.DataFrame({"age": [20, 30, -1], "sex": ["f", "m", "x"]})

context = gx.get_context(mode="ephemeral")
batch = context.data_sources.add_pandas("pandas").add_dataframe_asset("held-out").add_batch_definition_whole_dataframe("whole")
expectations = [
    gxe.ExpectColumnToExist(column="sex"),
    gxe.ExpectColumnValuesToNotBeNull(column="age"),
    gxe.ExpectColumnValuesToBeBetween(column="age", min_value=0),
    # Raises: there is no such column.
    gxe.ExpectColumnValuesToBeBetween(column="income", min_value=0),
]
suite = context.suites.add(gx.ExpectationSuite(name="customers", expectations=expectations))
validation = context.validation_definitions.add(gx.ValidationDefinition(name="held-out customers", data=batch, suite=suite))
result = validation.run(batch_parameters={"dataframe": frame})
write(folder, "great-expectations.json", json.dumps(result.to_json_dict()))

schema = pa.DataFrameSchema(
    {"age": pa.Column(int, pa.Check.ge(0)), "sex": pa.Column(str, pa.Check.isin(["f", "m"])), "income": pa.Column(float, required=True)},
    name="customers",
)
try:
    schema.validate(frame, lazy=True)
except pa.errors.SchemaErrors as errors:
    write(folder, "pandera.json", json.dumps({"schema": schema.to_json(), "errors": errors.message}))
holds = schema.remove_columns(["income"]).update_column("sex", checks=None).update_column("age", checks=None)
holds.validate(frame, lazy=True)
write(folder, "pandera-holds.json", json.dumps({"schema": holds.to_json(), "errors": None}))
