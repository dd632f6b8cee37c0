import { UserError } from '../errors.ts';
import { notThisFormat, type Importer } from './importer.ts';
import { countOf, get, listOf, textOf } from './json.ts';

/** Validation results of Great Expectations 1.x, one or a list. An expectation that raised counts as failed. */
export const greatExpectations: Importer = {
  format: 'great-expectations',
  summary: 'validation results of Great Expectations 1.x: result.to_json_dict(), one or a list',
  syntax: 'json',
  take(value, _hints, where) {
    const results = listOf(value) ?? [value];
    const suites = results.map((result) => {
      const name = textOf(get(result, 'suite_name'));
      const [passed, failed] = ['successful_expectations', 'unsuccessful_expectations'].map((key) =>
        countOf(get(result, 'statistics', key)),
      );
      const listed = listOf(get(result, 'results'));
      if (name === null || typeof passed !== 'number' || typeof failed !== 'number' || listed === null) {
        throw notThisFormat(
          where,
          'great-expectations',
          'suite_name, statistics and results, as to_json_dict() of a validation result gives',
        );
      }
      const failures = listed.filter((one) => get(one, 'success') !== true).length;
      if (listed.length !== passed + failed || failures !== failed) {
        throw new UserError(
          'import.disagrees',
          `${where}: suite ${JSON.stringify(name)} lists ${String(listed.length)} results, ${String(failures)} of them failed; expected ${String(passed + failed)} and ${String(failed)} by its statistics`,
          'Import the result as Great Expectations wrote it.',
        );
      }
      return { name, passed, failed };
    });
    if (suites.length === 0) throw notThisFormat(where, 'great-expectations', 'at least one validation result');
    return { evaluation: { suites }, unmapped: [] };
  },
};
